#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes the invented DICOM headers and the tables that the cases of result-to-sr use, into each case's folder.

Run by hand with Debian's python3-pydicom: /usr/bin/python3 make_cases.py. The same pydicom writes the same bytes. The
files have no pixels: the tool reads headers only.
"""

import copy
import pathlib
import shutil

from pydicom.dataset import FileDataset, FileMetaDataset
from pydicom.uid import ExplicitVRLittleEndian

HERE = pathlib.Path(__file__).parent
ROOT = "1.2.826.0.1.3680043.10.1371.9"
CLASSES = {"CR": "1.2.840.10008.5.1.4.1.1.1", "DX": "1.2.840.10008.5.1.4.1.1.1.1", "PR": "1.2.840.10008.5.1.4.1.1.11.1"}
HASH = "d7046557582978a7b544bb83d6055cc7f6b42eeb955b2b787387acee8b63839c"
COLUMNS = ("patient_id,study_uid,series_uid,sop_uid,study_time,modality,body_part,view,sex,birth_year,status,reason,"
           "pa_probability,probability,abnormal_status,pixel_preset,polarity,pipeline_hash,path,warnings")


class Image:
    def __init__(self, study: int, number: int, answer: str, modality: str = "CR", patient: str = "0012"):
        self.study = f"{ROOT}.{study}"
        self.series = f"{ROOT}.{study}.{1 if modality == 'CR' else 2}"
        self.sop = f"{ROOT}.{study}.9.{number}"
        self.modality = modality
        self.patient = patient
        self.path = f"{study}/{number}.dcm"
        self.pipeline = HASH
        self.answer = answer  # status,reason,pa_probability,probability,abnormal_status

    def row(self) -> str:
        return (f"{self.patient},{self.study},{self.series},{self.sop},2020-11-03T08:15:00,{self.modality},CHEST,PA,F,1957,"
                f"{self.answer},voi_window,photometric,{self.pipeline},{self.path},")

    def write(self, folder: pathlib.Path, charset: str = "ISO_IR 192", name: str = "Nguyễn^Thị Ánh", **more):
        path = folder / self.path
        path.parent.mkdir(parents=True, exist_ok=True)
        meta = FileMetaDataset()
        meta.MediaStorageSOPClassUID = CLASSES[self.modality]
        meta.MediaStorageSOPInstanceUID = self.sop
        meta.TransferSyntaxUID = ExplicitVRLittleEndian
        meta.ImplementationClassUID = ROOT
        image = FileDataset(None, {}, file_meta=meta, preamble=b"\0" * 128)
        image.is_little_endian, image.is_implicit_VR = True, False
        image.SpecificCharacterSet = charset
        image.SOPClassUID, image.SOPInstanceUID = CLASSES[self.modality], self.sop
        image.StudyDate, image.StudyTime = "20201103", "081500"
        image.Modality = self.modality
        image.AccessionNumber, image.StudyID = "A17", "17"
        image.ReferringPhysicianName = ""
        image.PatientName, image.PatientID = name, self.patient
        image.PatientBirthDate, image.PatientSex = "19570102", "F"
        image.StudyInstanceUID, image.SeriesInstanceUID = self.study, self.series
        image.Rows, image.Columns = 200, 160
        for keyword, value in more.items():
            setattr(image, keyword, value)
        image.save_as(path, write_like_original=False)


def case(name: str, images: list[Image], boxes: list[str]) -> pathlib.Path:
    folder = HERE / name
    shutil.rmtree(folder / "images", ignore_errors=True)
    folder.mkdir(exist_ok=True)
    (folder / "results.csv").write_text("\n".join([COLUMNS] + [image.row() for image in images]) + "\n")
    (folder / "boxes.csv").write_text("\n".join(["sop_uid,class,score,x_min,y_min,x_max,y_max"] + boxes) + "\n")
    return folder / "images"


def reports(name: str):
    frontal = Image(1, 1, "ok,,0.9974183,0.9999482,1")
    lateral = Image(1, 2, "not_pa,pa_gate,0.0101,,", "DX")
    state = Image(1, 3, "not_cxr,modality_other,,,", "PR")
    normal = Image(2, 1, "ok,,0.8,0.25,0", patient="13")
    hand = Image(3, 1, "not_cxr,body_part_other,,,", patient="14")
    boxes = [f"{frontal.sop},Nodule/Mass,0.90523756,95.81,69.44,104.84,79.43",
             f"{frontal.sop},Pneumothorax,0.5,0,0,160,200",
             f"{frontal.sop},Interstitial lung disease (ILD),0.125,10.5,20.25,30,40"]
    images = [state, hand, lateral, frontal, normal]
    folder = case(name, images, boxes)
    for image in (state, lateral, frontal):
        image.write(folder, PatientWeight="52.5", StudyDescription="Chụp Xquang ngực thẳng")
    normal.write(folder, "ISO_IR 100", "Müller^José", PatientBirthDate="UNKNOWN")
    hand.write(folder)


def wrong_rows():
    images = [Image(study, 1, "ok,,0.9,0.75,1", patient=str(study)) for study in range(1, 10)]
    boxes = [f"{images[0].sop},Nodule/Mass,0.9,95,69,104,79", f"{images[1].sop},Nodule/Mass,0.9,95,69,161,79",
             f"{images[2].sop},Nodule/Mass,0.9,95,69,95,79", f"{images[3].sop},a\\b,0.9,95,69,104,79",
             f"{ROOT}.99,Nodule/Mass,0.9,95,69,104,79", f"{images[4].sop},Nodule/Mass,1.5,95,69,104,79"]
    folder = case("wrong-rows", images, boxes)
    for image in images:
        image.write(folder)
    images[5].patient = "other"
    images[5].write(folder)
    images[6].write(folder, "ISO_IR 6", "Müller")
    images[7].write(folder, StudyTime="")
    (folder / images[8].path).unlink()


def wrong_studies():
    images = []
    for study in range(1, 5):
        images += [Image(study, 1, "ok,,0.9,0.75,1"), Image(study, 2, "ok,,0.9,0.25,0")]
    images[1].patient = "13"
    images[3].pipeline = "e" + HASH[1:]
    folder = case("wrong-studies", images, [])
    for image in images:
        image.write(folder)
    images[5].write(folder, PatientBirthDate="19570201")
    images[7].path = "path-0123456789abcdef"
    (folder.parent / "results.csv").write_text("\n".join([COLUMNS] + [image.row() for image in images]) + "\n")


def copies():
    image = Image(1, 1, "ok,,0.9974183,0.9999482,1")
    rows = [image]
    for path, answer in (("1/copy.dcm", image.answer), ("1/cut.dcm", "rejected,pixel data is missing or cut,,,")):
        rows.append(copy.copy(image))
        rows[-1].path, rows[-1].answer = path, answer
    folder = case("copies-of-an-image", [rows[2], rows[0], rows[1]], [f"{image.sop},Mass,0.9,95.81,69.44,104.84,79.43"])
    image.write(folder)
    rows[1].write(folder)
    table = folder.parent / "results.csv"
    table.write_text(table.read_text() + f",,,,,,,,,,rejected,data set is damaged,,,,,,{HASH},1/none.dcm,\n")


def frames():
    image = Image(1, 1, "ok,,0.9974183,0.9999482,1")
    other = Image(1, 1, "ok,,0.9,0.25,0")
    folder = case("frames", [image, other], [f"{image.sop},Mass,0.9,95.81,69.44,104.84,79.43"])
    image.write(folder, NumberOfFrames=2)
    for name in ("results.csv", "boxes.csv"):
        table = folder.parent / name
        lines = table.read_text().splitlines()
        table.write_text("\n".join([lines[0] + ",frame"] + [f"{line},{n}" for n, line in enumerate(lines[1:], 1)]) + "\n")


if __name__ == "__main__":
    reports("reports-of-studies")
    reports("options")
    wrong_rows()
    wrong_studies()
    copies()
    frames()
