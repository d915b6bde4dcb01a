// SPDX-License-Identifier: Apache-2.0
#include "base/civil_time.hpp"
#include "simulate.hpp"
#include "truth_counts.hpp"
#include "words.hpp"

namespace cxrval::simulate_hospital {

namespace {

using phantom::Hospital;
using phantom::Outcome;
using phantom::Status;
using table::Kind;

constexpr std::string_view syntax_words[] = {"explicit_little_endian", "implicit_little_endian", "rle", "jpeg_lossless",
                                             "jpeg_ls_lossless"};

std::string findings(const std::vector<phantom::Lesion>& lesions) {
  std::string text;
  for (const phantom::Lesion& lesion : lesions) {
    if (!text.empty()) text += ';';
    text += phantom::class_name(lesion.kind);
  }
  return text;
}

class Truth {
 public:
  Truth(const Hospital& hospital, const Boxes& boxes, const Options& options, cli::Run& run)
      : hospital_(hospital), boxes_(boxes), options_(options), run_(run) {}

  void studies();
  void images();
  void reports();
  void boxes();
  void counts();

 private:
  table::Writer& table(const std::string& name, std::vector<table::Column> columns) {
    return run_.create_table(name, options_.out + "/truth/" + name + ".csv", std::move(columns));
  }
  bool has_stories() const { return !options_.preset.empty(); }
  std::string report_number(const phantom::Report& report) const { return std::to_string(report.service + 1); }

  const Hospital& hospital_;
  const Boxes& boxes_;  // of each image
  const Options& options_;
  cli::Run& run_;
};

void Truth::studies() {
  std::vector<table::Column> columns{{"study_uid"},
                                     {"patient_id"},
                                     {"his_patient_id"},
                                     {"study_time"},
                                     {"exam"},
                                     {"images", Kind::number},
                                     {"abnormal", Kind::number},
                                     {"findings"},
                                     {"session_id"},
                                     {"report_number", Kind::number},
                                     {"expected_status"},
                                     {"expected_match"}};
  if (has_stories()) columns.insert(columns.end(), {{"abnormal_status", Kind::number}, {"story"}});
  table::Writer& out = table("studies", std::move(columns));
  cli::Ledger& ledger = run_.ledger("studies");
  for (const phantom::Study& study : hospital_.studies) {
    const phantom::Report* report = study.report ? &hospital_.reports[*study.report] : nullptr;
    std::vector<std::string> cells{study.study_uid,
                                   study.patient_id,
                                   hospital_.patients[study.patient].id,
                                   study.outcome == Outcome::study_time_invalid ? "" : base::to_iso(study.time),
                                   std::string(word(study.exam)),
                                   std::to_string(study.images.size()),
                                   flag(!study.lesions.empty()),
                                   findings(study.lesions),
                                   report ? hospital_.sessions[report->session].id : "",
                                   report ? report_number(*report) : "",
                                   std::string(word(study.status)),
                                   std::string(phantom::study_code(study.outcome))};
    if (has_stories()) {
      cells.push_back(study.status == Status::ok ? flag(study.ai_abnormal) : "");
      cells.emplace_back(study.story);
    }
    out.write(cells);
    ledger.read();
    ledger.written();
  }
}

void Truth::images() {
  table::Writer& out = table("images", {{"path"},
                                        {"sop_uid"},
                                        {"series_uid"},
                                        {"study_uid"},
                                        {"patient_id"},
                                        {"kind"},
                                        {"exam"},
                                        {"abnormal", Kind::number},
                                        {"modality"},
                                        {"body_part"},
                                        {"view"},
                                        {"photometric"},
                                        {"transfer_syntax"},
                                        {"damage"},
                                        {"expected_status"},
                                        {"expected_reason"}});
  for (const phantom::Image& image : hospital_.images) {
    const phantom::Study& study = hospital_.studies[image.study];
    const std::vector<std::string> cells{image.path,
                                         image.sop_uid,
                                         image.series_uid,
                                         study.study_uid,
                                         study.patient_id,
                                         std::string(word(image.kind)),
                                         std::string(word(image.plan.view)),
                                         flag(image.abnormal),
                                         image.modality,
                                         image.body_part,
                                         image.view,
                                         image.monochrome1 ? "MONOCHROME1" : "MONOCHROME2",
                                         std::string(syntax_words[image.transfer_syntax]),
                                         std::string(word(image.damage)),
                                         std::string(word(image.status)),
                                         image.reason};
    out.write(cells);
  }
}

void Truth::reports() {
  std::vector<table::Column> columns{{"session_id"},
                                     {"report_number", Kind::number},
                                     {"patient_id"},
                                     {"report_time"},
                                     {"study_uid"},
                                     {"latent_abnormal", Kind::number},
                                     {"reader_abnormal", Kind::number},
                                     {"template_label"},
                                     {"style"},
                                     {"expected_match"}};
  if (has_stories()) columns.push_back({"story"});
  table::Writer& out = table("reports", std::move(columns));
  for (const phantom::Report& report : hospital_.reports) {
    const phantom::Session& session = hospital_.sessions[report.session];
    const auto& time = session.services[report.service].result_time;
    std::vector<std::string> cells{session.id,
                                   report_number(report),
                                   hospital_.patients[session.patient].id,
                                   time ? base::to_iso(*time) : "",
                                   report.study ? hospital_.studies[*report.study].study_uid : "",
                                   flag(report.latent_abnormal),
                                   flag(report.reader_abnormal),
                                   label(report.template_abnormal),
                                   report.style,
                                   std::string(phantom::report_code(report.outcome))};
    if (has_stories()) cells.emplace_back(report.story);
    out.write(cells);
  }
}

void Truth::boxes() {
  table::Writer& out = table("boxes", {{"sop_uid"},
                                       {"class"},
                                       {"x_min", Kind::number},
                                       {"y_min", Kind::number},
                                       {"x_max", Kind::number},
                                       {"y_max", Kind::number}});
  for (std::size_t i = 0; i < hospital_.images.size(); ++i) {
    if (hospital_.images[i].copy_of) continue;
    for (const phantom::LesionBox& box : boxes_[i]) {
      const std::vector<std::string> cells{hospital_.images[i].sop_uid, std::string(phantom::class_name(box.kind)),
                                           std::to_string(box.x_min),   std::to_string(box.y_min),
                                           std::to_string(box.x_max),   std::to_string(box.y_max)};
      out.write(cells);
    }
  }
}

void Truth::counts() {
  table::Writer& out = table("counts", {{"name"}, {"value", Kind::number}});
  for (const auto& [name, value] : counts_of(hospital_, options_)) {
    const std::vector<std::string> cells{name, std::to_string(value)};
    out.write(cells);
  }
}

}  // namespace

void write_truth_without_images(const Hospital& hospital, const Options& options, cli::Run& run) {
  const Boxes none;
  Truth truth(hospital, none, options, run);
  if (options.preset.empty()) return truth.reports();
  truth.studies();
  truth.images();
  truth.reports();
  truth.counts();
}

void write_truth(const Hospital& hospital, const Boxes& boxes, const Options& options, cli::Run& run) {
  Truth truth(hospital, boxes, options, run);
  truth.studies();
  truth.images();
  truth.reports();
  truth.boxes();
  truth.counts();
}

}  // namespace cxrval::simulate_hospital
