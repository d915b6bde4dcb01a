// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "boxes/matching.hpp"
#include "lesion/image_names.hpp"
#include "options.hpp"
#include "stats/box_evaluation.hpp"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace cxrval::eval_boxes {

// Tables have rows of each class, and of each pair of readers.
inline constexpr std::size_t most_classes = 500;
inline constexpr std::size_t most_readers = 500;

// What VinDr-CXR and VinBigData call an image without any lesion, as if it were a class.
inline constexpr const char* no_finding = "No finding";

enum class BoxFormat { boxes, vindr, coco, yolo, kaggle };

// Whether classes stand there as numbers without names.
bool is_numbered(BoxFormat format);

// How the boxes of several readers become one truth.
enum class Consensus {
  none,      // one reader an image
  fusion,    // weighted boxes fusion, every fused box
  majority,  // boxes that more than half of an image's readers drew, where they overlap; the mean of their corners
};

// Which of equal scores comes first.
enum class Ties {
  together,     // none: boxes of one score pass a threshold together
  file_order,   // the box that stands first in its file
  image_order,  // of the image that stands first by its id, numbers by their value, and there the first in the file
};

// What the options and the preset ask for.
struct Wanted {
  BoxFormat boxes_format = BoxFormat::boxes;
  BoxFormat truth_format = BoxFormat::boxes;
  lesion::ImageNaming naming = lesion::ImageNaming::id;  // in tables
  std::set<std::string> classes;                         // empty: all
  std::map<std::string, std::string> renames;
  bool no_finding = false;      // a class of its own, with a box of one pixel
  bool keeps_unjudged = false;  // images whose status is not ok
  std::string preset;           // as the column rule has it
  boxes::MatchRule match;       // its iou is that of the step
  std::vector<double> ious;
  stats::BoxRules rules;
  Ties ties = Ties::together;
  std::vector<double> scores;
  Consensus consensus = Consensus::none;
  double consensus_iou = 0.5;
  stats::Evaluation evaluation;  // unit as asked for, study where it is auto
  bool any_unit = true;          // auto
};

// Throws base::Error where so many measures over the resamples are more than memory should hold.
void check_resampled(std::size_t measures, const Wanted& wanted);

// Throws UsageError for options that contradict each other or are no numbers.
Wanted parse_wanted(const Options& options);

// The conventions, for the column rule: "preset=none;iou=at-least;interpolation=all-point;matching=best;...".
std::string rule_text(const Wanted& wanted);

}  // namespace cxrval::eval_boxes
