#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Simulates the hospital that the other integration tests use and takes it through the tools by files.
# shellcheck source-path=SCRIPTDIR source=common.sh
. "$(dirname "$0")/common.sh"
rm -rf "$work"
mkdir -p "$work"
cd "$work"
simulate-hospital -q --studies 40 --seed 7 --image-size 256 "$hospital"
his-extract -q "$hospital/his" -o reports.csv
label-reports -q reports.csv -o labelled.csv
cp labelled.csv hand.csv
dicom-extract -q "$hospital/images" -o headers.csv
cxr-infer -q "$hospital/images" -o ai.csv --boxes boxes.csv
match -q --results ai.csv labelled.csv -o pairs.csv --unmatched-studies unmatched_studies.csv --unmatched-reports unmatched_reports.csv --alternatives alternatives.csv
bootstrap-f1 -q pairs.csv -o metrics.csv
# What a second model and other readers might say of the same studies.
cp pairs.csv pairs_new.csv
awk 'BEGIN { print "study_uid,truth,score_a,score_b"
  for (i = 1; i <= 40; ++i) printf "1.2.%d,%d,0.%02d,0.%02d\n", i, i % 3 == 0, i * 37 % 100, i * 61 % 100 }' >scores.csv
awk 'BEGIN { print "study_uid,lan,minh"; split("normal mild severe", grade, " ")
  for (i = 1; i <= 40; ++i) printf "1.2.%d,%s,%s\n", i, grade[1 + i % 3], grade[1 + int(i * 5 / 4) % 3] }' >readers.csv
for table in reports labelled headers ai boxes pairs unmatched_studies unmatched_reports metrics; do
  [ "$(wc -l <"$table.csv")" -gt 1 ] || fail "$table.csv has no rows"
done
