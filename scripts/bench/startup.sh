#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# startup.sh [BIN_DIR]: median of 21 starts of each tool (--version), in milliseconds, beside python3 -c pass in the same run.
set -euo pipefail
bin=$(cd "${1:-$(dirname "$0")/../../build/release/bin}" && pwd)

median_ms() {
  for _ in $(seq 21); do
    local begin=$EPOCHREALTIME
    "$@" >/dev/null
    local end=$EPOCHREALTIME
    echo $((${end/./} - ${begin/./}))
  done | sort -n | sed -n 11p | awk '{ printf "%.1f", $1 / 1000 }'
}

for tool in "$(dirname "$0")"/../../apps/*/; do
  tool=$(basename "$tool")
  printf '%-20s %6s ms\n' "$tool" "$(median_ms "$bin/$tool" --version)"
done
command -v python3 >/dev/null && printf '%-20s %6s ms\n' "python3 -c pass" "$(median_ms python3 -c pass)"
