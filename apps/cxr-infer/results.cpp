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

cli::PatientColumns with_frame(cli::PatientColumns columns, bool frames) {
  if (!frames) return columns;
  columns.columns.push_back({"frame", Kind::number});
  columns.own.push_back({"frame", deid::Treatment::number});
  return columns;
}

}  // namespace

cli::PatientColumns result_columns(bool frames, bool router) {
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
  if (router) {
    all.columns.insert(all.columns.end(), {{"router_class"}, {"router_probability", Kind::number}});
    all.own = {{"router_class", deid::Treatment::keep}, {"router_probability", deid::Treatment::number}};
  }
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

std::vector<std::string> router_cells(const Outcome& outcome) {
  if (outcome.findings == nullptr) return {"", ""};
  return {outcome.findings->router_class, text_of(outcome.findings->router_probability)};
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
