# SPDX-License-Identifier: Apache-2.0
"""What a DICOM header says about showing its pixels, taken from the raw bytes of pydicom's elements: pydicom guesses the
VR of LUT elements in implicit files from the nearest Pixel Representation, PS3.3 has other rules."""
import dataclasses
import struct
import typing

import numpy as np

SLOPE, INTERCEPT = 0x00281053, 0x00281052
CENTER, WIDTH, FUNCTION = 0x00281050, 0x00281051, 0x00281056
MODALITY_LUTS, VOI_LUTS, DESCRIPTOR, LUT_DATA = 0x00283000, 0x00283010, 0x00283002, 0x00283006


@dataclasses.dataclass
class Lut:
    first: int
    bits: int
    entries: np.ndarray  # int64

    def __call__(self, values):
        """PS3.3 C.11.1.1 and C.11.2.1.1: what lies outside takes the first or the last entry. An input that is no
        integer (after a rescale) is rounded: the standard leaves that open, the product's header says so."""
        index = np.rint(np.asarray(values, np.float64)) - self.first
        return self.entries[np.clip(index, 0, len(self.entries) - 1).astype(np.int64)]


@dataclasses.dataclass
class Look:
    """The display part of one header."""
    bits_stored: int
    is_signed: bool
    slope: float = 1.0
    intercept: float = 0.0
    modality_lut: typing.Optional[Lut] = None
    voi_luts: list = dataclasses.field(default_factory=list)
    windows: list = dataclasses.field(default_factory=list)  # (centre, width)
    function: str = "LINEAR"
    photometric: str = "MONOCHROME2"
    shape: str = ""
    padding: typing.Optional[tuple] = None  # (low, high), stored values


def raw(dataset, tag):
    """(VR or None, bytes, little endian?) of an element, None when it is absent."""
    if tag not in dataset:
        return None
    element = dataset.get_item(tag)
    assert isinstance(element.value, (bytes, type(None))), "read before, no longer raw"
    return element.VR, element.value or b"", element.is_little_endian


