// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "kind.hpp"
#include "stats/class_sample.hpp"

#include <compare>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace cxrval::eval_classes {

// A row that can be used: an image or a study.
struct Case {
  std::string patient;  // key; empty where nobody said whose it is
  std::string study;    // key, with the patient's; empty without an id
  std::string id;       // key of the row itself; empty without an id
  std::string fold;
  std::vector<std::string> groups;      // of each column of subgroups
  std::vector<std::uint8_t> truth;      // of each class, 1 where it holds
  std::vector<std::uint8_t> predicted;  // the same; empty without a prediction
  std::vector<double> scores;           // the same; empty without scores

  friend auto operator<=>(const Case&, const Case&) = default;
};

struct Material {
  std::vector<std::string> classes;
  Kind rows = Kind::study;  // what they are
  bool multi_label = false;
  bool predictions = false;  // some or all cases have one
  bool scores = false;
  bool fold_of_truth = false;  // the predictions have no column of it
  std::vector<Case> cases;     // in an order that does not depend on that of the rows
  std::uint64_t ties = 0;      // of the highest score

  // Whether one of a kind has several of another (of Kind rows: several rows) in one fold.
  bool has_several(Kind of, Kind what) const;
  bool all_have(Kind kind) const;
  // How many lack predictions (scores), where others have them.
  std::uint64_t without_prediction() const;
  std::uint64_t without_scores() const;
  // The cases that are asked for, with whole units of a kind. A case without the id of such a unit is of its study, or
  // one of its own.
  stats::ClassSample sample(Kind drawn, const std::function<bool(const Case&)>& chosen) const;
};

}  // namespace cxrval::eval_classes
