// SPDX-License-Identifier: Apache-2.0
#include "base/civil_time.hpp"
#include "simulate.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace cxrval::simulate_hospital {

namespace {

using phantom::Hospital;
using phantom::Outcome;
using phantom::Status;
using table::Kind;

// No chest X-ray report is needed to know it: the counts of one hospital, in alphabetical order of their names.
using Counts = std::map<std::string, std::size_t>;

std::string_view word(Status status) {
  switch (status) {
    case Status::ok:
      return "ok";
    case Status::not_pa:
      return "not_pa";
    case Status::not_cxr:
      return "not_cxr";
    case Status::rejected:
      return "rejected";
  }
  return "";
}

std::string_view word(phantom::ImageKind kind) {
  switch (kind) {
    case phantom::ImageKind::pa:
      return "pa";
    case phantom::ImageKind::lateral:
      return "lateral";
    case phantom::ImageKind::other:
      return "other";
  }
  return "";
}

std::string_view word(phantom::View view) {
  switch (view) {
    case phantom::View::chest_pa:
      return "chest_pa";
    case phantom::View::chest_ap:
      return "chest_ap";
    case phantom::View::chest_lateral:
      return "chest_lateral";
    case phantom::View::hand:
      return "hand";
    case phantom::View::knee:
      return "knee";
    case phantom::View::abdomen:
      return "abdomen";
    case phantom::View::skull:
      return "skull";
  }
  return "";
}

std::string_view word(phantom::Damage damage) {
  switch (damage) {
    case phantom::Damage::none:
      return "";
    case phantom::Damage::empty_file:
      return "empty_file";
    case phantom::Damage::not_dicom:
      return "not_dicom";
    case phantom::Damage::cut_header:
      return "cut_header";
    case phantom::Damage::cut_pixels:
      return "cut_pixels";
    case phantom::Damage::no_pixels:
      return "no_pixels";
    case phantom::Damage::huge_size:
      return "huge_size";
  }
  return "";
}

constexpr std::string_view syntax_words[] = {"explicit_little_endian", "implicit_little_endian", "rle", "jpeg_lossless",
                                             "jpeg_ls_lossless"};

std::string flag(bool value) {
  return value ? "1" : "0";
}
std::string label(bool abnormal) {
  return abnormal ? "abnormal" : "normal";
}

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
  std::string report_number(const phantom::Report& report) const { return std::to_string(report.service + 1); }
  void count_images(Counts& counts) const;
  void count_reports(Counts& counts) const;
  void count_matching(Counts& counts) const;

  const Hospital& hospital_;
  const Boxes& boxes_;
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
  if (options_.paper_flow) columns.insert(columns.end(), {{"abnormal_status", Kind::number}, {"story"}});
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
    if (options_.paper_flow) {
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
  if (options_.paper_flow) columns.push_back({"story"});
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
    if (options_.paper_flow) cells.emplace_back(report.story);
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
    for (const phantom::LesionBox& box : boxes_[i]) {
      const std::vector<std::string> cells{hospital_.images[i].sop_uid, std::string(phantom::class_name(box.kind)),
                                           std::to_string(box.x_min),   std::to_string(box.y_min),
                                           std::to_string(box.x_max),   std::to_string(box.y_max)};
      out.write(cells);
    }
  }
}

void Truth::count_images(Counts& counts) const {
  for (const std::string_view status : {"ok", "not_pa", "not_cxr", "rejected"}) counts["images_" + std::string(status)];
  for (const std::string_view reason : {"modality_missing", "modality_other", "body_part_missing", "body_part_other"}) {
    counts["images_not_cxr_" + std::string(reason)];
  }
  counts["images"] = hospital_.images.size();
  counts["images_cxr_by_header"];
  counts["images_header_unreadable"];
  counts["images_pixels_unreadable"];
  for (const phantom::Image& image : hospital_.images) {
    ++counts["images_" + std::string(word(image.status))];
    if (image.status == Status::not_cxr) ++counts["images_not_cxr_" + image.reason];
    const bool readable = phantom::header_readable(image.damage);
    if (!readable) ++counts["images_header_unreadable"];
    if (readable && image.damage != phantom::Damage::none) ++counts["images_pixels_unreadable"];
    if (readable && image.status != Status::not_cxr) ++counts["images_cxr_by_header"];
  }
  counts["studies"] = hospital_.studies.size();
  counts["studies_header_unreadable"];
  for (const std::string_view status : {"ok", "not_pa", "not_cxr", "rejected"})
    counts["studies_" + std::string(status)];
  for (const phantom::Study& study : hospital_.studies) ++counts["studies_" + std::string(word(study.status))];
}

