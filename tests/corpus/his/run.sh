#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# run.sh BIN_DIR [CASE] runs his-extract over every case of the corpus, or one, on one thread and on two: the table, the
# rejects (without their last column, the record), the exit status and the ledger must be what the case says.
set -uo pipefail
bin=$(cd "$1" && pwd) || exit 2
cd "$(dirname "$0")/cases" || exit 2
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
export LC_ALL=C.UTF-8
unset CXRVAL_RUN_DIR
failed=0
runs=0

complain() {
  echo "FAILED $1"
  failed=1
}

# "his-extract: files 1 read = …; sessions 5 read = 3 with reports + 1 excluded (no_report 1) + 1 merged + 0 rejected; …"
# becomes "sessions 5 3 1 1 0 no_report=1"; a line that does not add up is marked.
accounts() {
  grep -E ' read = [0-9]+ .* rejected' "$1" | tail -n 1 | sed 's/^[^:]*: //' | tr ';' '\n' | sed -E '
    s/^ *([a-z]+) ([0-9]+) read = ([0-9]+) [a-z ]+ \+ ([0-9]+) excluded(.*) \+ ([0-9]+) merged \+ ([0-9]+) rejected.*/\1 \2 \3 \4 \6 \7\5/
    s/ \((.*)\)$/ \1/; s/, /,/g; s/([a-z_]) ([0-9]+)(,|$)/\1=\2\3/g; s/,/ /g' |
    awk '{ print $0 ($2 == $3 + $4 + $5 + $6 ? "" : " does not add up") }'
}

run_case() { # NAME THREADS
  local input args=() status expected=0
  for input in "$1" "$1".xml "$1".xml.gz "$1".zip "$1".tar "$1".tar.gz; do [ -e "$input" ] && break; done
  [ -f "$1.args" ] && read -ra args <"$1.args"
  rm -f "$work/rejects"
  "$bin/his-extract" -j "$2" "${args[@]}" --rejects "$work/rejects" "$input" >"$work/rows" 2>"$work/messages"
  status=$?
  [ "$(wc -l <"$1.rejects")" -gt 1 ] && expected=3
  [ "$status" -eq "$expected" ] || complain "$1 -j $2: exit status $status, expected $expected"
  diff -u "$1.rows" "$work/rows" || complain "$1 -j $2: other rows"
  sed -E 's/,("([^"]|"")*"|[^,"]*)$//' "$work/rejects" | diff -u "$1.rejects" - || complain "$1 -j $2: other rejects"
  accounts "$work/messages" >"$work/accounts"
  grep -q 'does not add up' "$work/accounts" && complain "$1 -j $2: a ledger line does not add up"
  grep -vE '^files ' "$work/accounts" | diff -u "$1.ledger" - || complain "$1 -j $2: another ledger"
  runs=$((runs + 1))
}

shopt -s nullglob
for rows in ${2:-*}.rows; do
  for threads in 1 2; do run_case "${rows%.rows}" "$threads"; done
done
echo "$runs runs of $((runs / 2)) cases"
[ "$runs" -gt 0 ] && exit "$failed"
