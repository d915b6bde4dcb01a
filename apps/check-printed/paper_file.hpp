// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/error.hpp"
#include "cli/run.hpp"
#include "stats/claim.hpp"
#include "stats/printed_number.hpp"

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cxrval::check_printed {

// What a number is obtained from.
enum class Source { paper, inferred, planted, software, cited, unpublished };
inline constexpr std::array all_sources{Source::paper,    Source::inferred, Source::planted,
                                        Source::software, Source::cited,    Source::unpublished};
// As the list has it, and for people: "recomputed from the paper's own numbers".
std::string_view word(Source source);
std::string_view phrase(Source source);

// One way to obtain one printed number; a number may have several.
struct PaperRow {
  std::string id;
  std::string where;
  std::string what;
  std::string printed;                         // as printed, such as 6,285 or 72.4%
  std::optional<stats::PrintedNumber> number;  // nothing: it stands in a picture only
  Source source = Source::paper;
  std::optional<stats::Claim> claim;
  std::string command;
  base::Place claim_place;  // for messages
};

// The printed numbers of one paper. Every id that a claim names is there, with a number, and is not the claim's own;
// each id is printed in one way only.
class Paper {
 public:
  // Throws base::Error with file, line and column for a table that is no such list.
  static Paper read(cli::Run& run, const std::string& path);

  const std::vector<PaperRow>& rows() const { return rows_; }
  // The numbers of a term, each with one of its rows: several for an id with a *.
  std::vector<const PaperRow*> named(const std::string& id) const;

 private:
  std::vector<PaperRow> rows_;
};

}  // namespace cxrval::check_printed
