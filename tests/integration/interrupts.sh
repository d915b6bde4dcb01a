#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# A reader that goes away ends a tool silently, and a signal leaves no half table behind.
# shellcheck source-path=SCRIPTDIR source=common.sh
. "$(dirname "$0")/common.sh"
folder=$(scratch interrupts)
cd "$folder"
set +o pipefail
his-extract "$hospital/his" 2>err | head -n 1 >/dev/null
if grep -q error err; then fail "a closed pipe is complained about"; fi
set -o pipefail

mkfifo never
label-reports never -o out.csv &
tool=$!
exec 3>never
head -n 2 "$work/reports.csv" >&3
for _ in $(seq 50); do ls out.csv.tmp-* >/dev/null 2>&1 && break; sleep 0.1; done
kill -INT "$tool" 2>/dev/null || true
kill -TERM "$tool"
wait "$tool" && fail "a terminated tool exits 0"
exec 3>&-
[ -z "$(find . -name 'out.csv*')" ] || fail "a terminated tool leaves a file behind"

for tool in label-reports bootstrap-f1; do
  head -c 700 "$work/labelled.csv" >cut.csv
  if "$tool" cut.csv -o cut.out 2>err; then fail "$tool takes a table that was cut short"; fi
  [ ! -e cut.out ] || fail "$tool leaves a table made of a cut one"
done
