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
simulate-hospital -q --studies 300 --image-size 64 --damaged-images 5 --seed 11 small
rules=trim,upper,strip-leading-zeros

infer() { # FOLDER TABLE OPTION...: damaged images are rejected
  cxr-infer "${@:3}" --boxes "${2%.csv}_boxes.csv" --rejects "${2%.csv}_rejects.csv" "$1" -o "$2" 2>"${2%.csv}_said" || [ $? -eq 3 ]
}
column() { # TABLE NAME: its cells, of a table without quoted commas before that column
  awk -F, -v name="$2" 'NR == 1 { for (i = 1; i <= NF; ++i) if ($i == name) at = i; next } at { print $at }' "$1"
}

# Without free text, whose line ends would trouble tools that work line by line.
his-extract -q small/his | label-reports -q --drop-text >one_line.csv
his-extract -q --pseudonymize key --keep-text --normalize-id $rules small/his | label-reports -q --drop-text >hidden.csv
infer small/images ai.csv
infer small/images hidden_ai.csv --pseudonymize key --normalize-id $rules
dicom-extract --tag PatientName small/images -o headers.csv 2>/dev/null || [ $? -eq 3 ]
dicom-extract --tag PatientName --pseudonymize key --normalize-id $rules --rejects hidden_headers_rejects.csv small/images \
  -o hidden_headers.csv 2>hidden_headers_said || [ $? -eq 3 ]
[ "$(wc -l <ai.csv)" -gt 250 ] || fail "too few results to tell anything"

# What each name has become: the rows of a table are the same before and after, in the same order.
names() { # NAME PLAIN HIDDEN
  [ "$(wc -l <"$2")" -eq "$(wc -l <"$3")" ] || fail "$2 and $3 have other rows"
  paste -d, <(column "$2" "$1") <(column "$3" "$1") | sort -u
}
# What a pair is: who, which study and session, how far apart. Which of equally good pairings is taken depends on the
# order of ids, which pseudonyms change: such pairs are marked tie and compared by their number. The years of birth of
# both sides are not compared in pseudonymised tables.
pairs_of() { # TABLE
  for name in study_uid session_id patient_id lag_minutes flags label abnormal_status; do column "$1" $name >"cells.$name"; done
  paste -d, cells.study_uid cells.session_id cells.patient_id cells.lag_minutes cells.flags cells.label cells.abnormal_status |
    sed 's/;birth_year_differs//; s/birth_year_differs//'
}
compare() { # NAME PLAIN_RESULTS HIDDEN_RESULTS PLAIN_PAIRS HIDDEN_PAIRS
  names study_uid "$2" "$3" >"$1.studies"
  names session_id one_line.csv hidden.csv >"$1.sessions"
  # Pairs show ids as the rules leave them.
  { names patient_id "$2" "$3"; names patient_id one_line.csv hidden.csv; } |
    awk 'BEGIN { FS = OFS = "," } { gsub(/^ +| +$/, "", $1); sub(/^0+/, "", $1); print toupper($1), $2 }' >"$1.patients"
  pairs_of "$4" | awk 'BEGIN { FS = OFS = "," } FILENAME != "-" { to[FILENAME, $1] = $2; next }
    { $1 = to[ARGV[1], $1]; $2 = to[ARGV[2], $2]; $3 = to[ARGV[3], $3]; print }' "$1.studies" "$1.sessions" "$1.patients" - |
    sort >"$1.after"
  pairs_of "$5" | sort >"$1.before"
  [ "$(grep -cv tie "$1.after")" -gt 100 ] || fail "$1: too few pairs to tell anything"
  if grep -q '^,\|^[^,]*,,\|^[^,]*,[^,]*,,' "$1.after"; then fail "$1: a pair of no study, session or patient"; fi
  diff <(grep -v tie "$1.after") <(grep -v tie "$1.before") || fail "$1: other pairs after pseudonymisation"
  [ "$(grep -c tie "$1.after")" -eq "$(grep -c tie "$1.before")" ] || fail "$1: another number of ties"
}
leaks() { # FILE...: whether they show something that only the originals hold
  local name table
  for name in patient_id session_id study_uid series_uid sop_uid accession PatientName path check_in_time check_out_time \
    report_time study_time acquisition_time source; do
    for table in one_line.csv ai.csv headers.csv; do column $table $name; done
  done | grep . | sort -u >originals
  # A moved time may be another patient's true one: times count where they have not moved. The digits of a UID may spell
  # a short id by chance: such an id counts as a word.
  grep -Ev '^[0-9-]{10}T' originals >names
  if grep -F -f <(grep -E '.{7}' names) "$@" || grep -wF -f <(grep -Ev '.{7}' names) "$@"; then
    fail "an original id, UID, name or path is left"
  fi
}

