// SPDX-License-Identifier: Apache-2.0
#include "wanted.hpp"

#include "base/error.hpp"
#include "base/number.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <set>
#include <stdexcept>
#include <string_view>
#include <utility>

namespace cxrval::eval_masks {
namespace {

using base::UsageError;

constexpr int most_side = 65535;

struct NamedFormat {
  std::string_view name;
  Format format;
};

using enum MaskFormat;
using Form = image::RunLengthForm;

constexpr NamedFormat formats[] = {
    {"boxes", {boxes}},
    {"png", {png}},
    {"png-classes", {png_classes}},
    {"png-table", {png_table}},
    {"seg", {seg}},
    {"rle-coco", {run_length, Form::coco}},
    {"rle-coco-compressed", {run_length, Form::coco_compressed}},
    {"rle-kaggle", {run_length, Form::kaggle}},
    {"rle-siim", {run_length, Form::siim}},
};

Format format_of(const std::string& name) {
  const auto* const found =
      std::find_if(std::begin(formats), std::end(formats), [&](const NamedFormat& each) { return each.name == name; });
  if (found == std::end(formats)) throw std::logic_error("eval-masks: format");
  return found->format;
}

// Each path with its format, the truth's first.
std::vector<std::pair<std::string, Format>> inputs_of(const Options& options, const Wanted& wanted) {
  std::vector<std::pair<std::string, Format>> inputs{{options.truth, wanted.truth}};
  if (wanted.fold_masks.empty()) inputs.emplace_back(options.masks, wanted.masks);
  for (const auto& [fold, path] : wanted.fold_masks) inputs.emplace_back(path, wanted.masks);
  return inputs;
}

void check_inputs(const Options& options, const Wanted& wanted) {
  if (options.truth.empty()) throw UsageError("the true masks are missing; give them with --truth");
  if (options.images.empty()) {
    throw UsageError("images without a mask count too; list all with --images");
  }
  int standard_inputs = options.images == "-" ? 1 : 0;
  for (const auto& [path, format] : inputs_of(options, wanted)) {
    if (path == "-" && !is_table(format)) throw UsageError("a folder of masks cannot be standard input");
    standard_inputs += path == "-" ? 1 : 0;
  }
  if (standard_inputs > 1) throw UsageError("only one input can be standard input");
}

// Options that would do nothing, as far as they alone say so.
void check_effects(const Options& options, const Wanted& wanted, const cli::Run& run) {
  const bool boxes_drawn = wanted.truth.kind == boxes || wanted.masks.kind == boxes;
  if (!boxes_drawn && !options.box_pixels.empty()) throw UsageError("--box-pixels is of boxes, which are not here");
  const bool segmentations = wanted.truth.kind == seg || wanted.masks.kind == seg;
  if (!segmentations && options.fraction.given) {
    throw UsageError("--fraction is of DICOM Segmentations, which are not here");
  }
  if (!options.min_score.empty() && wanted.masks.kind != boxes) {
    throw UsageError("--min-score is of boxes, which the masks are not");
  }
  if (!options.resize.empty() && wanted.truth.kind == boxes && wanted.masks.kind == boxes) {
    throw UsageError("--resize is of masks that are pixels, which are not here; boxes are drawn at the size");
  }
  if (options.summary && options.per_image.empty() && run.format() != table::Format::csv) {
    throw UsageError("--format is of tables, and --summary writes none; leave it out");
  }
  if (run.pseudonyms() && options.per_image.empty() && options.fold.empty()) {
    throw UsageError("--pseudonymize is of --per-image and of the values of --fold; for paths say --redact-paths");
  }
}

// Kept classes of a side that has none: a rule that nothing follows. --classes may be of one side alone.
void check_classes(const Options& options, const Wanted& wanted) {
  const bool idle_truth = !wanted.classes.truth.empty() && wanted.truth.kind == png;
  const bool idle_masks = !wanted.classes.masks.empty() && wanted.masks.kind == png;
  const bool both = wanted.classes.truth == wanted.classes.masks;
  if (both ? idle_truth && idle_masks : idle_truth || idle_masks) {
    throw UsageError(std::string(options.classes.empty() ? "the protocol's classes are" : "--classes is") +
                     " of masks with classes, which ID.png has not; use png-classes or png-table");
  }
  if (wanted.only == OnlyImages::truth_alone && wanted.truth.kind == png) {
    throw UsageError("--only-images truth-alone is of a truth with classes, which ID.png has not; say with-truth");
  }
}

void parse_folds(const Options& options, Wanted& wanted) {
  wanted.folds = !options.fold.empty() || !options.fold_masks.empty();
  if (!options.fold.empty() && !options.fold_masks.empty()) {
    throw UsageError("--fold and --fold-masks both say whose fold a mask is; give one of them");
  }
  if (!options.fold_masks.empty() && options.masks != Options().masks) {
    throw UsageError("MASKS and --fold-masks are both predicted masks; give one of them");
  }
  for (const std::string& text : options.fold_masks) {
    const std::size_t sign = text.find('=');
    if (sign == std::string::npos || sign == 0 || sign + 1 == text.size()) {
      throw UsageError("--fold-masks needs FOLD=PATH, such as 1=fold1.csv");
    }
    const std::string fold = text.substr(0, sign);
    if (fold == "0") throw UsageError("--fold-masks has a fold 0; number folds from 1");
    const bool known = std::any_of(wanted.fold_masks.begin(), wanted.fold_masks.end(),
                                   [&](const auto& each) { return each.first == fold; });
    if (known) throw UsageError("two --fold-masks of one fold; give each fold one");
    wanted.fold_masks.emplace_back(fold, text.substr(sign + 1));
  }
  if (wanted.fold_masks.size() > most_folds) throw UsageError("more than 200 --fold-masks");
  if (options.ddof.value != 0 && options.ddof.value != 1) throw UsageError("--ddof is 0 or 1");
  if (!wanted.folds && options.ddof.given) {
    throw UsageError("--ddof is of folds; name their column with --fold, or their masks with --fold-masks");
  }
  wanted.ddof = static_cast<unsigned>(options.ddof.value);
}

void parse_classes(const Options& options, Wanted& wanted) {
  wanted.apart = options.class_rule == "apart";
  wanted.only = options.only_images == "with-truth"    ? OnlyImages::with_truth
                : options.only_images == "truth-alone" ? OnlyImages::truth_alone
                                                       : OnlyImages::all;
  if (wanted.apart && (wanted.truth.kind == png || wanted.masks.kind == png)) {
    throw UsageError("a folder of ID.png has no classes to tell apart; use png-classes or png-table");
  }
  if (wanted.only == OnlyImages::truth_alone && wanted.classes.truth.empty()) {
    throw UsageError("--only-images truth-alone is of --classes or a protocol's; without them say with-truth");
  }
  check_classes(options, wanted);
}

void parse_pixels(const Options& options, Wanted& wanted) {
  if (!options.size.empty()) {
    wanted.size = parse_size(options.size);
    if (!wanted.size) throw UsageError("--size needs WIDTHxHEIGHT in pixels, such as 224x224");
  }
  wanted.resize = options.resize == "nearest";
  wanted.box_pixels = options.box_pixels == "touched"   ? boxes::GridRule::touched
                      : options.box_pixels == "resized" ? boxes::GridRule::resized
                                                        : boxes::GridRule::centre;
  wanted.fraction = options.fraction.value;
  if (!(wanted.fraction >= 0 && wanted.fraction <= 1)) throw UsageError("--fraction needs a number from 0 to 1");
  if (options.min_score.empty()) return;
  wanted.min_score = base::parse_real(options.min_score);
  if (!wanted.min_score) throw UsageError("--min-score needs a number, such as 0.3");
}

// `given` as options alone; of what the protocol says, undefined is what holds in any case.
void parse_empty(const Options& options, const Options& given, Wanted& wanted) {
  wanted.empty.both = options.both_empty == "one"    ? stats::BothEmpty::one
                      : options.both_empty == "zero" ? stats::BothEmpty::zero
                                                     : stats::BothEmpty::undefined;
  wanted.empty.leave_out_empty_truth = options.empty_truth == "undefined";
  wanted.empty.leave_out_empty_prediction = options.empty_prediction == "undefined";
  const bool both_matters = !given.both_empty.empty() || wanted.empty.both != stats::BothEmpty::undefined;
  if (both_matters && (wanted.empty.leave_out_empty_truth || wanted.empty.leave_out_empty_prediction)) {
    throw UsageError("--both-empty has no effect where images with an empty mask are left out; leave it out");
  }
  if (wanted.empty.leave_out_empty_truth && wanted.only != OnlyImages::all && !wanted.apart) {
    throw UsageError("--empty-truth has no effect where --only-images leaves out images without a true mask");
  }
}

std::string joined(const std::set<std::string>& names) {
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? " " : "+") + name;
  return text;
}

// Of `options` with what the protocol and the usual words fill in.
std::string rule_text(const Options& options, const Wanted& wanted) {
  std::string text = "both_empty=" + options.both_empty + ";empty_truth=" + options.empty_truth +
                     ";empty_prediction=" + options.empty_prediction + ";classes=" + options.class_rule;
  if (wanted.classes.truth == wanted.classes.masks) {
    text += joined(wanted.classes.truth);
  } else {
    text += ";truth_classes=" + (wanted.classes.truth.empty() ? "all" : joined(wanted.classes.truth).substr(1)) +
            ";predicted_classes=" + (wanted.classes.masks.empty() ? "all" : joined(wanted.classes.masks).substr(1));
  }
  if (wanted.only != OnlyImages::all) text += ";only_images=" + options.only_images;
  text += ";size=" + (options.size.empty() ? "own" : options.size) + ";resize=" + options.resize;
  if (wanted.truth.kind == boxes || wanted.masks.kind == boxes) text += ";box_pixels=" + options.box_pixels;
  if (wanted.min_score) text += ";min_score=" + base::format_real(*wanted.min_score);
  if (wanted.truth.kind == seg || wanted.masks.kind == seg) text += ";fraction=" + base::format_real(wanted.fraction);
  return text;
}

}  // namespace

