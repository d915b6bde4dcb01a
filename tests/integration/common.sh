# shellcheck shell=bash
# SPDX-License-Identifier: Apache-2.0
# Sourced by the integration tests: BIN and WORK from the command line, the tools on PATH.
set -euo pipefail
bin=$(cd "$1" && pwd)
work=$2
export PATH="$bin:$PATH" LC_ALL=C.UTF-8
CXRVAL_DATA=${CXRVAL_DATA:-$(cd "$(dirname "${BASH_SOURCE[0]}")/../../data" && pwd)}
export CXRVAL_DATA
unset CXRVAL_RUN_DIR
export hospital=$work/hospital

fail() {
  echo "FAILED: $1" >&2
  exit 1
}

scratch() { # an empty folder of the test's own
  local folder="$work/$1"
  rm -rf "$folder"
  mkdir -p "$folder"
  echo "$folder"
}
