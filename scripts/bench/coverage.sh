#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# coverage.sh BUILD_DIR [REPLICATES [RESAMPLES]] simulates how often 95 % intervals hold the truth, for F1 of studies, F1 of
# patients and AUC, and for few patients; then shows that bootstrap-f1 warns of few patients. Default: 20,000 samples of each
# setting with 999 resamples each, some minutes. Fails when an interval that theory promises covers less than 94 % or more than 96 %.
set -euo pipefail

build=$(cd "${1:?usage: coverage.sh BUILD_DIR [REPLICATES [RESAMPLES]]}" && pwd)
cmake --build "$build" --target bench_coverage bootstrap-f1 >/dev/null
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

"$build/bin/bench_coverage" "${@:2}" | tee "$work/coverage.csv" | column -s, -t

promised() { # SETTING METHOD
  awk -F, -v setting="$1" -v method="$2" '
    $1 == setting && $2 == method { found = 1; ok = $3 >= 94 && $3 <= 96 }
    END { if (!found || !ok) { print "FAILED " setting ", " method; exit 1 } }' "$work/coverage.csv"
}
promised "F1 of 500 studies" bootstrap_percentile
promised "F1 of 300 patients" bootstrap_percentile
promised "AUC of 200 studies" delong

awk 'BEGIN { print "patient_id,study_uid,label,abnormal_status"
  for (i = 0; i < 72; ++i) print "P" i % 12 ",1.2." i "," (i % 3 ? "normal" : "abnormal") "," (i % 5 ? 0 : 1) }' >"$work/few.csv"
"$build/bin/bootstrap-f1" --measure f1 --summary "$work/few.csv" 2>&1 | tee "$work/few.txt"
grep -q 'warning: only 12 patients' "$work/few.txt"
