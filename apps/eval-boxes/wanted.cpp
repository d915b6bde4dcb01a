// SPDX-License-Identifier: Apache-2.0
#include "wanted.hpp"

#include "base/error.hpp"
#include "base/number.hpp"

#include <algorithm>
#include <cmath>
#include <string_view>

namespace cxrval::eval_boxes {
namespace {

using base::UsageError;

constexpr std::size_t most_ious = 100;
constexpr std::size_t most_numbers = 100;

struct Preset {
  std::string_view name;
  std::string_view iou;
  std::string_view iou_rule;
  std::string_view interpolation;
  std::string_view matching;
  std::string_view pixels;
  std::string_view most;
  std::string_view ties;
};

constexpr Preset presets[] = {
    {"", "0.4", "at-least", "all-point", "best", "edges", "all", "together"},
    {"voc", "0.5", "at-least", "all-point", "best", "inclusive", "all", "file-order"},
    {"coco", "0.5:0.95:0.05", "at-least", "coco-101", "free", "edges", "100", "image-order"},
    {"vinbigdata", "0.4", "above", "all-point", "best", "edges", "all", "together"},
};

std::vector<std::string> split(const std::string& text, char separator) {
  std::vector<std::string> parts;
  std::size_t begin = 0;
  while (true) {
    const std::size_t end = text.find(separator, begin);
    parts.push_back(text.substr(begin, end - begin));
    if (end == std::string::npos) return parts;
    begin = end + 1;
  }
}

// First, last and every step between them, as decimals: 0.5 + 2 * 0.05 is 0.6, not 0.6000000000000001.
std::vector<double> range_of(const std::vector<std::string>& parts) {
  constexpr double unit = 1e6;
  std::vector<long long> ends;
  for (const std::string& part : parts) {
    const auto number = base::parse_real(part);
    if (!number || *number <= 0 || *number > 1) return {};
    ends.push_back(std::llround(*number * unit));
  }
  std::vector<double> numbers;
  if (ends[2] <= 0 || (ends[1] - ends[0]) / ends[2] >= static_cast<long long>(most_ious)) return {};
  for (long long at = ends[0]; at <= ends[1]; at += ends[2]) numbers.push_back(static_cast<double>(at) / unit);
  return numbers;
}

std::vector<double> parse_ious(const std::string& text) {
  const std::vector<std::string> parts = split(text, ':');
  std::vector<double> ious;
  if (parts.size() == 3) {
    ious = range_of(parts);
  } else {
    for (const std::string& part : split(text, ',')) ious.push_back(base::parse_real(part).value_or(0));
  }
  const bool outside = std::any_of(ious.begin(), ious.end(), [](double iou) { return iou <= 0 || iou > 1; });
  const bool rising = std::adjacent_find(ious.begin(), ious.end(), std::greater_equal<>()) == ious.end();
  if (ious.empty() || outside || !rising || ious.size() > most_ious) {
    throw UsageError("--iou needs rising numbers above 0 up to 1, such as 0.4, 0.5,0.75 or 0.5:0.95:0.05");
  }
  return ious;
}

std::vector<double> parse_rates(const std::string& text) {
  std::vector<double> rates;
  for (const std::string& part : split(text, ',')) {
    const auto rate = base::parse_real(part);
    if (!rate || *rate <= 0 || (!rates.empty() && *rate <= rates.back())) {
      throw UsageError("--fp-rates needs rising numbers of false alarms per image, such as 0.125,0.25,0.5,1,2,4,8");
    }
    rates.push_back(*rate);
  }
  if (rates.size() > most_numbers) throw UsageError("--fp-rates has more than 100 numbers; name fewer");
  return rates;
}

std::size_t parse_most(const std::string& text) {
  if (text == "all") return std::numeric_limits<std::size_t>::max();
  const auto most = base::parse_integer<std::uint64_t>(text);
  if (!most || *most == 0) throw UsageError("--max-detections needs a number from 1, or all");
  return *most;
}

stats::Interpolation parse_interpolation(std::string_view text) {
  using enum stats::Interpolation;
  for (const stats::Interpolation each : {all_point, eleven_point, coco_101, none}) {
    if (stats::name(each) == text) return each;
  }
  throw std::logic_error("eval-boxes: interpolation");
}

constexpr std::string_view name_of(Ties ties) {
  return ties == Ties::together ? "together" : ties == Ties::file_order ? "file-order" : "image-order";
}

Ties parse_ties(std::string_view text) {
  for (const Ties each : {Ties::together, Ties::file_order, Ties::image_order}) {
    if (name_of(each) == text) return each;
  }
  throw std::logic_error("eval-boxes: ties");
}

BoxFormat parse_format(std::string_view text) {
  return text == "coco"     ? BoxFormat::coco
         : text == "vindr"  ? BoxFormat::vindr
         : text == "yolo"   ? BoxFormat::yolo
         : text == "kaggle" ? BoxFormat::kaggle
                            : BoxFormat::boxes;
}

bool is_table(BoxFormat format) {
  return format == BoxFormat::boxes || format == BoxFormat::vindr || format == BoxFormat::kaggle;
}

void parse_conventions(const Options& options, Wanted& wanted) {
  const Preset& preset = *std::find_if(std::begin(presets), std::end(presets),
                                       [&](const Preset& each) { return each.name == options.preset; });
  const auto chosen = [](const std::string& given, std::string_view usual) {
    return given.empty() ? std::string(usual) : given;
  };
  wanted.preset = options.preset.empty() ? "none" : options.preset;
  wanted.ious = parse_ious(chosen(options.iou, preset.iou));
  wanted.match.above = chosen(options.iou_rule, preset.iou_rule) == "above";
  wanted.rules.interpolation = parse_interpolation(chosen(options.interpolation, preset.interpolation));
  wanted.match.taking = chosen(options.matching, preset.matching) == "free" ? boxes::Taking::free : boxes::Taking::best;
  const bool inclusive = chosen(options.pixels, preset.pixels) == "inclusive";
  wanted.match.pixels = inclusive ? boxes::PixelRule::inclusive : boxes::PixelRule::edges;
  wanted.match.most = parse_most(chosen(options.most, preset.most));
  wanted.ties = parse_ties(chosen(options.ties, preset.ties));
  wanted.match.ties = wanted.ties == Ties::together ? boxes::Ties::corners : boxes::Ties::given;
  wanted.rules.absent = options.absent == "zero" ? stats::AbsentClasses::zero : stats::AbsentClasses::exclude;
  wanted.rules.rates = parse_rates(options.fp_rates);
}

void parse_names(const Options& options, Wanted& wanted) {
  wanted.no_finding = options.no_finding == "class";
  wanted.keeps_unjudged = options.not_judged == "keep";
  if (!options.classes.empty()) {
    for (std::string& name : split(options.classes, ',')) wanted.classes.insert(std::move(name));
    if (wanted.classes.contains("")) throw UsageError("--classes needs names with commas between");
    if (wanted.classes.size() > most_classes) throw UsageError("--classes has more than 500 names; name fewer");
  }
  for (const std::string& text : options.renames) {
    const std::size_t sign = text.find('=');
    if (sign == std::string::npos || sign == 0 || sign + 1 == text.size()) {
      throw UsageError("--rename needs FROM=TO, such as Lung nodule=Nodule/Mass");
    }
    if (!wanted.renames.emplace(text.substr(0, sign), text.substr(sign + 1)).second) {
      throw UsageError("--rename is given twice for one class; give it once");
    }
  }
}

template <class Value>
bool repeats(std::vector<Value> values) {
  std::sort(values.begin(), values.end());
  return std::adjacent_find(values.begin(), values.end()) != values.end();
}

bool of_readers(const Options& options) {
  return !options.consensus.empty() || !options.agreement.empty();
}

bool is_coco(const Wanted& wanted) {
  return wanted.truth_format == BoxFormat::coco || wanted.boxes_format == BoxFormat::coco;
}

void check_inputs(const Options& options, const Wanted& wanted) {
  const auto standard_inputs = {options.boxes, options.truth, options.images, options.names, options.readings};
  if (std::count(standard_inputs.begin(), standard_inputs.end(), "-") > 1) {
    throw UsageError("only one input can be standard input");
  }
  if (options.truth.empty()) throw UsageError("what is really there is missing; give it with --truth");
  if (wanted.truth_format == BoxFormat::yolo && options.images.empty()) {
    throw UsageError("YOLO labels do not say how large an image is; list all images with rows and columns by --images");
  }
  const bool lists_images = wanted.truth_format == BoxFormat::coco || wanted.truth_format == BoxFormat::vindr;
  if (options.images.empty() && !lists_images) {
    throw UsageError("images without a lesion count too, and this truth does not name them; list all with --images");
  }
  if (wanted.truth_format == BoxFormat::vindr && options.images.empty() && options.truth == "-") {
    throw UsageError("the truth is read twice when it lists the images; give a file, or --images");
  }
  const bool names_readers = wanted.truth_format == BoxFormat::boxes || wanted.truth_format == BoxFormat::vindr;
  if (!names_readers && of_readers(options)) {
    throw UsageError("--consensus and --agreement are of readers, whom only the formats boxes and vindr name");
  }
  const bool numbered = is_numbered(wanted.truth_format) || is_numbered(wanted.boxes_format);
  if (numbered && options.names.empty()) throw UsageError("classes are given by numbers; name them with --names");
  if (!numbered && !is_coco(wanted) && !options.names.empty()) {
    throw UsageError("--names belongs to the formats yolo, kaggle and coco; leave it out");
  }
}

// Coordinates of corners, whose width is a matter of convention.
bool has_corners(BoxFormat format) {
  return format != BoxFormat::coco && format != BoxFormat::yolo;
}

// Options that would do nothing.
void check_idle(const Options& options, const Wanted& wanted) {
  if (options.consensus_iou.given && !of_readers(options)) {
    throw UsageError("--consensus-iou belongs to --consensus and --agreement; leave it out");
  }
  if (!options.readings.empty() && !of_readers(options)) {
    throw UsageError("--readings belongs to --consensus and --agreement; leave it out");
  }
  if (!options.coco_image.empty() && !is_coco(wanted)) {
    throw UsageError("--coco-image belongs to the format coco; leave it out");
  }
  const bool tables = !options.images.empty() || is_table(wanted.truth_format) || is_table(wanted.boxes_format);
  if (!options.table_image.empty() && !tables) throw UsageError("--table-image is of tables, which are not here");
  if (!options.not_judged.empty() && options.images.empty()) {
    throw UsageError("--not-judged is of the column status of --images; leave it out");
  }
  if (options.normalize_id.to_string() != deid::PatientIdRule().to_string() && options.images.empty()) {
    throw UsageError("--normalize-id is of the column patient_id of --images; leave it out");
  }
  if (!options.pixels.empty() && !has_corners(wanted.truth_format) && !has_corners(wanted.boxes_format)) {
    throw UsageError("--pixels is of corners, and the formats coco and yolo give widths; leave it out");
  }
}

// Names that no box can have in the end.
void check_idle_names(const Options& options, const Wanted& wanted) {
  const auto evaluated = [&](const std::string& name) {
    return wanted.classes.empty() || wanted.classes.contains(name);
  };
  const auto renamed = wanted.renames.find(no_finding);
  if (!options.no_finding.empty() && !evaluated(renamed == wanted.renames.end() ? no_finding : renamed->second)) {
    throw UsageError("--no-finding does nothing where --classes does not name No finding; leave it out");
  }
  if (renamed != wanted.renames.end() && !wanted.no_finding) {
    throw UsageError("--rename of No finding needs --no-finding class");
  }
  for (const auto& [from, to] : wanted.renames) {
    if (from == to || (!evaluated(from) && !evaluated(to))) {
      throw UsageError("--rename needs two names, of which --classes has one where it is given");
    }
  }
}

std::string consensus_text(const Wanted& wanted) {
  if (wanted.consensus == Consensus::none) return "none";
  return (wanted.consensus == Consensus::fusion ? "fusion" : "majority") +
         (";consensus_iou=" + base::format_real(wanted.consensus_iou));
}

// Names joined by +; without --classes and --rename all are taken as they are.
std::string classes_text(const Wanted& wanted) {
  std::string classes;
  for (const std::string& name : wanted.classes) classes += (classes.empty() ? "" : "+") + name;
  std::string renames;
  for (const auto& [from, to] : wanted.renames) {
    renames += renames.empty() ? ";rename=" : "+";
    renames += from + '=' + to;
  }
  return ";classes=" + (classes.empty() ? "all" : classes) + renames;
}

}  // namespace

bool is_numbered(BoxFormat format) {
  return format == BoxFormat::yolo || format == BoxFormat::kaggle;
}

Wanted parse_wanted(const Options& options) {
  Wanted wanted;
  wanted.boxes_format = parse_format(options.boxes_format);
  wanted.truth_format = parse_format(options.truth_format);
  wanted.naming = lesion::parse_naming(options.table_image.empty() ? "id" : options.table_image);
  check_inputs(options, wanted);
  check_idle(options, wanted);
  parse_names(options, wanted);
  check_idle_names(options, wanted);
  parse_conventions(options, wanted);
  for (const std::string& text : options.scores) {
    const auto score = base::parse_real(text);
    if (!score) throw UsageError("--at-score needs a number, such as 0.3");
    wanted.scores.push_back(*score);
  }
  if (repeats(wanted.scores)) throw UsageError("--at-score is given twice for one score; give it once");
  if (wanted.scores.size() > most_numbers) throw UsageError("--at-score is given more than 100 times; give fewer");
  wanted.consensus = options.consensus == "fusion"     ? Consensus::fusion
                     : options.consensus == "majority" ? Consensus::majority
                                                       : Consensus::none;
  wanted.consensus_iou = options.consensus_iou.value;
  if (!(wanted.consensus_iou > 0 && wanted.consensus_iou <= 1)) {
    throw UsageError("--consensus-iou needs a number above 0 up to 1");
  }
  wanted.evaluation = lesion::parse_evaluation(options);
  wanted.any_unit = options.unit == "auto";
  return wanted;
}

void check_resampled(std::size_t measures, const Wanted& wanted) {
  lesion::check_resampled(measures, wanted.evaluation,
                          "lower --resamples, or name fewer by --classes, --iou, --fp-rates or --at-score");
}

std::string rule_text(const Wanted& wanted) {
  const auto most =
      wanted.match.most == std::numeric_limits<std::size_t>::max() ? "all" : std::to_string(wanted.match.most);
  return std::string("preset=") + wanted.preset + ";iou=" + (wanted.match.above ? "above" : "at-least") +
         ";interpolation=" + std::string(stats::name(wanted.rules.interpolation)) +
         ";matching=" + (wanted.match.taking == boxes::Taking::free ? "free" : "best") +
         ";pixels=" + (wanted.match.pixels == boxes::PixelRule::inclusive ? "inclusive" : "edges") +
         ";max_detections=" + most + ";ties=" + std::string(name_of(wanted.ties)) + ";lost_class=undefined" +
         ";absent=" + (wanted.rules.absent == stats::AbsentClasses::zero ? "zero" : "exclude") +
         ";no_finding=" + (wanted.no_finding ? "class" : "exclude") +
         ";not_judged=" + (wanted.keeps_unjudged ? "keep" : "exclude") + ";consensus=" + consensus_text(wanted) +
         classes_text(wanted);
}

}  // namespace cxrval::eval_boxes
