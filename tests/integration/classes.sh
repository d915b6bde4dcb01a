#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The DICOM Imaging Router's groups and CAAXR's protocols from simulated images by demo models of several classes.
# shellcheck source-path=SCRIPTDIR source=common.sh
. "$(dirname "$0")/common.sh"
folder=$(scratch classes)
cd "$folder"
models=$CXRVAL_DATA/models/demo-classes
protocols=$CXRVAL_DATA/protocols

simulate-hospital -q --studies 200 --seed 31 --image-size 256 --abnormal-share 0.5 hospital
printf 'all\tcxr\n' >all.rules # no image is stopped by its header, so that the router sees all
cxr-infer -q --rules all.rules --pipeline "$models/pipeline.json" hospital/images -o results.csv

value() { # FILE MEASURE GROUP: the estimate, from a table whose first cells hold no quotes
  awk -F, -v measure="$2" -v group="$3" '$1 == measure && $2 == group { print $3; found = 1 } END { exit !found }' "$1" ||
    fail "$1 has no $2 of $3"
}
at_least() { # WHAT NUMBER LIMIT
  awk -v number="$2" -v limit="$3" 'BEGIN { exit !(number >= limit) }' || fail "$1 is $2, below $3"
}

# What was taken, in the router's groups.
{
  cat "$protocols/router.csv"
  for exam in chest_pa chest_ap chest_lateral; do echo "truth,$exam,adult chest,"; done
  echo "truth,abdomen,abdominal,"
  for exam in hand knee skull; do echo "truth,$exam,others,"; done
} >router.csv
eval-classes -q --protocol ./router.csv --prediction router_class --truth exam --truth-table hospital/truth/images.csv \
  --resamples 2000 --confusion matrix.csv results.csv -o router_measures.csv
at_least "macro F1 of the router" "$(value router_measures.csv macro_f1 all)" 0.9
grep -q 'left_out=pediatric chest+spine' router_measures.csv || fail "groups that nobody is of are not named"
images=$(($(wc -l <results.csv) - 1))
[ "$(awk -F, 'NR > 1 { sum += $4 } END { print sum }' matrix.csv)" -eq "$images" ] || fail "the matrix does not hold $images images"

# The share of right groups, counted here.
cut -d, -f2,7 hospital/truth/images.csv | sed 1d | sort >truth
column=$(head -n 1 results.csv | tr , '\n' | grep -nx router_class | cut -d: -f1)
sop=$(head -n 1 results.csv | tr , '\n' | grep -nx sop_uid | cut -d: -f1)
sed 1d results.csv | cut -d, -f"$sop,$column" | sort >routed
join -t, truth routed | awk -F, '
  { group = $2 ~ /^chest/ ? "adult chest" : $2 == "abdomen" ? "abdominal" : "others"; right += group == $3 }
  END { printf "%.10f\n", right / NR }' >counted
value router_measures.csv accuracy all | awk '{ printf "%.10f\n", $1 }' | cmp - counted || fail "another share of right groups"

# Which lesions stand for CAAXR's classes is said in scripts/models/train_classes.py.
awk -F, 'NR == FNR { if (FNR > 1) findings[$1] = $8; next }
  FNR == 1 { print "sop_uid,patient_id,truth,status_of_study,image_quality"; next }
  $6 == "pa" {
    text = findings[$4]
    kind = text ~ /ILD|Infiltration/ ? "COVID" : text ~ /Consolidation/ ? "Non-COVID Pneumonia" : text != "" ? "Unhealthy Others" : "Healthy"
    print $2 "," $5 "," kind "," (text == "" ? "Normal" : "Abnormal") "," (FNR % 3 ? "good" : "poor")
  }' hospital/truth/studies.csv hospital/truth/images.csv >caaxr.csv
split-folds -q --test 0.5 --fixed-test --folds 2 --validation 0.1 --stratify truth caaxr.csv -o folds.csv
[ "$(sed 1d folds.csv | cut -d, -f2,6,7 | sort -u | cut -d, -f1 | uniq -d | wc -l)" -eq 0 ] || fail "a patient is in two parts"
eval-classes -q --protocol caaxr-2class --score COVID=probability --truth-table folds.csv --group set --resamples 2000 \
  results.csv -o caaxr_measures.csv
at_least "area of COVID" "$(value caaxr_measures.csv roc_auc class=covid)" 0.7
value caaxr_measures.csv sensitivity_at_specificity@0.9 'set=test;class=covid' >/dev/null
value caaxr_measures.csv sensitivity_at_specificity@0.99 class=covid >/dev/null

# The demo pipeline's normal and abnormal beside the study level, by image quality.
cxr-infer -q --rules all.rules hospital/images -o ai.csv
eval-classes -q --protocol caaxr-study-level --prediction abnormal_status --score abnormal=probability \
  --truth status_of_study --truth-table caaxr.csv --resamples 2000 ai.csv -o quality.csv
at_least "area of abnormal" "$(value quality.csv roc_auc class=abnormal)" 0.8
at_least "F1 of images of good quality" "$(value quality.csv f1 'image_quality=good;class=abnormal')" 0.6
