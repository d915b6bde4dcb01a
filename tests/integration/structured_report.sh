#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The AI's results of the hospital as structured reports: each study has one, all that the tables say stands in them, and
# programs from outside find them valid. structured_report.sh BIN WORK PYTHON. What a missing program would check is said
# to be skipped.
# shellcheck source-path=SCRIPTDIR source=common.sh
. "$(dirname "$0")/common.sh"
# shellcheck source-path=SCRIPTDIR source=../../scripts/orthanc.sh
. "$(dirname "$0")/../../scripts/orthanc.sh"
here=$(cd "$(dirname "$0")" && pwd)
folder=$(scratch structured_report)
cd "$folder"
report() { result-to-sr -q --all-studies --boxes "$work/boxes.csv" --root "$hospital/images" "$@"; }
report "$work/ai.csv" sr -o sr.csv || fail "result-to-sr ends with $?"

studies=$(awk -F, 'NR > 1 && $2 != "" { print $2 }' "$work/ai.csv" | sort -u | wc -l)
[ "$studies" -gt 20 ] || fail "the results have $studies studies only"
[ "$(find sr -name '*.dcm' | wc -l)" = "$studies" ] || fail "not one report a study"
[ "$(tail -n +2 sr.csv | wc -l)" = "$studies" ] || fail "the table has not one row a study"

report "$work/ai.csv" again >again.csv
cmp sr.csv again.csv || fail "a second run gives another table"
diff -r sr again || fail "a second run gives other bytes"
(head -n 1 "$work/ai.csv"; tail -n +2 "$work/ai.csv" | LC_ALL=C sort -r) | report - turned >/dev/null
diff -r sr turned || fail "the order of the rows matters"
TZ=Pacific/Kiritimati LC_ALL=C report "$work/ai.csv" elsewhere >/dev/null
diff -r sr elsewhere || fail "the place matters"

if command -v dciodvfy >/dev/null; then
  for file in sr/*.dcm; do
    dciodvfy "$file" >>dciodvfy.log 2>&1 || true
  done
  [ "$(grep -c '^ComprehensiveSR$' dciodvfy.log)" = "$studies" ] || fail "dciodvfy knows not every file as a Comprehensive SR"
  ! grep '^Error' dciodvfy.log || fail "dciodvfy finds errors"
else
  echo "SKIPPED: no dciodvfy (package dicom3tools), so the reports were not validated"
fi
if command -v dsrdump >/dev/null; then
  for file in sr/*.dcm; do
    dsrdump -q "$file" >dump.txt 2>dump.err || fail "dsrdump does not read $file"
    [ ! -s dump.err ] || fail "dsrdump says: $(cat dump.err)"
  done
else
  echo "SKIPPED: no dsrdump (package dcmtk)"
fi
if "$3" -c 'import pydicom' 2>/dev/null; then
  "$3" -B -W ignore "$here/structured_report.py" "$work/ai.csv" "$work/boxes.csv" "$hospital/images" sr || fail "the reports say other things than the tables"
else
  echo "SKIPPED: no pydicom, so the reports were not compared with the tables"
fi
PATH=$PATH:/usr/sbin
if have_orthanc; then
  start_orthanc "$folder/pacs"
  pacs-push -q --auth "$orthanc_auth" "$orthanc_dicomweb" sr -o stored.csv || fail "not every report was stored"
  [ "$(grep -c ',stored,$' stored.csv)" = "$studies" ] || fail "the PACS does not have a report of each study"
  days=$(awk -F, 'NR > 1 { print $5 }' "$work/ai.csv" | grep -o '^[0-9-]\{10\}' | sort)
  head -c 32 /dev/urandom >site.key
  pacs-pull -q --filter none --print none --from "$(head -n 1 <<<"$days")" --to "$(tail -n 1 <<<"$days")" --key site.key \
    --auth "$orthanc_auth" "$orthanc_dicomweb" fetched
  stop_orthanc
  find fetched -name '*.dcm' -exec sha256sum {} + | cut -d' ' -f1 | sort >fetched.sums
  find sr -name '*.dcm' -exec sha256sum {} + | cut -d' ' -f1 | sort | cmp - fetched.sums || fail "the PACS gives other reports back"
else
  echo "SKIPPED: no Orthanc with DICOMweb, so the reports were not stored in a PACS"
fi
