// SPDX-License-Identifier: Apache-2.0
#include "material.hpp"

#include <algorithm>
#include <set>
#include <utility>

namespace cxrval::eval_classes {

bool Material::patients_repeat() const {
  std::set<std::pair<std::string_view, std::string_view>> seen;
  return std::any_of(studies.begin(), studies.end(), [&](const Study& study) {
    return !study.patient.empty() && !seen.emplace(study.fold, study.patient).second;
  });
}

bool Material::all_have_patients() const {
  return std::none_of(studies.begin(), studies.end(), [](const Study& study) { return study.patient.empty(); });
}

stats::ClassSample Material::sample(bool of_patients, const std::function<bool(const Study&)>& chosen) const {
  stats::ClassSample sample{classes.size(), multi_label, {}, {}, {}, {}};
  const Study* before = nullptr;
  std::uint32_t unit = 0;
  for (const Study& study : studies) {
    if (!chosen(study)) continue;
    const bool same = of_patients && before != nullptr && !study.patient.empty() && study.patient == before->patient;
    if (before != nullptr && !same) ++unit;
    before = &study;
    sample.truth.insert(sample.truth.end(), study.truth.begin(), study.truth.end());
    sample.predicted.insert(sample.predicted.end(), study.predicted.begin(), study.predicted.end());
    sample.scores.insert(sample.scores.end(), study.scores.begin(), study.scores.end());
    sample.units.push_back(unit);
  }
  return sample;
}

}  // namespace cxrval::eval_classes
