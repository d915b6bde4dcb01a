// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "table/reader.hpp"

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cxrval::eval_classes {

// The classes of an evaluation, and what the truth and the model call them.
struct Protocol {
  // Class number of a word; nothing inside: left out on purpose.
  using Words = std::map<std::string, std::optional<std::size_t>, std::less<>>;

  std::vector<std::string> classes;
  Words truth;
  Words prediction;                 // also the names of scores; those of one class are added up
  std::vector<std::string> groups;  // columns of subgroups
};

inline constexpr std::size_t most_classes = 200;

// Reads a protocol: a table with the columns kind, source, class; others are notes.
//   truth, prediction  `source`, a word of the truth or of the model, is `class`; `-` of a truth: such studies are left
//                      out; `-` of a prediction: scores of that name are not used
//   both               both of them
//   group              `source` is a column of subgroups; class is empty
// Classes are numbered in the order in which they are first named. Throws base::Error with its place for anything else,
// for a word that stands twice, and for fewer than two classes.
Protocol read_protocol(table::Reader& table);

// Each class called by its own name. Throws base::UsageError for a name that is empty or stands twice.
Protocol plain_protocol(const std::vector<std::string>& classes);

}  // namespace cxrval::eval_classes
