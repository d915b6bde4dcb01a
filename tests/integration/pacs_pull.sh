#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# A hospital's images through a real PACS by DICOMweb: every chest X-ray comes out once, nothing else does, and byte by
# byte as it was stored. Skipped without Orthanc.
# shellcheck source-path=SCRIPTDIR source=common.sh
. "$(dirname "$0")/common.sh"
# shellcheck source-path=SCRIPTDIR source=../../scripts/orthanc.sh
. "$(dirname "$0")/../../scripts/orthanc.sh"
have_orthanc || { echo "SKIPPED: no Orthanc with DICOMweb"; exit 77; }
folder=$(scratch pacs_pull)
cd "$folder"

simulate-hospital -q --studies 470 --seed 71 --image-size 96 hospital
(umask 077; od -An -N32 -tx1 /dev/urandom >site.key)
truth=hospital/truth/images.csv
images=$(find hospital/images -type f | wc -l)
[ "$images" -ge 490 ] || fail "only $images images were simulated"
# The last study comes later.
tail -n 1 "$truth" | cut -d, -f4 >late
grep -F -f late "$truth" | cut -d, -f1 >late_paths
mkdir late_images
while read -r path; do mv "hospital/$path" late_images/; done <late_paths

start_orthanc "$folder/pacs"
pacs-push --auth "$orthanc_auth" "$orthanc_dicomweb" hospital/images -o stored.csv
[ "$(grep -c ',stored,$' stored.csv)" = $((images - $(wc -l <late_paths))) ] || fail "not every image was stored"

days=$(sed 1d "$truth" | cut -d/ -f2 | sort -u | sed -n '1p;$p' | paste -sd' ')
read -r first last <<<"$days"
pull() { # OUT OPTION...
  local out=$1
  shift
  pacs-pull --from "$first" --to "$last" --key site.key --auth "$orthanc_auth" "$@" "$orthanc_dicomweb" "$out"
}

# What must come: chest X-rays by their headers, whatever the AI will say of them.
wanted() { awk -F, 'NR > 1 && ($15 == "ok" || $15 == "not_pa") { print $2 }' "$truth" | sort; }
fetched() { awk -F, '$5 == "fetched" { print $4 }' "$1/ledger.csv" | sort; }
compare_files() { # OUT: bytes, and the sums in the ledger
  awk -F, 'NR == FNR { path[$2] = $1; next } $5 == "fetched" { print path[$4], $10, $9, $8 }' "$truth" "$1/ledger.csv" |
    while read -r given got sum bytes; do
      [ -e "hospital/$given" ] || given=images/../../late_images/$(basename "$given")
      cmp -s "hospital/$given" "$1/$got" || fail "$got is not what was stored"
      [ "$(sha256sum <"$1/$got")" = "$sum  -" ] || fail "$got has another sum in the ledger"
      [ "$(stat -c %s "$1/$got")" = "$bytes" ] || fail "$got has another size in the ledger"
    done
}

pull out -j 4 >paths
wanted | grep -v -x -F -f <(grep -F -f late "$truth" | cut -d, -f2) >expected || true
fetched out | cmp - expected || fail "other images were fetched than the chest X-rays"
[ "$(find out -name '*.dcm' | wc -l)" = "$(wc -l <expected)" ] || fail "the folder holds other files than the ledger"
[ "$(sort paths)" = "$(find out -name '*.dcm' | sort)" ] || fail "other paths were printed than fetched"
[ -z "$(find out/.arriving -type f)" ] || fail "files are left that were arriving"
compare_files out
if grep -r -l -F -f <(sed 1d "$truth" | cut -d, -f5 | sort -u) out --include=ledger.csv; then fail "a patient id is in the ledger"; fi

# The same command finds nothing new; the late study alone comes with the next.
[ -z "$(pull out -j 4)" ] || fail "an image was fetched twice"
pacs-push -q --auth "$orthanc_auth" "$orthanc_dicomweb" late_images >/dev/null
pull out -j 3 >more.txt
fetched out | cmp - <(wanted) || fail "the late study is not what came"
compare_files out
pull out --print all | cmp - <(cat paths more.txt) || fail "the paths of all runs are others than those of each"

# Another number of connections, pages of another size and no filter.
pull again -j 1 --page 7 >/dev/null
# Studies and images but for the day, on which the late one came to the other ledger last.
without_time() { cut -d, -f2- "$1/ledger.csv" | sort; }
without_time again | cmp - <(without_time out) || fail "the ledger depends on connections or pages"
pull everything --filter none --print none
[ "$(fetched everything | wc -l)" = "$images" ] || fail "without a filter not every image came"
# A server's own choice narrows what is looked at.
pull narrow --query ModalitiesInStudy=CR --print none
awk -F, '$5 == "fetched" { print $4 }' narrow/ledger.csv | sort >narrow.uids
awk -F, 'NR == FNR { if ($9 == "CR") cr[$4]; next } $4 in cr && ($15 == "ok" || $15 == "not_pa") { print $2 }' "$truth" "$truth" |
  sort | cmp - narrow.uids || fail "--query did not narrow"

# Other rules judge anew what the former left out.
pull out --filter none --print none
[ "$(fetched out | sort -u | wc -l)" = "$images" ] || fail "without a filter what the rules left out does not come"
# A file that is lost comes again.
lost=$(find out -name '*.dcm' | sort | sed -n 1p) # not head: sort would break on its pipe
rm "$lost"
[ "$(pull out --filter none)" = "$lost" ] || fail "a lost file is not fetched again"

# An image that takes another's place, of the same number, is found.
replaced=$(awk -F, 'NR > 1 && $15 == "ok" { print $1; exit }' "$truth")
study=$(awk -F, -v path="$replaced" '$1 == path { print $4 }' "$truth")
cp "hospital/$replaced" other.dcm
dcmodify -nb -gin other.dcm 2>/dev/null
curl_delete() { command -v curl >/dev/null && curl -s -o /dev/null -u "cxrval:$(sed -n 's/^password = //p' "$orthanc_auth")" -X DELETE "$1"; }
instance=$(dcmdump +P SOPInstanceUID "hospital/$replaced" | sed 's/.*\[\(.*\)\].*/\1/')
if id=$(curl -s -u "cxrval:$(sed -n 's/^password = //p' "$orthanc_auth")" -X POST "$orthanc_url/tools/lookup" -d "$instance" | grep -o '[0-9a-f]\{8\}\(-[0-9a-f]\{8\}\)\{4\}' | sed -n 1p) && [ -n "$id" ]; then
  curl_delete "$orthanc_url/instances/$id"
  pacs-push -q --auth "$orthanc_auth" "$orthanc_dicomweb" other.dcm >/dev/null
  [ "$(pull out --filter none | wc -l)" = 1 ] || fail "an image of study $study that took another's place was not found"
else
  echo "no curl: a replaced image is not tested"
fi

# A wrong password ends at once, and names no secret.
printf 'user = cxrval\npassword = geheim\n' >wrong.auth
if orthanc_auth=wrong.auth pull refused 2>refused.txt; then fail "a wrong password was accepted"; fi
grep -q 'refuses the credentials (401)' refused.txt || fail "the refusal is not said"
if grep -q geheim refused.txt; then fail "the password is in a message"; fi
stop_orthanc
