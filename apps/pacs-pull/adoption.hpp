// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arriving_files.hpp"
#include "pull_ledger.hpp"

#include <cstddef>

namespace cxrval::pacs_pull {

struct Adopted {
  std::size_t images = 0;
  std::size_t missing = 0;  // images of the ledger without their file, which are to be fetched again
  std::size_t strange = 0;  // files whose name or place is not the one that their header gives
};

// What a run that was killed left, and what became of the folder since: files that have reached their place and not the
// ledger are put into it, and files that were still arriving are removed.
Adopted adopt(PullLedger& ledger, const Place& place);

}  // namespace cxrval::pacs_pull
