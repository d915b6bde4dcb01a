#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# match.sh BIN_DIR WORK_DIR [N [ROUNDS [SIZE...]]]: match beside a left ASOF join by DuckDB and one by pandas.merge_asof,
# from the same CSV tables of N studies and N reports (default 5,000,000; 0: none) to CSV, with two threads where there
# are threads, in turns; prints medians of ROUNDS (default 5), the ratios, and which pairs of the peers could be used.
# match writes the pairs and the studies without one, which is what a left join writes; the line "reports too" adds the
# reports without one. Then match alone with tables of each SIZE (default 1, 2, 5 and 10 million; 0: none). WORK_DIR,
# outside the repository, keeps the package @duckdb/node-api, which is installed there if it is missing, and takes tables
# of up to 4 GB and outputs of up to 5 GB, which are removed. Needs node, npm, python3-pandas, GNU time and about 6 GB of
# memory. Processor times hold better than times where other work is done beside it.
set -euo pipefail

usage="usage: match.sh BIN_DIR WORK_DIR [N [ROUNDS [SIZE...]]]"
bin=$(cd "${1:?$usage}" && pwd)
mkdir -p "${2:?$usage}"
work=$(cd "$2" && pwd)
here=$(cd "$(dirname "$0")" && pwd)
n=${3:-5000000} rounds=${4:-5}
shift $(($# < 4 ? $# : 4))
[ $# -gt 0 ] || set -- 1000000 2000000 5000000 10000000
python=${PYTHON:-/usr/bin/python3}

[ -x "$bin/match" ] || { echo "match.sh: error: no match in BIN_DIR" >&2; exit 1; }
[ -d "$work/node_modules/@duckdb/node-api" ] ||
  npm install --silent --no-fund --no-audit --ignore-scripts --prefix "$work" @duckdb/node-api >&2
export NODE_PATH=$work/node_modules
tables=$(mktemp -d "$work/match.XXXXXX")
trap 'rm -rf "$tables"' EXIT

simulate() {
  [ -d "$tables/$1" ] || { mkdir "$tables/$1" && "$python" -B "$here/match_tables.py" "$1" "$tables/$1"; }
}

echo "$("$bin/match" --version | sed 1q), DuckDB $(node -p 'require("@duckdb/node-api").version()')," \
  "pandas $("$python" -c 'import pandas; print(pandas.__version__)')"
if [ "$n" != 0 ]; then
  simulate "$n"
  "$python" -B "$here/match_compare.py" peers "$bin" "$tables/$n" "$rounds"
  find "$tables/$n" -mindepth 1 ! -name '*.csv' -delete
fi
[ "$*" != 0 ] || exit 0
folders=()
for size in "$@"; do
  simulate "$size"
  folders+=("$tables/$size")
done
"$python" -B "$here/match_compare.py" growth "$bin" "$rounds" "${folders[@]}"
