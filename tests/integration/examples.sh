#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Every example of every tool's --help runs in a folder that holds what the examples name.
# shellcheck source-path=SCRIPTDIR source=common.sh
. "$(dirname "$0")/common.sh"
folder=$(scratch examples)
for tool in "$(dirname "$0")"/../../apps/*/; do
  tool=$(basename "$tool")
  while read -r example; do
    rm -rf "${folder:?}"/*
    cp "$work"/{reports,labelled,hand,ai,pairs,pairs_new,scores,readers,unmatched_studies,unmatched_reports,alternatives,headers,metrics,boxes}.csv "$folder"
    cp "$hospital/truth/boxes.csv" "$folder/truth.csv"
    (umask 077 && head -c 32 /dev/urandom >"$folder/key")
    cp -r "$hospital/his" "$folder/export"
    cp -r "$hospital/images" "$folder/images"
    (cd "$folder" && bash -uo pipefail -c "$example" >"$work/example.out" 2>"$work/example.err") ||
      { cat "$work/example.err"; fail "$example"; }
  done < <("$tool" --generate examples)
done
