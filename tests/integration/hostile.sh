#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Files made to do harm cost dicom-extract little time and memory and end in a reject; nothing is written outside the
# folder of pictures. hostile.sh BIN WORK PYTHON.
# shellcheck source-path=SCRIPTDIR source=common.sh
. "$(dirname "$0")/common.sh"
# What a program built with the address sanitizer reserves and how long it takes say nothing.
limits=1
[[ $(nm -D "$bin/dicom-extract" 2>/dev/null || true) == *__asan_init* ]] && limits=0
here=$(cd "$(dirname "$0")" && pwd)
folder=$(scratch hostile)
cd "$folder"
"$3" -B "$here/hostile_files.py" files

# A second of processor time and 100 MiB at most. On a machine that does other work a try can cost more than the file
# does, so the best of three counts.
try() { # STATUS OPTION...: the exit status, seconds and KiB of one file
  local expected=$1
  shift
  local status=0 cheap=0
  for _ in 1 2 3; do
    status=0
    /usr/bin/time -q -o cost -f '%U %S %M' timeout 20 dicom-extract -q "$@" -o out.csv >said 2>&1 || status=$?
    [ "$status" -eq "$expected" ] || fail "$*: exit status $status, expected $expected: $(cat said)"
    if [ "$limits" -eq 0 ] || awk '{ exit $1 + $2 >= 1 || $3 >= 100 * 1024 }' cost; then cheap=1; break; fi
  done
  [ "$cheap" -eq 1 ] || fail "$*: $(cat cost) (seconds, KiB)"
  [ "$(wc -l <out.csv)" -eq 2 ] || fail "$*: not one row"
}

for file in files/*; do
  case $file in
    files/header_*) try 3 "$file" ;;
    # Their pixels lie, and a header is read without them.
    *) try 0 "$file" ;;
  esac
  try 3 --png pictures --frame each "$file"
done
[ -z "$(ls -A pictures)" ] || fail "a picture of a file that was rejected"
[ -z "$(find . -name '*escaped*')" ] || fail "a picture beside its folder"

echo "-- all of them at once, and the tool goes on"
cp "$(find "$hospital/images" -name '*.dcm' | sort | head -n 1)" files/zz_good.dcm
status=0
dicom-extract -j 2 --png pictures --frame each files -o all.csv 2>said || status=$?
[ "$status" -eq 3 ] || fail "exit status $status of the folder"
[ "$(wc -l <all.csv)" -eq "$(($(find files -type f | wc -l) + 1))" ] || fail "a file without its row"
[ "$(find pictures -type f | wc -l)" -eq 1 ] || fail "the good image has no picture"

echo "-- the AI's tool goes on too, and makes a row of each file whatever number of frames it claims"
rm -r pictures
status=0
timeout 100 cxr-infer -q --frame each files -o results.csv 2>said || status=$?
[ "$status" -eq 3 ] || fail "exit status $status of cxr-infer"
[ "$(wc -l <results.csv)" -eq "$(($(find files -type f | wc -l) + 1))" ] || fail "a file without its result"
