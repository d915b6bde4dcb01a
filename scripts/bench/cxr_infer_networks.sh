#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# cxr_infer_networks.sh BIN_DIR [ORT_DIR [ROUNDS [NETWORK...]]]: whole images per second over two cores of networks with
# random weights (scripts/models/export.py), by the two engines of cxr-infer (the program infer_networks of the tests'
# build) with two workers of one thread each, and by ONNX Runtime on the same weights with two threads over one image and
# with two processes of one thread each. All are loaded first and then take turns; prints medians of ROUNDS (default 7),
# the ratios, and how far the logits lie apart. ORT_DIR is a folder whose node_modules has onnxruntime-node; `-`, the
# default, installs it into a temporary folder. Needs node, npm and python3-torch (scripts/models/README.md); 4 GB of
# memory for efficientnet_b6. Ratios hold better than times.
set -euo pipefail

usage="usage: cxr_infer_networks.sh BIN_DIR [ORT_DIR [ROUNDS [NETWORK...]]]"
bin=$(cd "${1:?$usage}" && pwd)
here=$(cd "$(dirname "$0")" && pwd)
ort=${2:--} rounds=${3:-7}
shift $(($# < 3 ? $# : 3))
[ $# -gt 0 ] || set -- resnet18 efficientnet_b0 densenet121 efficientnet_b6
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python=${PYTHON:-/usr/bin/python3}

[ -x "$bin/infer_networks" ] || { echo "cxr_infer_networks.sh: error: no infer_networks in BIN_DIR; build with BUILD_TESTING" >&2; exit 1; }
if [ "$ort" = - ]; then
  ort=$work/ort
  mkdir "$ort"
  npm install --silent --no-fund --no-audit --ignore-scripts --prefix "$ort" onnxruntime-node >&2
fi
[ -d "$ort/node_modules/onnxruntime-node" ] || { echo "cxr_infer_networks.sh: error: no node_modules/onnxruntime-node in ORT_DIR" >&2; exit 1; }
NODE_PATH=$(cd "$ort/node_modules" && pwd)
export NODE_PATH

for network in "$@"; do
  "$python" -B "$here/../models/export.py" "$network" --seed 1 --task multi_label --classes vinbigdata --name "$network" --out "$work" >/dev/null
  "$python" -B "$here/cxr_infer_networks_onnx.py" "$work/$network"
  "$python" -B "$here/cxr_infer_networks.py" "$bin/infer_networks" "$work/$network" "$rounds"
  rm "$work/$network".*
done
