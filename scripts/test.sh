#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Sets up, builds and runs every test: test.sh [PRESET] [CTEST OPTION...], by default the release build and then the same
# tests once more under the address and undefined-behaviour sanitizers.
set -euo pipefail
cd "$(dirname "$0")/.."
scripts/setup.sh tests

jobs=$(nproc)
# Warnings stop the build where the compiler is known, not on a user's newer one.
werror=OFF
[ "${CI:-}" = true ] && werror=ON

run_preset() {
  local preset=$1
  shift
  mkdir -p build
  cmake --preset "$preset" -DBUILD_TESTING=ON -DCXRVAL_WERROR="$werror" >"build/$preset.configure.log" 2>&1 ||
    { cat "build/$preset.configure.log"; exit 1; }
  cmake --build --preset "$preset" --parallel "$jobs"
  ctest --preset "$preset" --parallel "$jobs" "$@"
}

if [ $# -gt 0 ]; then
  run_preset "$@"
else
  run_preset asan
  run_preset release
fi
