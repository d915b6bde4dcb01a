// SPDX-License-Identifier: Apache-2.0
#include "stats/class_sample.hpp"

#include <algorithm>
#include <map>
#include <numeric>
#include <utility>

namespace cxrval::stats {
namespace {

constexpr char one = 1;
constexpr std::string_view left_out = ";left_out=";

std::size_t place_of_one(const std::string& places) {
  return places.find(one);
}

// Of as many values a study as `width`, those of the chosen studies.
template <class Value>
std::vector<Value> chosen_of(const std::vector<Value>& all, std::size_t width, std::span<const std::uint8_t> chosen) {
  if (chosen.empty()) return all;
  std::vector<Value> found;
  for (std::size_t i = 0; i < chosen.size() && !all.empty(); ++i) {
    if (chosen[i] == 0) continue;
    const auto begin = all.begin() + static_cast<std::ptrdiff_t>(i * width);
    found.insert(found.end(), begin, begin + static_cast<std::ptrdiff_t>(width));
  }
  return found;
}

ClassSample part_of(const ClassSample& all, std::span<const std::uint8_t> chosen) {
  return {all.classes,
          all.multi_label,
          chosen_of(all.truth, all.classes, chosen),
          chosen_of(all.predicted, all.classes, chosen),
          chosen_of(all.scores, all.classes, chosen),
          chosen_of(all.units, 1, chosen)};
}

}  // namespace

std::vector<std::uint64_t> ClassSample::support() const {
  std::vector<std::uint64_t> counts(classes);
  for (std::size_t i = 0; i < truth.size(); ++i) counts[i % classes] += truth[i];
  return counts;
}

std::uint64_t ClassSample::unit_count() const {
  if (units.empty()) return 0;
  std::vector<std::uint8_t> seen(std::size_t{1} + *std::max_element(units.begin(), units.end()));
  for (const std::uint32_t unit : units) seen[unit] = 1;
  return std::accumulate(seen.begin(), seen.end(), std::uint64_t{0});
}

ClassSample ClassSample::predicted_part() const {
  ClassSample part = part_of(*this, has_prediction);
  part.scores.clear();
  return part;
}

ClassSample ClassSample::scored_part() const {
  ClassSample part = part_of(*this, has_scores);
  part.predicted.clear();
  return part;
}

std::string classes_left_out(const ClassSample& sample, std::span<const std::string> names) {
  std::string text;
  const std::vector<std::uint64_t> support = sample.support();
  for (std::size_t c = 0; c < sample.classes; ++c) {
    if (support[c] == 0) text.append(text.empty() ? left_out : "+").append(names[c]);
  }
  return text;
}

std::string_view classes_left_out(std::string_view rule) {
  const std::size_t at = rule.find(left_out);
  return at == std::string_view::npos ? "" : rule.substr(at);
}

ClassPatterns::Built ClassPatterns::build(const ClassSample& sample) {
  const auto part_of = [&](const std::vector<std::uint8_t>& all, std::size_t study) {
    const auto begin = all.begin() + static_cast<std::ptrdiff_t>(study * sample.classes);
    return std::string(begin, begin + static_cast<std::ptrdiff_t>(sample.classes));
  };
  std::map<Pattern, std::uint32_t> numbers;
  std::vector<std::map<Pattern, std::uint32_t>::iterator> places;
  for (std::size_t i = 0; i < sample.studies(); ++i) {
    const Pattern pattern{part_of(sample.truth, i), part_of(sample.predicted, i)};
    places.push_back(numbers.emplace(pattern, 0).first);
  }
  Built built;
  for (auto& [pattern, number] : numbers) {
    number = static_cast<std::uint32_t>(built.patterns.size());
    built.patterns.push_back(pattern);
  }
  for (const auto& place : places) built.of_study.push_back(place->second);
  return built;
}

ClassPatterns::ClassPatterns(const ClassSample& sample, Built built)
    : classes_(sample.classes),
      patterns_(std::move(built.patterns)),
      draws_(built.of_study, sample.units, patterns_.size()),
      units_(sample.studies()) {
  std::vector<std::size_t> next(patterns_.size());
  std::exclusive_scan(observed().begin(), observed().end(), next.begin(), std::size_t{0});
  for (std::size_t i = 0; i < sample.studies(); ++i) units_[next[built.of_study[i]]++] = sample.units[i];
}

ClassPatterns::ClassPatterns(const ClassSample& sample) : ClassPatterns(sample, build(sample)) {}

void ClassPatterns::count(std::span<const std::uint8_t> times, std::span<std::uint64_t> counts) const {
  std::size_t at = 0;
  for (std::size_t pattern = 0; pattern < patterns_.size(); ++pattern) {
    std::uint64_t sum = 0;
    for (const std::size_t end = at + observed()[pattern]; at < end; ++at) sum += times[units_[at]];
    counts[pattern] = sum;
  }
}

std::vector<Confusion> ClassPatterns::one_vs_rest(Counts counts) const {
  std::vector<Confusion> found(classes_);
  for (std::size_t i = 0; i < patterns_.size(); ++i) {
    if (counts[i] == 0) continue;
    for (std::size_t c = 0; c < classes_; ++c) {
      const bool truth = patterns_[i].truth[c] != 0;
      const bool predicted = patterns_[i].predicted[c] != 0;
      std::uint64_t& cell = truth ? (predicted ? found[c].tp : found[c].fn) : (predicted ? found[c].fp : found[c].tn);
      cell += counts[i];
    }
  }
  return found;
}

std::uint64_t ClassPatterns::right(Counts counts) const {
  std::uint64_t sum = 0;
  for (std::size_t i = 0; i < patterns_.size(); ++i) {
    if (patterns_[i].truth == patterns_[i].predicted) sum += counts[i];
  }
  return sum;
}

std::uint64_t ClassPatterns::total(Counts counts) {
  return std::accumulate(counts.begin(), counts.end(), std::uint64_t{0});
}

AgreementTable ClassPatterns::table(Counts counts) const {
  AgreementTable table(classes_);
  for (std::size_t i = 0; i < patterns_.size(); ++i) {
    table.add(place_of_one(patterns_[i].truth), place_of_one(patterns_[i].predicted), counts[i]);
  }
  return table;
}

}  // namespace cxrval::stats
