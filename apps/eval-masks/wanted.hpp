// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "boxes/grid.hpp"
#include "conventions.hpp"
#include "image/run_length.hpp"
#include "lesion/image_names.hpp"
#include "options.hpp"
#include "stats/mask_evaluation.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
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

// A table, not files.
bool is_table(const Format& format);

// The words of --truth-format and --masks-format.
std::vector<std::string> format_words();

inline constexpr std::size_t most_classes = 200;
inline constexpr std::size_t most_folds = 200;

// Which images of the list are evaluated.
enum class OnlyImages {
  all,
  with_truth,   // those with a true mask that is kept
  truth_alone,  // those of them that have no true mask of another class
};

// What the options ask for.
struct Wanted {
  Format truth;
  Format masks;
  lesion::ImageNaming naming = lesion::ImageNaming::id;  // in tables
  KeptClasses classes;
  OnlyImages only = OnlyImages::all;
  bool apart = false;
  bool folds = false;
  std::vector<std::pair<std::string, std::string>> fold_masks;  // name and path of each fold's
  unsigned ddof = 1;
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

// "224x224"; nothing for another text.
std::optional<boxes::Grid> parse_size(std::string_view text);

// Throws UsageError for options that contradict each other, have no effect or are no numbers, and read_conventions'
// errors.
Wanted parse_wanted(const Options& options, cli::Run& run);

}  // namespace cxrval::eval_masks
