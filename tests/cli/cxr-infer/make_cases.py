#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes the invented DICOM files and the tiny pipeline that the cases of cxr-infer use, into each case's folder.

Run by hand with Debian's python3-pydicom: /usr/bin/python3 make_cases.py. The same pydicom writes the same bytes. The
networks come from tests/unit/infer/data/make_models.py: pixel (0, 0) is white in a PA view, pixel (0, 7) in an abnormal
one.
"""

import hashlib
import json
import pathlib
import shutil

from pydicom.dataset import FileDataset, FileMetaDataset
from pydicom.uid import ExplicitVRLittleEndian

HERE = pathlib.Path(__file__).parent
MODELS = HERE.parent.parent / "unit" / "infer" / "data"
ROOT = "1.2.826.0.1.3680043.10.1371"


def write_image(path: pathlib.Path, number: int, pa: bool, abnormal: bool, body_part: str = "CHEST", cut: int = 0):
    meta = FileMetaDataset()
    meta.MediaStorageSOPClassUID = "1.2.840.10008.5.1.4.1.1.1"
    meta.MediaStorageSOPInstanceUID = f"{ROOT}.3.{number}"
    meta.TransferSyntaxUID = ExplicitVRLittleEndian
    meta.ImplementationClassUID = ROOT
    image = FileDataset(str(path), {}, file_meta=meta, preamble=bytes(128))
    image.SOPClassUID = meta.MediaStorageSOPClassUID
    image.SOPInstanceUID = meta.MediaStorageSOPInstanceUID
    image.StudyDate = "20210304"
    image.StudyTime = f"0710{number:02}"
    image.Modality = "CR"
    image.PatientName = "Invented"
    image.PatientID = f"{number:04}"
    image.PatientBirthDate = "19600102"
    image.PatientSex = "F"
    image.BodyPartExamined = body_part
    image.ViewPosition = "PA" if pa else "LL"
    image.StudyInstanceUID = f"{ROOT}.1.{number}"
    image.SeriesInstanceUID = f"{ROOT}.2.{number}"
    image.SamplesPerPixel = 1
    image.PhotometricInterpretation = "MONOCHROME2"
    image.Rows = 8
    image.Columns = 16
    image.BitsAllocated = 8
    image.BitsStored = 8
    image.HighBit = 7
    image.PixelRepresentation = 0
    rows = [bytearray(16) for _ in range(8)]
    for row in rows[:2]:
        row[0:4] = bytes([255 if pa else 0]) * 4
        row[12:16] = bytes([255 if abnormal else 0]) * 4
    image.PixelData = b"".join(bytes(row) for row in rows)
    image.is_little_endian = True
    image.is_implicit_VR = False
    path.parent.mkdir(parents=True, exist_ok=True)
    image.save_as(path, write_like_original=False)
    if cut:
        path.write_bytes(path.read_bytes()[:-cut])


def write_pipeline(folder: pathlib.Path):
    folder.mkdir(parents=True, exist_ok=True)
    stages = {"pa": "> 0.5", "abnormality": "> 0.5", "lesions": None}
    for name, gate in stages.items():
        shutil.copyfile(MODELS / f"{name}.pt", folder / f"{name}.pt")
        manifest = {
            "format": "cxrval-model-1",
            "name": name,
            "version": "1",
            "task": "binary" if gate else "detect",
            "file": f"{name}.pt",
            "sha256": hashlib.sha256((MODELS / f"{name}.pt").read_bytes()).hexdigest(),
            "input": {"width": 8, "height": 8, "channels": 1, "pixel_preset": "bits", "resize": "stretch",
                      "mean": [0], "std": [1]},
            "output": {"form": "logit"} if gate else
                      {"layout": "yolo", "classes": ["Nodule/Mass", "Pneumothorax"], "score_threshold": 0.25,
                       "iou_threshold": 0.4},
            "provenance": "made for a test; knows nothing",
        }
        (folder / f"{name}.json").write_text(json.dumps(manifest, indent=1) + "\n")
    pipeline = {"format": "cxrval-pipeline-1", "name": "tiny", "version": "1",
                "stages": {name: {"model": f"{name}.json"} | ({"gate": gate} if gate else {})
                           for name, gate in stages.items()}}
    (folder / "pipeline.json").write_text(json.dumps(pipeline, indent=1) + "\n")


def write_images(folder: pathlib.Path):
    write_image(folder / "a" / "normal.dcm", 1, pa=True, abnormal=False)
    write_image(folder / "a" / "abnormal.dcm", 2, pa=True, abnormal=True)
    write_image(folder / "b" / "lateral.dcm", 3, pa=False, abnormal=True)
    write_image(folder / "b" / "hand.dcm", 4, pa=False, abnormal=False, body_part="HAND")
    (folder / "b" / "notes.txt").write_text("no image\n")


def main():
    for case in sorted(HERE.glob("*/cmd")):
        words = case.read_text()
        if "tiny/" in words:
            write_pipeline(case.parent / "tiny")
            write_images(case.parent / "images")
        elif case.parent.name == "demo-pipeline-by-default":
            write_image(case.parent / "images" / "one.dcm", 1, pa=True, abnormal=False)
        if "damaged" in case.parent.name:
            write_image(case.parent / "images" / "a" / "cut.dcm", 5, pa=True, abnormal=True, cut=50)
            (case.parent / "images" / "b" / "rubbish.dcm").write_text("DICM it is not\n")


main()
