// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.hpp"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace cxrval::stats {

// Where a number can be had: one cell of a table, TABLE[COLUMN=VALUE,COLUMN=VALUE].COLUMN, or without .COLUMN the rows
// that have these values. Without a bracket it is any row. A value that holds , ] or ' stands in '...', and ' is
// doubled there.
struct Lookup {
  std::string table;
  std::vector<std::pair<std::string, std::string>> where;  // column and value
  std::string column;                                      // empty: the rows

  bool operator==(const Lookup&) const = default;
};

// Another printed number by its id, all whose ids begin with what stands before a *, or a lookup.
struct Term {
  std::string id;  // empty: the lookup
  Lookup lookup;

  bool operator==(const Term&) const = default;
};

// How a printed number comes from others:
//   same(ID...)        the same quantity, printed elsewhere
//   share(A,B)         A / B
//   sum(A,B...)        A + B + ...
//   difference(A,B)    A - B
//   mean(A...)         of the numbers
//   harmonic(A,B)      2 A B / (A + B), as F1 of precision and recall
//   count(ID*...)      how many such numbers there are
//   rows(TABLE[...])   how many such rows there are
//   TABLE[...].COLUMN  what stands there
enum class Operation { same, share, sum, difference, mean, harmonic, count, rows, cell };

struct Claim {
  Operation operation = Operation::cell;
  std::vector<Term> terms;

  bool operator==(const Claim&) const = default;
};

// Names are letters, digits, _ and -. Of a claim either all terms are ids or all are lookups: share, sum and cell take
// lookups of cells, rows takes one of rows, and all but cell and rows take ids. A Fault (without a place) says what is
// wrong with any other text.
base::Result<Claim> parse_claim(std::string_view text);

}  // namespace cxrval::stats
