// SPDX-License-Identifier: Apache-2.0
#include "wanted.hpp"

#include "base/error.hpp"
#include "base/number.hpp"

#include <algorithm>
#include <cstddef>
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

bool is_table(const Format& format) {
  return format.kind == boxes || format.kind == png_table || format.kind == run_length;
}

void check_inputs(const Options& options, const Wanted& wanted) {
  if (options.truth.empty()) throw UsageError("the true masks are missing; give them with --truth");
  if (options.images.empty()) {
    throw UsageError("images without a mask count too; list all with --images");
  }
  const auto standard_inputs = {options.masks, options.truth, options.images};
  if (std::count(standard_inputs.begin(), standard_inputs.end(), "-") > 1) {
    throw UsageError("only one input can be standard input");
  }
  for (const auto& [path, format] : {std::pair(options.truth, wanted.truth), std::pair(options.masks, wanted.masks)}) {
    if (path == "-" && !is_table(format)) throw UsageError("a folder of masks cannot be standard input");
  }
  if (wanted.apart && (wanted.truth.kind == png || wanted.masks.kind == png)) {
    throw UsageError("a folder of ID.png has no classes to tell apart; use png-classes or png-table");
  }
  const bool boxes_drawn = wanted.truth.kind == boxes || wanted.masks.kind == boxes;
  if (!boxes_drawn && options.box_pixels != "centre") throw UsageError("--box-pixels is of boxes, which are not here");
  const bool segmentations = wanted.truth.kind == seg || wanted.masks.kind == seg;
  if (!segmentations && options.fraction != Options().fraction) {
    throw UsageError("--fraction is of DICOM Segmentations, which are not here");
  }
  if (!options.min_score.empty() && wanted.masks.kind != boxes) {
    throw UsageError("--min-score is of boxes, which the masks are not");
  }
}

std::optional<boxes::Grid> parse_size(const std::string& text) {
  if (text.empty()) return std::nullopt;
  const std::size_t sign = text.find('x');
  const auto width = base::parse_integer<int>(std::string_view(text).substr(0, sign));
  const auto height =
      sign == std::string::npos ? std::nullopt : base::parse_integer<int>(std::string_view(text).substr(sign + 1));
  if (!width || !height || *width < 1 || *height < 1 || *width > most_side || *height > most_side ||
      std::int64_t{*width} * *height > std::int64_t{1} << 27) {
    throw UsageError("--size needs WIDTHxHEIGHT in pixels, such as 224x224");
  }
  return boxes::Grid{*width, *height};
}

void parse_classes(const Options& options, Wanted& wanted) {
  wanted.apart = options.class_rule == "apart";
  if (options.classes.empty()) return;
  for (std::size_t begin = 0; begin <= options.classes.size();) {
    const std::size_t end = std::min(options.classes.find(',', begin), options.classes.size());
    wanted.classes.insert(options.classes.substr(begin, end - begin));
    begin = end + 1;
  }
  if (wanted.classes.contains("")) throw UsageError("--classes needs names with commas between");
}

void parse_pixels(const Options& options, Wanted& wanted) {
  wanted.size = parse_size(options.size);
  wanted.resize = options.resize == "nearest";
  wanted.box_pixels = options.box_pixels == "touched"   ? boxes::GridRule::touched
                      : options.box_pixels == "resized" ? boxes::GridRule::resized
                                                        : boxes::GridRule::centre;
  if (!(options.fraction >= 0 && options.fraction <= 1)) throw UsageError("--fraction needs a number from 0 to 1");
  wanted.fraction = options.fraction;
  if (!options.min_score.empty()) {
    wanted.min_score = base::parse_real(options.min_score);
    if (!wanted.min_score) throw UsageError("--min-score needs a number, such as 0.3");
  }
  wanted.empty.both = options.both_empty == "one"    ? stats::BothEmpty::one
                      : options.both_empty == "zero" ? stats::BothEmpty::zero
                                                     : stats::BothEmpty::undefined;
  wanted.empty.leave_out_empty_truth = options.empty_truth == "undefined";
  wanted.empty.leave_out_empty_prediction = options.empty_prediction == "undefined";
  const bool some_left_out = wanted.empty.leave_out_empty_truth || wanted.empty.leave_out_empty_prediction;
  if (some_left_out && wanted.empty.both != stats::BothEmpty::undefined) {
    throw UsageError("--both-empty has no effect where images with an empty mask are left out; leave it out");
  }
}

std::string rule_text(const Options& options, const Wanted& wanted) {
  std::string text = "both_empty=" + options.both_empty + ";empty_truth=" + options.empty_truth +
                     ";empty_prediction=" + options.empty_prediction + ";classes=" + options.class_rule;
  std::string names;
  for (const std::string& name : wanted.classes) names += (names.empty() ? " " : "+") + name;
  text += names + ";size=" + (options.size.empty() ? "own" : options.size) + ";resize=" + options.resize;
  if (wanted.truth.kind == boxes || wanted.masks.kind == boxes) text += ";box_pixels=" + options.box_pixels;
  if (wanted.min_score) text += ";min_score=" + base::format_real(*wanted.min_score);
  if (wanted.truth.kind == seg || wanted.masks.kind == seg) text += ";fraction=" + base::format_real(wanted.fraction);
  return text;
}

}  // namespace

std::vector<std::string> format_words() {
  std::vector<std::string> words;
  for (const NamedFormat& each : formats) words.emplace_back(each.name);
  return words;
}

Wanted parse_wanted(const Options& options) {
  Wanted wanted;
  wanted.truth = format_of(options.truth_format);
  wanted.masks = format_of(options.masks_format);
  wanted.naming = lesion::parse_naming(options.table_image);
  parse_classes(options, wanted);
  check_inputs(options, wanted);
  parse_pixels(options, wanted);
  wanted.evaluation = lesion::parse_evaluation(options);
  wanted.any_unit = options.unit == "auto";
  wanted.rule = rule_text(options, wanted);
  return wanted;
}

}  // namespace cxrval::eval_masks