void Truth::count_reports(Counts& counts) const {
  counts["sessions"] = hospital_.sessions.size();
  std::size_t services = 0;
  std::size_t open = 0;
  for (const phantom::Session& session : hospital_.sessions) {
    services += session.services.size();
    open += session.check_out ? 0 : 1;
  }
  counts["sessions_open"] = open;
  counts["service_rows"] = services;
  counts["cxr_reports"] = hospital_.reports.size();
  counts["other_service_rows"] = services - hospital_.reports.size();
  for (const char* name :
       {"reports_template_normal", "reports_template_abnormal", "reports_reader_normal", "reports_reader_abnormal"})
    counts[name];
  for (const phantom::Report& report : hospital_.reports) {
    ++counts["reports_template_" + label(report.template_abnormal)];
    ++counts["reports_reader_" + label(report.reader_abnormal)];
  }
}

void Truth::count_matching(Counts& counts) const {
  for (const Outcome outcome : phantom::every_outcome) {
    if (outcome == Outcome::matched || outcome == Outcome::matched_open_session) continue;
    if (outcome != Outcome::header_unreadable) counts["unmatched_studies_" + std::string(phantom::study_code(outcome))];
    counts["unmatched_reports_" + std::string(phantom::report_code(outcome))];
  }
  std::set<std::string> patients;
  for (const char* name : {"pairs", "pairs_open_session", "pairs_template_normal", "pairs_template_abnormal",
                           "pairs_latent_abnormal", "pairs_reader_abnormal"})
    counts[name];
  for (const phantom::Study& study : hospital_.studies) {
    const bool paired = study.outcome == Outcome::matched || study.outcome == Outcome::matched_open_session;
    if (study.outcome == Outcome::header_unreadable) {
      ++counts["studies_header_unreadable"];
      continue;
    }
    if (!paired) {
      ++counts["unmatched_studies_" + std::string(phantom::study_code(study.outcome))];
      continue;
    }
    ++counts["pairs"];
    if (study.outcome == Outcome::matched_open_session) ++counts["pairs_open_session"];
    const phantom::Report& report = hospital_.reports[*study.report];
    ++counts["pairs_template_" + label(report.template_abnormal)];
    if (report.latent_abnormal) ++counts["pairs_latent_abnormal"];
    if (report.reader_abnormal) ++counts["pairs_reader_abnormal"];
    patients.insert(study.patient_id);
  }
  counts["pairs_patients"] = patients.size();
  for (const phantom::Report& report : hospital_.reports) {
    const bool paired = report.outcome == Outcome::matched || report.outcome == Outcome::matched_open_session;
    if (!paired) ++counts["unmatched_reports_" + std::string(phantom::report_code(report.outcome))];
  }
}

void Truth::counts() {
  Counts counts;
  count_images(counts);
  count_reports(counts);
  count_matching(counts);
  table::Writer& out = table("counts", {{"name"}, {"value", Kind::number}});
  for (const auto& [name, value] : counts) {
    const std::vector<std::string> cells{name, std::to_string(value)};
    out.write(cells);
  }
}

}  // namespace

void write_report_truth(const Hospital& hospital, const Options& options, cli::Run& run) {
  const Boxes none;
  Truth(hospital, none, options, run).reports();
}

void write_flow_truth(const Hospital& hospital, const Options& options, cli::Run& run) {
  const Boxes none;
  Truth truth(hospital, none, options, run);
  truth.studies();
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
