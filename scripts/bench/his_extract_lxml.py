# SPDX-License-Identifier: Apache-2.0
"""his_extract_lxml.py FOLDER > reports.csv: what his-extract does with files of decision 4210, by Debian's python3-lxml.

The peer of scripts/bench/his_extract.sh: a careful program of the kind that hospitals write, without the faults that would
make it faster: only the tables XML1 and XML4 are decoded, rows are joined by MA_LK, copies are dropped, times are checked.
"""
import base64
import csv
import os
import sys
from datetime import datetime

from lxml import etree

SERVICE = "18.0119.0028"
SEX = {"1": "M", "01": "M", "2": "F", "02": "F", "3": "O", "03": "O"}
COLUMNS = ("facility_id session_id patient_id sex birth_year check_in_time check_out_time service_id report_time"
           " description conclusion").split()


def iso(text):
    return datetime.strptime(text, "%Y%m%d%H%M").strftime("%Y-%m-%dT%H:%M") if text else ""


def field(record, name):
    return (record.findtext(name) or "").strip()


def inner(content, parser):
    return etree.fromstring(base64.b64decode(content.text), parser)


def read(path, parser, writer, seen):
    root = etree.parse(path, parser).getroot()
    facility = (root.findtext("THONGTINDONVI/MACSKCB") or "").strip()
    sessions, results = {}, []
    for dossier in root.iter("HOSO"):
        for entry in dossier.iter("FILEHOSO"):
            table = (entry.findtext("LOAIHOSO") or "").strip().upper()
            content = entry.find("NOIDUNGFILE")
            if table == "XML1":
                for record in inner(content, parser).iter("TONG_HOP"):
                    sessions[field(record, "MA_LK")] = record
            elif table == "XML4":
                for record in inner(content, parser).iter("CHI_TIET_CLS"):
                    if field(record, "MA_DICH_VU") == SERVICE:
                        results.append(record)
    for result in results:
        session = sessions[field(result, "MA_LK")]
        row = (field(session, "MA_CSKCB") or facility, field(session, "MA_LK"), field(session, "MA_BN"),
               SEX.get(field(session, "GIOI_TINH"), ""), field(session, "NGAY_SINH")[:4],
               iso(field(session, "NGAY_VAO")), iso(field(session, "NGAY_RA")), field(result, "MA_DICH_VU"),
               iso(field(result, "NGAY_KQ")), result.findtext("MO_TA") or "", result.findtext("KET_LUAN") or "")
        if row not in seen:
            seen.add(row)
            writer.writerow(row)


def main():
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(COLUMNS)
    seen = set()
    for folder, folders, names in os.walk(sys.argv[1]):
        folders.sort()
        for name in sorted(names):
            if name.endswith(".xml"):
                read(os.path.join(folder, name), parser, writer, seen)


main()
