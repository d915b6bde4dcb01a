#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Every example of every tool's --help runs in a folder that holds what the examples name.
# shellcheck source-path=SCRIPTDIR source=common.sh
. "$(dirname "$0")/common.sh"
folder=$(scratch examples)
# A PACS for the tools that need one.
PACS=
if [ -n "${3:-}" ] && "$3" -c 'import pydicom' 2>/dev/null; then
  server=$(cd "$(dirname "$0")" && pwd)/hostile_pacs.py
  rm -f "$work/examples_stop"
  mkfifo "$work/examples_stop"
  (cd "$folder" && exec "$3" "$server" "$(find "$hospital/images" -name '*.dcm' | LC_ALL=C sort | sed -n 1p)") \
    <"$work/examples_stop" >"$work/examples_port" &
  exec 9>"$work/examples_stop" # it ends with this test
  for _ in $(seq 100); do [ -s "$work/examples_port" ] && break; sleep 0.1; done
  [ -s "$work/examples_port" ] || fail "the server of the examples does not start"
  PACS=http://127.0.0.1:$(cat "$work/examples_port")/good
else
  echo "no Python with pydicom: the examples of pacs-pull and pacs-push are left out"
fi
export PACS
for tool in "$(dirname "$0")"/../../apps/*/; do
  tool=$(basename "$tool")
  [[ $tool != pacs-* || -n $PACS ]] || continue
  while read -r example; do
    rm -rf "${folder:?}"/*
    cp "$work"/{reports,labelled,hand,ai,pairs,pairs_new,scores,readers,unmatched_studies,unmatched_reports,alternatives,headers,metrics,boxes}.csv "$folder"
    cp "$hospital/truth/boxes.csv" "$folder/truth.csv"
    (umask 077 && head -c 32 /dev/urandom >"$folder/key")
    (umask 077 && printf 'user = cxrval\npassword = cxrval\n' >"$folder/pacs.auth")
    cp -r "$hospital/his" "$folder/export"
    cp -r "$hospital/images" "$folder/images"
    (cd "$folder" && bash -uo pipefail -c "$example" >"$work/example.out" 2>"$work/example.err") ||
      { cat "$work/example.err"; fail "$example"; }
  done < <("$tool" --generate examples)
done
