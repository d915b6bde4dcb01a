#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Prospective: images reach a real PACS while pacs-pull watches it, is killed again and again at any moment, and the PACS
# is away in between. In the end every chest X-ray is there once. Skipped without Orthanc.
# shellcheck source-path=SCRIPTDIR source=common.sh
. "$(dirname "$0")/common.sh"
# shellcheck source-path=SCRIPTDIR source=../../scripts/orthanc.sh
. "$(dirname "$0")/../../scripts/orthanc.sh"
have_orthanc || { echo "SKIPPED: no Orthanc with DICOMweb"; exit 77; }
folder=$(scratch pacs_watch)
cd "$folder"
kills=${CXRVAL_TEST_KILLS:-50}

simulate-hospital -q --studies 160 --seed 72 --image-size 64 hospital
(umask 077; od -An -N32 -tx1 /dev/urandom >site.key)
truth=hospital/truth/images.csv
awk -F, 'NR > 1 && ($15 == "ok" || $15 == "not_pa") { print $2 }' "$truth" | sort >wanted
first=$(sed 1d "$truth" | cut -d/ -f2 | sort | sed -n 1p)
last=$(sed 1d "$truth" | cut -d/ -f2 | sort | sed -n '$p')
# In an order that has nothing to do with dates, so that images come late.
find hospital/images -type f | sort | awk '{ print (NR * 7919) % 10007 "\t" $0 }' | sort -n | cut -f2 >order
split -l $(($(wc -l <order) / 10 + 1)) order arrives.

killed=0
# Everything that printed a path, in the order of printing; of a line that a kill cut short only the beginning is there.
# Rounds list days, or ask this Orthanc what changed.
watch() {
  local way=(--overlap 9999)
  if [ $((killed % 2)) = 1 ]; then way=(--orthanc "$orthanc_url"); fi
  pacs-pull -q -j 3 --watch 0.05 "${way[@]}" --tries 2 --from "$first" --to "$last" --key site.key --auth "$orthanc_auth" \
    "$orthanc_dicomweb" out >>printed 2>>messages &
  watcher=$!
}
random=72
next_random() { # LIMIT: sets chance
  random=$(((random * 1103515245 + 12345) % 2147483648))
  chance=$((random / 65536 % $1))
}
kill_at_random() {
  next_random 400
  sleep "0.$(printf %03d "$chance")"
  kill -KILL "$watcher"
  wait "$watcher" 2>/dev/null || true
  killed=$((killed + 1))
  watch
}

start_orthanc "$folder/pacs"
watch
for part in arrives.*; do
  mapfile -t files <"$part"
  pacs-push -q --auth "$orthanc_auth" "$orthanc_dicomweb" "${files[@]}" >/dev/null
  for _ in $(seq $((kills / 10))); do kill_at_random; done
  # Halfway the PACS is away for a while.
  if [ "$part" = arrives.ae ]; then
    stop_orthanc
    kill_at_random
    sleep 1
    kill -0 "$watcher" || fail "pacs-pull ended because the PACS was away"
    start_orthanc "$folder/pacs"
  fi
done
[ "$killed" -ge "$kills" ] || fail "pacs-pull was killed $killed times only"
fetched() { awk -F, '$5 == "fetched" { print $4 }' out/ledger.csv | sort; }
for _ in $(seq 300); do
  if [ "$(fetched | wc -l)" -ge "$(wc -l <wanted)" ]; then break; fi
  sleep 0.2
done
kill -TERM "$watcher"
wait "$watcher" 2>/dev/null || true

fetched | cmp - wanted || fail "the ledger holds others than every chest X-ray once"
find out -name '*.dcm' | sed 's,.*/,,; s,\.dcm$,,' | sort | cmp - wanted || fail "the folder holds others than every chest X-ray once"
awk -F, 'NR == FNR { path[$2] = $1; next } $5 == "fetched" { print path[$4], $10 }' "$truth" out/ledger.csv |
  while read -r given got; do cmp -s "hospital/$given" "out/$got" || fail "$got is not what was stored"; done
if awk -F, '$5 == "fetched" { print $4 }' out/ledger.csv | sort | uniq -d | grep .; then fail "an image was fetched twice"; fi

# Every path is printed by one of the runs, or by the next with --print all, in the order of the ledger.
pacs-pull -q --print all --from "$first" --to "$last" --key site.key --auth "$orthanc_auth" "$orthanc_dicomweb" out >all.txt
awk -F, '$5 == "fetched" { print "out/" $10 }' out/ledger.csv | cmp - all.txt || fail "--print all does not give the ledger's order"
if sort printed | uniq -d | grep .; then fail "a path was printed twice"; fi
# Only what a kill hit between the ledger and the pipe was not printed at once.
[ "$(sort -u printed | comm -12 - <(sort all.txt) | wc -l)" -ge $(($(wc -l <wanted) * 3 / 4)) ] || fail "too few paths were printed at once"
stop_orthanc
