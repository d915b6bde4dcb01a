#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# reproduce.sh [--tables-only | --orthanc] [--seed N] [--out DIR]: sets up, builds, and says of every number of the VinDr-CXR clinical
# validation whether it follows: from the paper's other numbers, from counts that they allow, and from an invented cohort
# with the paper's flow that the tools must read back. Without --tables-only the cohort has images, and the demo's models
# judge them; with --orthanc the images go through a real PACS first, by DICOMweb (Debian packages orthanc, orthanc-dicomweb). Results stay in DIR
# (build/reproduction). REPRODUCE_BIN names tools that are built already.
set -euo pipefail
cd "$(dirname "$0")/.."

usage() {
  echo "usage: reproduce.sh [--tables-only | --orthanc] [--seed N] [--out DIR]" >&2
  exit 2
}
tables_only=no orthanc=no seed=2020 out=build/reproduction
while [ $# -gt 0 ]; do
  case $1 in
    --tables-only) tables_only=yes ;;
    --orthanc) orthanc=yes ;;
    --seed | --out)
      [ -n "${2:-}" ] || usage
      if [ "$1" = --seed ]; then seed=$2; else out=$2; fi
      shift
      ;;
    *) usage ;;
  esac
  shift
done

[ "$tables_only$orthanc" != yesyes ] || usage

# shellcheck source-path=SCRIPTDIR source=pipeline.sh
. scripts/pipeline.sh
# shellcheck source-path=SCRIPTDIR source=orthanc.sh
. scripts/orthanc.sh
mkdir -p build
use_tools "${REPRODUCE_BIN:-}" build/reproduction.configure.log
threads=$(nproc)
paper=$PWD/data/papers/vindr-cxr-2022.csv
templates=$PWD/data/templates/vindr-phutho.tsv
pipeline=$PWD/data/models/demo/pipeline.json
# TP, FP, FN, TN: inferred from what the paper and its journal version print, not published.
counts=1205,729,551,3800

fresh_folder "$out"
mkdir "$out/runs"
cd "$out"
export CXRVAL_RUN_DIR=$PWD/runs
failures=0
fail() {
  echo "reproduce.sh: error: $1" >&2
  failures=$((failures + 1))
}

step "1. From the paper's own numbers"
check-printed -q --format jsonl --paper "$paper" >numbers.jsonl
printed() { # ID: without the commas of thousands
  sed -n 's/^{"id":"'"$1"'",.*"printed":"\([^"]*\)","value".*/\1/p' numbers.jsonl | sed -n 's/,//g;1p'
}
check-printed --n "$(printed matched)" --positives "$(printed abnormal)" -j "$threads" -o fitting.csv \
  --printed "f1=$(printed f1),$(printed f1_low),$(printed f1_high)"
bootstrap-f1 --recipe paper --counts "$counts" --histogram histogram.csv -o counts.csv
bootstrap-f1 -q --exact --counts "$counts" -o exact.csv

# From the files of HOSPITAL and the AI's results to F1, in FOLDER. Damaged HIS files are rejected, as many as were planted.
chain() { # FOLDER HOSPITAL RESULTS [OPTION_OF_BOOTSTRAP_F1...]
  his-extract -q "$2/his" --rejects "$1/his_rejects.csv" --max-rejects $(($(truth his_files_damaged) + $(truth his_files_cut))) \
    -o "$1/reports.csv"
  label-reports "$1/reports.csv" -o "$1/labelled.csv"
  match --results "$3" "$1/labelled.csv" --flow "$1/flow.csv" --daily "$1/daily.csv" --lags "$1/lags.csv" \
    --alternatives "$1/alternatives.csv" --unmatched-studies "$1/unmatched_studies.csv" \
    --unmatched-reports "$1/unmatched_reports.csv" -o "$1/pairs.csv"
  bootstrap-f1 --recipe paper "${@:4}" "$1/pairs.csv" -o "$1/metrics.csv"
}