def words(dataset, tag):
    found = raw(dataset, tag)
    if found is None:
        return []
    _, data, little = found
    return list(struct.unpack(f"{'<' if little else '>'}{len(data) // 2}H", data[:len(data) // 2 * 2]))


def text(dataset, tag):
    found = raw(dataset, tag)
    return "" if found is None else found[1].decode("ascii", "replace").strip(" \0")


def numbers(dataset, tag):
    whole = text(dataset, tag)
    return [float(part) for part in whole.split("\\")] if whole else []


def signed16(word):
    return word - 65536 if word >= 32768 else word


def read_lut(item, first_is_signed):
    """first_is_signed decides where the VR does not: implicit files say neither US nor SS."""
    count, first, bits = words(item, DESCRIPTOR)
    count = count or 65536
    vr = raw(item, DESCRIPTOR)[0]
    if vr == "SS" or (vr not in ("US", "SS") and first_is_signed):
        first = signed16(first)
    _, data, little = raw(item, LUT_DATA)
    if bits == 8 and len(data) < 2 * count:
        # C.11.1.1: entries of 8 bits in 8 bits each; the bytes of an OW or US word go by the file's byte order.
        entries = np.frombuffer(data, np.uint8)
        if not little:
            entries = entries.reshape(-1, 2)[:, ::-1].reshape(-1)
    else:
        entries = np.frombuffer(data, "<u2" if little else ">u2")
    assert len(entries) >= count, "short LUT"
    return Lut(first, bits, np.minimum(entries[:count].astype(np.int64), 2**bits - 1))


def negative_after_rescale(look):
    low, high = stored_range(look.bits_stored, look.is_signed)
    return min(low * look.slope, high * look.slope) + look.intercept < 0


def stored_range(bits, is_signed):
    return (-2**(bits - 1), 2**(bits - 1) - 1) if is_signed else (0, 2**bits - 1)


def items_of(dataset, tag):
    """Sequences may be asked for: pydicom parses them into data sets whose own elements are still raw."""
    return [] if tag not in dataset else list(dataset[tag].value or [])


def read_look(dataset):
    allocated = words(dataset, 0x00280100)[0]
    bits = (words(dataset, 0x00280101) or [allocated])[0]
    # PS3.5 8.2.4 wants both to be the same; where they are not, the codestream holds no more than it says.
    look = Look(min(bits, coded_bits(dataset) or bits), (words(dataset, 0x00280103) or [0])[0] == 1)
    look.photometric, look.shape = text(dataset, 0x00280004), text(dataset, 0x20500020)
    look.slope = (numbers(dataset, SLOPE) or [1.0])[0]
    look.intercept = (numbers(dataset, INTERCEPT) or [0.0])[0]
    for item in items_of(dataset, MODALITY_LUTS)[:1]:
        look.modality_lut = read_lut(item, look.is_signed)
    # C.11.2.1.1: a VOI LUT's first value is signed when the range of its input may be.
    voi_signed = look.modality_lut is None and negative_after_rescale(look)
    look.voi_luts = [read_lut(item, voi_signed) for item in items_of(dataset, VOI_LUTS)]
    look.function = text(dataset, FUNCTION) or "LINEAR"
    look.windows = list(zip(numbers(dataset, CENTER), numbers(dataset, WIDTH)))
    padding = words(dataset, 0x00280120)[:1]
    if padding:
        ends = [signed16(word) if look.is_signed else word for word in padding + words(dataset, 0x00280121)[:1]]
        look.padding = (min(ends), max(ends))
    return look


def frames(dataset):
    return int(text(dataset, 0x00280008) or 1)


def coded_bits(dataset):
    """Ssiz of a JPEG 2000 codestream (ISO/IEC 15444-1 A.5.1); None for any other pixel data."""
    data = raw(dataset, 0x7FE00010)[1]
    start = data[:4096].find(b"\xff\x4f\xff\x51")
    return None if start < 0 else data[start + 42] % 128 + 1


def is_cut(dataset):
    """Fewer bytes of pixels than the header says?"""
    pixels = frames(dataset) * words(dataset, 0x00280010)[0] * words(dataset, 0x00280011)[0]
    return len(raw(dataset, 0x7FE00010)[1]) < pixels * words(dataset, 0x00280100)[0] // 8


def stored_values(dataset):
    """int64 stored values of an uncompressed image, frame below frame (PS3.5 8.1.1): the bits from high bit
    downwards, sign-extended; whatever else stands in the word is dropped, which pydicom's pixel_array does not do."""
    rows, columns = words(dataset, 0x00280010)[0], words(dataset, 0x00280011)[0]
    allocated = words(dataset, 0x00280100)[0]
    bits = (words(dataset, 0x00280101) or [allocated])[0]
    high = (words(dataset, 0x00280102) or [bits - 1])[0]
    is_signed = (words(dataset, 0x00280103) or [0])[0] == 1
    vr, data, little = raw(dataset, 0x7FE00010)
    order = "<" if little else ">"
    values = np.frombuffer(data, np.uint8 if allocated == 8 else order + "u2")
    if allocated == 8 and vr == "OW" and order == ">":
        values = values[:len(values) // 2 * 2].reshape(-1, 2)[:, ::-1].reshape(-1)
    values = (values[:frames(dataset) * rows * columns].astype(np.int64) >> (high + 1 - bits)) & (2**bits - 1)
    if is_signed:
        values = np.where(values >= 2**(bits - 1), values - 2**bits, values)
    return values.reshape(-1, columns)


def clipped_values(decoded, original):
    """Stored values of a lossily coded image, brought back into the range that the original's header gives them: a
    decoder may overshoot it, and dropping the bits above would turn white into black. JPEG-LS of signed values codes
    words (PS3.5 8.2.3 knows no sign), which stay as they are."""
    allocated, (bits,) = words(decoded, 0x00280100)[0], words(original, 0x00280101)
    is_signed = words(original, 0x00280103)[0] == 1
    if is_signed and coded_bits(original) is None:
        return stored_values(decoded)
    _, data, little = raw(decoded, 0x7FE00010)
    kind = ("i" if is_signed else "u") + str(allocated // 8)
    values = np.frombuffer(data, ("<" if little else ">") + kind)
    columns = words(decoded, 0x00280011)[0]
    values = values[:frames(decoded) * words(decoded, 0x00280010)[0] * columns].reshape(-1, columns)
    values, (low, high) = values.astype(np.int64), stored_range(bits, is_signed)
    # Beyond a sixteenth the header is wrong rather than the coder: pixel_layout.hpp. The standard has no rule.
    too_far = max(low - values.min(), values.max() - high) > 2**bits // 16
    return values if too_far else np.clip(values, low, high)
