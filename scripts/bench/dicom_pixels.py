#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""dicom_pixels.py PROGRAM WORK RUNS: our pixel path beside pydicom, numpy and PIL; see dicom_pixels.sh."""
import os
import statistics
import subprocess
import sys
import time

import numpy as np
import pydicom
from PIL import Image
from pydicom.pixel_data_handlers.util import apply_modality_lut, apply_voi_lut

ROWS, COLUMNS, SIZE = 3072, 2304, 528
BLOCKS = 5  # turns that each program takes


def write_image(path):
    """A smooth picture with noise, as a detector gives; MONOCHROME1, window in the header."""
    random = np.random.Generator(np.random.PCG64(7))
    y, x = np.mgrid[0:ROWS, 0:COLUMNS]
    shape = 2048 + 1500 * np.sin(x / 400) * np.cos(y / 500)
    pixels = np.clip(shape + random.normal(0, 40, shape.shape), 0, 4095).astype("<u2")
    dataset = pydicom.Dataset()
    dataset.is_little_endian, dataset.is_implicit_VR = True, False
    meta = pydicom.dataset.FileMetaDataset()
    meta.TransferSyntaxUID = pydicom.uid.ExplicitVRLittleEndian
    meta.MediaStorageSOPClassUID, meta.MediaStorageSOPInstanceUID = "1.2.840.10008.5.1.4.1.1.1", "2.25.7"
    dataset.file_meta = meta
    dataset.SOPClassUID, dataset.SOPInstanceUID = meta.MediaStorageSOPClassUID, meta.MediaStorageSOPInstanceUID
    dataset.PatientID, dataset.Modality = "BENCH", "CR"
    dataset.Rows, dataset.Columns, dataset.SamplesPerPixel = ROWS, COLUMNS, 1
    dataset.PhotometricInterpretation = "MONOCHROME1"
    dataset.BitsAllocated, dataset.BitsStored, dataset.HighBit, dataset.PixelRepresentation = 16, 12, 11, 0
    dataset.RescaleSlope, dataset.RescaleIntercept = "1", "0"
    dataset.WindowCenter, dataset.WindowWidth = "2048", "3000"
    dataset.PixelData = pixels.tobytes()
    dataset.save_as(path, write_like_original=False)


def once(path):
    """Milliseconds of decoding, of showing and resizing, and the mean grey level."""
    start = time.perf_counter()
    dataset = pydicom.dcmread(path)
    pixels = dataset.pixel_array
    decoded = time.perf_counter()
    values = apply_voi_lut(apply_modality_lut(pixels, dataset), dataset)
    levels = np.clip(values / (2**dataset.BitsStored - 1), 0, 1).astype(np.float32)
    if dataset.PhotometricInterpretation == "MONOCHROME1":
        levels = 1 - levels
    small = np.asarray(Image.fromarray(levels).resize((SIZE, SIZE), Image.Resampling.BILINEAR))
    shown = time.perf_counter()
    return (decoded - start) * 1e3, (shown - decoded) * 1e3, float(small.mean(dtype=np.float64))


def frugal(path):
    """The same by a table of all stored values, as one may write it who knows that there are only 4096."""
    start = time.perf_counter()
    dataset = pydicom.dcmread(path)
    pixels = dataset.pixel_array
    decoded = time.perf_counter()
    every = np.arange(2**dataset.BitsStored, dtype=np.uint16)
    values = apply_voi_lut(apply_modality_lut(every, dataset), dataset)
    table = np.clip(values / (2**dataset.BitsStored - 1), 0, 1).astype(np.float32)
    if dataset.PhotometricInterpretation == "MONOCHROME1":
        table = 1 - table
    small = np.asarray(Image.fromarray(table[pixels]).resize((SIZE, SIZE), Image.Resampling.BILINEAR))
    shown = time.perf_counter()
    return (decoded - start) * 1e3, (shown - decoded) * 1e3, float(small.mean(dtype=np.float64))


def ours(program, path, runs):
    done = subprocess.run([program, str(runs), str(SIZE), path], capture_output=True, check=True, text=True)
    found = {name: float(value) for name, value in map(str.split, done.stdout.splitlines())}
    return found["decode"], found["show_and_resize"], found["mean"]


def report(name, times, base):
    decode, show = (statistics.median(values) for values in zip(*((t[0], t[1]) for t in times)))
    both = statistics.median(t[0] + t[1] for t in times)
    ratio = "" if base is None else f"  ours is {both / base:.2f} times as fast"
    print(f"{name:26} decode {decode:7.2f} ms  preset and resize {show:7.2f} ms  all {both:7.2f} ms{ratio}")
    return both


def main(program, work, runs):
    path = os.path.join(work, "image.dcm")
    write_image(path)
    per_turn = max(1, runs // BLOCKS)
    times = {"ours": [], "pydicom, numpy, PIL": [], "the same with a table": []}
    once(path), frugal(path), ours(program, path, 1)
    for _ in range(BLOCKS):
        times["ours"].append(ours(program, path, per_turn))
        times["pydicom, numpy, PIL"] += [once(path) for _ in range(per_turn)]
        times["the same with a table"] += [frugal(path) for _ in range(per_turn)]
    print(f"{ROWS} x {COLUMNS}, 12 bits in 16, explicit little endian, to {SIZE} x {SIZE}")
    base = None
    for name, values in times.items():
        both = report(name, values, base)
        base = both if base is None else base
    apart = max(abs(values[0][2] - times["ours"][0][2]) for values in times.values())
    print(f"mean grey levels lie {apart:.1e} apart")
    return 0 if apart < 1e-4 else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2], int(sys.argv[3])))
