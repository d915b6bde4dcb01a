#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The whole prospective chain as docs/pacs.md has it: images reach a PACS, pacs-pull watches it and hands them to the AI, whose
# results are paired with the reports and measured. Skipped without Orthanc.
# shellcheck source-path=SCRIPTDIR source=common.sh
. "$(dirname "$0")/common.sh"
# shellcheck source-path=SCRIPTDIR source=../../scripts/orthanc.sh
. "$(dirname "$0")/../../scripts/orthanc.sh"
have_orthanc || { echo "SKIPPED: no Orthanc with DICOMweb"; exit 77; }
folder=$(scratch prospective)
cd "$folder"

simulate-hospital -q --studies 60 --seed 74 --image-size 128 hospital
(umask 077; od -An -N32 -tx1 /dev/urandom >site.key)
his-extract -q hospital/his | label-reports -q -o labelled.csv
first=$(sed 1d hospital/truth/images.csv | cut -d/ -f2 | sort | sed -n 1p)
find hospital/images -type f | sort >order
split -n l/3 order wave.

start_orthanc "$folder/pacs"
for wave in wave.*; do
  sleep 1
  mapfile -t files <"$wave"
  pacs-push -q --auth "$orthanc_auth" "$orthanc_dicomweb" "${files[@]}" >/dev/null
done &
pusher=$!
until=$(date -d '+25 seconds' +%Y-%m-%dT%H:%M:%S)
pacs-pull -q --watch 0.2 --orthanc "$orthanc_url" --until "$until" --from "$first" --key site.key --auth "$orthanc_auth" "$orthanc_dicomweb" images |
  cxr-infer -q --batch 1 --max-wait 0.2 - | tee arrived.csv | match -q --results - labelled.csv | bootstrap-f1 -q --recipe paper -o metrics.csv &
chain=$!
# Results grow while images still arrive.
grown=no
for _ in $(seq 120); do
  if [ -s arrived.csv ] && [ "$(wc -l <arrived.csv)" -gt 1 ] && kill -0 "$chain" 2>/dev/null; then
    grown=yes
    break
  fi
  sleep 0.2
done
wait "$chain" || fail "the chain failed"
wait "$pusher" || fail "not every image was stored"
[ "$grown" = yes ] || fail "no result before the end"
stop_orthanc

# The same images at once, from the folder they were simulated into.
cxr-infer -q hospital/images --max-rejects 100% | match -q --results - labelled.csv | bootstrap-f1 -q --recipe paper -o at_once.csv
cmp metrics.csv at_once.csv || fail "the prospective chain gives other measures than the images at once"
[ "$(wc -l <metrics.csv)" -ge 2 ] || fail "nothing was measured"
