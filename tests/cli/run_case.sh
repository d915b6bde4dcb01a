#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# run_case.sh BIN_DIR CASE_DIR runs one case of a tool: the commands of `cmd` in a fresh copy of the case folder, with the
# tools of BIN_DIR in front of PATH. Standard output, standard error and the exit status must equal the files `stdout`,
# `stderr` and `status` (0 when there is none). UPDATE=1 writes those files instead. Then:
#  - the ledger line on standard error, if there is one, must add up;
#  - the same commands with standard output on a full disk must fail.
set -uo pipefail

bin=$(cd "$1" && pwd) || exit 2
case_dir=$(cd "$2" && pwd) || exit 2
work=$(mktemp -d) || exit 2
trap 'chmod -R u+rwX "$work" 2>/dev/null; rm -rf "$work"' EXIT

export PATH="$bin:$PATH" LC_ALL=C.UTF-8
export CXRVAL_DATA="${CXRVAL_DATA:-$(cd "$(dirname "$0")/../../data" && pwd)}"
export TOOLDATA="$CXRVAL_DATA"
unset CXRVAL_RUN_DIR
failed=0

fresh_copy() {
  rm -rf "${work:?}/in"
  cp -r "$case_dir" "$work/in"
  rm -f "$work/in/cmd" "$work/in/stdout" "$work/in/stderr" "$work/in/status"
}

complain() {
  echo "FAILED $case_dir: $1"
  failed=1
}

fresh_copy
(cd "$work/in" && bash -uo pipefail "$case_dir/cmd") >"$work/stdout" 2>"$work/stderr" </dev/null
status=$?

if [ "${UPDATE:-}" = 1 ]; then
  cp "$work/stdout" "$case_dir/stdout"
  cp "$work/stderr" "$case_dir/stderr"
  if [ "$status" -eq 0 ]; then rm -f "$case_dir/status"; else echo "$status" >"$case_dir/status"; fi
  exit 0
fi

expected=0
[ -f "$case_dir/status" ] && expected=$(cat "$case_dir/status")
[ "$status" -eq "$expected" ] || complain "exit status $status, expected $expected"
for stream in stdout stderr; do
  diff -u "$case_dir/$stream" "$work/$stream" || complain "$stream differs"
done

# "images 10 read = 7 ok + 2 excluded (not_cxr 2) + 0 merged + 1 rejected; …"
{ grep -hE ' read = [0-9]+ .* rejected' "$work/stderr" || true; } | sed 's/([^)]*)//g; s/^[^:]*: //' | tr ';' '\n' |
  awk '{ read = sum = 0; for (i = 1; i <= NF; ++i) { if ($i == "read") { read = $(i - 1); i += 1; sum = $(i + 1) } else if ($i == "+") sum += $(i + 1) }
         if (read != sum) { print; bad = 1 } } END { exit bad }' || complain "a ledger line does not add up"

if [ "$expected" -eq 0 ] && [ -s "$case_dir/stdout" ]; then
  fresh_copy
  if (cd "$work/in" && bash -uo pipefail "$case_dir/cmd") >/dev/full 2>/dev/null </dev/null; then
    complain "exit status 0 although standard output was a full disk"
  fi
fi
exit $failed
