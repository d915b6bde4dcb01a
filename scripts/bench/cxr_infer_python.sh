#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# cxr_infer_python.sh BIN_DIR [ROUNDS [NETWORK=IMAGES...]]: whole images per second over two cores, from DICOM files to
# rows, of cxr-infer -j 2 (both engines) and of the plain Python program scripts/models/reference.py (pydicom, Pillow and
# eager PyTorch with two threads), with the same random weights of scripts/models/export.py on the same simulated images.
# Loading is left out on both sides. They take turns; prints medians of ROUNDS (default 3), ratios, and how far the
# probabilities lie apart. Needs python3-torch, python3-torchvision, python3-pydicom and python3-pil.
set -euo pipefail

usage="usage: cxr_infer_python.sh BIN_DIR [ROUNDS [NETWORK=IMAGES...]]"
bin=$(cd "${1:?$usage}" && pwd)
here=$(cd "$(dirname "$0")" && pwd)
rounds=${2:-3}
shift $(($# < 2 ? $# : 2))
[ $# -gt 0 ] || set -- resnet18=96 efficientnet_b0=96 efficientnet_b6=12
python=${PYTHON:-/usr/bin/python3}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export PATH="$bin:$PATH" CXRVAL_DATA="${CXRVAL_DATA:-$here/../../data}"

most=0
for wanted in "$@"; do most=$((${wanted#*=} > most ? ${wanted#*=} : most)); done
simulate-hospital -q --studies "$most" --seed 11 --image-size 1024 "$work/hospital"

seconds() { grep -oE '[0-9]+ images in [0-9.]+ s' | awk '{ print $4 }'; }
median() { sort -g | awk '{ v[NR] = $1 } END { print (v[int((NR + 1) / 2)] + v[int(NR / 2) + 1]) / 2 }'; }

for wanted in "$@"; do
  network=${wanted%=*} images=${wanted#*=}
  rm -rf "$work/images" "$work/times."*
  mkdir "$work/images"
  # Transfer syntaxes that pydicom decodes by itself.
  while read -r file; do
    grep -qaE '1\.2\.840\.10008\.1\.2(\.1)?[^.0-9]' <(head -c 400 "$file") || continue
    cp "$file" "$work/images/$(find "$work/images" -type f | wc -l).dcm"
    [ "$(find "$work/images" -type f | wc -l)" -lt "$images" ] || break
  done < <(for _ in 1 2 3 4 5 6; do find "$work/hospital/images" -name '*.dcm' | sort; done)
  "$python" -B "$here/../models/export.py" "$network" --seed 1 --name model --out "$work" >/dev/null
  cat >"$work/pipeline.json" <<EOF
{"format": "cxrval-pipeline-1", "name": "$network", "version": "1", "stages": {"abnormality": {"model": "model.json", "gate": "> 0.5"}}}
EOF
  for _ in $(seq "$rounds"); do
    "$python" -B "$here/../models/reference.py" --pipeline "$work/pipeline.json" --eager "abnormality=$network" --threads 2 \
      "$work/images" 2>&1 >"$work/python.csv" | seconds >>"$work/times.python"
    for engine in libtorch auto; do
      cxr-infer -j 2 --engine "$engine" --filter none --progress always --pipeline "$work/pipeline.json" "$work/images" \
        -o "$work/$engine.csv" 2>&1 | seconds >>"$work/times.$engine"
    done
  done
  count=$(find "$work/images" -type f | wc -l)
  for peer in python libtorch auto; do
    echo "$network $peer $count images $(median <"$work/times.$peer") s"
  done | awk '{ print; s[$2] = $5 } END { printf "%s: plan %.1f times, LibTorch %.1f times plain Python\n", $1, s["python"] / s["auto"], s["python"] / s["libtorch"] }'
  "$python" -c '
import csv, sys
rows = [{row["path"]: float(row["probability"]) for row in csv.DictReader(open(name))} for name in sys.argv[1:]]
for name, other in zip(("LibTorch", "plan"), rows[1:]):
    print("  largest difference of a probability, %s: %.1e" % (name, max(abs(rows[0][path] - other[path]) for path in rows[0])))
' "$work/python.csv" "$work/libtorch.csv" "$work/auto.csv"
done
