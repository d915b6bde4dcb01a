// SPDX-License-Identifier: Apache-2.0
#include "results.hpp"

#include "base/number.hpp"
#include "dicom/image_columns.hpp"

#include <cstddef>
#include <optional>
#include <utility>

namespace cxrval::cxr_infer {

namespace {

using table::Kind;

// Finer than a detector resolves, and the same text on every machine.
constexpr int box_digits = 2;

std::string text_of(std::optional<double> number) {
  return number ? base::format_real(*number) : std::string();
}

std::string word(Status status) {
  switch (status) {
    case Status::ok:
      return "ok";
    case Status::not_pa:
      return "not_pa";
    case Status::not_cxr:
      return "not_cxr";
    case Status::rejected:
      break;
  }
  return "rejected";
}

void add_number(const std::string& name, cli::PatientColumns& columns) {
  columns.columns.push_back({name, Kind::number});
  columns.own.push_back({name, deid::Treatment::number});
}

cli::PatientColumns with_frame(cli::PatientColumns columns, bool frames) {
  if (frames) add_number("frame", columns);
  return columns;
}

void add_scores(const std::vector<double>& scores, std::size_t classes, std::vector<std::string>& cells) {
  for (std::size_t i = 0; i < classes; ++i) cells.push_back(scores.empty() ? "" : base::format_real(scores[i]));
}

}  // namespace

ScoredClasses scored_classes(const infer::Bundle& pipeline) {
  return {pipeline.router ? pipeline.router->classes() : std::vector<std::string>(), pipeline.abnormality.classes()};
}

cli::PatientColumns result_columns(const ScoredClasses& classes, bool frames) {
  std::vector<table::Column> columns;
  for (const std::string_view name : dicom::image_columns) columns.push_back({std::string(name)});
  columns.insert(columns.end(), {{"status"},
                                 {"reason"},
                                 {"pa_probability", Kind::number},
                                 {"probability", Kind::number},
                                 {"abnormal_status", Kind::number},
                                 {"pixel_preset"},
                                 {"polarity"},
                                 {"pipeline_hash"},
                                 {"path"},
                                 {"warnings"}});
  cli::PatientColumns all{std::move(columns)};
  if (!classes.router.empty()) {
    all.columns.push_back({"router_class"});
    all.own.push_back({"router_class", deid::Treatment::keep});
    add_number("router_probability", all);
  }
  for (const std::string& name : classes.router) add_number("router_score:" + name, all);
  for (const std::string& name : classes.abnormality) add_number("score:" + name, all);
  return with_frame(std::move(all), frames);
}

cli::PatientColumns box_columns(bool frames) {
  return with_frame({{{"sop_uid"},
                      {"class"},
                      {"score", Kind::number},
                      {"x_min", Kind::number},
                      {"y_min", Kind::number},
                      {"x_max", Kind::number},
                      {"y_max", Kind::number}}},
                    frames);
}

std::vector<std::string> result_row(const Decoded& image, const Outcome& outcome, const std::string& pipeline_hash) {
  const dicom::Header header = image.header.value_or(dicom::Header{});
  const infer::Findings findings = outcome.findings == nullptr ? infer::Findings{} : *outcome.findings;
  std::vector<std::string> cells = dicom::image_cells(header);
  cells.insert(cells.end(),
               {word(outcome.status), outcome.reason, text_of(findings.pa_probability), text_of(findings.probability),
                findings.abnormal ? (*findings.abnormal ? "1" : "0") : "", std::string(image.steps.preset),
                std::string(image.steps.polarity), pipeline_hash, image.shown, dicom::warnings_cell(header)});
  return cells;
}

std::vector<std::string> class_cells(const Outcome& outcome, const ScoredClasses& classes) {
  const infer::Findings findings = outcome.findings == nullptr ? infer::Findings{} : *outcome.findings;
  std::vector<std::string> cells;
  if (!classes.router.empty()) cells = {findings.router_class, text_of(findings.router_probability)};
  add_scores(findings.router_scores, classes.router.size(), cells);
  add_scores(findings.scores, classes.abnormality.size(), cells);
  return cells;
}

std::string frame_cell(const Decoded& image) {
  return image.frame == 0 ? "" : std::to_string(image.frame);
}

std::vector<std::string> box_row(const std::string& sop_uid, const boxes::Detection& lesion,
                                 const std::vector<std::string>& classes) {
  return {sop_uid,
          classes[static_cast<std::size_t>(lesion.class_index)],
          base::format_real(lesion.score),
          base::format_fixed(lesion.box.x_min, box_digits),
          base::format_fixed(lesion.box.y_min, box_digits),
          base::format_fixed(lesion.box.x_max, box_digits),
          base::format_fixed(lesion.box.y_max, box_digits)};
}

}  // namespace cxrval::cxr_infer
