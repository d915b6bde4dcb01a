#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The paper's patient flow from the simulated HIS files and a faultless AI's results: its counts, and of every study and
# every report the partner or the reason that the simulator says.
# shellcheck source-path=SCRIPTDIR source=common.sh
. "$(dirname "$0")/common.sh"
folder=$(scratch paper_flow)
cd "$folder"

# A match that has no codes for second records of the same thing calls them taken; it says so in its description.
second_records=exact
match --generate man | grep -c DUPLICATE_STUDY >/dev/null || second_records=taken

# Cells of JSON lines, parted by tabs; of those asked for none holds a quote.
cells() { # FILE NAME...
  local file=$1
  shift
  awk -v names="$*" '
    function cell(name, text) {
      if (!match($0, "\"" name "\":(\"[^\"]*\"|[^,}]*)")) { print "no cell " name > "/dev/stderr"; exit 1 }
      text = substr($0, RSTART + length(name) + 3, RLENGTH - length(name) - 3)
      gsub("\"", "", text)
      return text == "null" ? "" : text
    }
    BEGIN { count = split(names, wanted, " ") }
    {
      line = ""
      for (i = 1; i <= count; ++i) line = line (i > 1 ? "\t" : "") cell(wanted[i])
      print line
    }' "$file"
}

# Lines of the truth, in the form of found_records; a study whose header nobody can read is in no table of studies.
expected_records() { # TRUTH
  if grep -q '"' "$1/studies.csv" "$1/reports.csv"; then fail "quoted cells in the truth"; fi
  awk -F, -v OFS='\t' -v second="$second_records" '
    function key(session, time) { return "99001/" session "/18.0119.0028/" time }
    FNR == 1 { ++file; for (i = 1; i <= NF; ++i) at[file, $i] = i; next }
    function of(name) { return $at[file, name] }
    {
      code = of("expected_match")
      if (second == "taken" && code == "DUPLICATE_STUDY") code = "TAKEN_BY_OTHER_STUDY"
      if (second == "taken" && code == "DUPLICATE_REPORT") code = "TAKEN_BY_OTHER_REPORT"
    }
    file == 1 {
      report = key(of("session_id"), of("report_time"))
      written[of("session_id"), of("report_number")] = report
      print "report", report, of("template_label"), code, code == "MATCHED" ? of("study_uid") : ""
    }
    file == 2 && code != "" {
      partner = code == "MATCHED" ? written[of("session_id"), of("report_number")] : ""
      print "study", of("study_uid"), of("expected_status"), of("abnormal_status"), code, partner
    }' "$1/reports.csv" "$1/studies.csv" | sort
}

found_records() {
  local report=(facility_id session_id service_id report_time)
  {
    cells pairs.jsonl study_uid status abnormal_status "${report[@]}" |
      awk -F'\t' -v OFS='\t' '{ print "study", $1, $2, $3, "MATCHED", $4 "/" $5 "/" $6 "/" $7 }'
    cells pairs.jsonl "${report[@]}" label study_uid |
      awk -F'\t' -v OFS='\t' '{ print "report", $1 "/" $2 "/" $3 "/" $4, $5, "MATCHED", $6 }'
    cells studies.jsonl study_uid status abnormal_status match_reason |
      awk -F'\t' -v OFS='\t' '{ print "study", $1, $2, $3, $4, "" }'
    cells reports.jsonl "${report[@]}" label match_reason |
      awk -F'\t' -v OFS='\t' '{ print "report", $1 "/" $2 "/" $3 "/" $4, $5, $6, "" }'
  } | sort
}

as_expected() { # TRUTH: every record of match's three tables
  expected_records "$1" >expected
  diff expected found >differences
}

count() { # WHAT EXPECTED FOUND
  [ "$2" = "$3" ] || fail "seed $seed: $1: $3 instead of $2"
}

planted() { # NAME of a count
  awk -F, -v name="$1" '$1 == name { print $2 }' flow/truth/counts.csv
}

for seed in 1 2; do
  rm -rf flow
  simulate-hospital -q --preset phu-tho-2020 --no-images --seed "$seed" --sessions-per-file 100 flow
  cmp <(sed 1q "$work/ai.csv") <(sed 1q flow/ai.csv) || fail "ai.csv has other columns than a table of cxr-infer"
  status=0
  his-extract -q flow/his --rejects rejects.csv -o reports.csv 2>/dev/null || status=$?
  count "exit status of his-extract" 3 "$status"
  count "damaged HIS files" "$(planted his_files_damaged)" "$(grep -c '^files,' rejects.csv)"
  count "sessions cut off" "$(planted his_files_cut)" "$(grep -c '^sessions,' rejects.csv)"
  count "reports" 6687 "$(planted cxr_reports)"
  label-reports -q reports.csv >labelled.csv
  match -q --results flow/ai.csv labelled.csv --format jsonl -o pairs.jsonl --unmatched-studies studies.jsonl \
    --unmatched-reports reports.jsonl

  alone=$(cells studies.jsonl status | grep -cx ok)
  count pairs 6285 "$(wc -l <pairs.jsonl)"
  count "patients of the pairs" 5989 "$(cells pairs.jsonl patient_id | sort -u | wc -l)"
  count "AI results" 6585 $((6285 + alone))
  count "AI results without a partner" 300 "$alone"
  count "reports without a partner" 402 "$(wc -l <reports.jsonl)"
  count "abnormal pairs" 1756 "$(cells pairs.jsonl label | grep -cx abnormal)"

  found_records >found
  as_expected flow/truth || { sed -n 1,20p differences >&2; fail "seed $seed: $(grep -c '^[<>]' differences) lines differ"; }

  bootstrap-f1 --recipe paper pairs.jsonl >metrics.csv 2>said
  grep -q 'F1 0.653 (95% CI 0.635, 0.671)' said || fail "seed $seed: $(cat said)"
  grep -q 'TP 1205, FP 729, FN 551, TN 3800' said || fail "seed $seed: $(cat said)"
done

# Controls: with one reason, one partner, one AI answer changed in the truth the comparison fails, on that record alone.
spoil() { # FILE SCRIPT
  rm -rf spoilt
  cp -r flow/truth spoilt
  sed -i "$2" "spoilt/$1.csv"
  if as_expected spoilt; then fail "the comparison does not see: $2"; fi
  count "lines that differ after $2" 2 "$(grep -c '^[<>]' differences)"
}
first() { # FILE PATTERN: the number of its first line
  grep -nE -m 1 "$2" "flow/truth/$1.csv" | cut -d: -f1
}
spoil studies "$(first studies ',AFTER_CHECKOUT,')s/,AFTER_CHECKOUT,/,BEFORE_CHECKIN,/"
spoil reports "$(first reports ',NO_STUDY,')s/,NO_STUDY,/,PATIENT_FORMAT_DIFFERS,/"
spoil reports "$(first reports ',MATCHED,')s/,2\.25\./,2.26./"
spoil studies "$(first studies ',ok,MATCHED,0,')s/,MATCHED,0,/,MATCHED,1,/"

[ "$second_records" = exact ] ||
  echo "match has no code DUPLICATE_STUDY: $(grep -hc ',DUPLICATE_' flow/truth/studies.csv) studies and" \
    "$(grep -hc ',DUPLICATE_' flow/truth/reports.csv) reports were compared as TAKEN_BY_OTHER_*"
