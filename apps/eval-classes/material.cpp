// SPDX-License-Identifier: Apache-2.0
#include "material.hpp"

#include <algorithm>
#include <map>
#include <utility>

namespace cxrval::eval_classes {
namespace {

bool one_unit(const Case& before, const Case& next, Kind rows, Kind drawn) {
  if (drawn == rows) return false;
  if (drawn == Kind::patient && !next.patient.empty()) return before.patient == next.patient;
  return !next.study.empty() && before.study == next.study;
}

// Zeros where it has none; says whether it has some.
template <class Value>
void append(const std::vector<Value>& values, std::size_t classes, std::vector<Value>& all,
            std::vector<std::uint8_t>& has) {
  all.insert(all.end(), values.begin(), values.end());
  if (values.empty()) all.resize(all.size() + classes);
  has.push_back(values.empty() ? 0 : 1);
}

void forget_where_all_have(std::vector<std::uint8_t>& has) {
  if (std::count(has.begin(), has.end(), 0) == 0) has.clear();
}

}  // namespace

bool Material::has_several(Kind of, Kind what) const {
  std::map<std::pair<std::string_view, std::string_view>, const Case*> first;
  return std::any_of(cases.begin(), cases.end(), [&](const Case& one) {
    const std::string& key = of == Kind::patient ? one.patient : one.study;
    if (key.empty()) return false;
    const auto [known, fresh] = first.emplace(std::pair(std::string_view(one.fold), std::string_view(key)), &one);
    return !fresh && (what == rows || one.study.empty() || known->second->study != one.study);
  });
}

bool Material::all_have(Kind kind) const {
  return std::none_of(cases.begin(), cases.end(),
                      [&](const Case& one) { return kind == Kind::patient ? one.patient.empty() : one.study.empty(); });
}

std::uint64_t Material::without_prediction() const {
  const auto lacks = [](const Case& one) { return one.predicted.empty(); };
  return predictions ? static_cast<std::uint64_t>(std::count_if(cases.begin(), cases.end(), lacks)) : 0;
}

std::uint64_t Material::without_scores() const {
  const auto lacks = [](const Case& one) { return one.scores.empty(); };
  return scores ? static_cast<std::uint64_t>(std::count_if(cases.begin(), cases.end(), lacks)) : 0;
}

stats::ClassSample Material::sample(Kind drawn, const std::function<bool(const Case&)>& chosen) const {
  stats::ClassSample sample{classes.size(), multi_label, {}, {}, {}, {}};
  const Case* before = nullptr;
  std::uint32_t unit = 0;
  for (const Case& one : cases) {
    if (!chosen(one)) continue;
    if (before != nullptr && !one_unit(*before, one, rows, drawn)) ++unit;
    before = &one;
    sample.units.push_back(unit);
    sample.truth.insert(sample.truth.end(), one.truth.begin(), one.truth.end());
    if (predictions) append(one.predicted, classes.size(), sample.predicted, sample.has_prediction);
    if (scores) append(one.scores, classes.size(), sample.scores, sample.has_scores);
  }
  forget_where_all_have(sample.has_prediction);
  forget_where_all_have(sample.has_scores);
  return sample;
}

}  // namespace cxrval::eval_classes
