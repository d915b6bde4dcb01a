// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "stats/class_sample.hpp"

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace cxrval::eval_classes {

// A row that can be used.
struct Study {
  std::string patient;  // key; empty where nobody said whose it is
  std::string study;    // key; empty without an id
  std::string fold;
  std::vector<std::string> groups;      // of each column of subgroups
  std::vector<std::uint8_t> truth;      // of each class, 1 where it holds
  std::vector<std::uint8_t> predicted;  // the same; empty without predictions
  std::vector<double> scores;           // the same; empty without scores

  friend auto operator<=>(const Study&, const Study&) = default;
};

struct Material {
  std::vector<std::string> classes;
  bool multi_label = false;
  std::vector<Study> studies;  // in an order that does not depend on that of the rows
  std::uint64_t ties = 0;      // of the highest score

  bool patients_repeat() const;
  bool all_have_patients() const;
  // The studies that are asked for. Their units are the patients, or the studies themselves.
  stats::ClassSample sample(bool of_patients, const std::function<bool(const Study&)>& chosen) const;
};

}  // namespace cxrval::eval_classes
