#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Pseudonymising and pairing commute: the pairs of pseudonymised tables are the pseudonymised pairs of the tables, also
# when the two sides write patient ids in different forms, and nothing of the originals is left.
# shellcheck source-path=SCRIPTDIR source=common.sh
. "$(dirname "$0")/common.sh"
folder=$(scratch pseudonyms)
cd "$folder"
# Keys that are always the same: digits of a hash may spell an id by chance, and then would on every run or on none.
(umask 077 && printf 'a key that only this test may use.' >key && printf 'and another one, of another study.' >other_key)
simulate-hospital -q --no-images --studies 500 --seed 11 small
rules=trim,upper,strip-leading-zeros

# Images of some of the reports, as an AI would answer them: made from the reports, because images take long to draw.
his-extract -q small/his -o reports.csv
cat >results.awk <<'AWK'
BEGIN { FS = OFS = ","; print "patient_id,study_uid,study_time,sex,birth_year,status,reason,probability,abnormal_status,path" }
NR > 1 && $3 != "" && $9 != "" && NR % 5 != 0 {
  print $3, "1.2.826.0.1." NR, NR % 3 ? $9 : $6, $4, $5, "ok", "", "0." (NR % 10), NR % 2, "images/" $3 "/" NR ".dcm"
}
AWK
# Without free text, whose line ends would trouble tools that work line by line.
label-reports -q --drop-text reports.csv >one_line.csv
awk -f results.awk one_line.csv >ai.csv
[ "$(wc -l <ai.csv)" -gt 250 ] || fail "too few results to tell anything"

column() { # TABLE NAME: its cells, of a table without quoted commas before that column
  awk -F, -v name="$2" 'NR == 1 { for (i = 1; i <= NF; ++i) if ($i == name) at = i; next } { print $at }' "$1"
}
# What a pair is: who, which study and session, when, how far apart. Which of equally good pairings is taken depends on
# the order of ids, which pseudonyms change: such pairs are marked tie and compared by their number. The years of birth
# of both sides are not compared in pseudonymised tables.
pairs_of() { # TABLE
  for name in patient_id study_uid study_time session_id facility_id report_time lag_minutes flags label abnormal_status; do
    column "$1" $name >"cells.$name"
  done
  paste -d, cells.patient_id cells.study_uid cells.study_time cells.session_id cells.facility_id cells.report_time \
    cells.lag_minutes cells.flags cells.label cells.abnormal_status | sed 's/;birth_year_differs//; s/birth_year_differs//' | sort
}
compare() { # NAME PLAIN_PAIRS PSEUDONYMOUS_PAIRS
  pseudonymize_table key $rules <"$2" >"$1.after.csv"
  pairs_of "$1.after.csv" >"$1.after"
  pairs_of "$3" >"$1.before"
  [ "$(grep -cv tie "$1.after")" -gt 150 ] || fail "$1: too few pairs to tell anything"
  diff <(grep -v tie "$1.after") <(grep -v tie "$1.before") || fail "$1: other pairs after pseudonymisation"
  [ "$(grep -c tie "$1.after")" -eq "$(grep -c tie "$1.before")" ] || fail "$1: another number of ties"
}
leaks() { # FILE...: whether they show something that only the originals hold
  local name
  for name in patient_id session_id study_uid path check_in_time check_out_time report_time study_time source; do
    for table in one_line.csv ai.csv; do column $table $name; done
  done | grep . | sort -u >originals
  # A moved time may be another patient's true one: times count where they have not moved.
  if grep -Fvxf <(grep -E '^[0-9-]{10}T' originals || true) originals | grep -F -f - "$@"; then
    fail "an original id, UID or path is left"
  fi
}

echo "-- the same forms on both sides"
his-extract -q --pseudonymize key --keep-text --normalize-id $rules small/his | label-reports -q --drop-text >hidden.csv
pseudonymize_table key $rules <ai.csv >hidden_ai.csv
match -q --normalize-id $rules --results ai.csv one_line.csv -o pairs.csv --unmatched-reports unmatched.csv
match -q --results hidden_ai.csv hidden.csv -o hidden_pairs.csv --unmatched-reports hidden_unmatched.csv
compare same pairs.csv hidden_pairs.csv
diff <(column unmatched.csv match_reason | sort) <(column hidden_unmatched.csv match_reason | sort) ||
  fail "other reasons for what has no partner"

echo "-- ids of the two sides differ in form"
awk 'BEGIN { FS = OFS = "," } NR > 1 { $1 = $1 % 2 ? "00" tolower($1) " " : " " $1 } { print }' ai.csv >ai_form.csv
pseudonymize_table key $rules <ai_form.csv >hidden_form.csv
cmp <(column hidden_ai.csv patient_id) <(column hidden_form.csv patient_id) || fail "other pseudonyms of the same ids"
cmp <(column hidden_ai.csv study_time) <(column hidden_form.csv study_time) || fail "other shifts of the same ids"
match -q --normalize-id $rules --results ai_form.csv one_line.csv -o form_pairs.csv
match -q --results hidden_form.csv hidden.csv -o hidden_form_pairs.csv
compare form form_pairs.csv hidden_form_pairs.csv
pseudonymize_table key trim <ai_form.csv >strict.csv
match -q --results strict.csv hidden.csv -o strict_pairs.csv
[ "$(wc -l <strict_pairs.csv)" -lt "$(wc -l <pairs.csv)" ] || fail "another rule gives all pairs, too: the test could not fail"

echo "-- nothing of the originals is left"
his-extract --pseudonymize key --rejects rejects.csv small/his -o hidden_reports.csv 2>messages
leaks hidden.csv hidden_ai.csv hidden_pairs.csv hidden_unmatched.csv hidden_reports.csv hidden_reports.csv.run.json messages
grep -q pseudonym_key_check hidden_reports.csv.run.json || fail "the run record does not say that it is pseudonymised"
if (leaks reports.csv) >/dev/null 2>&1; then fail "the search for leaks finds none in the original: it could not fail"; fi
paste -d, <(column one_line.csv check_in_time) <(column hidden.csv check_in_time) |
  awk -F, '$1 != "" && $1 == $2 { bad = 1 } END { exit bad }' || fail "a time has not moved"
[ -z "$(column hidden_reports.csv description | tr -d '\n')" ] || fail "free text is left"

echo "-- another key, another hospital"
his-extract -q --pseudonymize other_key --normalize-id $rules small/his >foreign.csv
if grep -qFxf <(column hidden_reports.csv patient_id | grep .) <(column foreign.csv patient_id); then
  fail "two keys give the same pseudonyms"
fi
