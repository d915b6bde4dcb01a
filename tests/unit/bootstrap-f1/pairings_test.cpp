// SPDX-License-Identifier: Apache-2.0
#include "bootstrap-f1/pairings.hpp"

#include "catch.hpp"

#include <algorithm>
#include <random>
#include <set>
#include <utility>
#include <vector>

using namespace cxrval::bootstrap_f1;
using namespace cxrval::stats;

namespace {

using Component = std::vector<PossiblePair>;

std::size_t chosen_in(const Component& component) {
  return static_cast<std::size_t>(
      std::count_if(component.begin(), component.end(), [](const PossiblePair& pair) { return pair.chosen; }));
}

// What every one-to-one pairing with as many pairs as are chosen adds, found by taking or leaving each possible pair.
std::set<Confusion> all_pairings(const Component& component) {
  std::set<Confusion> found;
  for (unsigned taken = 0; taken < 1U << component.size(); ++taken) {
    std::set<std::size_t> studies;
    std::set<std::size_t> reports;
    Confusion counts;
    std::size_t pairs = 0;
    for (std::size_t i = 0; i < component.size(); ++i) {
      if ((taken >> i & 1U) == 0) continue;
      const PossiblePair& pair = component[i];
      ++pairs;
      studies.insert(pair.study);
      reports.insert(pair.report);
      if (pair.label != Label::unlabelled) counts.add(pair.label == Label::abnormal, pair.predicted);
    }
    const bool one_to_one = studies.size() == pairs && reports.size() == pairs;
    if (one_to_one && pairs == chosen_in(component)) found.insert(counts);
  }
  return found;
}

// At most 4 x 4 and 12 possible pairs, of which some that do not touch are chosen.
Component random_component(std::mt19937& random) {
  const auto below = [&](std::uint32_t n) { return static_cast<std::uint32_t>(random() % n); };
  const std::size_t studies = 1 + below(4);
  const std::size_t reports = 1 + below(4);
  std::vector<bool> predicted;
  std::vector<Label> labels;
  for (std::size_t i = 0; i < studies; ++i) predicted.push_back(below(2) == 0);
  for (std::size_t j = 0; j < reports; ++j) labels.push_back(static_cast<Label>(below(3)));
  Component component;
  for (std::size_t i = 0; i < studies; ++i) {
    for (std::size_t j = 0; j < reports; ++j) {
      if (below(4) != 0) component.push_back({i, j, predicted[i], labels[j], false});
    }
  }
  std::shuffle(component.begin(), component.end(), random);
  if (component.size() > 12) component.resize(12);
  std::set<std::size_t> used_studies;
  std::set<std::size_t> used_reports;
  for (PossiblePair& pair : component) {
    if (below(5) == 0 || used_studies.contains(pair.study) || used_reports.contains(pair.report)) continue;
    used_studies.insert(pair.study);
    used_reports.insert(pair.report);
    pair.chosen = true;
  }
  return component;
}

std::set<Confusion> all_totals(const Confusion& certain, const std::vector<Component>& components) {
  std::set<Confusion> totals{certain};
  for (const Component& component : components) {
    std::set<Confusion> more;
    for (const Confusion& added : all_pairings(component)) {
      for (Confusion total : totals) more.insert(total += added);
    }
    totals = std::move(more);
  }
  return totals;
}

Pairings pairings_of(const std::vector<Component>& components) {
  Pairings pairings;
  for (const Component& component : components) pairings.add(component);
  return pairings;
}

Confusion plus(Confusion left, const Confusion& right) {
  return left += right;
}

}  // namespace

