#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# scripts/reproduce.sh --tables-only gives the tables of docs/reproduction.md (UPDATE=1 writes them there), and fails when a
# tool misses what was planted; a list of the paper's numbers with a wrong digit is found out.
# shellcheck source-path=SCRIPTDIR source=common.sh
. "$(dirname "$0")/common.sh"
source_tree=$(cd "$(dirname "$0")/../.." && pwd)
folder=$(scratch reproduction)
page=$source_tree/docs/reproduction.md

reproduce() { # BIN OUT
  REPRODUCE_BIN=$1 "$source_tree/scripts/reproduce.sh" --tables-only --out "$2" >"$2.said" 2>&1
}
reproduce "$bin" "$folder/out" || { tail -n 20 "$folder/out.said" >&2; fail "reproduce.sh ends with an error"; }
cd "$folder"

region() { # NAME: what stands between its marks on the page
  sed -n "/^<!-- $1: begin -->\$/,/^<!-- $1: end -->\$/p" "$page" | sed '1d;$d'
}
for name in paper planted; do
  if [ "${UPDATE:-}" = 1 ]; then
    awk -v name="$name" -v file="out/$name.md" '
      $0 == "<!-- " name ": end -->" { on = 0 }
      !on
      $0 == "<!-- " name ": begin -->" { on = 1; while ((getline line <file) > 0) print line }' "$page" >page.md
    cp page.md "$page"
  fi
  [ -s "out/$name.md" ] || fail "out/$name.md is empty"
  region "$name" | diff - "out/$name.md" || fail "docs/reproduction.md is not what reproduce.sh gives; UPDATE=1 $0 writes it"
done
[ "$(find out/runs -name "*.json" | wc -l)" -ge 10 ] || fail "the run records are not collected"

# A folder that it did not make is left alone, whatever is in it; so is a file.
mkdir -p foreign/runs
echo precious >foreign/notes.txt
if reproduce "$bin" "$folder/foreign"; then fail "reproduce.sh took a folder of somebody else"; fi
if reproduce "$bin" "$folder/foreign/notes.txt"; then fail "reproduce.sh took a file for its folder"; fi
[ "$(cat foreign/notes.txt)" = precious ] || fail "reproduce.sh removed what it did not make"

# Numbers with one wrong digit, against the tables of the run.
verdicts() { # ID
  check-printed -q --format jsonl --paper wrong.csv --table fitting=out/fitting.csv --table counts=out/counts.csv \
    --table exact=out/exact.csv --table flow=out/planted/flow.csv --table metrics=out/planted/metrics.csv \
    --table settings=out/settings.csv --table stages=out/stages.csv --table templates=out/templates.csv \
    --table regions=out/regions.csv | sed -n "s/^{\"id\":\"$1\",.*\"verdict\":\"\([a-z_]*\)\".*/\1/p" | tr '\n' ' '
}
wrong_digit() { # ID SCRIPT VERDICTS
  sed "$2" "$source_tree/data/papers/vindr-cxr-2022.csv" >wrong.csv
  local found
  found=$(verdicts "$1")
  [ "$found" = "$3 " ] || fail "$1 after $2: $found instead of $3"
}
wrong_digit patients '' follows
wrong_digit patients '/^patients,/s/5,989/5,998/' differs
wrong_digit matched '/^matched,/s/6,285/6,258/' 'slip differs'
wrong_digit his_reports '/^his_reports,/s/6,687/6,686/' differs
wrong_digit ai_results '/^ai_results,/s/6,585/6,685/' differs
wrong_digit f1 '/^f1,/s/0\.653/0.654/' 'differs differs'
wrong_digit f1_low '/^f1_low,/s/0\.635/0.636/' 'differs differs'
wrong_digit window_hours '/^window_hours,/s/,24,/,42,/' differs
wrong_digit pa_threshold '/^pa_threshold,/s/,0\.5,/,0.6,/' differs
wrong_digit templates_pleura '/^templates_pleura,/s/,3,/,2,/' differs
wrong_digit map '/^map,/s/0\.365/0.356/' 'slip not_obtained'
wrong_digit normal_percent '/^normal_percent,/s/72\.4%/72.1%/' follows

# A match that takes reports of the first two hours only loses pairs, and this must not pass.
mkdir wrong_bin
for tool in "$bin"/*; do ln -s "$tool" wrong_bin/; done
rm wrong_bin/match
printf '#!/bin/sh\nexec "%s/match" --window 2h:2h "$@"\n' "$bin" >wrong_bin/match
chmod +x wrong_bin/match
if reproduce "$folder/wrong_bin" "$folder/wrong_out"; then fail "reproduce.sh does not see pairs that are missing"; fi
for words in "confusion matrix of planted is not" "not those that were planted" "a number of the paper is not reproduced"; do
  grep -q "reproduce.sh: error: .*$words" wrong_out.said || fail "reproduce.sh does not say: $words"
done
