# SPDX-License-Identifier: Apache-2.0
"""DICOM Segmentations that pydicom writes, and PNG files of the same pixels, beside NumPy:
segmentation_masks.py [--control] EVAL_MASKS.

Binary and fractional objects, explicit and implicit little endian, explicit big endian, deflated, and RLE of fractional
ones; several segments and images in one object. Without pydicom the test says so and is skipped. --control puts one
expectation wrong, and must fail."""
import csv
import pathlib
import random
import subprocess
import sys
import tempfile

SKIPPED = 77
try:
    import numpy as np
    import pydicom
    from pydicom.dataset import Dataset, FileDataset, FileMetaDataset
    from pydicom.encaps import encapsulate
    from pydicom.pixel_data_handlers.rle_handler import rle_encode_frame
    from pydicom.sequence import Sequence
    from pydicom.uid import (DeflatedExplicitVRLittleEndian, ExplicitVRBigEndian, ExplicitVRLittleEndian,
                             ImplicitVRLittleEndian, RLELossless)
except ImportError as error:
    print(f"skipped: {error}")
    sys.exit(SKIPPED)

CLASSES = ["Consolidation", "Ground-glass opacity"]
SYNTAXES = [("binary", ExplicitVRLittleEndian), ("binary", ImplicitVRLittleEndian), ("binary", ExplicitVRBigEndian),
            ("binary", DeflatedExplicitVRLittleEndian), ("fractional", ExplicitVRLittleEndian),
            ("fractional", ImplicitVRLittleEndian), ("fractional", ExplicitVRBigEndian), ("fractional", RLELossless)]


def of(**elements):
    item = Dataset()
    for name, value in elements.items():
        setattr(item, name, value)
    return item


def group_of(number, image):
    source = of(ReferencedSOPClassUID="1.2.840.10008.5.1.4.1.1.1", ReferencedSOPInstanceUID=image)
    return of(DerivationImageSequence=Sequence([of(SourceImageSequence=Sequence([source]))]),
              SegmentIdentificationSequence=Sequence([of(ReferencedSegmentNumber=number)]))


def pixel_data(frames, kind, syntax):
    if kind == "binary":
        data = np.packbits(np.concatenate([frame.ravel() for frame in frames]), bitorder="little").tobytes()
    elif syntax == RLELossless:
        return encapsulate([rle_encode_frame(frame) for frame in frames])
    else:
        data = b"".join(frame.tobytes() for frame in frames)
    data += b"\0" * (len(data) % 2)
    # Words of a value of VR OW are swapped in big endian; pydicom writes bytes as they are.
    return np.frombuffer(data, np.uint16).byteswap().tobytes() if syntax == ExplicitVRBigEndian else data


def write(path, marked, kind, syntax):
    """marked: (segment number, image, pixels) of each frame."""
    meta = FileMetaDataset()
    meta.MediaStorageSOPClassUID, meta.MediaStorageSOPInstanceUID = "1.2.840.10008.5.1.4.1.1.66.4", "2.25.77"
    meta.TransferSyntaxUID = syntax
    data = FileDataset(str(path), {}, file_meta=meta, preamble=b"\0" * 128)
    data.SOPClassUID, data.SOPInstanceUID, data.Modality = meta.MediaStorageSOPClassUID, "2.25.77", "SEG"
    data.Rows, data.Columns = marked[0][2].shape
    data.NumberOfFrames, data.SamplesPerPixel, data.PhotometricInterpretation = len(marked), 1, "MONOCHROME2"
    bits = 1 if kind == "binary" else 8
    data.BitsAllocated, data.BitsStored, data.HighBit, data.PixelRepresentation = bits, bits, bits - 1, 0
    data.SegmentationType = kind.upper()
    if kind == "fractional":
        data.SegmentationFractionalType, data.MaximumFractionalValue = "PROBABILITY", 250
    data.SegmentSequence = Sequence([of(SegmentNumber=i + 1, SegmentLabel=name) for i, name in enumerate(CLASSES)])
    data.SharedFunctionalGroupsSequence = Sequence([Dataset()])
    data.PerFrameFunctionalGroupsSequence = Sequence([group_of(number, image) for number, image, _ in marked])
    data.PixelData = pixel_data([pixels for _, _, pixels in marked], kind, syntax)
    data["PixelData"].VR = "OB" if syntax in (RLELossless, ExplicitVRLittleEndian) else "OW"
    data["PixelData"].is_undefined_length = syntax == RLELossless
    data.is_implicit_VR, data.is_little_endian = syntax == ImplicitVRLittleEndian, syntax != ExplicitVRBigEndian
    data.save_as(path, write_like_original=False)


def is_inside(pixels, kind):
    return pixels > 0 if kind == "binary" else pixels >= 125


def run(tool, truth, masks, images, scratch, formats):
    each = scratch / "each.csv"
    done = subprocess.run([tool, "-q", "--resamples", "50", "--truth", truth, "--truth-format", formats[0], "--images",
                           images, "--masks-format", formats[1], "--class-rule", "apart", "--per-image", each, masks],
                          capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"{truth} {masks}: exit {done.returncode}\n{done.stderr}")
    return {(row["sop_uid"], row["group"]): row for row in csv.DictReader(each.open())}


def check(tool, scratch, control):
    chance, wrong, checked = random.Random(9), [], 0
    for kind, syntax in SYNTAXES:
        folder = scratch / f"{kind}-{syntax}"
        folder.mkdir()
        rows, columns = chance.randint(3, 40), chance.randint(3, 40)
        images = [f"2.25.{i}" for i in range(1, 6)]
        (folder / "images.csv").write_text("sop_uid\n" + "".join(image + "\n" for image in images))
        pixels = {}
        for side in ("truth", "masks"):
            (folder / side).mkdir()
            numpy_chance = np.random.RandomState(chance.randint(0, 9999))
            marked = []
            for image in images:
                for number in (1, 2):
                    if chance.random() < 0.25:
                        continue
                    drawn = numpy_chance.randint(0, 2 if kind == "binary" else 251, (rows, columns)).astype(np.uint8)
                    marked.append((number, image, drawn))
                    pixels[side, image, number] = is_inside(drawn, kind)
            half = len(marked) // 2
            write(folder / side / "a.dcm", marked[:half], kind, syntax)
            write(folder / side / "b.dcm", marked[half:], kind, syntax)
        each = run(tool, folder / "truth", folder / "masks", folder / "images.csv", scratch, ("seg", "seg"))
        none = np.zeros((rows, columns), bool)
        for image in images:
            for number, name in enumerate(CLASSES, 1):
                truth = pixels.get(("truth", image, number), none)
                masks = pixels.get(("masks", image, number), none)
                row = each[image, f"class={name}"]
                found = [int(row[key]) for key in ("intersection", "union", "truth_pixels", "predicted_pixels")]
                expected = [int((truth & masks).sum()), int((truth | masks).sum()), int(truth.sum()), int(masks.sum())]
                if control:
                    expected[0], control = expected[0] + 1, False
                checked += 1
                if found != expected:
                    wrong.append(f"{kind} {syntax.name} {image} {name}: {found}, expected {expected}")
    return checked, wrong


def main():
    control = sys.argv[1] == "--control"
    with tempfile.TemporaryDirectory() as scratch:
        checked, wrong = check(sys.argv[-1], pathlib.Path(scratch), control)
    print(*wrong[:20], f"{checked} masks, {len(wrong)} wrong", sep="\n")
    if control:
        return 0 if len(wrong) == 1 else 1
    return 1 if wrong or checked < 80 else 0


sys.exit(main())
