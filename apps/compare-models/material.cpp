// SPDX-License-Identifier: Apache-2.0
#include "material.hpp"

#include "base/error.hpp"

#include <algorithm>

namespace cxrval::compare_models {
namespace {

constexpr std::size_t few_units = 30;  // with fewer, percentile and large-sample intervals are not to be trusted

void number_patients(Material& material) {
  const Study* before = nullptr;
  for (const Study& study : material.studies) {
    const bool same = before != nullptr && !study.patient.empty() && study.patient == before->patient;
    if (!same) ++material.patient_count;
    material.patients.push_back(static_cast<std::uint32_t>(material.patient_count - 1));
    before = &study;
  }
}

}  // namespace

void complete(Material& material, const std::string& unit, cli::Run& run) {
  std::sort(material.studies.begin(), material.studies.end());
  number_patients(material);
  const bool repeat = material.patient_count < material.studies.size();
  if (unit == "patient") {
    const auto nameless = [](const Study& study) { return study.patient.empty(); };
    if (std::any_of(material.studies.begin(), material.studies.end(), nameless)) {
      throw base::Error("not every study has a patient_id, which --unit patient needs; --unit study needs none");
    }
  }
  material.unit = unit == "patient" || (unit == "auto" && repeat) ? stats::Unit::patient : stats::Unit::study;
  if (unit == "study" && repeat) {
    run.warn("patients have several studies, which --unit study takes as independent");
  }
  if (material.units() < few_units) {
    const bool one = material.units() == 1;
    const std::string units =
        material.unit == stats::Unit::study ? (one ? "study" : "studies") : (one ? "patient" : "patients");
    run.warn("only " + std::to_string(material.units()) + ' ' + units + ": intervals of so few are rough");
  }
}

Material with_scores(const Material& material) {
  Material scored = material;
  std::erase_if(scored.studies, [](const Study& study) { return study.scores.empty(); });
  scored.patients.clear();
  scored.patient_count = 0;
  number_patients(scored);
  return scored;
}

Ids read_ids(const IdColumns& columns, const std::vector<std::string>& cells) {
  Ids ids;
  const std::string patient = columns.patient ? columns.normal.apply(cells[*columns.patient]) : "";
  if (!patient.empty()) {
    // With its length, so that different cells never make the same key.
    const std::string facility = columns.facility ? cells[*columns.facility] : "";
    ids.patient = std::to_string(facility.size()) + ':' + facility + patient;
  }
  if (columns.study) ids.study = cells[*columns.study];
  return ids;
}

std::optional<Label> parse_label(std::string_view word) {
  if (word == "normal" || word == "0") return Label::normal;
  if (word == "abnormal" || word == "1") return Label::abnormal;
  if (word == "unlabelled" || word.empty()) return Label::unlabelled;
  return std::nullopt;
}

}  // namespace cxrval::compare_models
