# SPDX-License-Identifier: Apache-2.0
"""compare.py [--control] RENDER_FLOATS FOLDER: every single-frame greyscale image of FOLDER as the product renders it
beside reference.py; the largest difference allowed is 1e-4. With --control the reference's windows are moved a little and its
other levels are bent, and every image must differ: a comparison that cannot fail shows nothing. Exit status 77: skipped."""
import collections
import os
import subprocess
import sys
import tempfile

TOLERANCE = 1e-4
LOOKS = ("voi:photometric", "voi:plut", "voi:auto", "minmax:auto", "bits:auto")
SKIPPED = 77

try:
    import numpy as np
    import pydicom
except ImportError as error:
    print(f"skipped: {error.name} is not installed (scripts/setup.sh tests)")
    sys.exit(SKIPPED)

import headers
import product
import reference


def dicom_files(folder):
    found = [os.path.join(place, name) for place, _, names in os.walk(folder) for name in names]
    return sorted(path for path in found if path.endswith(".dcm"))


def open_uncompressed(path, folder):
    """A data set whose pixels are native: encapsulated ones are decoded by GDCM. None and a reason when it is not
    an image for the presets or GDCM cannot decode it."""
    dataset = pydicom.dcmread(path, force=True)
    if "PixelData" not in dataset:
        return None, "no pixel data"
    if headers.text(dataset, 0x00280004) not in ("MONOCHROME1", "MONOCHROME2"):
        return None, "not greyscale"
    if int(headers.text(dataset, 0x00280008) or 1) > 1:
        return None, "several frames"
    if headers.words(dataset, 0x00280100)[0] not in (8, 16):
        return None, "bits allocated neither 8 nor 16"
    syntax = getattr(dataset, "file_meta", pydicom.Dataset()).get("TransferSyntaxUID")
    if syntax is None or not syntax.is_compressed or syntax == pydicom.uid.DeflatedExplicitVRLittleEndian:
        return dataset, ""
    native = os.path.join(folder, "native.dcm")
    if os.path.exists(native):
        os.unlink(native)
    done = subprocess.run(["gdcmconv", "--raw", path, native], capture_output=True)
    if done.returncode or not os.path.exists(native):
        return None, "GDCM cannot decode it"
    return pydicom.dcmread(native), ""


class Comparison:
    def __init__(self, control):
        self.control = control
        self.counts = collections.Counter()
        self.largest = collections.defaultdict(float)
        self.failures = []
        self.unchecked = collections.Counter()

    def fail(self, path, look, reason):
        self.failures.append(f"{os.path.basename(path)} {look}: {reason}")

    def image(self, path, rendered, dataset):
        shown = headers.read_look(dataset)
        stored = headers.stored_values(dataset)
        if reason := reference.cross_check(shown, stored):
            self.unchecked[reason] += 1
        for look, got in rendered.items():
            self.look(path, look, got, (shown, stored))

    def look(self, path, look, got, source):
        preset, rule = look.split(":")
        self.counts[look] += 1
        try:
            expected = reference.image(*source, preset, rule)
        except reference.Unshowable as error:
            if got.fault != str(error):
                self.fail(path, look, f"expected the fault {error}")
            return
        if got.fault:
            self.fail(path, look, got.fault)
            return
        if got.pixels.shape != expected.shape:
            self.fail(path, look, "another size")
            return
        if self.control:
            expected = expected + np.where(expected < 0.5, 2 * TOLERANCE, -2 * TOLERANCE)
        difference = float(np.abs(got.pixels - expected).max())
        self.largest[preset] = max(self.largest[preset], difference)
        if not difference <= TOLERANCE:
            self.fail(path, look, f"differs by {difference:.6f}")


def compare(program, paths, control):
    comparison = Comparison(control)
    left_out = collections.Counter()
    with tempfile.TemporaryDirectory() as folder:
        for path, rendered in product.render(program, paths, LOOKS):
            dataset, reason = open_uncompressed(path, folder)
            if dataset is None:
                left_out[reason] += 1
                continue
            comparison.image(path, rendered, dataset)
    for reason, count in sorted(left_out.items()):
        print(f"left out {count}: {reason}")
    for reason, count in sorted(comparison.unchecked.items()):
        print(f"not checked against pydicom {count}: {reason}")
    return comparison


def main(arguments):
    control = arguments[0] == "--control"
    program, folder = arguments[-2:]
    if not os.path.isdir(folder):
        print(f"skipped: {folder} is not there")
        return SKIPPED
    comparison = compare(program, dicom_files(folder), control)
    total = sum(comparison.counts.values())
    print(f"{total} renderings, largest differences " +
          ", ".join(f"{preset} {value:.2e}" for preset, value in sorted(comparison.largest.items())))
    if control:
        print(f"control: {len(comparison.failures)} of {total} differ")
        return 0 if total and len(comparison.failures) == total else 1
    for failure in comparison.failures[:20]:
        print("FAILED", failure)
    print(f"{len(comparison.failures)} of {total} failed")
    return 0 if total and not comparison.failures else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
