// SPDX-License-Identifier: Apache-2.0
#include "eval_boxes.hpp"

#include "base/error.hpp"
#include "coco_boxes.hpp"
#include "curves.hpp"
#include "describe.hpp"
#include "intake.hpp"
#include "lesion/image_table.hpp"
#include "lesion/resampling.hpp"
#include "material.hpp"
#include "readers.hpp"
#include "readings.hpp"
#include "rows.hpp"
#include "sample.hpp"
#include "stats/left_out.hpp"
#include "tables.hpp"
#include "wanted.hpp"
#include "yolo_boxes.hpp"

#include <optional>
#include <set>
#include <utility>

namespace cxrval::eval_boxes {
namespace {

using lesion::counted;

constexpr std::uint64_t few_lesions = 10;  // images of a class: AP's intervals then hold about nine times in ten

// Brings the images, the truth and the boxes together, whatever their formats.
class MaterialReader {
 public:
  MaterialReader(const Options& options, const Wanted& wanted, cli::Run& run)
      : options_(options), wanted_(wanted), run_(run), coco_(options.coco_image) {
    if (!options.names.empty()) names_ = read_names(options.names, run);
    if (wanted.truth_format == BoxFormat::coco) coco_truth_ = read_coco("truth", options.truth, run);
    if (wanted.boxes_format == BoxFormat::coco) coco_found_ = read_coco("BOXES", options.boxes, run);
    bool categories = false;
    for (const auto* file : {&coco_truth_, &coco_found_}) {
      if (!*file) continue;
      coco_.add(**file);
      categories = categories || !(*file)->categories.empty();
    }
    if (!categories) coco_.add_numbered(names_);
    if (categories && !names_.empty() && !is_numbered(wanted.truth_format) && !is_numbered(wanted.boxes_format)) {
      throw base::UsageError("the COCO files name their categories themselves; leave out --names");
    }
  }

  Material read() {
    read_list();
    material_.images.sort();
    if (material_.images.images().empty()) throw base::Error("no image is left to evaluate");
    if (!options_.readings.empty()) read_readings(options_.readings, wanted_.naming, material_, run_);
    read_boxes(Side::truth, options_.truth, wanted_.truth_format);
    read_boxes(Side::found, options_.boxes, wanted_.boxes_format);
    if (wanted_.ties == Ties::image_order) material_.order_by_image(image_names());
    for (const std::string& name : wanted_.classes) material_.classes.number(name);
    return std::move(material_);
  }

 private:
  void read_list() {
    if (!options_.images.empty()) {
      material_.images =
          lesion::read_images({options_.images, wanted_.keeps_unjudged, wanted_.naming, options_.normalize_id}, run_);
      run_.ledger("images", "evaluated").written(material_.images.images().size());
    } else if (coco_truth_) {
      if (!coco_truth_->has_images) throw base::Error("the COCO truth lists no images; give them with --images");
      take_images(*coco_truth_, coco_, material_, run_);
    } else {
      read_vindr_images(options_.truth, wanted_.naming, material_, run_);
    }
  }

  // What the list of images, or a COCO file, calls each.
  std::vector<std::string> image_names() const {
    std::vector<std::string> names;
    for (const Image& image : material_.images.images()) names.push_back(coco_.id_of(image.id));
    return names;
  }

  void read_boxes(Side side, const std::string& path, BoxFormat format) {
    Intake intake(side, material_, wanted_, run_);
    if (format == BoxFormat::coco) {
      take_boxes(side == Side::truth ? *coco_truth_ : *coco_found_, coco_, intake);
    } else if (format == BoxFormat::yolo) {
      read_yolo(path, names_, intake, run_);
    } else if (format == BoxFormat::kaggle) {
      read_kaggle(path, names_, intake, run_);
    } else {
      read_table(path, format, intake, run_);
    }
    intake.finish();
  }