bool is_table(const Format& format) {
  return format.kind == boxes || format.kind == png_table || format.kind == run_length;
}

std::vector<std::string> format_words() {
  std::vector<std::string> words;
  for (const NamedFormat& each : formats) words.emplace_back(each.name);
  return words;
}

std::optional<boxes::Grid> parse_size(std::string_view text) {
  const std::size_t sign = text.find('x');
  if (sign == std::string_view::npos) return std::nullopt;
  const auto width = base::parse_integer<int>(text.substr(0, sign));
  const auto height = base::parse_integer<int>(text.substr(sign + 1));
  if (!width || !height || *width < 1 || *height < 1 || *width > most_side || *height > most_side ||
      std::int64_t{*width} * *height > std::int64_t{1} << 27) {
    return std::nullopt;
  }
  return boxes::Grid{*width, *height};
}

Wanted parse_wanted(const Options& options, cli::Run& run) {
  Wanted wanted;
  wanted.truth = format_of(options.truth_format);
  wanted.masks = format_of(options.masks_format);
  parse_folds(options, wanted);
  check_inputs(options, wanted);
  check_effects(options, wanted, run);
  Options filled = options;
  wanted.classes = read_conventions(filled, run);
  parse_classes(filled, wanted);
  parse_pixels(filled, wanted);
  parse_empty(filled, options, wanted);
  wanted.naming = lesion::parse_naming(options.table_image);
  wanted.evaluation = lesion::parse_evaluation(options);
  wanted.any_unit = options.unit == "auto";
  wanted.rule = rule_text(filled, wanted);
  return wanted;
}

}  // namespace cxrval::eval_masks
