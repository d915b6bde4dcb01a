#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""dicom_headers.py read all|specific FOLDER COLUMN... > table: the table of dicom-extract as a careful pydicom program
writes it, from whole headers or from the wanted tags alone.
dicom_headers.py compare TOOL WORK RUNS FILES: both and gdcmscanner on the same files; see dicom_headers.sh."""
import collections
import csv
import os
import statistics
import subprocess
import sys
import time

import pydicom

# Column of dicom-extract -> the elements it is made from.
TAGS = {
    "patient_id": ["PatientID"], "study_uid": ["StudyInstanceUID"], "series_uid": ["SeriesInstanceUID"],
    "sop_uid": ["SOPInstanceUID"], "study_time": ["StudyDate", "StudyTime"], "modality": ["Modality"],
    "body_part": ["BodyPartExamined"], "view": ["ViewPosition"], "sex": ["PatientSex"], "birth_year": ["PatientBirthDate"],
    "accession": ["AccessionNumber"], "acquisition_time": ["AcquisitionDate", "AcquisitionTime", "AcquisitionDateTime"],
    "laterality": ["ImageLaterality", "Laterality"], "photometric": ["PhotometricInterpretation"], "rows": ["Rows"],
    "columns": ["Columns"], "bits": ["BitsStored"], "frames": ["NumberOfFrames"], "manufacturer": ["Manufacturer"],
    "model": ["ManufacturerModelName"], "age": ["PatientAge"], "image_type": ["ImageType"],
    "burned_in_annotation": ["BurnedInAnnotation"],
}


def text(dataset, keyword):
    value = dataset.get(keyword)
    if value is None:
        return ""
    return "\\".join(map(str, value)) if isinstance(value, pydicom.multival.MultiValue) else str(value).strip()


def iso(date, clock):
    if len(date) != 8 or len(clock) < 4:
        return ""
    seconds = f":{clock[4:6]}" if len(clock) >= 6 else ""
    return f"{date[:4]}-{date[4:6]}-{date[6:]}T{clock[:2]}:{clock[2:4]}{seconds}"


def verdict(dataset):
    modality, part = text(dataset, "Modality"), text(dataset, "BodyPartExamined")
    if modality not in ("CR", "DR", "DX"):
        return "modality_other" if modality else "modality_missing"
    if part not in ("CHEST", "THORAX"):
        return "body_part_other" if part else "body_part_missing"
    return ""


def acquired(dataset):
    both = text(dataset, "AcquisitionDateTime")
    return iso(text(dataset, "AcquisitionDate"), text(dataset, "AcquisitionTime")) or iso(both[:8], both[8:14])


MADE = {
    "study_time": lambda d: iso(text(d, "StudyDate"), text(d, "StudyTime")),
    "birth_year": lambda d: text(d, "PatientBirthDate")[:4],
    "acquisition_time": acquired,
    "laterality": lambda d: text(d, "ImageLaterality") or text(d, "Laterality"),
    "frames": lambda d: text(d, "NumberOfFrames") or "1",
    "transfer_syntax": lambda d: str(d.file_meta.TransferSyntaxUID),
    "status": lambda d: "not_cxr" if verdict(d) else "ok",
    "reason": verdict,
    "rule": lambda d: verdict(d) or "paper",
    "warnings": lambda d: "",
}


def maker(column):
    if column in MADE:
        return MADE[column]
    if column not in TAGS:
        sys.exit(f"dicom_headers.py: error: the column {column} is new; say here how pydicom makes it")
    keyword = TAGS[column][0]
    return lambda dataset: text(dataset, keyword)


def walk(folder):
    """Sorted as dicom-extract does, by the bytes of the path."""
    found = [os.path.join(place, name) for place, _, names in os.walk(folder) for name in names]
    return sorted(found, key=os.fsencode)


def read(folder, columns, specific):
    tags = [keyword for column in columns for keyword in TAGS.get(column, [])] if specific else None
    makers = [maker(column) for column in columns if column != "path"]
    table = csv.writer(sys.stdout, lineterminator="\n")
    table.writerow(columns)
    for path in walk(folder):
        dataset = pydicom.dcmread(path, stop_before_pixels=True, specific_tags=tags)
        table.writerow([make(dataset) for make in makers] + [os.path.relpath(path, folder)])


def run(command, out):
    with open(out, "wb") as sink:
        start = time.perf_counter()
        done = subprocess.run(command, stdout=sink, check=False)
        seconds = time.perf_counter() - start
    if done.returncode:
        sys.exit(f"dicom_headers.py: error: {os.path.basename(command[0])} ended with {done.returncode}")
    return seconds


def rows(path):
    with open(path, newline="", encoding="utf-8") as source:
        return {row["path"]: row for row in csv.DictReader(source)}


def scanned(path, folder):
    """What gdcmscanner -p printed: path -> {tag: value}."""
    found, values = collections.defaultdict(dict), None
    with open(path, encoding="utf-8", errors="replace") as source:
        for line in source:
            if line.startswith("Filename: "):
                values = found[os.path.relpath(line[10:].rsplit(" (", 1)[0], folder)]
            elif values is not None and " -> [" in line:
                tag, value = line.rstrip("\n").split(" -> [", 1)
                values[tag] = value[:-1].strip(" \0")
    return found


def say_agreement(columns, work, folder):
    ours, peer = rows(os.path.join(work, "dicom-extract")), rows(os.path.join(work, "pydicom"))
    gdcm = scanned(os.path.join(work, "gdcmscanner"), folder)
    for column in columns:
        different = sum(row[column] != peer.get(path, {}).get(column) for path, row in ours.items())
        if different:
            print(f"pydicom differs in {column} of {different} of {len(ours)} rows")
    same = ours.keys() == peer.keys() == gdcm.keys()
    for column, tag in (("patient_id", "(0010,0020)"), ("sop_uid", "(0008,0018)"), ("modality", "(0008,0060)")):
        same = same and all(row[column] == peer[path][column] == gdcm[path].get(tag, "") for path, row in ours.items())
    print(f"{len(ours)} rows; the three " + ("agree" if same else "DISAGREE") + " on patient_id, sop_uid and modality")
    return same


def compare(tool, work, runs, wanted):
    folder = os.path.join(work, "hospital", "images")
    for path in walk(folder)[wanted:]:
        os.unlink(path)
    first = subprocess.run([tool, "-q", folder], capture_output=True, check=True).stdout.split(b"\n", 1)[0]
    columns = first.decode().split(",")
    tags = dict.fromkeys(pydicom.datadict.tag_for_keyword(keyword) for column in columns for keyword in TAGS.get(column, []))
    scan = [word for tag in tags for word in ("-t", f"{tag >> 16:04x},{tag & 0xFFFF:04x}")]
    peer = [sys.executable, "-B", __file__, "read"]
    commands = {
        "dicom-extract": [tool, "-q", "-j", "1", folder],
        "pydicom": [*peer, "all", folder, *columns],
        "pydicom specific": [*peer, "specific", folder, *columns],
        "gdcmscanner": ["gdcmscanner", "-r", "-p", "-d", folder, *scan],
    }
    times = collections.defaultdict(list)
    for _ in range(runs):
        for name, command in commands.items():
            times[name].append(run(command, os.path.join(work, name)))
    median = {name: statistics.median(values) for name, values in times.items()}
    count = len(walk(folder))
    print(f"{count} files, {sum(map(os.path.getsize, walk(folder))) / 1e6:.0f} MB, {len(columns)} columns, {len(tags)} tags")
    for name, seconds in median.items():
        print(f"{name:17} {seconds:7.3f} s {seconds / count * 1e6:7.1f} us a file")
    ours = median["dicom-extract"]
    print(f"dicom-extract is {min(median['pydicom'], median['pydicom specific']) / ours:.2f} times as fast as the faster "
          f"pydicom, {median['gdcmscanner'] / ours:.2f} times as fast as gdcmscanner")
    return 0 if say_agreement(columns, work, folder) else 1


def main(arguments):
    if arguments[0] == "read":
        read(arguments[2], arguments[3:], arguments[1] == "specific")
        return 0
    return compare(arguments[1], arguments[2], int(arguments[3]), int(arguments[4]))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
