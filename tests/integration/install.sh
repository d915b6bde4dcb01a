#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# install.sh BUILD_DIR WORK: installed under a prefix that is then moved, the tools still find what they need.
build=$1
set -- "$1/bin" "$2"
# shellcheck source-path=SCRIPTDIR source=common.sh
. "$(dirname "$0")/common.sh"
folder=$(scratch install)
cmake --install "$build" --prefix "$folder/first" >/dev/null
mv "$folder/first" "$folder/moved"
unset CXRVAL_DATA
export PATH="$folder/moved/bin:/usr/bin:/bin"
cd "$folder"
cxr-infer -q "$hospital/images" -o ai.csv
cmp ai.csv "$work/ai.csv" || fail "the installed cxr-infer gives another table"
his-extract -q "$hospital/his" | label-reports -q | match -q --results ai.csv - | bootstrap-f1 -q >metrics.csv
cmp metrics.csv "$work/metrics.csv" || fail "the installed pipe gives other numbers"
for file in share/man/man1/match.1 share/bash-completion/completions/match share/zsh/site-functions/_match share/cxrval/models/demo/pipeline.json; do
  [ -s "$folder/moved/$file" ] || fail "$file is not installed"
done
root=$(cd "$(dirname "$0")/../.." && pwd)
if grep -rlF "$root" "$folder/moved/share"; then fail "an installed file names the source tree"; fi
if readelf -d "$folder"/moved/bin/* | grep -E 'R(UN)?PATH' | grep -F "$root"; then fail "a tool looks for libraries in the source tree"; fi
