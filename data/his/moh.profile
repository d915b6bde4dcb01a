# SPDX-License-Identifier: Apache-2.0
# Session files of the Ministry of Health: decisions 4210/QD-BYT, 130/QD-BYT, 4750/QD-BYT and 3176/QD-BYT.
# The built-in profile of his-extract as a file, to start another one from; docs/formats.md explains each key.
name = moh

# The envelope: GIAMDINHHS with one HOSO for each session, and in it one inner file for each table.
dossier = HOSO
facility = MACSKCB
made = NGAYLAP
dossier_count = SOLUONGHOSO
payload = NOIDUNGFILE
payload_table = LOAIHOSO
payload_take = XML1 XML4

session = TONG_HOP
session.facility_id = MA_CSKCB
session.session_id = MA_LK
session.patient_id = MA_BN
session.sex = GIOI_TINH
session.birth_date = NGAY_SINH
session.check_in = NGAY_VAO
session.check_out = NGAY_RA

report = CHI_TIET_CLS
report.session_id = MA_LK
report.number = STT
report.service_id = MA_DICH_VU
report.report_time = NGAY_KQ
report.description = MO_TA
report.conclusion = KET_LUAN

time_form = yyyyMMddHHmm
time_form = yyyyMMddHHmmss
time_form = yyyyMMdd
male = 1 01
female = 2 02
other = 3 03
services = 18.0119.0028