TEST_CASE("the extremes over the pairings of random components are those of all pairings tried one by one") {
  std::mt19937 random(17);
  std::size_t ranges = 0;
  for (int repeat = 0; repeat < 2000; ++repeat) {
    const auto few = [&] { return static_cast<std::uint64_t>(random() % 3 == 0 ? random() % 6 : 0); };
    const Confusion certain{few(), few(), few(), few()};
    std::vector<Component> components(1 + random() % 3);
    for (Component& component : components) component = random_component(random);
    if (components.size() > 1 && random() % 2 == 0) components.back() = components.front();
    const std::set<Confusion> totals = all_totals(certain, components);
    const Pairings pairings = pairings_of(components);
    REQUIRE(totals.contains(plus(certain, pairings.total(pairings.chosen()))));
    for (const Measure measure : all_measures()) {
      const auto& ratio = linear_ratio(measure);
      if (!ratio) continue;
      std::vector<double> values;
      for (const Confusion& total : totals) {
        if (const auto found = value(measure, total)) values.push_back(*found);
      }
      INFO(repeat << ' ' << name(measure));
      CHECK(pairings.always_defined(*ratio, certain) == (values.size() == totals.size()));
      for (const Extreme which : {Extreme::smallest, Extreme::largest}) {
        const auto selection = pairings.extreme(*ratio, certain, which);
        REQUIRE(selection.has_value() == !values.empty());
        if (!selection) continue;
        const Confusion total = plus(certain, pairings.total(*selection));
        const auto [low, high] = std::minmax_element(values.begin(), values.end());
        CHECK(totals.contains(total));
        CHECK(*value(measure, total) == (which == Extreme::smallest ? *low : *high));
        ranges += *low < *high ? 1 : 0;
      }
    }
  }
  CHECK(ranges > 10000);
}

TEST_CASE("components that are alike are one kind and count each") {
  const Component crossed{{0, 0, true, Label::abnormal, true},
                          {0, 1, true, Label::normal, false},
                          {1, 0, false, Label::abnormal, false},
                          {1, 1, false, Label::normal, true}};
  Component reversed = crossed;
  std::reverse(reversed.begin(), reversed.end());
  Pairings pairings;
  CHECK(pairings.add(crossed) == 0);
  CHECK(pairings.add(reversed) == 0);
  CHECK(pairings.add({{0, 0, true, Label::normal, true}}) == 1);
  CHECK(pairings.total(pairings.chosen()) == Confusion{2, 1, 0, 2});
  const auto worst = pairings.extreme(*linear_ratio(Measure::f1), {7, 2, 1, 9}, Extreme::smallest);
  REQUIRE(worst);
  CHECK(pairings.total(*worst) == Confusion{0, 3, 2, 0});
}

TEST_CASE("a pair fewer than possible stays a pair fewer") {
  const Component loose{{0, 0, true, Label::abnormal, true}, {1, 1, true, Label::abnormal, false}};
  const Pairings pairings = pairings_of({loose});
  const auto best = pairings.extreme(*linear_ratio(Measure::f1), {0, 5, 0, 0}, Extreme::largest);
  REQUIRE(best);
  CHECK(pairings.total(*best) == Confusion{1, 0, 0, 0});
}

TEST_CASE("large components are paired within seconds") {
  std::mt19937 random(3);
  Component large;
  std::vector<Label> labels;
  for (int j = 0; j < 100; ++j) labels.push_back(static_cast<Label>(random() % 3));
  for (std::size_t i = 0; i < 100; ++i) {
    const bool predicted = random() % 2 == 0;
    for (std::size_t j = 0; j < 100; ++j) large.push_back({i, j, predicted, labels[j], i == j});
  }
  const Pairings pairings = pairings_of({large});
  std::vector<Confusion> totals;
  for (const Extreme which : {Extreme::smallest, Extreme::largest}) {
    const auto selection = pairings.extreme(*linear_ratio(Measure::f1), {}, which);
    REQUIRE(selection);
    totals.push_back(pairings.total(*selection));
  }
  // All margins are fixed, so F1 falls with the pairs that agree.
  CHECK(totals[0].tp < totals[1].tp);
  CHECK(totals[0].total() == totals[1].total());
}
