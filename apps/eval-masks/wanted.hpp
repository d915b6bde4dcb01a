// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "boxes/grid.hpp"
#include "image/run_length.hpp"
#include "lesion/image_names.hpp"
#include "options.hpp"
#include "stats/mask_evaluation.hpp"

#include <optional>
#include <set>
#include <string>
#include <vector>

namespace cxrval::eval_masks {

enum class MaskFormat {
  boxes,        // table of boxes
  png,          // folder with ID.png
  png_classes,  // folder with CLASS/ID.png
  png_table,    // table that names PNG files
  seg,          // DICOM Segmentation objects
  run_length,   // table of run-length codes
};

struct Format {
  MaskFormat kind = MaskFormat::boxes;
  image::RunLengthForm run_length = image::RunLengthForm::coco;
};

// The words of --truth-format and --masks-format.
std::vector<std::string> format_words();

// What the options ask for.
struct Wanted {
  Format truth;
  Format masks;
  lesion::ImageNaming naming = lesion::ImageNaming::id;  // in tables
  std::set<std::string> classes;                         // empty: all
  bool apart = false;
  std::optional<boxes::Grid> size;
  bool resize = false;
  boxes::GridRule box_pixels = boxes::GridRule::centre;
  std::optional<double> min_score;  // of predicted boxes
  double fraction = 0.5;
  stats::EmptyRules empty;
  stats::Evaluation evaluation;  // unit as asked for, study where it is auto
  bool any_unit = true;          // auto
  std::string rule;              // the conventions, for the column rule
};

// Throws UsageError for options that contradict each other or are no numbers.
Wanted parse_wanted(const Options& options);

}  // namespace cxrval::eval_masks
