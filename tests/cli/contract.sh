#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# contract.sh BIN_DIR TOOL checks what every tool promises, whatever it does.
set -uo pipefail

bin=$(cd "$1" && pwd) || exit 2
tool=$2
root=$(cd "$(dirname "$0")/../.." && pwd)
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
export CXRVAL_DATA="${CXRVAL_DATA:-$root/data}"
unset CXRVAL_RUN_DIR
failed=0

expect() { # STATUS WHAT COMMAND...
  local wanted=$1 what=$2 status
  shift 2
  "$@" >"$work/out" 2>"$work/err" </dev/null
  status=$?
  if [ "$status" -ne "$wanted" ]; then
    echo "FAILED $tool: $what: exit status $status, expected $wanted"
    cat "$work/err"
    failed=1
  fi
}

shows() { # FILE PATTERN WHAT
  if ! grep -qE -- "$2" "$work/$1"; then
    echo "FAILED $tool: $3"
    failed=1
  fi
}

silent() { # FILE WHAT
  if [ -s "$work/$1" ]; then
    echo "FAILED $tool: $2"
    cat "$work/$1"
    failed=1
  fi
}

run=("$bin/$tool")

expect 0 "--help" "${run[@]}" --help
shows out '^Examples:' "--help has no examples"
shows out "^Usage: $tool" "--help has no usage line"
shows out '^  3  done, but records were rejected' "--help has no exit codes"
silent err "--help writes to standard error"
if [ "$(awk 'length > 110' "$work/out" | wc -l)" -ne 0 ]; then echo "FAILED $tool: --help has lines over 110 columns"; failed=1; fi
expect 0 "--help in a wrong command line" "${run[@]}" --no-such-option --help

expect 0 "--version" "${run[@]}" --version
shows out "^$tool [0-9]+\.[0-9]+\.[0-9]+$" "--version does not begin with name and bare number"
silent err "--version writes to standard error"

expect 2 "an unknown option" "${run[@]}" --no-such-option
shows err "^$tool: error: unknown option --no-such-option" "an unknown option is not named"
silent out "wrong usage writes to standard output"
expect 2 "an option without its value" "${run[@]}" --run-dir
# One letter less is another option, never the same one.
expect 2 "an abbreviated option" "${run[@]}" --versio

expect 1 "--help on a full disk" bash -c '"$0" --help >/dev/full' "${run[@]}"

for kind in man bash-completion zsh-completion examples; do
  expect 0 "--generate $kind" "${run[@]}" --generate "$kind"
  if [ ! -s "$work/out" ]; then echo "FAILED $tool: --generate $kind prints nothing"; failed=1; fi
  cp "$work/out" "$work/$kind"
done
if [ "$(wc -l <"$work/examples")" -lt 2 ]; then echo "FAILED $tool: fewer than two examples"; failed=1; fi
diff -u "$root/docs/man/$tool.1" "$work/man" ||
  { echo "FAILED $tool: docs/man/$tool.1 is not what --generate man prints; scripts/check/man.sh writes it"; failed=1; }
bash -n "$work/bash-completion" || failed=1
if command -v zsh >/dev/null; then zsh -n "$work/zsh-completion" || failed=1; fi
if command -v man >/dev/null; then
  warnings=$(man --warnings -E UTF-8 -l "$work/man" 2>&1 >/dev/null)
  if [ -n "$warnings" ]; then echo "FAILED $tool: man page: $warnings"; failed=1; fi
fi

# Only cxr-infer may pay for LibTorch.
if ldd "$bin/$tool" | grep -q libtorch && [ "$tool" != cxr-infer ]; then
  echo "FAILED $tool: links LibTorch"
  failed=1
fi
exit $failed
