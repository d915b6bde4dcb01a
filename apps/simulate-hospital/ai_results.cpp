// SPDX-License-Identifier: Apache-2.0
#include "base/number.hpp"
#include "dicom/image_columns.hpp"
#include "simulate.hpp"

namespace cxrval::simulate_hospital {

namespace {

using phantom::Status;
using table::Kind;

// Of an invented pipeline.
constexpr std::string_view pipeline_hash = "7f0c5e1d9a3b48626c04d1f8e2b7593ac6180fe4d27b953e8a61c0f7429d5b3e";

std::vector<table::Column> columns() {
  std::vector<table::Column> all;
  for (const std::string_view name : dicom::image_columns) all.push_back({std::string(name)});
  all.insert(all.end(), {{"status"},
                         {"reason"},
                         {"pa_probability", Kind::number},
                         {"probability", Kind::number},
                         {"abnormal_status", Kind::number},
                         {"pixel_preset"},
                         {"polarity"},
                         {"pipeline_hash"},
                         {"path"},
                         {"warnings"}});
  return all;
}

std::vector<std::string> header_cells(const phantom::Hospital& hospital, const phantom::Image& image) {
  if (!phantom::header_readable(image.damage)) return std::vector<std::string>(dicom::image_columns.size());
  const phantom::Study& study = hospital.studies[image.study];
  const phantom::Patient& patient = hospital.patients[study.patient];
  const bool timed = study.outcome != phantom::Outcome::study_time_invalid;
  return {study.patient_id,
          study.study_uid,
          image.series_uid,
          image.sop_uid,
          timed ? base::to_iso(study.time) : "",
          image.modality,
          image.body_part,
          image.view,
          std::string(1, patient.sex),
          patient.birth_date.substr(0, 4)};
}

std::string number(std::optional<double> value) {
  return value ? base::format_real(*value) : "";
}

// As cxr-infer words it.
std::string reject_reason(phantom::Damage damage) {
  switch (damage) {
    case phantom::Damage::none:
      return "";
    case phantom::Damage::empty_file:
    case phantom::Damage::not_dicom:
      return "not a DICOM file";
    case phantom::Damage::cut_header:
      return "data set is damaged";
    case phantom::Damage::cut_pixels:
      return "pixel data shorter than its header says";
    case phantom::Damage::no_pixels:
      return "no pixel data";
    case phantom::Damage::huge_size:
      return "more than 134217728 pixels";
  }
  return "";
}

std::vector<std::string> outcome_cells(const phantom::Image& image, const phantom::ResultRow& row) {
  const std::string preset = image.has_window ? "voi_window" : "voi_minmax";
  switch (image.status) {
    case Status::ok:
      return {
          "ok",   "",           number(row.pa_probability), number(row.probability), *row.probability > 0.5 ? "1" : "0",
          preset, "photometric"};
    case Status::not_pa:
      return {"not_pa", "pa_gate", number(row.pa_probability), "", "", preset, "photometric"};
    case Status::not_cxr:
      return {"not_cxr", image.reason, "", "", "", "", ""};
    case Status::rejected:
      break;
  }
  return {"rejected", reject_reason(image.damage), "", "", "", "", ""};
}

}  // namespace

void write_ai_results(const phantom::PaperFlow& flow, const Options& options, cli::Run& run) {
  table::Writer& out = run.create_table("results", options.out + "/ai.csv", columns());
  cli::Ledger& ledger = run.ledger("images");
  for (const phantom::ResultRow& row : flow.results) {
    const phantom::Image& image = flow.hospital.images[row.image];
    std::vector<std::string> cells = header_cells(flow.hospital, image);
    const std::vector<std::string> outcome = outcome_cells(image, row);
    cells.insert(cells.end(), outcome.begin(), outcome.end());
    cells.insert(cells.end(), {std::string(pipeline_hash), image.path.substr(image.path.find('/') + 1), ""});
    out.write(cells);
    ledger.read();
    ledger.written();
  }
}

}  // namespace cxrval::simulate_hospital