  const Options& options_;
  const Wanted& wanted_;
  cli::Run& run_;
  std::vector<std::string> names_;
  std::optional<boxes::CocoFile> coco_truth_;
  std::optional<boxes::CocoFile> coco_found_;
  CocoNames coco_;
  Material material_;
};

// Labels of YOLO name their image by the file.
void warn_of_images(const Wanted& wanted, bool has_readings, cli::Run& run) {
  std::vector<std::pair<std::string, std::string>> units{{"truths", "evaluated"}, {"boxes", "evaluated"}};
  const bool yolo = wanted.truth_format == BoxFormat::yolo || wanted.boxes_format == BoxFormat::yolo;
  if (yolo) units.emplace_back("files", "used");
  if (has_readings) units.emplace_back("readings", "used");
  lesion::warn_of_unlisted(units, run);
}

// Resamples that lose a rare class have no mean over classes.
void warn_of_undefined(const std::vector<Row>& rows, cli::Run& run) {
  for (const Row& row : rows) {
    if (row.measure.class_index || row.measure.kind != stats::BoxKind::average_precision) continue;
    const auto text = stats::much_left_out(row.metric);
    if (!text) continue;
    run.warn(*text + ", which lose every true box of a class; they are left out");
    return;
  }
}

// Classes that the truth or the boxes lack are no error, but most often another spelling.
void warn_of_classes(const std::vector<Row>& rows, cli::Run& run) {
  std::set<std::size_t> classes;
  std::set<std::size_t> absent;
  std::set<std::size_t> undetected;
  std::set<std::size_t> few;
  for (const Row& row : rows) {
    if (row.measure.kind != stats::BoxKind::froc_mean || !row.measure.class_index) continue;
    classes.insert(*row.measure.class_index);
    if (row.truths == 0) {
      absent.insert(*row.measure.class_index);
    } else if (row.truth_images < few_lesions) {
      few.insert(*row.measure.class_index);
    }
    if (row.counts.boxes == 0) undetected.insert(*row.measure.class_index);
  }
  const std::string of_classes = " of " + counted(classes.size(), "class", "classes");
  if (!absent.empty()) {
    run.warn(std::to_string(absent.size()) + of_classes + " without a true box; see the column reason and --rename");
  }
  if (!few.empty()) {
    run.warn(std::to_string(few.size()) + of_classes + (few.size() == 1 ? " stands" : " stand") + " on fewer than " +
             std::to_string(few_lesions) + " images: intervals of their AP and of the mean are too narrow");
  }
  if (!undetected.empty()) run.note(std::to_string(undetected.size()) + of_classes + " without a detected box");
}

void check_format(const Options& options, const cli::Run& run) {
  const bool tables =
      !options.summary || !(options.curves + options.froc + options.describe + options.agreement).empty();
  if (!tables && run.format() != table::Format::csv) {
    throw base::UsageError("--format is of tables, and --summary writes none; leave it out");
  }
}

std::string basis(const Material& material, const stats::ImageDraws& draws, const Wanted& wanted) {
  std::string text = counted(material.images.images().size(), "image", "images");
  const bool patients = wanted.evaluation.unit == stats::Unit::patient;
  if (patients) text += " of " + counted(draws.units(), "patient", "patients");
  return text + ", " + counted(material.truth.size(), "true box", "true boxes") + ", " +
         counted(material.found.size(), "detected box", "detected boxes") + "; " +
         std::to_string(wanted.evaluation.resamples) + " resamples of " + (patients ? "patients" : "images") +
         ", seed " + std::to_string(wanted.evaluation.seed);
}

}  // namespace

void eval_boxes(const Options& options, cli::Run& run) {
  Wanted wanted = parse_wanted(options);
  check_format(options, run);
  Material material = MaterialReader(options, wanted, run).read();
  if (!options.pixels.empty() && !material.has_corners) {
    throw base::UsageError("--pixels is of corners, and these boxes have widths; leave it out");
  }
  warn_of_images(wanted, material.readings_listed, run);
  if (material.found.empty() && run.ledger("boxes", "evaluated").account().excluded.contains("other_class")) {
    run.warn("all detected boxes that can be used are of other classes than --classes names");
  }
  if (wanted.consensus != Consensus::none || !options.agreement.empty()) warn_of_readings(material, run);
  wanted.evaluation.unit = lesion::drawn_unit(
      material.images.images(), wanted.any_unit ? std::nullopt : std::optional(wanted.evaluation.unit), run);
  run.record("unit", wanted.evaluation.unit == stats::Unit::study ? "image" : "patient");
  run.record("rule", rule_text(wanted));
  run.record_seed(wanted.evaluation.seed);

  const Sampling sampling(material.images, wanted.evaluation.unit, wanted.evaluation.seed);
  lesion::warn_of_few(wanted.evaluation, sampling.draws.units(), run);
  if (!options.agreement.empty()) {
    write_agreement(material, wanted, sampling, run.create_table("agreement", options.agreement, metric_columns()));
  }
  unite_readers(material, wanted);
  if (!options.describe.empty()) write_description(options.describe, material, wanted, run);

  const std::vector<std::uint32_t> classes = material.classes.sorted();
  std::vector<std::string> names;
  for (const std::uint32_t number : classes) names.push_back(material.classes[number]);
  const stats::BoxSample sample = match_all(material, classes, wanted);
  if (!options.curves.empty()) write_curves(options.curves, sample, names, run);
  if (!options.froc.empty()) write_froc(options.froc, sample, names, run);
  const std::vector<Row> rows = evaluate(sample, names, sampling.draws, wanted);
  warn_of_classes(rows, run);
  warn_of_undefined(rows, run);
  if (options.summary) {
    write_summary(rows, basis(material, sampling.draws, wanted), run);
    return;
  }
  write_table(rows, run);
  run.note(basis(material, sampling.draws, wanted));
}

}  // namespace cxrval::eval_boxes
