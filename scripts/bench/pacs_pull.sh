#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# pacs_pull.sh BIN_DIR [ROUNDS] [STUDIES] [SIZE]: fetches the chest X-rays of an Orthanc on this machine by pacs-pull and by curl, which
# is told the studies' UIDs, with as many connections, in turns; prints medians and their ratio.
set -euo pipefail
cd "$(dirname "$0")/../.."
bin=$(cd "$1" && pwd)
rounds=${2:-5} studies=${3:-60} size=${4:-2560} connections=2
export PATH="$bin:$PATH" CXRVAL_DATA=$PWD/data
# shellcheck source-path=SCRIPTDIR source=../orthanc.sh
. scripts/orthanc.sh
folder=$(mktemp -d)
cd "$folder"
simulate-hospital -q --studies "$studies" --seed 7 --image-size "$size" hospital
(umask 077; od -An -N32 -tx1 /dev/urandom >site.key)
start_orthanc "$folder/pacs"
trap 'stop_orthanc; rm -rf "$folder"' EXIT
pacs-push -q --auth "$orthanc_auth" "$orthanc_dicomweb" hospital/images >/dev/null
truth=hospital/truth/images.csv
first=$(sed 1d "$truth" | cut -d/ -f2 | sort | sed -n 1p)
last=$(sed 1d "$truth" | cut -d/ -f2 | sort | sed -n '$p')
password=$(sed -n 's/^password = //p' "$orthanc_auth")
awk -F, 'NR > 1 && ($15 == "ok" || $15 == "not_pa") && !seen[$4]++ { print $4 }' "$truth" >wanted
awk -v url="$orthanc_dicomweb/studies" -v password="$password" 'NR > 1 { print "next" }
  { printf "url = \"%s/%s\"\nuser = \"cxrval:%s\"\nheader = \"Accept: multipart/related; type=\\\"application/dicom\\\"; transfer-syntax=*\"\noutput = \"by_curl/%s\"\n", url, $0, password, $0 }' wanted >curl.cfg

milliseconds() { # COMMAND...
  local began
  began=$(date +%s%N)
  "$@"
  echo $((($(date +%s%N) - began) / 1000000))
}
by_curl() { mkdir by_curl; curl -s --no-progress-meter --parallel --parallel-max "$connections" --config curl.cfg; }
by_pull() {
  pacs-pull -q -j "$connections" --print none --from "$first" --to "$last" --key site.key --auth "$orthanc_auth" "$orthanc_dicomweb" by_pull
}
by_pull && by_curl # warm
echo "studies $(wc -l <wanted), megabytes $(du -sm by_curl | cut -f1), fetched by pacs-pull $(find by_pull -name '*.dcm' | wc -l) images"
for _ in $(seq "$rounds"); do
  rm -rf by_pull by_curl
  echo "pull $(milliseconds by_pull)"
  echo "curl $(milliseconds by_curl)"
done >times.txt
median() { grep "^$1 " times.txt | cut -d' ' -f2 | sort -n | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'; }
awk -v pull="$(median pull)" -v curl="$(median curl)" 'BEGIN { printf "pacs-pull %d ms, curl %d ms, ratio %.2f\n", pull, curl, pull / curl }'