echo "-- the same forms on both sides"
match -q --normalize-id $rules --results ai.csv one_line.csv -o pairs.csv --unmatched-reports unmatched.csv
match -q --results hidden_ai.csv hidden.csv -o hidden_pairs.csv --unmatched-reports hidden_unmatched.csv
compare same ai.csv hidden_ai.csv pairs.csv hidden_pairs.csv
diff <(column unmatched.csv match_reason | sort) <(column hidden_unmatched.csv match_reason | sort) ||
  fail "other reasons for what has no partner"
cmp <(column hidden_headers.csv patient_id | sort -u) <(column hidden_ai.csv patient_id | sort -u) ||
  fail "the two tools that read images give other pseudonyms"

echo "-- ids of the two sides differ in form"
# Of Patient IDs (0010,0020) of eight characters, explicit or implicit: 00123456 becomes "123456  ", 01234567 " 1234567".
cp -r small/images form
id='\(\x10\x00\x20\x00\(LO\x08\x00\|\x08\x00\x00\x00\)\)'
find form -type f -print0 |
  xargs -0 env LC_ALL=C sed -i -e "s/${id}00\([0-9]\{6\}\)/\1\3  /" -e "s/${id}0\([0-9]\{7\}\)/\1 \3/"
infer form ai_form.csv
infer form hidden_form.csv --pseudonymize key --normalize-id $rules
changed=$(paste -d' ' <(column ai.csv patient_id) <(column ai_form.csv patient_id) | awk '$1 "" != $2 ""' | wc -l)
[ "$changed" -gt 20 ] || fail "only $changed ids are written in another form"
cmp <(column hidden_ai.csv patient_id) <(column hidden_form.csv patient_id) || fail "other pseudonyms of the same ids"
cmp <(column hidden_ai.csv study_time) <(column hidden_form.csv study_time) || fail "other shifts of the same ids"
match -q --normalize-id $rules --results ai_form.csv one_line.csv -o form_pairs.csv
match -q --results hidden_form.csv hidden.csv -o hidden_form_pairs.csv
compare form ai_form.csv hidden_form.csv form_pairs.csv hidden_form_pairs.csv
infer form strict.csv --pseudonymize key --normalize-id trim
match -q --results strict.csv hidden.csv -o strict_pairs.csv
[ "$(wc -l <strict_pairs.csv)" -lt "$(wc -l <pairs.csv)" ] || fail "another rule gives all pairs, too: the test could not fail"

echo "-- nothing of the originals is left"
his-extract --pseudonymize key --rejects rejects.csv small/his -o hidden_reports.csv 2>hidden_reports_said
[ "$(column headers.csv PatientName | grep -c .)" -gt 250 ] || fail "the images name no patients: the test could not fail"
[ "$(wc -l <hidden_ai_rejects.csv)" -gt 1 ] || fail "no image was rejected: the test could not fail"
leaks hidden* strict.csv strict_boxes.csv strict.csv.run.json rejects.csv
for table in reports ai headers form; do
  grep -q pseudonym_key_check hidden_$table.csv.run.json || fail "a run record does not say that it is pseudonymised"
done
if (leaks headers.csv) >/dev/null 2>&1; then fail "the search for leaks finds none in the original: it could not fail"; fi
for time in check_in_time,one_line.csv,hidden.csv study_time,ai.csv,hidden_ai.csv; do
  IFS=, read -r name plain hidden <<<"$time"
  paste -d, <(column "$plain" "$name") <(column "$hidden" "$name") |
    awk -F, '$1 != "" && $1 == $2 { bad = 1 } END { exit bad }' || fail "a $name has not moved"
done
[ -z "$(column hidden_reports.csv description | tr -d '\n')" ] || fail "free text is left"

echo "-- another key, another hospital"
his-extract -q --pseudonymize other_key --normalize-id $rules small/his >foreign.csv
if grep -qFxf <(column hidden_reports.csv patient_id | grep .) <(column foreign.csv patient_id); then
  fail "two keys give the same pseudonyms"
fi
