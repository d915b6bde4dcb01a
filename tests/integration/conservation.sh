#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# More than 10,000 simulated sessions in files of one and of many: his-extract reads back exactly what was written; then,
# with 5% of the files damaged at random bytes, no session is lost without a word.
# shellcheck source-path=SCRIPTDIR source=common.sh
. "$(dirname "$0")/common.sh"
folder=$(scratch conservation)
cd "$folder"

conserve() { # NAME SEED SIMULATOR-OPTION...
  local name=$1 seed=$2
  shift 2
  simulate-hospital -q --no-images --seed "$seed" "$@" "$name"
  : >none
  his-extract -j 2 "$name/his" --rejects "$name/rejects.csv" >"$name/rows.csv" 2>"$name/messages" ||
    fail "$name: his-extract rejects something of the intact files"
  [ -s "$name/rejects.csv" ] || echo unit,file,line,column,reason,record >"$name/rejects.csv"
  check_conservation "$name/truth" "$name/rows.csv" "$name/rejects.csv" none . >/dev/null || fail "$name: not read back"

  damage_files "$name/his" 5 "$seed" >"$name/damaged"
  local status=0
  his-extract -j 2 "$name/his" --rejects "$name/rejects.csv" >"$name/rows.csv" 2>"$name/messages" || status=$?
  [ "$status" -eq 3 ] || fail "$name: exit status $status with damaged files"
  mkdir "$name/ledgers"
  while read -r file _; do
    status=0
    his-extract "$name/his/$file" >/dev/null 2>"$name/ledgers/$file" || status=$?
    [ "$status" -eq 0 ] || [ "$status" -eq 3 ] || fail "$name/his/$file: exit status $status"
  done <"$name/damaged"
  echo "$name: $(check_conservation "$name/truth" "$name/rows.csv" "$name/rejects.csv" "$name/damaged" "$name/ledgers")" ||
    fail "$name"
}

conserve one-in-a-file 101 --studies 3800
conserve many-plain 102 --studies 3800 --sessions-per-file 10 --his-format plain
conserve many-packed 103 --studies 3800 --sessions-per-file 15 --decree 130 --his-format gzip
rm -rf "$folder"
