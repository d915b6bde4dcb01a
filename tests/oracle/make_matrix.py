# SPDX-License-Identifier: Apache-2.0
"""make_matrix.py FOLDER: small DICOM files over photometric x Presentation LUT Shape x VOI x sign x bits stored x
rescale x padding, random pixels, the same bytes each time. A fifth of all combinations, chosen so that every pair and
nearly every triple of values occurs; and files for the odd ways in which a header may say the same."""
import itertools
import os
import sys

try:
    import numpy as np
    import pydicom
    from pydicom.uid import ExplicitVRBigEndian, ExplicitVRLittleEndian, ImplicitVRLittleEndian
except ImportError as error:
    print(f"skipped: {error.name} is not installed (scripts/setup.sh tests)")
    sys.exit(77)

ROWS, COLUMNS = 16, 24
PHOTOMETRICS = ("MONOCHROME1", "MONOCHROME2")
SHAPES = ("", "IDENTITY", "INVERSE")
VOIS = ("none", "window", "linear", "linear_exact", "sigmoid", "windows", "lut16", "lut12", "lut8", "lut_and_window")
BITS = (8, 10, 12, 14, 15, 16)
RESCALES = ("none", "slope", "lut")
PADDINGS = ("none", "value", "range")
SYNTAXES = (ExplicitVRLittleEndian, ImplicitVRLittleEndian, ExplicitVRBigEndian)


def cases():
    axes = (PHOTOMETRICS, SHAPES, VOIS, (False, True), BITS, RESCALES, PADDINGS)
    for place in itertools.product(*(range(len(axis)) for axis in axes)):
        if sum(weight * index for weight, index in zip((1, 2, 1, 2, 1, 3, 1), place)) % 5 == 0:
            yield tuple(axis[index] for axis, index in zip(axes, place))


def ds(number):
    return f"{number:.8g}"


def stored_range(bits, is_signed):
    return (-2**(bits - 1), 2**(bits - 1)) if is_signed else (0, 2**bits)


def lut_item(dataset, first, bits, entries, packed=False):
    """packed: entries of 8 bits in bytes, else in words (C.11.1.1 has both). Bytes stand in words of the file's order."""
    item = pydicom.Dataset()
    item.is_little_endian, item.is_implicit_VR = dataset.is_little_endian, dataset.is_implicit_VR
    order = "<" if dataset.is_little_endian else ">"
    descriptor = [len(entries) % 65536, first, bits]
    if dataset.is_implicit_VR:  # bytes as they are: pydicom would ask for a VR
        signs = np.array([value % 65536 for value in descriptor], order + "u2")
        item.add_new(0x00283002, "OB", signs.tobytes())
    else:
        item.add_new(0x00283002, "SS" if first < 0 else "US", [value - 65536 if first < 0 and value > 32767 else value
                                                                for value in descriptor])
    data = np.asarray(entries, np.uint8 if packed else np.uint16)
    if packed:
        words = np.frombuffer(np.append(data, np.zeros(len(data) % 2, np.uint8)).tobytes(), "<u2")
        item.add_new(0x00283006, "OW", words.astype(order + "u2").tobytes())
    else:
        item.add_new(0x00283006, "OW", data.astype(order + "u2").tobytes())
    return item


def curve(random, count, bits):
    """Neither straight nor monotone, and it uses the whole range of its bits."""
    entries = random.integers(0, 2**bits, count)
    entries[:2] = 0, 2**bits - 1
    return entries


