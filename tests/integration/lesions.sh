#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The demo model's lesion boxes beside those that were drawn: the tables meet, whatever the format, order and threads.
# shellcheck source-path=SCRIPTDIR source=common.sh
. "$(dirname "$0")/common.sh"
folder=$(scratch lesions)
cd "$work"
evaluate() { eval-boxes -q --resamples 1000 --truth "$hospital/truth/boxes.csv" --images "$1" "${@:2}" 2>"$folder/said"; }
evaluate ai.csv boxes.csv >"$folder/metrics.csv" || fail "eval-boxes: $(cat "$folder/said")"
evaluate ai.csv -j 3 boxes.csv | cmp - "$folder/metrics.csv" || fail "eval-boxes -j 3 gives other numbers"
turned() { sed 1q "$1" && sed 1d "$1" | sort -r; }
turned ai.csv >"$folder/ai.csv"
turned boxes.csv | evaluate "$folder/ai.csv" - | cmp - "$folder/metrics.csv" || fail "the order of rows matters"
awk -F, '$1 == "map@0.4" { found = 1; if ($3 < 0.3) exit 1 } END { exit !found }' "$folder/metrics.csv" ||
  fail "the demo model does not find the lesions that are drawn"
drawn=$(sed 1d "$hospital/truth/boxes.csv" | wc -l)
count() { awk -F, -v measure="$1" '$1 == measure && $2 ~ /^class=/ { sum += $14 + $16 } END { print sum + 0 }' "$folder/metrics.csv"; }
evaluate ai.csv --not-judged keep boxes.csv >"$folder/metrics.csv"
[ "$(count ap@0.4)" = "$drawn" ] || fail "not every drawn box was found or missed"
