#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""structured_report.py RESULTS BOXES IMAGES REPORTS: what the reports say, read by pydicom, is what the tables say, number
for number, and their patients and studies are those of the images' files. Knows nothing of the tool but the documents."""

import collections
import csv
import pathlib
import struct
import sys

import pydicom

KEPT = ["PatientName", "PatientID", "PatientBirthDate", "PatientSex", "StudyInstanceUID", "StudyDate", "StudyTime",
        "StudyID", "AccessionNumber", "ReferringPhysicianName", "StudyDescription"]


def concept(item) -> str:
    return item.ConceptNameCodeSequence[0].CodeValue if "ConceptNameCodeSequence" in item else ""


def below(item, code: str) -> list:
    return [child for child in item.get("ContentSequence", []) if concept(child) == code]


def number(item, code: str) -> str:
    found = below(item, code)
    return str(found[0].MeasuredValueSequence[0].NumericValue) if found else ""


def single(text: str) -> float:
    return struct.unpack("f", struct.pack("f", float(text)))[0]


def corners(region) -> tuple:
    assert region.GraphicType == "POLYLINE"
    data = list(region.GraphicData)
    x_min, y_min, x_max, y_max = data[0], data[1], data[4], data[5]
    assert data == [x_min, y_min, x_max, y_min, x_max, y_max, x_min, y_max, x_min, y_min], "no closed rectangle"
    return x_min, y_min, x_max, y_max


def image_of(region) -> str:
    return region.ContentSequence[0].ReferencedSOPSequence[0].ReferencedSOPInstanceUID


def meaning(group) -> str:
    return below(group, "121071")[0].ConceptCodeSequence[0].CodeMeaning


def answers_of(report) -> dict:
    """Image -> status, pa_probability, probability, abnormal_status; image -> its boxes in order."""
    answers, boxes = {}, collections.defaultdict(list)
    words = {"OK": "ok", "NOT_PA": "not_pa", "NOT_CXR": "not_cxr", "REJECTED": "rejected"}
    for item in below(below(report, "C0034375")[0], "AI_STATUS"):
        image = item.ContentSequence[0].ReferencedSOPSequence[0].ReferencedSOPInstanceUID
        assert image not in answers, "an image has two statuses"
        answers[image] = [words[item.ConceptCodeSequence[0].CodeValue], number(item, "P_FRONTAL"), "", ""]
    for group in below(below(report, "126010")[0], "125007"):
        region = below(group, "111030")[0]
        image = image_of(region)
        assert below(group, "111001") and below(group, "111003"), "a group names no algorithm"
        if below(group, "121071"):
            boxes[image].append((meaning(group), float(number(group, "111012")), *corners(region)))
        else:
            normality = below(group, "121402")[0].ConceptCodeSequence[0].CodeMeaning
            answers[image][1:] = [number(group, "P_FRONTAL"), number(group, "P_ABNORMAL"),
                                  {"Abnormal": "1", "Normal": "0"}[normality]]
    return answers, boxes


def main():
    results, boxes_file, images, reports = sys.argv[1:]
    rows = [row for row in csv.DictReader(open(results)) if row["study_uid"]]
    wanted = {row["sop_uid"]: [row["status"], row["pa_probability"], row["probability"], row["abnormal_status"]] for row in rows}
    files = {row["sop_uid"]: pathlib.Path(images) / row["path"] for row in rows}
    wanted_boxes = collections.defaultdict(list)
    standard = {"Infiltration": "Infiltrate"}
    for row in csv.DictReader(open(boxes_file)):
        edges = [single(row[name]) for name in ("x_min", "y_min", "x_max", "y_max")]
        wanted_boxes[row["sop_uid"]].append((standard.get(row["class"], row["class"]), float(row["score"]), *edges))
    found, found_boxes, uids = {}, {}, set()
    for path in sorted(pathlib.Path(reports).glob("*.dcm")):
        report = pydicom.dcmread(path)
        assert report.SpecificCharacterSet == "ISO_IR 192" and report.VerificationFlag == "UNVERIFIED"
        assert path.name == report.StudyInstanceUID + ".dcm"
        for uid in (report.SOPInstanceUID, report.SeriesInstanceUID):
            assert uid not in uids, "two reports share a UID"
            uids.add(uid)
        answers, boxes = answers_of(report)
        evidence = {instance.ReferencedSOPInstanceUID: (series.SeriesInstanceUID, instance.ReferencedSOPClassUID)
                    for study in report.CurrentRequestedProcedureEvidenceSequence for series in study.ReferencedSeriesSequence
                    for instance in series.ReferencedSOPSequence}
        assert set(evidence) == set(answers), "the evidence is not the images"
        for image in answers:
            header = pydicom.dcmread(files[image], stop_before_pixels=True, force=True)
            assert evidence[image] == (header.SeriesInstanceUID, header.SOPClassUID)
            assert header.SeriesInstanceUID != report.SeriesInstanceUID
            for keyword in KEPT:
                assert str(header.get(keyword, "")) == str(report.get(keyword, "")), f"{keyword} is another"
        found.update(answers)
        found_boxes.update(boxes)
    assert found == wanted, "the answers are not those of the results"
    assert found_boxes == dict(wanted_boxes), "the boxes are not those of the table"
    assert any(row[0] != "ok" for row in found.values()) and found_boxes, "the hospital shows too little"
    print(f"{len(uids) // 2} reports of {len(found)} images with {sum(map(len, found_boxes.values()))} boxes agree with the tables")


if __name__ == "__main__":
    main()