class Maker:
    def __init__(self, folder):
        self.folder, self.count = folder, 0

    def start(self, bits, is_signed, syntax=ExplicitVRLittleEndian):
        random = np.random.Generator(np.random.PCG64(self.count))
        dataset = pydicom.Dataset()
        dataset.is_little_endian = syntax != ExplicitVRBigEndian
        dataset.is_implicit_VR = syntax == ImplicitVRLittleEndian
        meta = pydicom.dataset.FileMetaDataset()
        meta.TransferSyntaxUID, meta.MediaStorageSOPClassUID = syntax, "1.2.840.10008.5.1.4.1.1.1"
        meta.MediaStorageSOPInstanceUID = f"2.25.{1000 + self.count}"
        dataset.file_meta = meta
        dataset.SOPClassUID, dataset.SOPInstanceUID = meta.MediaStorageSOPClassUID, meta.MediaStorageSOPInstanceUID
        dataset.StudyInstanceUID, dataset.SeriesInstanceUID = "2.25.1", "2.25.2"
        dataset.Modality, dataset.PatientID, dataset.PatientName = "CR", "MATRIX", "MATRIX"
        dataset.SamplesPerPixel, dataset.PhotometricInterpretation = 1, "MONOCHROME2"
        dataset.Rows, dataset.Columns = ROWS, COLUMNS
        dataset.BitsAllocated = 8 if bits == 8 else 16
        dataset.BitsStored, dataset.HighBit, dataset.PixelRepresentation = bits, bits - 1, int(is_signed)
        return dataset, random

    def pixels(self, dataset, values, above=0):
        """Words of the file's order; `above` are bits beyond the stored ones."""
        bits, high = dataset.BitsStored, dataset.HighBit
        mask = (2**bits - 1) << (high + 1 - bits)
        words = ((np.asarray(values, np.int64) << (high + 1 - bits)) & mask) | (above & ~mask)
        order = "<" if dataset.is_little_endian else ">"
        if dataset.BitsAllocated == 16:
            vr, data = "OW", words.astype(order + "u2").tobytes()
        else:
            vr, data = "OB", words.astype(np.uint8).tobytes()
        dataset.add_new(0x7FE00010, vr, data + b"\0" * (len(data) % 2))

    def save(self, dataset, name):
        path = os.path.join(self.folder, f"{self.count:04}_{name}.dcm")
        dataset.save_as(path, write_like_original=False)
        self.count += 1


def matrix_pixels(maker, dataset, random):
    low, high = stored_range(dataset.BitsStored, dataset.PixelRepresentation == 1)
    values = random.integers(low, high, (ROWS, COLUMNS))
    values[0, :2] = low, high - 1
    # Bits beyond the stored ones, as overlays and careless writers leave them.
    noise = random.integers(0, 65536, (ROWS, COLUMNS)) if maker.count % 4 == 0 else 0
    return values, noise


