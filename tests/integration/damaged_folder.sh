#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Of 500 images 50 are damaged in different ways: each has a row, and the 50 are rejected with a reason.
# damaged_folder.sh BIN WORK PYTHON.
# shellcheck source-path=SCRIPTDIR source=common.sh
. "$(dirname "$0")/common.sh"
here=$(cd "$(dirname "$0")" && pwd)
folder=$(scratch damaged)
cd "$folder"
usable=()
while read -r path; do usable+=("$hospital/images/$path"); done < <(grep ',ok,' "$work/ai.csv" | grep -o '[^,]*\.dcm' | sort)
"$3" -B "$here/damaged_folder.py" images 500 50 "${usable[@]}"
status=0
cxr-infer -q -j 2 images -o ai.csv --rejects rejects.csv 2>said || status=$?
[ "$status" = 3 ] || fail "exit status $status: $(cat said)"
count() { tail -n +2 ai.csv | cut -d, -f11 | grep -c "^$1$" || true; }
[ "$(tail -n +2 ai.csv | wc -l)" = 500 ] || fail "not one row for each of 500 images"
[ "$(count ok)" = 450 ] || fail "$(count ok) of 450 usable images are ok"
[ "$(count rejected)" = 50 ] || fail "$(count rejected) of 50 damaged images are rejected"
[ "$(tail -n +2 rejects.csv | wc -l)" = 50 ] || fail "not 50 lines of rejects"
[ "$(tail -n +2 rejects.csv | cut -d, -f5 | sort -u | wc -l)" -ge 8 ] || fail "too few reasons for so many ways"
tail -n +2 ai.csv | grep ',rejected,' | grep -q ',rejected,,' && fail "a rejected image without a reason"
cmp <(tail -n +2 ai.csv | grep -o '[0-9]*\.dcm' ) <(seq -f '%05g.dcm' 0 499) || fail "rows are not in the order of the files"
