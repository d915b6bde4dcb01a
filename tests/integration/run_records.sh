#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The run records of a pipe chain: what one tool wrote is what the next one read.
# shellcheck source-path=SCRIPTDIR source=common.sh
. "$(dirname "$0")/common.sh"
folder=$(scratch run_records)
cd "$work"
export CXRVAL_RUN_DIR=$folder/runs
his-extract -q "$hospital/his" | label-reports -q | match -q --results ai.csv - | bootstrap-f1 -q >"$folder/metrics.csv"
hashes() { # SECTION FILE: the sha256 values of "inputs" or "outputs"
  awk -v section="\"$1\":" '$1 == section { on = 1 } on && /"sha256"/ { gsub(/[",]/, "", $2); print $2 } on && /^  \]/ { on = 0 }' "$2"
}
one() { # TOOL: its run record
  local records=("$folder/runs/$1"-*.run.json)
  [ ${#records[@]} -eq 1 ] && [ -e "${records[0]}" ] || fail "not one run record of $1"
  echo "${records[0]}"
}
chain() { # UPSTREAM DOWNSTREAM
  hashes inputs "$(one "$2")" | grep -qxF "$(hashes outputs "$(one "$1")")" || fail "the record of $2 does not chain to that of $1"
}
chain his-extract label-reports
chain label-reports match
chain match bootstrap-f1
[ "$(hashes outputs "$(one bootstrap-f1)")" = "$(sha256sum <"$folder/metrics.csv" | cut -d' ' -f1)" ] || fail "the record's hash is not the table's"
[ -e "$work/metrics.csv.run.json" ] || fail "-o writes no run record beside its table"