def add_rescale(dataset, random, kind):
    """The range of what comes out."""
    low, high = stored_range(dataset.BitsStored, dataset.PixelRepresentation == 1)
    if kind == "slope":
        slope, intercept = (0.684, 200.0) if random.integers(2) else (-1.25, -37.5)
        dataset.RescaleSlope, dataset.RescaleIntercept, dataset.RescaleType = ds(slope), ds(intercept), "US"
        ends = (low * slope + intercept, (high - 1) * slope + intercept)
        return min(ends), max(ends)
    if kind == "lut":
        bits, span = int(random.choice([8, 12, 16])), min(high - low, 4096)
        first = low + (high - low - span) // 2 + (5 if span < high - low else 0)  # values on both sides of the LUT
        item = lut_item(dataset, first, bits, curve(random, span - span // 8, bits), packed=bits == 8)
        item.ModalityLUTType = "US"
        dataset.ModalityLUTSequence = pydicom.Sequence([item])
        return 0, 2**bits - 1
    return low, high - 1


def add_voi(dataset, random, kind, ends):
    low, high = ends
    span = high - low

    def window():
        return ds(low + span * random.uniform(0.2, 0.8)), ds(max(1.5, span * random.uniform(0.1, 0.9)))

    if kind in ("window", "linear", "linear_exact", "sigmoid", "lut_and_window"):
        dataset.WindowCenter, dataset.WindowWidth = window()
    if kind == "windows":
        dataset.WindowCenter, dataset.WindowWidth = map(list, zip(window(), window(), window()))
        dataset.VOILUTFunction = ("LINEAR", "LINEAR_EXACT", "SIGMOID")[random.integers(3)]
    if kind in ("linear", "linear_exact", "sigmoid"):
        dataset.VOILUTFunction = kind.upper()
    if kind.startswith("lut"):
        bits = {"lut12": 12, "lut8": 8}.get(kind, 16)
        count = int(min(span + 1, 4000 if kind != "lut8" else 200))
        first = int(low + (span - count) // 3)
        # C.11.2.1.1: the first value is US or SS by the range that comes in, and must fit.
        first = int(np.clip(first, -32768 if low < 0 else 0, 32767 if low < 0 else 65535))
        item = lut_item(dataset, first, bits, curve(random, count, bits), packed=kind == "lut8")
        dataset.VOILUTSequence = pydicom.Sequence([item])


def write_matrix(maker):
    for photometric, shape, voi, is_signed, bits, rescale, padding in cases():
        dataset, random = maker.start(bits, is_signed, SYNTAXES[maker.count % 3])
        dataset.PhotometricInterpretation = photometric
        if shape:
            dataset.PresentationLUTShape = shape
        values, noise = matrix_pixels(maker, dataset, random)
        vr = "SS" if is_signed else "US"
        low, high = stored_range(bits, is_signed)
        if padding != "none":
            one, other = low, low + (high - low) // 8
            if padding == "range" and maker.count % 2:
                one, other = high - 1, high - (high - low) // 8
            dataset.add_new(0x00280120, vr, one)
            if padding == "range":
                dataset.add_new(0x00280121, vr, other)
            values[-3:] = one
        add_voi(dataset, random, voi, add_rescale(dataset, random, rescale))
        maker.pixels(dataset, values, noise)
        words = [photometric[-1], shape or "absent", voi, "signed" if is_signed else "unsigned", str(bits), rescale, padding]
        maker.save(dataset, "_".join(words + (["noise"] if np.any(noise) else [])))


def write_odd(maker):
    """Each: name, bits, signed, what is done to the header."""
    def width_one(dataset, _):
        dataset.WindowCenter, dataset.WindowWidth = "2000.5", "1"

    def unusable_first(dataset, _):
        dataset.WindowCenter, dataset.WindowWidth = ["100", "2000"], ["0", "1500"]

    def none_usable(dataset, _):
        dataset.WindowCenter, dataset.WindowWidth = "100", "0.5"

    def exact_half(dataset, _):
        dataset.WindowCenter, dataset.WindowWidth, dataset.VOILUTFunction = "2000.25", "0.5", "LINEAR_EXACT"

    def steep_sigmoid(dataset, _):
        dataset.WindowCenter, dataset.WindowWidth, dataset.VOILUTFunction = "2000", "0.01", "SIGMOID"

    def whole_lut(dataset, random):
        dataset.VOILUTSequence = [lut_item(dataset, 0, 16, curve(random, 65536, 16))]

    def narrow_in_words(dataset, random):
        dataset.VOILUTSequence = [lut_item(dataset, 100, 8, curve(random, 3000, 8))]

    def two_luts(dataset, random):
        dataset.VOILUTSequence = [lut_item(dataset, 0, 10, curve(random, 4096, 10)),
                                  lut_item(dataset, 0, 16, curve(random, 4096, 16))]

    def empty_luts(dataset, _):
        dataset.VOILUTSequence, dataset.ModalityLUTSequence = [], []

    def negative_first(dataset, random):
        dataset.RescaleSlope, dataset.RescaleIntercept = "1", "-1024"
        dataset.VOILUTSequence = [lut_item(dataset, -900, 16, curve(random, 2500, 16))]

    def lut_and_rescale(dataset, random):
        dataset.RescaleSlope, dataset.RescaleIntercept = "3", "7"
        dataset.ModalityLUTSequence = [lut_item(dataset, 64, 12, curve(random, 3000, 12))]

    def intercept_only(dataset, _):
        dataset.RescaleIntercept = "-100"

    def slope_only(dataset, _):
        dataset.RescaleSlope = "0.5"

    def shifted(dataset, _):
        dataset.HighBit = 13

    def padding_elsewhere(dataset, _):
        dataset.add_new(0x00280120, "SS" if dataset.PixelRepresentation else "US", 4095)
        dataset.add_new(0x00280121, "SS" if dataset.PixelRepresentation else "US", 3000)

    odd = (width_one, unusable_first, none_usable, exact_half, steep_sigmoid, whole_lut, narrow_in_words, two_luts,
           empty_luts, negative_first, lut_and_rescale, intercept_only, slope_only, shifted, padding_elsewhere)
    for change, syntax in itertools.product(odd, SYNTAXES):
        dataset, random = maker.start(12, False, syntax)
        change(dataset, random)
        values = random.integers(0, 4096, (ROWS, COLUMNS))
        values[0, :5] = 1999, 2000, 2001, 0, 4095
        maker.pixels(dataset, values, random.integers(0, 65536, (ROWS, COLUMNS)))
        maker.save(dataset, change.__name__ + "_noise")


def write_flat(maker):
    """One value only, padding only, an odd number of bytes."""
    for name, padded in (("flat", False), ("only_padding", True)):
        dataset, _ = maker.start(12, False)
        if padded:
            dataset.add_new(0x00280120, "US", 7)
        maker.pixels(dataset, np.full((ROWS, COLUMNS), 7))
        maker.save(dataset, name)
    dataset, random = maker.start(8, True)
    dataset.Rows, dataset.Columns = 5, 7
    maker.pixels(dataset, random.integers(-128, 128, (5, 7)))
    maker.save(dataset, "odd_bytes")


def main(folder):
    os.makedirs(folder, exist_ok=True)
    for name in os.listdir(folder):
        os.unlink(os.path.join(folder, name))
    maker = Maker(folder)
    write_matrix(maker)
    write_odd(maker)
    write_flat(maker)
    print(f"{maker.count} files")


if __name__ == "__main__":
    main(sys.argv[1])
