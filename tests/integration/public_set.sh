#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The commands of docs/reproduction.md for the public VinDr-CXR set, on simulated images in its layout.
# shellcheck source-path=SCRIPTDIR source=common.sh
. "$(dirname "$0")/common.sh"
page=$(cd "$(dirname "$0")/../.." && pwd)/docs/reproduction.md
folder=$(scratch public_set)
cd "$folder"
mkdir -p vindr-cxr/test vindr-cxr/annotations
ln -s "$CXRVAL_DATA/models/demo" pipeline

# The names of the files are the images' ids, and not those of the headers. Nobody's id stands in a table.
awk -F, 'NR == 1 { for (i = 1; i <= NF; ++i) at[$i] = i; next }
  $at["kind"] == "pa" && $at["expected_status"] == "ok" { printf "%s,%s,%s,%032x\n", $at["path"], $at["sop_uid"], $at["abnormal"], ++n }' \
  "$hospital/truth/images.csv" >images.txt
while IFS=, read -r path _ _ id; do cp "$hospital/$path" "vindr-cxr/test/$id.dicom"; done <images.txt
awk -F, -v OFS=, '
  FILENAME == "images.txt" { id[$2] = $4; abnormal[$2] = $3; next }
  FNR == 1 { print "image_id,class_name,x_min,y_min,x_max,y_max"; next }
  $1 in id { seen[$1] = 1; print id[$1], $2 == "Interstitial lung disease (ILD)" ? "ILD" : $2, $3, $4, $5, $6 }
  END { for (sop in id) if (!(sop in seen)) print id[sop], "No finding,,,," }' images.txt "$hospital/truth/boxes.csv" \
  >vindr-cxr/annotations/annotations_test.csv
awk -F, 'BEGIN { printf "image_id,Cardiomegaly,No finding\r\n" } { printf "%s,0,%d\r\n", $4, 1 - $3 }' images.txt \
  >vindr-cxr/annotations/image_labels_test.csv

sed -n '/^<!-- public set: begin -->$/,/^<!-- public set: end -->$/p' "$page" | grep -v '^<!--\|^```' >commands.sh
[ -s commands.sh ] || fail "the page has no commands for the public set"
bash -euo pipefail commands.sh >said 2>&1 || { cat said >&2; fail "a command of the page fails"; }

images=$(wc -l <images.txt)
[ "$(wc -l <pairs.csv)" -eq $((images + 1)) ] || fail "$(wc -l <pairs.csv) lines of pairs for $images images"
# The matrix is that of the drawn lesions and of what the models said of the files under their own names.
expected=$(awk -F, '
  FILENAME == "images.txt" { abnormal[$2] = $3; next }
  FNR == 1 { for (i = 1; i <= NF; ++i) at[$i] = i; next }
  $at["sop_uid"] in abnormal { ++cell[abnormal[$at["sop_uid"]], $at["abnormal_status"]] }
  END { print cell[1, 1] + 0, cell[0, 1] + 0, cell[1, 0] + 0, cell[0, 0] + 0 }' images.txt "$work/ai.csv")
found=$(awk -F, 'NR == 1 { for (i = 1; i <= NF; ++i) at[$i] = i } $1 == "f1" { print $at["tp"], $at["fp"], $at["fn"], $at["tn"] }' f1.csv)
[ "$found" = "$expected" ] || fail "TP FP FN TN is $found instead of $expected"
true_boxes=$(awk -F, 'NR > 1 && $2 != "No finding"' vindr-cxr/annotations/annotations_test.csv | wc -l)
awk -F, -v wanted="$true_boxes" 'NR == 1 { for (i = 1; i <= NF; ++i) at[$i] = i } $1 == "map@0.4" && $2 == "all" { ok = $3 > 0.4 && $at["truths"] == wanted }
  END { exit !ok }' ap.csv || fail "the mean AP is not over $true_boxes boxes, or is low"
if cut -d, -f1,2 ap.csv | grep -q 'class=Interstitial'; then fail "a class goes by the demo's name and not by the data set's"; fi
