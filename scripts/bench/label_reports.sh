#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# label_reports.sh BIN_DIR [RUNS] [REPORTS]: label-reports beside a careful Python program on the same table of 100,000
# invented reports, from a warm page cache, in turns, one thread each; once with sentences that repeat as in a hospital and
# once with no two lines alike. Prints medians of RUNS (default 5) and the ratios, for whole programs (table in, table out)
# and for the labelling alone, and checks that both programs give the same labels. Ratios hold better than times.
set -euo pipefail

bin=$(cd "${1:?usage: label_reports.sh BIN_DIR [RUNS] [REPORTS]}" && pwd)
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

"${PYTHON:-/usr/bin/python3}" "$here/label_reports.py" compare "$bin/label-reports" "$work" "${2:-5}" "${3:-100000}"
