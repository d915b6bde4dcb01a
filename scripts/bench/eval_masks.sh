#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# eval_masks.sh BIN_DIR [IMAGES [RESAMPLES]]: IoU and Dice of as many pairs of PNG masks of 224 x 224 (10,000), with
# resamples of images (10,000), by eval-masks on one thread beside NumPy and Pillow on the same files. Needs
# python3-numpy, python3-pil and GNU time.
set -euo pipefail

bin=$(cd "${1:?usage: eval_masks.sh BIN_DIR [IMAGES [RESAMPLES]]}" && pwd)
here=$(cd "$(dirname "$0")" && pwd)
python=${PYTHON:-/usr/bin/python3}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

"$python" -B "$here/eval_masks.py" masks "${2:-10000}" "$work"
for resamples in 1 "${3:-10000}"; do
  /usr/bin/time -f "eval-masks: resamples $resamples, processor %U s, %e s, %M KB" "$bin/eval-masks" --quiet \
    --truth "$work/truth" --truth-format png --masks-format png --images "$work/images.csv" \
    --resamples "$resamples" --summary "$work/masks" 2>"$work/time"
  grep -v 'warning' "$work/time"
done
"$python" -B "$here/eval_masks.py" numpy "$work" "${3:-10000}"
