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
same() { # WHAT NUMBER NUMBER
  awk -v one="$2" -v other="$3" 'BEGIN { exit !(one != "" && other != "" && (one - other) ^ 2 < 1e-18) }' || fail "$1 is $2, or $3"
}
cells() { # FILE COLUMN...: without their header, from a table whose cells hold no commas
  awk -F, -v names="$(printf '%s,' "${@:2}")" '
    BEGIN { count = split(substr(names, 1, length(names) - 1), wanted, ",") }
    NR == 1 { for (i = 1; i <= NF; ++i) at[$i] = i; next }
    { line = $at[wanted[1]]; for (i = 2; i <= count; ++i) line = line "," $at[wanted[i]]; print line }' "$1"
}
area() { # of lines SCORE,0 or SCORE,1: the share of pairs in the right order, a tie being half of one
  awk -F, '$2 == 1 { positive[++p] = $1 + 0 } $2 == 0 { negative[++n] = $1 + 0 }
    END {
      for (i = 1; i <= p; ++i) for (j = 1; j <= n; ++j) won += positive[i] > negative[j] ? 1 : positive[i] == negative[j] ? 0.5 : 0
      printf "%.17g\n", won / p / n
    }'
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
cells results.csv sop_uid router_class | sort >routed
join -t, truth routed | awk -F, '
  { group = $2 ~ /^chest/ ? "adult chest" : $2 == "abdomen" ? "abdominal" : "others"; right += group == $3 }
  END { printf "%.10f\n", right / NR }' >counted
value router_measures.csv accuracy all | awk '{ printf "%.10f\n", $1 }' | cmp - counted || fail "another share of right groups"

# Areas of the groups by their scores; the highest score is the group that the router names.
eval-classes -q --protocol ./router.csv --score-prefix router_score: --truth exam --truth-table hospital/truth/images.csv \
  --resamples 2000 --confusion matrix_by_scores.csv results.csv -o router_areas.csv
cmp matrix.csv matrix_by_scores.csv || fail "the highest score is not the group that the router names"
for group in 'adult chest' abdominal others; do # by chance 0.5
  at_least "area of $group" "$(value router_areas.csv roc_auc "class=$group")" 0.9
done
same "area of abdominal" "$(value router_areas.csv roc_auc class=abdominal)" \
  "$(join -t, truth <(cells results.csv sop_uid router_score:abdominal | sort) | awk -F, '{ print $3 "," ($2 == "abdomen") }' | area)"

# Which lesions stand for CAAXR's classes is said in scripts/models/train_classes.py.
of_pa_views() { # HOSPITAL: sop_uid, patient_id, truth
  awk -F, 'NR == FNR { if (FNR > 1) findings[$1] = $8; next }
    FNR == 1 { print "sop_uid,patient_id,truth"; next }
    $6 == "pa" {
      text = findings[$4]
      kind = text ~ /ILD|Infiltration/ ? "COVID" : text ~ /Consolidation/ ? "Non-COVID Pneumonia" : text != "" ? "Unhealthy Others" : "Healthy"
      print $2 "," $5 "," kind
    }' "$1/truth/studies.csv" "$1/truth/images.csv"
}

# A model of four classes on another hospital. What is no PA view has scores and no truth.
of_pa_views hospital >caaxr.csv
eval-classes -q --protocol caaxr-4class --score-prefix score: --truth-table caaxr.csv --resamples 2000 results.csv -o caaxr_measures.csv
at_least "area of COVID" "$(value caaxr_measures.csv roc_auc class=covid)" 0.9
eval-classes -q --protocol caaxr-2class --score COVID=probability --truth-table caaxr.csv --resamples 2000 results.csv -o covid.csv
for measure in roc_auc sensitivity_at_specificity@0.99 sensitivity_at_specificity@0.9; do # its gate looks at COVID alone
  same "$measure" "$(value caaxr_measures.csv $measure class=covid)" "$(value covid.csv $measure class=covid)"
done

# CAAXR's protocols: the models of two folds on the half of another hospital that neither was trained on.
simulate-hospital -q --studies 800 --seed 90022 --image-size 256 --abnormal-share 0.5 parted
of_pa_views parted >parted.csv
split-folds -q --test 0.5 --fixed-test --folds 2 --validation 0.1 --stratify truth parted.csv -o folds.csv
cmp folds.csv "$models/folds.csv" || fail "the models were trained on other images; see scripts/models/README.md"
[ -z "$(sed 1d folds.csv | cut -d, -f2,4 | sort -u | cut -d, -f1 | uniq -d)" ] || fail "a patient is tested and trained on"
awk -F, 'NR == FNR { test[$1] = $4 == "test"; next } test[$2] { print $1 }' folds.csv parted/truth/images.csv >test.list
for fold in 1 2; do
  cxr-infer -q --filter none --from list --root parted --pipeline "$models/fold$fold.json" test.list -o $fold.csv
done
awk -v OFS=, 'NR == 1 { print $0, "fold" } FNR > 1 { print $0, FILENAME + 0 }' 1.csv 2.csv >both.csv
for classes in 2 3 4; do
  eval-classes -q --protocol "caaxr-${classes}class" --score-prefix score: --truth-table folds.csv --fold fold --resamples 1000 \
    --confusion "matrix$classes.csv" both.csv -o "caaxr$classes.csv"
  awk -F, -v images="$(wc -l <test.list)" '{ sum[$1] += $4 } END { exit !(sum["fold=1"] == images && sum["fold=2"] == images) }' \
    "matrix$classes.csv" || fail "not every test image counts in each fold"
done
for fold in 1 2; do # by chance 0.5, 0.01 and 0.1
  at_least "area of COVID in fold $fold" "$(value caaxr4.csv roc_auc "fold=$fold;class=covid")" 0.85
  at_least "sensitivity for COVID at 0.99" "$(value caaxr4.csv sensitivity_at_specificity@0.99 "fold=$fold;class=covid")" 0.3
  at_least "sensitivity for COVID at 0.9" "$(value caaxr4.csv sensitivity_at_specificity@0.9 "fold=$fold;class=covid")" 0.6
done
for class in noncovid_pneumonia unhealthy_other healthy; do
  at_least "area of $class" "$(value caaxr4.csv roc_auc "folds=mean;class=$class")" 0.85
done
at_least "macro F1 of two classes" "$(value caaxr2.csv macro_f1 folds=mean)" 0.75
same "area of COVID" "$(value caaxr2.csv roc_auc 'fold=1;class=covid')" "$(value caaxr4.csv roc_auc 'fold=1;class=covid')"

# Areas counted here, the second of a class whose scores are added up; then their mean and standard deviation.
scored() { # FOLD PATTERN COLUMN...: the sum of the columns, and whether the truth is such
  join -t, <(cut -d, -f1,3 folds.csv | sort) <(cells "$1.csv" sop_uid "${@:3}" | sort) |
    awk -F, -v pattern="$2" '{ sum = 0; for (i = 3; i <= NF; ++i) sum += $i; printf "%.17g,%d\n", sum, $2 ~ pattern }'
}
same "area of COVID" "$(value caaxr4.csv roc_auc 'fold=1;class=covid')" "$(scored 1 '^COVID' score:COVID | area)"
for fold in 1 2; do
  area=$(scored $fold '^(Non|Unh)' 'score:Non-COVID Pneumonia' 'score:Unhealthy Others' | area)
  same "area of other disease" "$(value caaxr3.csv roc_auc "fold=$fold;class=noncovid_unhealthy")" "$area"
  echo "$area"
done >areas
[ "$(sort -u areas | wc -l)" -eq 2 ] || fail "both folds have one model"
paste -s -d ' ' areas | awk '{ printf "%.9f %.9f\n", ($1 + $2) / 2, ($1 > $2 ? $1 - $2 : $2 - $1) / sqrt(2) }' >mean
awk -F, '$1 == "roc_auc" && $2 == "folds=mean;class=noncovid_unhealthy" { printf "%.9f %.9f\n", $3, $NF }' caaxr3.csv |
  cmp - mean || fail "another mean or standard deviation"
eval-classes -q --protocol caaxr-3class --score-prefix score: --truth-table folds.csv --fold fold --ddof 0 --resamples 100 both.csv |
  awk -F, '$1 == "roc_auc" && $2 == "folds=mean;class=noncovid_unhealthy" { printf "%.9f\n", $NF * sqrt(2) }' |
  cmp - <(cut -d ' ' -f2 mean) || fail "another standard deviation with --ddof 0"

# A run that was ended goes on with the same scores.
find hospital/images -type f | sort >paths
scores=(cxr-infer -q --rules all.rules --max-wait 0.2 --pipeline "$models/pipeline.json" - -o)
"${scores[@]}" whole.csv <paths
mkfifo feed
"${scores[@]}" resumed.csv <feed 2>/dev/null &
exec 4>feed
for images in 90 91; do # a second checkpoint says that the first one is on the disk
  sed -n "$((images == 90 ? 1 : 91)),${images}p" paths >&4
  for _ in $(seq 600); do
    [ "$(wc -l 2>/dev/null <resumed.csv.partial.journal || echo 0)" -ge $((images - 89)) ] && break
    sleep 0.1
  done
done
kill -TERM $!
wait $! && fail "a terminated run exits 0"
exec 4>&-
[ -s resumed.csv.partial.journal ] || fail "a terminated run leaves nothing to go on with"
"${scores[@]}" resumed.csv --resume <paths
cmp whole.csv resumed.csv || fail "a resumed run has other scores"

# Tools that know nothing of scores make of the table what they make of it without them.
first=$(head -n 1 results.csv | tr , '\n' | grep -n '^router_score:' | head -n 1 | cut -d: -f1)
cut -d, -f "-$((first - 1))" results.csv >without.csv
his-extract -q hospital/his | label-reports -q >labelled.csv
match -q --results results.csv labelled.csv -o pairs.csv
match -q --results without.csv labelled.csv | cmp - pairs.csv || fail "scores change pairs"
bootstrap-f1 -q --resamples 200 pairs.csv -o metrics.csv
cxr-infer -q --rules all.rules --boxes boxes.csv hospital/images -o ai.csv
for images in results without; do
  eval-boxes -q --images $images.csv --truth hospital/truth/boxes.csv --resamples 100 boxes.csv -o "lesions_$images.csv"
done
cmp lesions_results.csv lesions_without.csv || fail "scores change lesions"
validation-report -q --metrics metrics.csv --pairs pairs.csv --images hospital/images --results results.csv -o report.html

# The demo pipeline's normal and abnormal beside the study level, by image quality.
awk -F, -v OFS=, 'NR == 1 { print $0, "status_of_study", "image_quality"; next }
  { print $0, $3 == "Healthy" ? "Normal" : "Abnormal", NR % 3 ? "good" : "poor" }' caaxr.csv >quality_of_images.csv
eval-classes -q --protocol caaxr-study-level --prediction abnormal_status --score abnormal=probability \
  --truth status_of_study --truth-table quality_of_images.csv --resamples 2000 ai.csv -o quality.csv
at_least "area of abnormal" "$(value quality.csv roc_auc class=abnormal)" 0.8
at_least "F1 of images of good quality" "$(value quality.csv f1 'image_quality=good;class=abnormal')" 0.6
