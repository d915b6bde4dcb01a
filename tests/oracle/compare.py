# SPDX-License-Identifier: Apache-2.0
"""compare.py [--control] RENDER_FLOATS FOLDER: every single-frame greyscale image of FOLDER as the product renders it
beside reference.py; the largest difference allowed is 1e-4. With --control the reference uses a window that is a little
off, LUTs moved by one, or another preset, and nearly every image must differ: a comparison that cannot fail shows
nothing. Exit status 77: skipped."""
import collections
import copy
import os
import sys
import tempfile

try:
    import files
    import headers
    import numpy as np
    import product
    import reference
except ImportError as error:
    print(f"skipped: {error.name} is not installed (scripts/setup.sh tests)")
    sys.exit(77)

TOLERANCE = 1e-4
# Every preset and every rule; polarity does not depend on the preset.
LOOKS = ("voi:auto", "voi:plut:1", "minmax:photometric", "percentile:plut", "bits:none", "chexpert:auto", "mimic:plut",
         "vindr:invert")
BENT_LOOKS = ("voi:auto", "voi:plut", "minmax:auto", "percentile:auto", "bits:auto")
BENT_PRESETS = {"voi": "voi", "minmax": "percentile", "percentile": "minmax", "bits": "bits"}


def parts(look):
    preset, rule, *index = look.split(":")
    return preset, rule, int(index[0]) if index else 0


def bent(shown):
    other = copy.deepcopy(shown)
    other.windows = [(centre + 0.01 * width, width) for centre, width in shown.windows]
    for lut in other.voi_luts:
        lut.first += 1
    other.bits_stored += 1
    return other


class Comparison:
    def __init__(self, control):
        self.control = control
        self.counts = collections.Counter()
        self.different = collections.Counter()
        self.largest = collections.defaultdict(float)
        self.failures = []
        self.pydicom = collections.Counter()

    def fail(self, path, look, reason):
        self.different[look] += 1
        self.failures.append(f"{os.path.basename(path)} {look}: {reason}")

    def image(self, path, rendered, dataset, native):
        shown = headers.read_look(dataset)
        stored = headers.stored_values(native)
        if not self.control:
            self.pydicom[reference.cross_check(shown, stored)] += 1
            if reference.chosen_voi(shown, 1) is not None:
                self.pydicom[reference.cross_check(shown, stored, 1)] += 1
        for look, got in rendered.items():
            self.look(path, look, got, (shown, stored))

    def look(self, path, look, got, source):
        preset, rule, index = parts(look)
        shown, stored = source
        if self.control:
            if preset == "voi" and reference.chosen_voi(shown, index) is None:
                return  # there is nothing to bend
            shown, preset = bent(shown), BENT_PRESETS[preset]
        self.counts[look] += 1
        try:
            expected = reference.image(shown, stored, preset, rule, index)
        except reference.Unshowable as error:
            if got.fault != str(error):
                self.fail(path, look, f"expected the fault {error}")
            return
        if got.fault:
            self.fail(path, look, got.fault)
        elif got.pixels.shape != expected.shape:
            self.fail(path, look, "another size")
        else:
            self.levels(path, look, got.pixels, expected)
            words = reference.polarity_word(shown, rule), reference.preset_word(shown, preset, index)
            if not self.control and (got.polarity, got.preset) != words:
                self.fail(path, look, f"says {got.polarity} {got.preset}, not {' '.join(words)}")

    def levels(self, path, look, got, expected):
        difference = float(np.abs(got - expected).max())
        preset = parts(look)[0]
        self.largest[preset] = max(self.largest[preset], difference)
        if not difference <= TOLERANCE:
            self.fail(path, look, f"differs by {difference:.6f}")


def compare(program, paths, control):
    comparison = Comparison(control)
    left_out = collections.Counter()
    with tempfile.TemporaryDirectory() as folder:
        for path, rendered in product.render(program, paths, BENT_LOOKS if control else LOOKS):
            opened, reason = files.open_native(path, folder)
            if opened is not None and headers.frames(opened[0]) > 1:
                opened, reason = None, "several frames"
            if opened is None:
                left_out[reason] += 1
            else:
                comparison.image(path, rendered, *opened)
    for reason, count in sorted(left_out.items()):
        print(f"{count} files left out: {reason}")
    return comparison


def report_control(comparison):
    for look, count in sorted(comparison.counts.items()):
        print(f"control: {comparison.different[look]} of {count} differ in {look}")
    enough = all(comparison.different[look] >= 0.9 * count for look, count in comparison.counts.items())
    return 0 if comparison.counts and enough else 1


def report(comparison):
    for reason, count in sorted(comparison.pydicom.items()):
        print(f"{count} VOI transformations " + (f"by the formulas alone: {reason}" if reason else "also by pydicom"))
    print("largest differences: " + ", ".join(f"{preset} {value:.1e}" for preset, value in comparison.largest.items()))
    for failure in comparison.failures[:20]:
        print("FAILED", failure)
    total = sum(comparison.counts.values())
    print(f"{len(comparison.failures)} of {total} renderings failed")
    return 0 if total and not comparison.failures else 1


def main(arguments):
    control = arguments[0] == "--control"
    program, folder = arguments[-2:]
    if not os.path.isdir(folder):
        print(f"skipped: {os.path.basename(folder)} is not there")
        return 77
    comparison = compare(program, files.dicom_files(folder), control)
    return report_control(comparison) if control else report(comparison)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
