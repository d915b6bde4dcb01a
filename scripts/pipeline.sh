# shellcheck shell=bash
# SPDX-License-Identifier: Apache-2.0
# Sourced by the scripts that take files through the tools. From the root of the source tree.

# Puts the tools in front of PATH: those of the folder given, or newly set up and built ones.
use_tools() { # BIN LOG
  local bin=$1
  if [ -z "$bin" ]; then
    scripts/setup.sh
    mkdir -p build
    cmake --preset release -DBUILD_TESTING=OFF >"$2" 2>&1 || { cat "$2"; exit 1; }
    cmake --build --preset release --parallel "$(nproc)" --target tools
    bin=$PWD/build/release/bin
  fi
  bin=$(cd "$bin" && pwd)
  export PATH="$bin:$PATH"
}

# An empty folder. What an earlier run left in it is removed; what no run made is not.
fresh_folder() { # FOLDER
  local mark=made_by_cxrval_scripts
  if [ -e "$1" ] && [ ! -f "$1/$mark" ] && { [ ! -d "$1" ] || [ -n "$(find "$1" -mindepth 1 -maxdepth 1 -print -quit)" ]; }; then
    echo "${0##*/}: error: $1 is there and holds no earlier results; name another folder" >&2
    exit 2
  fi
  rm -rf "$1"
  mkdir -p "$1"
  touch "$1/$mark"
}

step() { printf '\n%s\n' "$1"; }

# How many records the main output of a tool has, by its run record.
records() { # TABLE
  awk '/"role": "output"/ { on = 1 } on && /"records":/ { gsub(/[^0-9]/, ""); print; exit }' "$1.run.json"
}

# How many rows have a value, in a table without line breaks in its cells; quoted cells hold commas.
column() { # TABLE COLUMN VALUE
  sed 's/"[^"]*"//g' "$1" | awk -F, -v column="$2" -v value="$3" 'NR == 1 { for (i = 1; i <= NF; ++i) if ($i == column) at = i } NR > 1 && $at == value { ++n } END { print n + 0 }'
}
