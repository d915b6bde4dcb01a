# SPDX-License-Identifier: Apache-2.0
"""DICOM files of a folder, and GDCM as the decoder of the encapsulated ones."""
import os
import shutil
import subprocess

import headers
import pydicom

NATIVE = (pydicom.uid.ImplicitVRLittleEndian, pydicom.uid.ExplicitVRLittleEndian, pydicom.uid.ExplicitVRBigEndian,
          pydicom.uid.DeflatedExplicitVRLittleEndian)


def dicom_files(folder):
    found = [os.path.join(place, name) for place, _, names in os.walk(folder) for name in names]
    return sorted(path for path in found if path.endswith(".dcm"))


def has_gdcm():
    return shutil.which("gdcmconv") is not None


def syntax_of(dataset):
    return getattr(dataset, "file_meta", pydicom.Dataset()).get("TransferSyntaxUID")


def why_no_radiograph(dataset):
    """Why a file is no greyscale image of 8 or 16 bits allocated; empty when it is."""
    if "PixelData" not in dataset:
        return "no pixel data"
    if headers.text(dataset, 0x00280004) not in ("MONOCHROME1", "MONOCHROME2"):
        return "not greyscale"
    if headers.words(dataset, 0x00280100)[0] not in (8, 16):
        return "bits allocated neither 8 nor 16"
    return ""


def gdcmconv(*arguments):
    """Runs gdcmconv ... OUTPUT; did it write OUTPUT?"""
    if os.path.exists(arguments[-1]):
        os.unlink(arguments[-1])
    done = subprocess.run(["gdcmconv", *arguments], capture_output=True, check=False)
    return done.returncode == 0 and os.path.exists(arguments[-1])


def open_native(path, folder):
    """The data set and one with the same pixels uncompressed, by GDCM into `folder` where need be; or None and why not."""
    dataset = pydicom.dcmread(path, force=True)
    if reason := why_no_radiograph(dataset):
        return None, reason
    native = dataset
    if (syntax_of(dataset) or NATIVE[0]) not in NATIVE:
        if not has_gdcm():
            return None, "gdcmconv is not installed"
        decoded = os.path.join(folder, "native.dcm")
        if not gdcmconv("--raw", path, decoded):
            return None, "GDCM cannot decode it"
        native = pydicom.dcmread(decoded)
    return (None, "pixel data is cut") if headers.is_cut(native) else ((dataset, native), "")
