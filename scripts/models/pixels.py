# SPDX-License-Identifier: Apache-2.0
"""The pixels that lib/image gives a network, in Python: preset voi, then antialiased bilinear resizing.

Training on these pixels is training on what cxr-infer feeds; evaluate_demo.py checks that the two agree.
"""

import pathlib
import subprocess
import tempfile

import numpy
import pydicom
import torch
import torch.nn.functional
from pydicom.multival import MultiValue

DECOMPRESSORS = {
    "1.2.840.10008.1.2.4.57": "dcmdjpeg",
    "1.2.840.10008.1.2.4.70": "dcmdjpeg",
    "1.2.840.10008.1.2.4.80": "dcmdjpls",
    "1.2.840.10008.1.2.4.81": "dcmdjpls",
}


def read_dataset(path: pathlib.Path) -> pydicom.Dataset:
    """Reads a DICOM file; JPEG and JPEG-LS go through DCMTK's tools, because pydicom has no decoder of its own."""
    dataset = pydicom.dcmread(path)
    tool = DECOMPRESSORS.get(str(dataset.file_meta.TransferSyntaxUID))
    if tool is None:
        return dataset
    with tempfile.NamedTemporaryFile(suffix=".dcm") as plain:
        subprocess.run([tool, path, plain.name], check=True)
        dataset = pydicom.dcmread(plain.name)
        dataset.PixelData  # read before the file goes
    return dataset


def first_window(dataset: pydicom.Dataset):
    """Centre, width and function of the first window that its function allows, or None."""
    def numbers(name: str) -> list:
        value = dataset.get(name)
        return [] if value in (None, "") else [float(v) for v in (value if isinstance(value, MultiValue) else [value])]

    function = dataset.get("VOILUTFunction") or "LINEAR"
    for centre, width in zip(numbers("WindowCenter"), numbers("WindowWidth")):
        if width >= 1 if function == "LINEAR" else width > 0:
            return centre, width, function
    return None


def windowed(values: numpy.ndarray, centre: float, width: float, function: str) -> numpy.ndarray:
    """PS3.3 C.11.2.1.2 and C.11.2.1.3 with an output from 0 to 1."""
    if function == "SIGMOID":
        return 1 / (1 + numpy.exp(-4 * (values - centre) / width))
    if function == "LINEAR":
        centre, width = centre - 0.5, width - 1
    if width == 0:
        return (values > centre).astype(numpy.float64)
    return numpy.clip((values - centre) / width + 0.5, 0, 1)


def stretched(values: numpy.ndarray, stored: numpy.ndarray, dataset: pydicom.Dataset) -> numpy.ndarray:
    """From the smallest to the largest value that is no padding (C.7.5.1.1.2)."""
    seen = values
    if "PixelPaddingValue" in dataset:
        ends = sorted((dataset.PixelPaddingValue, dataset.get("PixelPaddingRangeLimit", dataset.PixelPaddingValue)))
        seen = values[(stored < ends[0]) | (stored > ends[1])]
        if seen.size == 0:
            raise ValueError("every pixel is padding")
    low, high = seen.min(), seen.max()
    return numpy.clip((values - low) / (high - low), 0, 1) if high > low else numpy.zeros_like(values)


def stored_values(dataset: pydicom.Dataset) -> numpy.ndarray:
    """Bits above the high bit are no part of a value (PS3.5 section 8.1.1); pydicom hands them on."""
    bits, values = dataset.BitsStored, dataset.pixel_array.astype(numpy.int64)
    values &= (1 << bits) - 1
    sign = 1 << (bits - 1)
    return (values ^ sign) - sign if dataset.PixelRepresentation == 1 else values


def voi_levels(dataset: pydicom.Dataset) -> numpy.ndarray:
    """Grey levels 0..1, bright = dense, as lib/image's preset voi. Throws ValueError for lookup tables."""
    if dataset.get("ModalityLUTSequence") or dataset.get("VOILUTSequence"):
        raise ValueError("lookup tables of the header are not applied here")
    stored = stored_values(dataset)
    if stored.ndim != 2:
        raise ValueError("not one greyscale frame")
    values = stored * float(dataset.get("RescaleSlope", 1)) + float(dataset.get("RescaleIntercept", 0))
    window = first_window(dataset)
    levels = windowed(values, *window) if window else stretched(values, stored, dataset)
    if dataset.PhotometricInterpretation == "MONOCHROME1":
        levels = 1 - levels
    return levels.astype(numpy.float32)


def resize(levels: numpy.ndarray, side: int) -> torch.Tensor:
    """side x side, stretched."""
    image = torch.from_numpy(levels)[None, None]
    return torch.nn.functional.interpolate(image, size=(side, side), mode="bilinear", antialias=True)[0, 0]
