# SPDX-License-Identifier: Apache-2.0
"""ojph_pixels.py [--control] RENDER_FLOATS: stored words of High-Throughput JPEG 2000 by the product beside OpenJPH's.

Images of 8, 12 and 16 bits are coded by ojph_compress in several ways and put into DICOM files of transfer syntaxes .201, .202
and .203, in one fragment and in several. Reversible ones must give the words that went in, irreversible ones what ojph_expand
decodes within 1, with 16 bits within 4: both compute in float, and OpenJPEG's 9-7 wavelet has a constant (two_invK) that is
3e-5 off. With --control one word of each expected image is changed, and every image must differ. Exit status 77: skipped."""
import os
import shutil
import subprocess
import sys
import tempfile

try:
    import numpy as np
    import product
    import pydicom
    import pydicom.encaps
    import pydicom.filebase
    import pydicom.filewriter
except ImportError as error:
    print(f"skipped: {error.name} is not installed (scripts/setup.sh tests)")
    sys.exit(77)

# Two decomposition levels: with more, OpenJPH 0.9 loses the mean of small irreversible images.
WAYS = {"201": ["-reversible", "true"], "201_lrcp": ["-reversible", "true", "-prog_order", "LRCP", "-num_decomps", "1"],
        "201_tiles": ["-reversible", "true", "-tile_size", "{32,32}", "-num_decomps", "2"],
        "202": ["-reversible", "true", "-prog_order", "RPCL", "-block_size", "{32,32}", "-precincts", "{128,128}"],
        "203": ["-reversible", "false", "-num_decomps", "2"],
        "203_coarse": ["-reversible", "false", "-num_decomps", "2", "-qstep", "0.02"]}
SIZES = [(64, 48), (97, 61), (130, 200)]


def image(width, height, bits, random):
    y, x = np.mgrid[0:height, 0:width]
    most = (1 << bits) - 1
    wave = most / 2 * (1 + 0.8 * np.sin(x / 9) * np.cos(y / 7)) + random.normal(0, most / 100, (height, width))
    wave[random.random((height, width)) < 0.01] = most
    return np.clip(np.rint(wave), 0, most).astype(np.uint16)


def write_pgm(path, pixels, bits):
    with open(path, "wb") as file:
        file.write(b"P5\n%d %d\n%d\n" % (pixels.shape[1], pixels.shape[0], (1 << bits) - 1))
        file.write(pixels.astype(np.uint8 if bits <= 8 else ">u2").tobytes())


def read_pgm(path, bits):
    with open(path, "rb") as file:
        content = file.read()
    width, height = map(int, content.split(b"\n")[1].split())
    kind = np.dtype(np.uint8 if bits <= 8 else ">u2")
    return np.frombuffer(content[-width * height * kind.itemsize:], kind).reshape(height, width).astype(np.uint16)


def write_dicom(path, code, pixels, bits, syntax, fragments):
    data = pydicom.Dataset()
    data.SOPClassUID, data.SOPInstanceUID = "1.2.840.10008.5.1.4.1.1.1", "2.25.1"
    data.SamplesPerPixel, data.PhotometricInterpretation = 1, "MONOCHROME2"
    data.Rows, data.Columns = pixels.shape
    data.BitsAllocated, data.PixelRepresentation = 8 if bits <= 8 else 16, 0
    data.BitsStored, data.HighBit = bits, bits - 1
    data.PixelData = pydicom.encaps.encapsulate([code], fragments_per_frame=fragments)
    data["PixelData"].VR = "OB"
    data["PixelData"].is_undefined_length = True
    meta = pydicom.dataset.FileMetaDataset()
    meta.TransferSyntaxUID = "1.2.840.10008.1.2.4." + syntax
    meta.MediaStorageSOPClassUID, meta.MediaStorageSOPInstanceUID = data.SOPClassUID, data.SOPInstanceUID
    with pydicom.filebase.DicomFileLike(open(path, "wb")) as file:  # dcmwrite of pydicom 2 knows no such syntax
        file.is_little_endian, file.is_implicit_VR = True, False
        file.write(bytes(128) + b"DICM")
        pydicom.filewriter.write_file_meta_info(file, meta, enforce_standard=False)
        pydicom.filewriter.write_dataset(file, data)


def openjph(*command):
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


def make_files(work):
    """{path of a DICOM file: (its expected words, how far they may be off)}."""
    random = np.random.default_rng(1)
    made = {}
    for bits in (8, 12, 16):
        for width, height in SIZES:
            pixels = image(width, height, bits, random)
            source = os.path.join(work, "source.pgm")
            write_pgm(source, pixels, bits)
            for way, arguments in WAYS.items():
                stem = os.path.join(work, f"{bits}_{width}x{height}_{way}")
                openjph("ojph_compress", "-i", source, "-o", stem + ".j2c", *arguments)
                openjph("ojph_expand", "-i", stem + ".j2c", "-o", stem + ".pgm")
                bound = (4 if bits == 16 else 1) if way.startswith("203") else 0
                with open(stem + ".j2c", "rb") as file:
                    write_dicom(stem + ".dcm", file.read(), pixels, bits, way[:3], 1 + len(made) % 3)
                made[stem + ".dcm"] = (read_pgm(stem + ".pgm", bits) if bound else pixels, bound)
    return made


def main(arguments):
    control = arguments[0] == "--control"
    if not shutil.which("ojph_compress") or not shutil.which("ojph_expand"):
        print("skipped: openjph-tools is not installed (scripts/setup.sh tests)")
        return 77
    different = []
    with tempfile.TemporaryDirectory() as work:
        made = make_files(work)
        for path, rendered in product.render(arguments[-1], list(made), ["stored"]):
            expected, bound = made[path]
            got = rendered["stored"]
            expected = expected.astype(np.int64)
            expected[-1, -1] += 6 if control else 0
            if got.fault or np.abs(got.pixels.astype(np.int64) - expected).max() > bound:
                different.append(f"{os.path.basename(path)}: {got.fault or 'differs'}")
    print(f"{len(different)} of {len(made)} images differ")
    if control:
        return 0 if len(different) == len(made) else 1
    for line in different:
        print("FAILED", line)
    return 1 if different else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
