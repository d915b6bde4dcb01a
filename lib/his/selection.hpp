// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/bytes.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace cxrval::his {

// The services whose results are wanted, by exact code (MA_DICH_VU without blanks around it).
struct Selection {
  std::vector<std::string> services = {"18.0119.0028"};
  bool all = false;        // every result, of whatever service
  bool base_code = false;  // codes are compared without what may follow CC.RRRR.PPPP: .K.WWWWW, _GT, _TB

  bool takes(std::string_view service) const;
  // Whether a code that is not taken could be meant for a chest X-ray: it stands in the list of services of the chest
  // and its neighbours (data/his/services.tsv), or is a code that is taken with an addition (.K.WWWWW, _GT, _TB).
  // Such results are counted by code.
  bool resembles(std::string_view service) const;
};

// The codes of data/his/services.tsv.
const std::vector<std::string_view>& chest_services();

// The codes of a list of services: UTF-8 text of cells between tabs whose first line names the columns and whose first
// column is `code`. With a column `take` only rows of `yes` count (the others say `optional` or `no`), else all. Throws
// Error with its place for anything else, and for a list that takes nothing.
std::vector<std::string> read_services(base::ByteSource& source);

}  // namespace cxrval::his
