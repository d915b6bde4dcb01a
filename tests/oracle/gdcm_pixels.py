# SPDX-License-Identifier: Apache-2.0
"""gdcm_pixels.py [--control] RENDER_FLOATS MODE ARGUMENT: stored words by the product beside GDCM's.

  folder FOLDER    every greyscale file of FOLDER; encapsulated ones are decoded by gdcmconv --raw
  encode FOLDER    native files of FOLDER, encoded by gdcmconv in each of its transfer syntaxes; the lossless ones must give
                   the words that were there before, the lossy ones what GDCM decodes
  simulate TOOL    what simulate-hospital writes in its transfer syntaxes

Words are equal, but for lossy DCT and wavelet coding: their inverse transforms differ by 1. With --control one word of each
expected image is changed, and every image must differ. Exit status 77: skipped."""
import collections
import os
import subprocess
import sys
import tempfile

try:
    import files
    import headers
    import numpy as np
    import product
    import pydicom
except ImportError as error:
    print(f"skipped: {error.name} is not installed (scripts/setup.sh tests)")
    sys.exit(77)

BOUNDS = {f"1.2.840.10008.1.2.4.{end}": 1 for end in (50, 51, 53, 55, 91)}
ENCODERS = {"rle": ["--rle"], "jpeg_lossless": ["--jpeg"], "jpeg_ls": ["--jpegls"], "jpeg_2000": ["--j2k"],
            "jpeg_ls_lossy": ["--jpegls", "--lossy", "-e", "2"], "jpeg_lossy": ["--jpeg", "--lossy", "-q", "90"],
            "jpeg_2000_lossy": ["--j2k", "--lossy", "-q", "45", "--irreversible"]}


class Comparison:
    def __init__(self, control):
        self.control = control
        self.equal, self.left_out = collections.Counter(), collections.Counter()
        self.largest = collections.Counter()
        self.different = []

    def take(self, got, expected, name, syntax):
        if got.fault and self.control:
            return  # a fault is no difference
        if got.fault:
            self.different.append(f"{name}: {got.fault}")
            return
        if self.control:
            expected = expected.copy()
            expected[-1, -1] += 2
        difference = -1
        if got.pixels.shape == expected.shape:
            # Words, not values: both as 16 bits, so that signs are compared too.
            words = expected.astype(np.uint16).astype(np.int64) - got.pixels.astype(np.int64)
            words = (words + 32768) % 65536 - 32768
            difference = int(np.abs(words).max())
        if 0 <= difference <= BOUNDS.get(syntax, 0):
            self.equal[syntax] += 1
            self.largest[syntax] = max(self.largest[syntax], difference)
        else:
            self.different.append(f"{name} ({syntax}): " + (f"by {difference}" if difference > 0 else "another size"))

    def report(self):
        for reason, count in sorted(self.left_out.items()):
            print(f"{count} files left out: {reason}")
        for syntax, count in sorted(self.equal.items()):
            print(f"{syntax or 'none'}: {count} images, largest difference {self.largest[syntax]}")
        total = sum(self.equal.values()) + len(self.different)
        print(f"{len(self.different)} of {total} images differ")
        if self.control:
            return 0 if total and len(self.different) == total else 1
        for line in self.different[:20]:
            print("FAILED", line)
        return 0 if total and not self.different else 1


def compare_folder(program, folder, comparison):
    with tempfile.TemporaryDirectory() as work:
        for path, rendered in product.render(program, files.dicom_files(folder), ["stored"]):
            opened, reason = files.open_native(path, work)
            if opened is None:
                comparison.left_out[f"{reason} ({rendered['stored'].fault or 'decoded by the product'})"] += 1
                continue
            syntax = str(files.syntax_of(opened[0]) or "")
            comparison.take(rendered["stored"], headers.stored_values(opened[1]), os.path.basename(path), syntax)


def encode(paths, work):
    """(encoder, encoded file or None, file with the expected pixels or None) of every file and encoder."""
    for number, path in enumerate(paths):
        bits = headers.words(pydicom.dcmread(path), 0x00280101)[0]
        for name, arguments in ENCODERS.items():
            if name == "jpeg_lossy" and bits != 8:
                continue  # ITU-T T.81 table B.2 has 8 and 12 for DCT; GDCM writes 16 for both 12 and 16
            coded = os.path.join(work, f"{number}_{name}.dcm")
            decoded = os.path.join(work, f"{number}_{name}.raw")
            if not files.gdcmconv(*arguments, path, coded):
                yield name, None, None
            elif "lossy" not in name:
                yield name, coded, path
            else:
                yield name, coded, decoded if files.gdcmconv("--raw", coded, decoded) else None


def is_clean(path):
    """No bits beyond the stored ones: encoders may refuse or keep them."""
    dataset = pydicom.dcmread(path)
    high, stored = headers.words(dataset, 0x00280102)[0], headers.words(dataset, 0x00280101)[0]
    return high == stored - 1 and "noise" not in os.path.basename(path)


def compare_encoded(program, folder, comparison):
    clean = [path for path in files.dicom_files(folder) if is_clean(path)]
    chosen = clean[::300 if comparison.control else 37]
    with tempfile.TemporaryDirectory() as work:
        coded = list(encode(chosen, work))
        for name, path, expected in coded:
            if path is None or expected is None:
                comparison.left_out[f"GDCM does not encode or decode it ({name})"] += 1
        pairs = {path: expected for _, path, expected in coded if path and expected}
        for path, rendered in product.render(program, list(pairs), ["stored"]):
            original, decoded = pydicom.dcmread(path), pydicom.dcmread(pairs[path])
            syntax = str(files.syntax_of(original))
            lossy = "lossy" in os.path.basename(pairs[path])
            expected = headers.clipped_values(decoded, original) if lossy else headers.stored_values(decoded)
            comparison.take(rendered["stored"], expected, os.path.basename(pairs[path]), syntax)


def compare_simulated(program, tool, comparison):
    with tempfile.TemporaryDirectory() as work:
        folder = os.path.join(work, "hospital")
        subprocess.run([tool, "-q", "--studies", "40", "--image-size", "96", "--seed", "5", folder], check=True)
        compare_folder(program, os.path.join(folder, "images"), comparison)


def main(arguments):
    comparison = Comparison(arguments[0] == "--control")
    program, mode, argument = arguments[-3:]
    if not files.has_gdcm():
        print("skipped: gdcmconv is not installed (scripts/setup.sh tests)")
        return 77
    if not os.path.exists(argument):
        print(f"skipped: {os.path.basename(argument)} is not there")
        return 77
    modes = {"folder": compare_folder, "encode": compare_encoded, "simulate": compare_simulated}
    modes[mode](program, argument, comparison)
    return comparison.report()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
