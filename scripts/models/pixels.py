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


def voi_levels(dataset: pydicom.Dataset) -> numpy.ndarray:
    """Grey levels 0..1, bright = dense, as lib/image's preset voi for unsigned samples with a window or without."""
    stored = dataset.pixel_array.astype(numpy.float64)
    values = stored * float(dataset.get("RescaleSlope", 1)) + float(dataset.get("RescaleIntercept", 0))
    if "WindowCenter" in dataset:
        centre, width = float(dataset.WindowCenter), float(dataset.WindowWidth)
        if dataset.get("VOILUTFunction", "LINEAR") == "SIGMOID":
            levels = 1 / (1 + numpy.exp(-4 * (values - centre) / width))
        else:
            levels = numpy.clip((values - (centre - 0.5)) / (width - 1) + 0.5, 0, 1)
    else:
        low, high = values.min(), values.max()
        levels = (values - low) / (high - low) if high > low else numpy.zeros_like(values)
    if dataset.PhotometricInterpretation == "MONOCHROME1":
        levels = 1 - levels
    return levels.astype(numpy.float32)


def resize(levels: numpy.ndarray, side: int) -> torch.Tensor:
    """side x side, stretched."""
    image = torch.from_numpy(levels)[None, None]
    return torch.nn.functional.interpolate(image, size=(side, side), mode="bilinear", antialias=True)[0, 0]
