#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# eval_boxes.sh BIN_DIR [IMAGES BOXES RESAMPLES [PEER]]: AP of 17 classes at an IoU of 0.4, its mean and FROC at 1/8 to 8
# false alarms per image, with resamples of images, by eval-boxes on one thread beside NumPy (AP and its mean only, PEER
# resamples, default 100), on the same invented tables. Without numbers two sizes: 4,470 images with 10,000 resamples,
# and 100,000 images with 1,000,000 boxes and 1,000 resamples. Needs python3-numpy and GNU time. Processor times hold
# better than times where other work is done beside it.
set -euo pipefail

bin=$(cd "${1:?usage: eval_boxes.sh BIN_DIR [IMAGES BOXES RESAMPLES [PEER]]}" && pwd)
here=$(cd "$(dirname "$0")" && pwd)
python=${PYTHON:-/usr/bin/python3}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

measure() { # IMAGES BOXES RESAMPLES PEER
  "$python" -B "$here/eval_boxes.py" tables "$1" "$2" "$work"
  for resamples in 1 "$3"; do
    /usr/bin/time -f "eval-boxes: resamples $resamples, processor %U s, %e s, %M KB" "$bin/eval-boxes" --quiet \
      --truth "$work/truth.csv" --images "$work/images.csv" --resamples "$resamples" --summary \
      "$work/boxes.csv" 2>"$work/time" | grep '^mAP' || true
    grep -v 'warning' "$work/time"
  done
  "$python" -B "$here/eval_boxes.py" numpy "$work" "$4"
}

if [ $# -ge 4 ]; then
  measure "$2" "$3" "$4" "${5:-100}"
else
  measure 4470 40000 10000 100
  measure 100000 1000000 1000 10
fi
