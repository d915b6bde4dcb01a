// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

namespace cxrval::pacs_pull {

// The words of the ledger's column outcome. `done` is a study of which nothing is left to do.
enum class Outcome { fetched, not_cxr, failed, gone, done };

// A row of the ledger: an image, a series that no image of is wanted of (without a SOP Instance UID), or a study that
// is done (without a Series Instance UID too).
struct PullRecord {
  std::string study_uid{};
  std::string series_uid{};
  std::string sop_uid{};
  Outcome outcome = Outcome::failed;
  std::string reason{};    // the rule that decided, or why it failed
  std::size_t images = 0;  // in the series or study, as the server says; 0 where it does not
  std::uint64_t bytes = 0;
  std::string sha256{};
  std::string path{};     // below the folder
  std::string arrived{};  // where the file lies until it is put at its path; not in the ledger
};

}  // namespace cxrval::pacs_pull
