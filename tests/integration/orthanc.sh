#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The hospital's images through a real PACS: what can be stored comes out again with the same headers. Skipped without Orthanc.
# shellcheck source-path=SCRIPTDIR source=common.sh
. "$(dirname "$0")/common.sh"
# shellcheck source-path=SCRIPTDIR source=../../scripts/orthanc.sh
. "$(dirname "$0")/../../scripts/orthanc.sh"
PATH=$PATH:/usr/sbin
for program in Orthanc curl; do
  command -v "$program" >/dev/null || { echo "SKIPPED: no program $program"; exit 77; }
done
folder=$(scratch orthanc)
cd "$folder"

headers() { # IMAGES: of readable files, in the order of their UIDs
  dicom-extract -q "$1" --max-rejects 100% --format jsonl | grep -v '"status":"rejected"' | sed 's/,"path":"[^"]*"//' | LC_ALL=C sort -u
}
start_orthanc "$folder/pacs"
read -r stored refused < <(store_in_orthanc "$hospital/images")
fetch_from_orthanc fetched
stop_orthanc

files=$(find "$hospital/images" -type f | wc -l)
[ $((stored + refused)) = "$files" ] || fail "$stored stored and $refused refused of $files files"
[ "$stored" -gt 0 ] || fail "nothing was stored"
headers "$hospital/images" >given.jsonl
headers fetched >fetched.jsonl
[ -s fetched.jsonl ] || fail "nothing was fetched"
missing=$(LC_ALL=C comm -23 given.jsonl fetched.jsonl | wc -l)
[ "$missing" -le "$refused" ] || fail "$missing images did not come out as they went in, $refused were refused"
added=$(LC_ALL=C comm -13 given.jsonl fetched.jsonl | wc -l)
[ "$added" = 0 ] || fail "$added images came out that did not go in"
if curl -s "$orthanc_url/system" >/dev/null; then fail "Orthanc is still there"; fi