step "2. From an invented cohort with the paper's flow, seed $seed: a faultless AI's results are planted"
simulate-hospital --preset phu-tho-2020 --no-images --seed "$seed" --sessions-per-file 100 -j "$threads" hospital
truth() { awk -F, -v name="$1" '$1 == name { print $2; found = 1 } END { if (!found) exit 1 }' hospital/truth/counts.csv; }
if grep -q '"' hospital/truth/studies.csv hospital/truth/reports.csv hospital/ai.csv; then fail "the truth has quoted cells"; fi
mkdir planted
chain planted hospital hospital/ai.csv

# TP FP FN TN of the pairs that the truth names, by the AI's own answers: a study is judged when one of its images is, and
# abnormal when one of these is. For tables without quotes.
truth_matrix() { # RESULTS
  awk -F, '
    FNR == 1 { ++file; for (i = 1; i <= NF; ++i) at[file, $i] = i; next }
    function of(name) { return $at[file, name] }
    function study() { return of("patient_id") SUBSEP of("study_uid") }
    file == 1 { if (of("status") == "ok" && of("abnormal_status") >= answer[study()] + 0) answer[study()] = of("abnormal_status") }
    file == 2 { label[of("session_id"), of("report_number")] = of("template_label") }
    file == 3 && of("expected_match") == "MATCHED" && study() in answer { ++cell[label[of("session_id"), of("report_number")], answer[study()]] }
    END { print cell["abnormal", 1] + 0, cell["normal", 1] + 0, cell["abnormal", 0] + 0, cell["normal", 0] + 0 }
  ' "$1" hospital/truth/reports.csv hospital/truth/studies.csv
}
matrix() { # METRICS: TP FP FN TN
  awk -F, 'NR == 1 { for (i = 1; i <= NF; ++i) at[$i] = i } $1 == "f1" && $2 == "all" { print $at["tp"], $at["fp"], $at["fn"], $at["tn"] }' "$1"
}
check_matrix() { # FOLDER RESULTS
  local wanted found
  wanted=$(truth_matrix "$2") found=$(matrix "$1/metrics.csv")
  echo "TP FP FN TN: $found by the tools, $wanted by the truth joined with the AI's answers"
  [ "$wanted" = "$found" ] || fail "the confusion matrix of $1 is not that of the truth joined with the AI's answers"
}

flow() { # FOLDER SIDE UNIT STEP
  awk -F, -v side="$2" -v unit="$3" -v step="$4" '$1 == side && $2 == unit && $3 == step { print $4 }' "$1/flow.csv"
}
comparison_row() { # TEXT PLANTED OBTAINED
  printf '| %s | %s | %s | %s |\n' "$1" "$2" "$3" "$(($2 - $3))"
}
comparison() { # FOLDER RESULTS
  local tp fp fn tn status side reason
  read -r tp fp fn tn < <(matrix "$1/metrics.csv")
  printf '| count | planted | obtained | planted - obtained |\n|---|---|---|---|\n'
  comparison_row "chest X-ray reports" "$(truth cxr_reports)" "$(flow "$1" reports reports all)"
  comparison_row "damaged HIS files, rejected" "$(truth his_files_damaged)" "$(column "$1/his_rejects.csv" unit files)"
  for status in ok not_pa not_cxr rejected; do
    [ "$1" != planted ] || continue # no tool made these
    comparison_row "images with status $status" "$(truth images_$status)" "$(column "$2" status $status)"
  done
  comparison_row "studies with an AI result" "$(truth studies_ok)" "$(flow "$1" studies studies status:ok)"
  comparison_row "pairs of a study and a report" "$(truth pairs)" "$(flow "$1" both pairs all)"
  comparison_row "patients of the pairs" "$(truth pairs_patients)" "$(flow "$1" both patients matched)"
  comparison_row "pairs whose report is normal" "$(truth pairs_template_normal)" $((fp + tn))
  comparison_row "pairs whose report is abnormal" "$(truth pairs_template_abnormal)" $((tp + fn))
  for side in studies reports; do
    while read -r reason; do
      comparison_row "$side without a partner: $reason" "$(truth "unmatched_${side}_$reason")" "$(flow "$1" $side $side "unmatched:$reason")"
    done < <(sed -n "s/^unmatched_${side}_\([A-Z_]*\),.*/\1/p" hospital/truth/counts.csv)
  done
  comparison_row "true positive pairs" "$(truth pairs_true_positive)" "$tp"
  comparison_row "false positive pairs" "$(truth pairs_false_positive)" "$fp"
  comparison_row "false negative pairs" "$(truth pairs_false_negative)" "$fn"
  comparison_row "true negative pairs" "$(truth pairs_true_negative)" "$tn"
}

