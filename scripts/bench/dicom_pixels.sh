#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# dicom_pixels.sh BIN_DIR [RUNS]: decode, preset voi and resize to 528 x 528 with antialiasing of one uncompressed image of
# 7 megapixels and 12 bits, by our libraries (the program dicom_pixels of the tests' build) and by pydicom, numpy and PIL,
# one thread each, within running programs, in turns. Prints medians of RUNS (default 15) and the ratio, and how far the two
# results lie apart. Needs python3-pydicom, python3-numpy and python3-pil (scripts/setup.sh tests).
set -euo pipefail

bin=$(cd "${1:?usage: dicom_pixels.sh BIN_DIR [RUNS]}" && pwd)
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

[ -x "$bin/dicom_pixels" ] || { echo "dicom_pixels.sh: error: no dicom_pixels in BIN_DIR; build with BUILD_TESTING" >&2; exit 1; }
export OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1
"${PYTHON:-/usr/bin/python3}" -B "$here/dicom_pixels.py" "$bin/dicom_pixels" "$work" "${2:-15}"
