#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# man.sh BIN_DIR writes docs/man from the tools' own descriptions. The contract tests compare.
set -euo pipefail
bin=$(cd "${1:-build/release/bin}" && pwd)
cd "$(dirname "$0")/../.."
mkdir -p docs/man
for tool in apps/*/; do
  tool=$(basename "$tool")
  "$bin/$tool" --generate man >"docs/man/$tool.1"
done