check_matrix planted hospital/ai.csv
comparison planted hospital/ai.csv >planted.md
if awk -F'|' 'NR > 2 && $5 != 0 { wrong = 1 } END { exit !wrong }' planted.md; then
  fail "the tools' counts are not those that were planted, see planted.md"
fi

step "3. Every number of the paper"
# Two boxes say at which IoU eval-boxes counts a hit: one is found with an IoU of 0.4, the other with a little less.
printf 'sop_uid,class,x_min,y_min,x_max,y_max\n1,at,0,0,10,10\n1,below,20,20,30,30\n' >two_boxes.csv
printf 'sop_uid,class,score,x_min,y_min,x_max,y_max\n1,at,0.9,0,0,10,4\n1,below,0.9,20,20,30,23.99\n' >two_found.csv
printf 'sop_uid\n1\n' >one_image.csv
eval-boxes -q --truth two_boxes.csv --images one_image.csv two_found.csv -o two_boxes_ap.csv 2>two_boxes.log || { cat two_boxes.log >&2; exit 1; }
setting() { # RECORD NAME
  sed -n 's/^    "'"$2"'": "\(.*\)",\{0,1\}$/\1/p' "$1"
}
{
  echo tool,name,value
  setting planted/pairs.csv.run.json window | sed -n 's/^\([0-9]*\)h:\1h$/match,window_hours,\1/p'
  setting planted/metrics.csv.run.json level |
    awk '{ printf "bootstrap-f1,percentile_low,%.6g\nbootstrap-f1,percentile_high,%.6g\n", (1 - $1) / 2, (1 + $1) / 2 }'
  awk -F, '$1 ~ /^ap@/ { ap[$2] = $3; iou = substr($1, 4) }
    END { if (ap["class=at"] == 1 && ap["class=below"] == 0) print "eval-boxes,iou," iou }' two_boxes_ap.csv
} >settings.csv
{ echo region; sed 1d "$templates" | cut -f 1; } >templates.csv
{ echo region; sed 1d templates.csv | sort -u; } >regions.csv
awk -v OFS=, 'BEGIN { print "stage", "model", "threshold" }
  function text() { match($0, /: "[^"]*"/); return substr($0, RSTART + 3, RLENGTH - 4) }
  /^    "[a-z]*": \{/ { split($0, parts, "\""); stage = parts[2]; model = gate = "" }
  /"model":/ { model = text() }
  /"gate":/ { gate = text(); sub(/^> /, "", gate) }
  /^    \}/ { print stage, model, gate }' "$pipeline" >stages.csv

paper_check() {
  check-printed --paper "$paper" --table fitting=fitting.csv --table counts=counts.csv --table exact=exact.csv \
    --table flow=planted/flow.csv --table metrics=planted/metrics.csv --table settings=settings.csv --table stages=stages.csv \
    --table templates=templates.csv --table regions=regions.csv "$@"
}
paper_check -q -o paper.csv
paper_check -q --markdown -o paper.md
paper_check -q --format jsonl -o paper.jsonl
cat paper.md
if grep -q '"verdict":"differs"' paper.jsonl; then fail "a number of the paper is not reproduced, see paper.csv"; fi
if grep '"verdict":"not_obtained"' paper.jsonl | grep -qv '"how":"\(needs the private data\|taken by the paper from another one\)"'; then
  fail "a table or a row is missing, see not_obtained in paper.csv"
fi
printf '\nThe planted cohort, and what the tools make of its files:\n\n'
cat planted.md
validation-report -q --title "Figures 5 and 6, from counts that are inferred" --runs runs --metrics counts.csv \
  --histogram histogram.csv -o figures_5_and_6.html

if [ "$tables_only" = no ]; then
  step "4. The same cohort with its images, judged by the demo's models: they know simulated films only"
  simulate-hospital --preset phu-tho-2020 --seed "$seed" --sessions-per-file 100 -j "$threads" pacs
  for table in studies reports images; do
    cmp "hospital/truth/$table.csv" "pacs/truth/$table.csv" || fail "the hospital with images has another truth"
  done
  images=pacs/images
  if [ "$orthanc" = yes ]; then
    start_orthanc "$PWD/orthanc"
    (umask 077; od -An -N32 -tx1 /dev/urandom >site.key)
    pacs-push -q --auth "$orthanc_auth" "$orthanc_dicomweb" pacs/images --max-rejects 100% -o stored.csv
    days=$(find pacs/images -mindepth 1 -maxdepth 1 -printf '%f\n' | LC_ALL=C sort)
    pacs-pull -q -j "$threads" --filter none --print none --from "$(head -n 1 <<<"$days")" --to "$(tail -n 1 <<<"$days")" --key site.key \
      --auth "$orthanc_auth" "$orthanc_dicomweb" fetched
    stop_orthanc
    images=fetched
    echo "Orthanc stored $(grep -c ',stored,$' stored.csv) files, $(grep -c ',rejected,' stored.csv) were damaged or refused; $(find fetched -name '*.dcm' | wc -l) images came out of it"
  fi
  mkdir judged
  cxr-infer "$images" -j "$threads" --boxes judged/boxes.csv --rejects judged/ai_rejects.csv --max-rejects "$(truth images_rejected)" \
    -o judged/ai.csv
  measures=()
  for name in f1 sensitivity specificity ppv npv accuracy roc_auc; do measures+=(--measure "$name"); done
  chain judged pacs judged/ai.csv "${measures[@]}" --curves judged/curves.csv --thresholds judged/thresholds.csv \
    --calibration-bins judged/calibration_bins.csv --histogram judged/histogram.csv --group sex --subgroups judged/subgroups.csv \
    --unmatched-studies judged/unmatched_studies.csv --unmatched-reports judged/unmatched_reports.csv --indeterminate both \
    --alternatives judged/alternatives.csv
  eval-boxes -q --truth pacs/truth/boxes.csv --images judged/ai.csv judged/boxes.csv --rejects judged/box_rejects.csv \
    --max-rejects "$(truth images_header_unreadable)" -j "$threads" -o judged/lesion_ap.csv
  check_matrix judged judged/ai.csv
  comparison judged judged/ai.csv >judged.md
  printf '\nThe planted cohort, and what the tools and the demo'\''s models make of its files and images:\n\n'
  cat judged.md
  awk -F, 'FNR == 1 { for (i = 1; i <= NF; ++i) at[$i] = i }
    ($1 == "f1" || $1 ~ /^map@/) && $2 == "all" { printf "\n%s of the demo'\''s models: %.3f (95%% CI %.3f, %.3f)", $1, $at["estimate"], $at["low"], $at["high"] }
    END { print "" }' judged/metrics.csv judged/lesion_ap.csv
  validation-report -q --title "The demo's models on the planted cohort" --from judged --runs runs --images "$images" \
    --results judged/ai.csv --boxes judged/boxes.csv -o report.html
fi

printf '\nTables: paper.csv, planted/, hospital/%s; pages: figures_5_and_6.html%s; run records: runs/; in %s\n' \
  "$([ "$tables_only" = yes ] || echo ', judged/, pacs/')" "$([ "$tables_only" = yes ] || echo ', report.html')" "$PWD"
if [ "$failures" -gt 0 ]; then
  echo "reproduce.sh: error: $failures checks failed, see above" >&2
  exit 1
fi
