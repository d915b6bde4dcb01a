// SPDX-License-Identifier: Apache-2.0
#include "truth_counts.hpp"

#include "base/civil_time.hpp"
#include "simulate.hpp"
#include "words.hpp"

#include <algorithm>
#include <set>

namespace cxrval::simulate_hospital {

namespace {

using phantom::HisDamage;
using phantom::Hospital;
using phantom::Outcome;
using phantom::Status;

void count_images(const Hospital& hospital, Counts& counts) {
  for (const std::string_view status : {"ok", "not_pa", "not_cxr", "rejected"}) counts["images_" + std::string(status)];
  for (const std::string_view reason : {"modality_missing", "modality_other", "body_part_missing", "body_part_other"}) {
    counts["images_not_cxr_" + std::string(reason)];
  }
  counts["images"] = hospital.images.size();
  counts["images_cxr_by_header"];
  counts["images_header_unreadable"];
  counts["images_pixels_unreadable"];
  for (const phantom::Image& image : hospital.images) {
    ++counts["images_" + std::string(word(image.status))];
    if (image.status == Status::not_cxr) ++counts["images_not_cxr_" + image.reason];
    const bool readable = phantom::header_readable(image.damage);
    if (!readable) ++counts["images_header_unreadable"];
    if (readable && image.damage != phantom::Damage::none) ++counts["images_pixels_unreadable"];
    if (readable && image.status != Status::not_cxr) ++counts["images_cxr_by_header"];
  }
  counts["studies"] = hospital.studies.size();
  counts["studies_header_unreadable"];
  for (const std::string_view status : {"ok", "not_pa", "not_cxr", "rejected"})
    counts["studies_" + std::string(status)];
  for (const phantom::Study& study : hospital.studies) ++counts["studies_" + std::string(word(study.status))];
}

void count_reports(const Hospital& hospital, Counts& counts) {
  counts["sessions"] = hospital.sessions.size();
  std::size_t services = 0;
  std::size_t open = 0;
  for (const phantom::Session& session : hospital.sessions) {
    services += session.damage == HisDamage::none ? session.services.size() : 0;
    open += session.check_out ? 0 : 1;
  }
  counts["sessions_open"] = open;
  counts["service_rows"] = services;
  counts["cxr_reports"] = hospital.reports.size();
  counts["other_service_rows"] = services - hospital.reports.size();
  for (const char* name :
       {"reports_template_normal", "reports_template_abnormal", "reports_reader_normal", "reports_reader_abnormal"})
    counts[name];
  for (const phantom::Report& report : hospital.reports) {
    ++counts["reports_template_" + label(report.template_abnormal)];
    ++counts["reports_reader_" + label(report.reader_abnormal)];
  }
}

void count_matching(const Hospital& hospital, Counts& counts) {
  for (const Outcome outcome : phantom::every_outcome) {
    if (outcome == Outcome::matched || outcome == Outcome::matched_open_session) continue;
    if (outcome != Outcome::header_unreadable) counts["unmatched_studies_" + std::string(phantom::study_code(outcome))];
    counts["unmatched_reports_" + std::string(phantom::report_code(outcome))];
  }
  std::set<std::string> patients;
  for (const char* name : {"pairs", "pairs_open_session", "pairs_template_normal", "pairs_template_abnormal",
                           "pairs_latent_abnormal", "pairs_reader_abnormal"})
    counts[name];
  for (const phantom::Study& study : hospital.studies) {
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
    const phantom::Report& report = hospital.reports[*study.report];
    ++counts["pairs_template_" + label(report.template_abnormal)];
    if (report.latent_abnormal) ++counts["pairs_latent_abnormal"];
    if (report.reader_abnormal) ++counts["pairs_reader_abnormal"];
    patients.insert(study.patient_id);
  }
  counts["pairs_patients"] = patients.size();
  for (const phantom::Report& report : hospital.reports) {
    const bool paired = report.outcome == Outcome::matched || report.outcome == Outcome::matched_open_session;
    if (!paired) ++counts["unmatched_reports_" + std::string(phantom::report_code(report.outcome))];
  }
}

bool is_look_alike(const phantom::Service& service) {
  const std::string& code = service.service_id;
  return code != phantom::chest_service && (code.rfind("18.0119.", 0) == 0 || code.rfind("18.0120.", 0) == 0);
}

// What only a preset plants.
void count_his_files(const Hospital& hospital, const Options& options, Counts& counts) {
  const std::vector<HisFile> files = his_files(hospital, options);
  const auto damage_of = [&](const HisFile& file) { return hospital.sessions[file.first].damage; };
  counts["his_files"] = files.size();
  for (const HisFile& file : files) {
    counts["his_files_damaged"] += damage_of(file) != HisDamage::none ? 1 : 0;
    counts["his_files_cut"] += damage_of(file) == HisDamage::cut ? 1 : 0;
  }
  for (const phantom::Session& session : hospital.sessions) {
    const bool readable = session.damage == HisDamage::none;
    for (const phantom::Service& service : session.services) {
      counts["cxr_reports_unreadable"] += !readable && service.service_id == phantom::chest_service ? 1 : 0;
      counts["look_alike_rows"] += readable && is_look_alike(service) ? 1 : 0;
    }
  }
}

void count_answers(const Hospital& hospital, Counts& counts) {
  for (const phantom::Image& image : hospital.images) counts["images_stored_twice"] += image.copy_of ? 1 : 0;
  for (const phantom::Report& report : hospital.reports)
    counts["reports_template_unlike_reader"] += report.template_abnormal != report.reader_abnormal ? 1 : 0;
  for (const phantom::Study& study : hospital.studies) {
    if (study.outcome != Outcome::matched && study.outcome != Outcome::matched_open_session) continue;
    const phantom::Report& report = hospital.reports[*study.report];
    const phantom::Session& session = hospital.sessions[report.session];
    const char* truth = report.template_abnormal ? (study.ai_abnormal ? "true_positive" : "false_negative")
                                                 : (study.ai_abnormal ? "false_positive" : "true_negative");
    ++counts["pairs_" + std::string(truth)];
    counts["pairs_disease_not_visible"] += report.latent_abnormal && !study.ai_abnormal ? 1 : 0;
    counts["pairs_shadow_without_disease"] += !report.latent_abnormal && study.ai_abnormal ? 1 : 0;
    const base::CivilTime written = *session.services[report.service].result_time;
    counts["pairs_report_before_study"] += written < base::truncate_to_minute(study.time) ? 1 : 0;
  }
}

}  // namespace

Counts counts_of(const Hospital& hospital, const Options& options) {
  Counts counts;
  count_images(hospital, counts);
  count_reports(hospital, counts);
  count_matching(hospital, counts);
  if (options.preset.empty()) return counts;
  count_his_files(hospital, options, counts);
  count_answers(hospital, counts);
  return counts;
}

}  // namespace cxrval::simulate_hospital
