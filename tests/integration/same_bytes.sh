#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Tables do not depend on the number of threads, the batch size, the locale or the time of day.
# shellcheck source-path=SCRIPTDIR source=common.sh
. "$(dirname "$0")/common.sh"
folder=$(scratch same_bytes)
cd "$work"
for threads in 2 7; do
  his-extract -q -j "$threads" "$hospital/his" -o "$folder/reports.csv"
  cmp reports.csv "$folder/reports.csv" || fail "his-extract -j $threads gives another table"
  cxr-infer -q -j "$threads" "$hospital/images" -o "$folder/ai.csv" --boxes "$folder/boxes.csv"
  cmp ai.csv "$folder/ai.csv" || fail "cxr-infer -j $threads gives another table"
  cmp boxes.csv "$folder/boxes.csv" || fail "cxr-infer -j $threads gives other boxes"
  dicom-extract -q -j "$threads" "$hospital/images" -o "$folder/headers.csv"
  cmp headers.csv "$folder/headers.csv" || fail "dicom-extract -j $threads gives another table"
done
simulate-hospital -q -j 3 --studies 40 --seed 7 --image-size 256 "$folder/hospital"
diff -r "$hospital" "$folder/hospital" || fail "simulate-hospital -j 3 gives another hospital"
simulate-hospital -q --studies 3 --seed 8 --image-size 64 "$folder/other"
if diff -rq "$hospital/his" "$folder/other/his" >/dev/null; then fail "another seed gives the same hospital"; fi
