#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The images of --preset phu-tho-2020, all of them but small: every file is in the truth, its header is read as the truth
# says, its lesions have boxes, and cxr-infer says of it what the table of --no-images says.
# shellcheck source-path=SCRIPTDIR source=common.sh
. "$(dirname "$0")/common.sh"
cd "$(scratch preset_images)"

simulate-hospital -q --preset phu-tho-2020 --image-size 64 --sessions-per-file 100 -j 2 one
simulate-hospital -q --preset phu-tho-2020 --image-size 64 --sessions-per-file 100 two
diff -rq one two || fail "-j 2 gives another hospital"
simulate-hospital -q --preset phu-tho-2020 --no-images --sessions-per-file 100 without
for table in studies images reports sessions extracted counts; do
  cmp "one/truth/$table.csv" "without/truth/$table.csv" || fail "--no-images has another truth"
done

columns() { # TABLE NAME...: cells parted by tabs, without the header; a table without quoted cells
  local table=$1
  shift
  if grep -q '"' "$table"; then fail "quoted cells in $table"; fi
  awk -F, -v names="$*" '
    NR == 1 { for (i = 1; i <= NF; ++i) at[$i] = i; count = split(names, wanted, " "); next }
    {
      line = ""
      for (i = 1; i <= count; ++i) {
        if (!(wanted[i] in at)) { print "no column " wanted[i] > "/dev/stderr"; exit 1 }
        line = line (i > 1 ? "\t" : "") $at[wanted[i]]
      }
      print line
    }' "$table"
}

diff <(cd one && find images -type f | sort) <(columns one/truth/images.csv path | sort) || fail "other files than the truth says"

# What a header says and what its rule makes of it; a damaged header says nothing, damaged pixels are not looked at.
columns one/truth/images.csv path damage expected_status expected_reason patient_id study_uid sop_uid modality body_part view |
  awk -F'\t' -v OFS='\t' '{
    sub("^images/", "", $1)
    if ($2 ~ /^(empty_file|not_dicom|cut_header)$/) { print $1, "rejected"; next }
    print $1, $3 == "not_cxr" ? $3 : "ok", $4, $5, $6, $7, $8, $9, $10
  }' | sort >expected
dicom-extract -q one/images --max-rejects 10 -o headers.csv 2>/dev/null
columns headers.csv path status reason patient_id study_uid sop_uid modality body_part view |
  awk -F'\t' -v OFS='\t' '$2 == "rejected" { print $1, $2; next } { print }' | sort >found
diff expected found >differences || { sed -n 1,20p differences >&2; fail "headers differ from the truth"; }
[ "$(grep -c 'modality_other' found)" -gt 50 ] || fail "no images of another modality"

# Lesions: boxes of exactly the images on which one is drawn, inside them.
diff <(columns one/truth/images.csv abnormal sop_uid | sed -n 's/^1\t//p' | sort -u) \
  <(columns one/truth/boxes.csv sop_uid | sort -u) || fail "lesions without boxes, or boxes without lesions"
columns one/truth/boxes.csv x_min y_min x_max y_max |
  awk '!($1 >= 0 && $2 >= 0 && $1 < $3 && $2 < $4 && $3 <= 64 && $4 <= 64) { exit 1 }' || fail "a box outside its image"

# The demo's models on the first days: statuses and reasons, gate included, are those of the faultless table.
mapfile -t days < <(cd one/images && printf '%s\n' * | sed -n 1,3p)
mkdir days
for day in "${days[@]}"; do cp -r "one/images/$day" days; done
cxr-infer -q -j 2 days --max-rejects 10 -o ai.csv 2>/dev/null
what=(path patient_id study_uid series_uid sop_uid study_time modality body_part view sex birth_year status reason pixel_preset polarity)
columns ai.csv "${what[@]}" >found
columns without/ai.csv "${what[@]}" | grep -F -f <(printf '%s/\n' "${days[@]}") >expected
[ "$(wc -l <found)" -gt 300 ] || fail "few images"
diff expected found >differences || { sed -n 1,20p differences >&2; fail "cxr-infer differs from ai.csv of --no-images"; }
