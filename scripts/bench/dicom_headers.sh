#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# dicom_headers.sh BIN_DIR [RUNS] [FILES] [PIXELS]: dicom-extract -j 1 beside a careful pydicom program that writes the same
# table (stop_before_pixels; with and without specific_tags) and beside gdcmscanner with the tags of those columns, on
# the same simulated files (default 5000, of PIXELS x PIXELS, default 64), from a warm page cache, in turns. Prints medians
# of RUNS (default 7) and the ratios, and whether the three read the same. Needs python3-pydicom and libgdcm-tools
# (scripts/setup.sh tests). Ratios hold better than times.
set -euo pipefail

bin=$(cd "${1:?usage: dicom_headers.sh BIN_DIR [RUNS] [FILES] [PIXELS]}" && pwd)
here=$(cd "$(dirname "$0")" && pwd)
runs=${2:-7} files=${3:-5000} pixels=${4:-64}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

"$bin/simulate-hospital" -q -j 2 --studies "$files" --image-size "$pixels" "$work/hospital"
"${PYTHON:-/usr/bin/python3}" -B "$here/dicom_headers.py" compare "$bin/dicom-extract" "$work" "$runs" "$files"
