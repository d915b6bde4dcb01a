#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes the invented DICOM files, PNG images and masks and the tiny pipeline that the cases of cxr-infer use, into each case's folder.

Run by hand with Debian's python3-pydicom: /usr/bin/python3 make_cases.py. The same pydicom writes the same bytes. The
networks come from tests/unit/infer/data/make_models.py: pixel (0, 0) is white in a PA view, pixel (0, 7) in an abnormal
one.
"""

import hashlib
import json
import pathlib
import shutil
import struct
import zlib

from pydicom.dataset import FileDataset, FileMetaDataset
from pydicom.uid import ExplicitVRLittleEndian

HERE = pathlib.Path(__file__).parent
MODELS = HERE.parent.parent / "unit" / "infer" / "data"
ROOT = "1.2.826.0.1.3680043.10.1371"


def pixel_rows(pa: bool, abnormal: bool) -> list[list[int]]:
    """Zeros and ones: what the tiny models look at is white or black."""
    rows = [[0] * 16 for _ in range(8)]
    for row in rows[:2]:
        row[0:4] = [int(pa)] * 4
        row[12:16] = [int(abnormal)] * 4
    return rows


def write_png(path: pathlib.Path, rows: list[list[int]], bits: int = 8):
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    code = ">H" if bits == 16 else ">B"
    lines = b"".join(b"\0" + b"".join(struct.pack(code, value) for value in row) for row in rows)
    head = struct.pack(">IIBBBBB", len(rows[0]), len(rows), bits, 0, 0, 0, 0)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(lines)) +
                     chunk(b"IEND", b""))


def scaled(rows: list[list[int]], white: int) -> list[list[int]]:
    return [[value * white for value in row] for row in rows]


def write_image(path: pathlib.Path, number: int, pa: bool, abnormal: bool, body_part: str = "CHEST", cut: int = 0,
                description: str = "", frames: list[list[list[int]]] | None = None):
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
    if description:
        image.StudyDescription = description
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
    if frames:
        image.NumberOfFrames = len(frames)
    image.PixelData = b"".join(bytes(row) for frame in frames or [pixel_rows(pa, abnormal)] for row in scaled(frame, 255))
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


def write_pngs(folder: pathlib.Path):
    white = 255
    write_png(folder / "0012_1.png", scaled(pixel_rows(True, True), white))
    write_png(folder / "p0013" / "s1.2" / "x.png", scaled(pixel_rows(True, False), white))


def write_sidecars(folder: pathlib.Path):
    black_on_white = [[255 - 255 * value for value in row] for row in pixel_rows(True, True)]
    for name in ("inverse", "monochrome1", "plain", "rubbish"):
        write_png(folder / f"{name}.png", black_on_white)
    (folder / "inverse.json").write_text('{"20500020": {"vr": "CS", "Value": ["INVERSE"]}}\n')
    (folder / "monochrome1.json").write_text('{"00280004": {"vr": "CS", "Value": ["MONOCHROME1"]}}\n')
    (folder / "rubbish.json").write_text('{"20500020": \n')


def write_twelve_bits(folder: pathlib.Path):
    write_png(folder / "large.png", scaled(pixel_rows(True, True), 4096), bits=16)
    write_png(folder / "twelve.png", scaled(pixel_rows(True, True), 4095), bits=16)


def write_frames(folder: pathlib.Path):
    frames = [pixel_rows(True, True), pixel_rows(True, False), pixel_rows(False, False)]
    write_image(folder / "film.dcm", 1, pa=True, abnormal=True, frames=frames)
    write_image(folder / "one.dcm", 2, pa=True, abnormal=True)


def write_masks(case: pathlib.Path):
    """Inside the mask of the first image both corners are white, outside they are not; the second mask is empty."""
    inside = [[int(y == 4 and x in (4, 7)) for x in range(16)] for y in range(8)]
    for number, name in ((1, "by_uid"), (2, "by_name"), (3, "empty"), (4, "none")):
        write_image(case / "images" / f"{name}.dcm", number, pa=False, abnormal=False, frames=[inside])
    box = [[int(4 <= y < 8 and 4 <= x < 8) for x in range(16)] for y in range(8)]
    write_png(case / "masks" / f"{ROOT}.3.1.png", scaled(box, 255))
    write_png(case / "masks" / "by_name.png", box)
    write_png(case / "masks" / "empty.png", scaled(box, 0))


def write_router_and_ensembles(tiny: pathlib.Path):
    """A router; two models of abnormality, one of which looks at pixel (0, 0); two detectors of different inputs."""
    shutil.copyfile(MODELS / "router.pt", tiny / "router.pt")
    router = json.loads((tiny / "pa.json").read_text()) | {
        "name": "router", "task": "multi_class", "file": "router.pt",
        "sha256": hashlib.sha256((MODELS / "router.pt").read_bytes()).hexdigest(),
        "output": {"form": "class_logits",
                   "classes": ["abdominal", "adult chest", "pediatric chest", "spine", "others"]}}
    (tiny / "router.json").write_text(json.dumps(router, indent=1) + "\n")
    shutil.copyfile(tiny / "lesions.json", tiny / "letterboxed.json")
    edit_input(tiny / "letterboxed.json",
               resize={"fit": "letterbox", "filter": "bilinear", "antialias": True, "pad": 0})
    pipeline = json.loads((tiny / "pipeline.json").read_text())
    del pipeline["stages"]["pa"]
    pipeline["stages"] |= {
        "router": {"model": "router.json", "pass": ["adult chest"]},
        "abnormality": {"models": ["abnormality.json", "pa.json"], "gate": ">= 0.5"},
        "lesions": {"models": ["lesions.json", "letterboxed.json"],
                    "fusion": {"iou_threshold": 0.55, "weights": [3, 1], "score_threshold": 0.2}}}
    (tiny / "pipeline.json").write_text(json.dumps(pipeline, indent=1) + "\n")


def write_scores_of_classes(tiny: pathlib.Path):
    """A router, and an ensemble of one network taken for classes of which one holds and for findings that any may."""
    write_router_and_ensembles(tiny)
    router = json.loads((tiny / "router.json").read_text())
    classes = ["normal", "nodule, mass", 'the "others"', "COVID", "Tràn dịch"]
    for name, task, form in (("one", "multi_class", "class_logits"), ("any", "multi_label", "logits")):
        model = router | {"name": name, "task": task, "output": {"form": form, "classes": classes}}
        (tiny / f"{name}.json").write_text(json.dumps(model, indent=1) + "\n")
    pipeline = json.loads((tiny / "pipeline.json").read_text())
    pipeline["stages"]["abnormality"] = {"models": ["one.json", "any.json"], "positive": ["nodule, mass"], "gate": "> 0.5"}
    (tiny / "pipeline.json").write_text(json.dumps(pipeline, indent=1) + "\n")
    pipeline["stages"]["pa"] = {"model": "pa.json", "gate": "> 0.5"}
    del pipeline["stages"]["router"]
    (tiny / "without_router.json").write_text(json.dumps(pipeline, indent=1) + "\n")


def edit_input(manifest: pathlib.Path, **settings):
    model = json.loads(manifest.read_text())
    model["input"] |= settings
    manifest.write_text(json.dumps(model, indent=1) + "\n")


def write_crop_stage(case: pathlib.Path):
    """The square around the white pixels has white corners in the first image; the second one has no white pixel."""
    tiny = case / "tiny"
    spots = [[int((x, y) in ((4, 2), (7, 2), (4, 5))) for x in range(16)] for y in range(8)]
    black = [[0] * 16 for _ in range(8)]
    write_image(case / "images" / "spots.dcm", 1, pa=True, abnormal=True, frames=[spots])
    write_image(case / "images" / "black.dcm", 2, pa=True, abnormal=True, frames=[black])
    nearest = {"fit": "stretch", "filter": "nearest"}
    for name in ("pa", "abnormality", "lesions"):
        edit_input(tiny / f"{name}.json", steps=[{"step": "crop_to_mask"}], resize=nearest)
    shutil.copyfile(MODELS / "white.pt", tiny / "white.pt")
    white = json.loads((tiny / "pa.json").read_text()) | {
        "name": "white", "task": "segment", "file": "white.pt",
        "sha256": hashlib.sha256((MODELS / "white.pt").read_bytes()).hexdigest(),
        "output": {"form": "logit", "threshold": 0.5}}
    white["input"] |= {"width": 16, "steps": []}
    (tiny / "white.json").write_text(json.dumps(white, indent=1) + "\n")
    pipeline = json.loads((tiny / "pipeline.json").read_text())
    pipeline["stages"]["crop"] = {"model": "white.json"}
    (tiny / "pipeline.json").write_text(json.dumps(pipeline, indent=1) + "\n")


def write_special(case: pathlib.Path):
    """The cases whose images are not those of the others."""
    tiny = case / "tiny"
    if case.name in ("ids-of-png-images", "png-without-ids"):
        write_pngs(case / "images")
    elif case.name == "sidecars":
        write_sidecars(case / "images")
    elif case.name == "twelve-bits-in-sixteen":
        write_twelve_bits(case / "images")
    elif case.name == "frames":
        write_frames(case / "images")
    elif case.name == "masks":
        write_masks(case)
        crop = [{"step": "crop_to_mask"}]
        for name in ("pa", "abnormality", "lesions"):
            edit_input(tiny / f"{name}.json", steps=crop, resize={"fit": "stretch", "filter": "nearest"})
    elif case.name == "crop-stage":
        write_crop_stage(case)
    elif case.name == "router-and-ensembles":
        write_images(case / "images")
        write_router_and_ensembles(tiny)
    elif case.name == "scores-of-classes":
        write_images(case / "images")
        write_image(case / "images" / "b" / "cut.dcm", 5, pa=True, abnormal=True, cut=50)
        write_scores_of_classes(tiny)
    elif case.name == "letterbox-boxes":
        write_image(case / "images" / "abnormal.dcm", 2, pa=True, abnormal=True)
        edit_input(tiny / "lesions.json", resize={"fit": "letterbox", "filter": "bilinear", "antialias": True, "pad": 0})
    elif case.name == "lenient-rules":
        write_image(case / "images" / "chest.dcm", 1, True, True, body_part="", description="Chest PA")
        write_image(case / "images" / "hand.dcm", 2, True, True, body_part="", description="Hand")
    else:
        return False
    return True


def main():
    for case in sorted(HERE.glob("*/cmd")):
        words = case.read_text()
        if "tiny/" in words:
            write_pipeline(case.parent / "tiny")
            if not write_special(case.parent):
                write_images(case.parent / "images")
        elif case.parent.name == "demo-pipeline-by-default":
            write_image(case.parent / "images" / "one.dcm", 1, pa=True, abnormal=False)
        if "damaged" in case.parent.name:
            write_image(case.parent / "images" / "a" / "cut.dcm", 5, pa=True, abnormal=True, cut=50)
            (case.parent / "images" / "b" / "rubbish.dcm").write_text("DICM it is not\n")


main()
