#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# CAAXR's segmentation protocol on simulated images: the demo model's lesion boxes as masks of 224 x 224, over folds.
# Beside it the same by definition, pixel by pixel.
# shellcheck source-path=SCRIPTDIR source=common.sh
. "$(dirname "$0")/common.sh"
folder=$(scratch masks)
cd "$folder"
# The simulated lesions that stand for the paper's words.
awk -F, -v OFS=, 'NR == 1 { for (i = 1; i <= NF; ++i) if ($i == "class") class = i; print; next }
  { $class = NR % 3 ? "Consolidation/Ground Glass opacity" : "Nodule"; print }' "$hospital/truth/boxes.csv" >truth.csv
split-folds -q --folds 2 --seed 3 "$work/headers.csv" -o folds.csv
evaluate() { # PROTOCOL OPTION...: measures of the demo's boxes
  local protocol=$1
  shift
  eval-masks -q --resamples 200 --protocol "$protocol" --truth truth.csv --images folds.csv "$@" "$work/boxes.csv" 2>said ||
    fail "eval-masks: $(cat said)"
}
value() { # FILE MEASURE GROUP: estimate and, of means, standard deviation
  awk -F, -v measure="$2" -v group="$3" 'NR == 1 { for (i = 1; i <= NF; ++i) at[$i] = i; next }
    $1 == measure && $2 == group { printf "%.9f", $3; if (group == "folds=mean") printf " %.9f", $(at["standard_deviation"]); print ""; found = 1 }
    END { exit !found }' "$1" || fail "$1 has no $2 of $3"
}

# Of each image the boxes' pixels by centres at the image's own size, then pixel floor((i + .5) m / 224) of that for
# pixel i: mean IoU and Dice, with `alone` of the images that have a true box of that class.
by_definition() { # FOLD ALONE: "IoU Dice"
  awk -F, -v fold="$1" -v alone="$2" '
    function draw(map, image, side, a, b, c, d,   x, y, u, v) {
      for (y = 0; y < 224; ++y) {
        v = int((y + .5) * rows[image] / 224) + .5
        if (v < b || v >= d) continue
        for (x = 0; x < 224; ++x) {
          u = int((x + .5) * columns[image] / 224) + .5
          if (u >= a && u < c) map[image, side, y * 224 + x] = 1
        }
      }
    }
    FNR == 1 { ++file; split("", at); for (i = 1; i <= NF; ++i) at[$i] = i; next }
    file == 1 && $(at["status"]) == "ok" && (fold == "" || $(at["fold"]) == fold) {
      image = $(at["sop_uid"]); rows[image] = $(at["rows"]); columns[image] = $(at["columns"])
    }
    file == 1 { next }
    { image = $(at["sop_uid"]) }
    !(image in rows) || (file == 2 && alone != "" && $(at["class"]) != alone) { next }
    { if (file == 2) has_truth[image] = 1
      draw(map, image, file, $(at["x_min"]), $(at["y_min"]), $(at["x_max"]), $(at["y_max"])) }
    END {
      for (key in map) {
        split(key, part, SUBSEP)
        if (part[2] == 2) { ++truth[part[1]]; if ((part[1], 3, part[3]) in map) ++both[part[1]] } else ++found[part[1]]
      }
      for (image in rows) {
        sum = truth[image] + found[image]
        if (sum == 0 || (alone != "" && !(image in has_truth))) continue
        iou += both[image] / (sum - both[image]); dice += 2 * both[image] / sum; ++n
      }
      printf "%.9f %.9f %d\n", iou / n, dice / n, n
    }' folds.csv truth.csv "$work/boxes.csv"
}

check() { # PROTOCOL ALONE: over two folds, and without folds
  local protocol=$1 alone=$2 all one other
  all=$(by_definition "" "$alone")
  one=$(by_definition 1 "$alone")
  other=$(by_definition 2 "$alone")
  evaluate "$protocol" >all.csv
  evaluate "$protocol" --fold fold >folds_measures.csv
  [ "$(value all.csv mean_iou all) $(value all.csv mean_dice all)" = "${all% *}" ] || fail "$protocol: by definition ${all% *}"
  [ "$(value folds_measures.csv mean_iou fold=1) $(value folds_measures.csv mean_dice fold=1)" = "${one% *}" ] ||
    fail "$protocol: fold 1 by definition ${one% *}"
  for measure in mean_iou mean_dice; do
    # |a - b| / sqrt(2) of two folds with ddof 1
    echo "$one $other" | awk -v at="$([ $measure = mean_iou ] && echo 1 || echo 2)" '
      { a = $at; b = $(at + 3); d = a > b ? a - b : b - a; printf "%.6f %.6f\n", (a + b) / 2, d / sqrt(2) }' >expected
    value folds_measures.csv $measure folds=mean | awk '{ printf "%.6f %.6f\n", $1, $2 }' | cmp - expected ||
      fail "$protocol: $measure over folds is not $(cat expected)"
  done
  echo "$protocol: IoU, Dice, images ${all}"
}
check caaxr-segmentation "" >found
check caaxr-segmentation-consolidation "Consolidation/Ground Glass opacity" >>found
[ "$(awk '{ print $NF }' found | sort -nu | wc -l)" -eq 2 ] || fail "the subset is not smaller than the whole"
awk '$5 < 0.1 { exit 1 }' found || fail "the demo model does not find the lesions that are drawn: $(cat found)"

# One test set of two folds, of which the second says what is true.
evaluate caaxr-segmentation >all.csv
together=(eval-masks -q --resamples 200 --protocol caaxr-segmentation --truth truth.csv --images folds.csv)
"${together[@]}" --fold-masks 1="$work/boxes.csv" --fold-masks 2=truth.csv >two.csv 2>said || fail "eval-masks: $(cat said)"
[ "$(value two.csv mean_iou fold=1)" = "$(value all.csv mean_iou all)" ] || fail "fold 1 is not what its masks give alone"
[ "$(value two.csv mean_iou fold=2)" = 1.000000000 ] || fail "the truth does not agree with itself"
awk -F, -v OFS=, 'NR == 1 { for (i = 1; i <= NF; ++i) at[$i] = i; print "sop_uid,class,x_min,y_min,x_max,y_max,fold" }
  FNR == 1 { for (i = 1; i <= NF; ++i) at[$i] = i; ++file; next }
  { print $(at["sop_uid"]), $(at["class"]), $(at["x_min"]), $(at["y_min"]), $(at["x_max"]), $(at["y_max"]), file }' \
  "$work/boxes.csv" truth.csv >both.csv
"${together[@]}" -j 2 --fold fold both.csv 2>said |
  cmp - two.csv || fail "masks of two folds in one table are not those in two"
