# SPDX-License-Identifier: Apache-2.0
# The export of an invented clinic system; clinic.xml is one of its files.
name = clinic

dossier = visit
facility = hospital
made = created

session = visits/visit
session.session_id = @id
session.patient_id = patient/@code
session.sex = patient/gender
session.birth_date = patient/born
session.check_in = times/arrival
session.check_out = times/departure

report = results/result
report.number = @no
report.service_id = service/@code
report.report_time = finished
report.description = findings
report.conclusion = impression

time_form = dd/MM/yyyy HH:mm:ss
time_form = dd/MM/yyyy
male = Nam M
female = Nữ F
services = XR-CHEST-PA, XR-CHEST-BED
