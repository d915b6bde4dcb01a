// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/run.hpp"
#include "options.hpp"

#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace cxrval::eval_masks {

// An option that a protocol may set.
struct Convention {
  std::string_view name;
  std::string Options::*value;
  std::vector<std::string> words;  // of which the first is the usual one; none: another text, usually empty
};
const std::vector<Convention>& conventions();
const std::vector<std::string>& words_of(std::string_view convention);

// The classes that are kept; of a side without any all are.
struct KeptClasses {
  std::set<std::string> truth;
  std::set<std::string> masks;
};

// Fills in what `options` does not give: from the protocol where there is one, else the usual words. --classes stands
// for the protocol's classes of both sides. A protocol is a table with the columns kind, name, value; others are notes.
//   option                   `name`, an option as above, is `value`
//   truth, prediction, both  masks of class `name` are kept, of the truth, of the prediction, of both; value is empty
// Throws base::Error with its place for anything else and for what stands twice, UsageError for --classes that are
// none.
KeptClasses read_conventions(Options& options, cli::Run& run);

}  // namespace cxrval::eval_masks
