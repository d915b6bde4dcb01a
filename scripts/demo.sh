#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Sets up, builds, simulates a hospital, takes its files through the tools to F1 with its interval and to a report for
# people, and holds every count against the simulator's truth. Results stay in build/demo. DEMO_STUDIES and DEMO_SEED
# change the hospital, DEMO_OUT the folder; DEMO_BIN names tools that are built already.
set -euo pipefail
cd "$(dirname "$0")/.."
studies=${DEMO_STUDIES:-300}
seed=${DEMO_SEED:-2020}
damaged=3

out=${DEMO_OUT:-build/demo}

# shellcheck source-path=SCRIPTDIR source=pipeline.sh
. scripts/pipeline.sh
use_tools "${DEMO_BIN:-}" build/demo.configure.log

fresh_folder "$out"
cd "$out"
export CXRVAL_RUN_DIR=runs

step "1. An invented hospital: $studies imaging studies, seed $seed"
simulate-hospital --studies "$studies" --seed "$seed" --damaged-images "$damaged" -j "$(nproc)" hospital

step "2. The reports out of the HIS files, and their labels"
his-extract hospital/his -o reports.csv
label-reports reports.csv -o labelled.csv

step "3. The AI over the images; $damaged damaged files are rejected, counted and listed"
dicom-extract hospital/images --rejects header_rejects.csv --max-rejects "$damaged" -o headers.csv
cxr-infer hospital/images -j "$(nproc)" --boxes boxes.csv --rejects ai_rejects.csv --max-rejects "$damaged" -o ai.csv

step "4. Pairs of AI results and reports"
match --results ai.csv labelled.csv --unmatched-studies unmatched_studies.csv --unmatched-reports unmatched_reports.csv \
  --alternatives alternatives.csv --flow flow.csv --daily daily.csv --lags lags.csv -o pairs.csv

step "5. F1 with its interval, studies resampled as in the paper and patients resampled"
bootstrap-f1 -q --recipe paper pairs.csv -o f1_studies.csv
bootstrap-f1 -q --unit patient pairs.csv -o f1_patients.csv

step "6. The same in one pipe"
his-extract -q hospital/his | label-reports -q | match -q --results ai.csv - | bootstrap-f1 -q --unit patient >f1_pipe.csv
cmp f1_patients.csv f1_pipe.csv && echo "the pipe gives the same table"

step "7. The report: every measure by sex and age, what the matching left open, lesions, figures, examples of errors"
bootstrap-f1 -q --measure all --group sex --group age_band --subgroups subgroups.csv --curves curves.csv --thresholds thresholds.csv \
  --calibration-bins calibration_bins.csv --histogram histogram.csv --unmatched-studies unmatched_studies.csv \
  --unmatched-reports unmatched_reports.csv --indeterminate both --alternatives alternatives.csv -j "$(nproc)" pairs.csv -o metrics.csv 2>metrics.log ||
  { cat metrics.log >&2; exit 1; }
eval-boxes -q --resamples 1000 --max-rejects "$damaged" --truth hospital/truth/boxes.csv --images ai.csv boxes.csv -o lesion_ap.csv 2>lesion_ap.log ||
  { cat lesion_ap.log >&2; exit 1; }
report() { # LANGUAGE FILE
  validation-report --from . --images hospital/images --results ai.csv --boxes boxes.csv --lang "$1" -o "$2"
}
report en report.html
report vi bao_cao.html

differences=0
truth() { awk -F, -v name="$1" '$1 == name { print $2; found = 1 } END { if (!found) print 0 }' hospital/truth/counts.csv; }
compare() { # TEXT FOUND TRUTH_NAME
  local expected mark=""
  expected=$(truth "$3")
  if [ "$2" != "$expected" ]; then
    mark="  <-- differs"
    differences=$((differences + 1))
  fi
  printf '  %-60s %8s %8s%s\n' "$1" "$2" "$expected" "$mark"
}

printf '\n  %-60s %8s %8s\n' "count" "tools" "truth"
compare "chest X-ray reports" "$(records reports.csv)" cxr_reports
compare "reports that the template rule calls normal" "$(label-reports -q --format jsonl reports.csv | grep -c '"label":"normal"')" reports_template_normal
compare "images" "$(records ai.csv)" images
for reason in body_part_missing body_part_other modality_other; do
  compare "images that are no chest X-ray by tag: $reason" "$(column ai.csv reason $reason)" images_not_cxr_$reason
done
compare "images that are not PA" "$(column ai.csv status not_pa)" images_not_pa
compare "damaged images, rejected" "$(column ai.csv status rejected)" images_rejected
compare "pairs of a study and its report" "$(records pairs.csv)" pairs
compare "pairs whose report is abnormal by its templates" "$(column pairs.csv label abnormal)" pairs_template_abnormal
for side in studies reports; do
  while read -r name; do
    compare "unmatched $side: ${name#unmatched_"$side"_}" "$(column unmatched_$side.csv match_reason "${name#unmatched_"$side"_}")" "$name"
  done < <(grep -o "^unmatched_${side}_[A-Z_]*" hospital/truth/counts.csv)
done

interval() { awk -F, '$1 == "f1" { printf "%.3f (95%% CI %.3f, %.3f)", $3, $4, $5 }' "$1"; }
printf '\n  %-46s %s\n' "F1, studies resampled (the paper's recipe)" "$(interval f1_studies.csv)"
printf '  %-46s %s\n' "F1, patients resampled (cxrval's default)" "$(interval f1_patients.csv)"
printf "\nTables, rejects and run records: %s\n" "$out"
printf "The report, to be opened in a browser: %s (in Vietnamese: bao_cao.html)\n" "$out/report.html"
if [ "$differences" -ne 0 ]; then
  echo "demo.sh: error: $differences counts differ from the truth" >&2
  exit 1
fi
