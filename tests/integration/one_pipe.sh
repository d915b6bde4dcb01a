#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The same numbers come out of one pipe as out of files, in CSV and in JSON Lines.
# shellcheck source-path=SCRIPTDIR source=common.sh
. "$(dirname "$0")/common.sh"
cd "$work"
his-extract -q "$hospital/his" | label-reports -q | match -q --results ai.csv - | bootstrap-f1 -q >pipe_metrics.csv
cmp metrics.csv pipe_metrics.csv || fail "the pipe gives other numbers than the files"
cxr-infer -q --format jsonl "$hospital/images" -o ai.jsonl
his-extract -q --format jsonl "$hospital/his" | label-reports -q --format jsonl |
  match -q --format jsonl --results ai.jsonl - | bootstrap-f1 -q >jsonl_metrics.csv
cmp metrics.csv jsonl_metrics.csv || fail "JSON Lines give other numbers than CSV"
