// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "label.hpp"
#include "stats/confusion.hpp"

#include <compare>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <vector>

namespace cxrval::bootstrap_f1 {

// A pair that a component may have. Studies and reports are numbered from 0 within it.
struct PossiblePair {
  std::size_t study = 0;
  std::size_t report = 0;
  bool predicted = false;       // of the study
  Label label = Label::normal;  // of the report; a pair with an unlabelled one counts as a pair and is in no cell
  bool chosen = false;

  friend auto operator<=>(const PossiblePair&, const PossiblePair&) = default;
};

enum class Extreme { smallest, largest };

// The pairings of many components: one-to-one, of possible pairs only, as many in each component as are chosen in it.
// Components that are alike are one kind, for which the work is done once.
class Pairings {
 public:
  // What a pairing of each kind of component adds to the counts.
  using Selection = std::vector<stats::Confusion>;

  // Gives the component's kind. Its chosen pairs must be one-to-one.
  std::size_t add(std::vector<PossiblePair> component);

  Selection chosen() const;
  stats::Confusion total(const Selection& selection) const;

  // The selection with the smallest or largest ratio when `certain` studies are counted as well, exactly; nothing when
  // no selection defines it. Dinkelbach (Management Science 13, 1967): a selection with a smaller or larger ratio p / q
  // than the one at hand is one with a smaller or larger q N - p D, a sum of whole numbers over pairs, which falls
  // apart into an assignment problem for each kind; no better one is left after a few rounds.
  std::optional<Selection> extreme(const stats::LinearRatio& ratio, const stats::Confusion& certain,
                                   Extreme which) const;
  // Whether all selections define the ratio.
  bool always_defined(const stats::LinearRatio& ratio, const stats::Confusion& certain) const;

 private:
  struct Kind {
    std::vector<PossiblePair> pairs;  // in ascending order
    std::size_t studies = 0;
    std::size_t reports = 0;
    std::size_t paired = 0;
    std::uint64_t components = 0;
  };

  static stats::Confusion largest_sum(const Kind& kind, const stats::Weights& weights);
  Selection largest_sum(const stats::Weights& weights) const;
  std::int64_t sum(const stats::Weights& weights, const Selection& selection) const;

  std::vector<Kind> kinds_;
  std::map<std::vector<PossiblePair>, std::size_t> known_;
};

}  // namespace cxrval::bootstrap_f1
