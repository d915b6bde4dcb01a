// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "his/digest.hpp"

#include <cstdint>
#include <deque>
#include <limits>
#include <vector>

namespace cxrval::his {

// What becomes of all sessions and reports of a version.
enum class Fate : std::uint8_t {
  open,            // not settled yet; in the end, one without a usable session
  written,         // the only version, or the latest
  merged,          // the same as an earlier one in the input
  superseded,      // another one is later
  tied,            // others with other contents are no older
  contradicted,    // its file gives its session in two ways, and no later version settles it
  two_facilities,  // its file gives its code to sessions of two facilities
};

// A session with its selected reports as one file gives them: 56 bytes. Versions are found by 128 bits; 64 tell the few
// apart that have one key.
struct Version {
  Digest key;                        // of the facility and the session's code; of the code alone in an open file
  std::uint64_t contents = 0;        // of the set of its records, whose order does not count
  std::uint64_t session = 0;         // contents of its first usable session
  std::uint64_t session_offset = 0;  // where that one stands in the log
  std::uint64_t facility = 0;        // the one that it names itself, see Entry
  std::uint32_t file = 0;
  Fate fate = Fate::open;
  bool usable : 1 = false;        // has a usable session
  bool unusable : 1 = false;      // has one that was rejected
  bool contradicted : 1 = false;  // has two usable ones that differ
  bool has_report : 1 = false;    // has a usable one
  bool supersedes : 1 = false;
};
static_assert(sizeof(Version) == 56);

constexpr std::int64_t undated = std::numeric_limits<std::int64_t>::min();

// Settles the usable versions that are open; `made` says when each file was made, in seconds, or `undated`. Of versions
// of one key with the same contents the first is kept, with the latest of their dates, and the others are merged. Of
// versions with different contents the latest is written and the others are superseded. When the latest date has
// several, none of those is written, nor any without a date, for nobody knows which of them holds; older ones stay
// superseded.
void settle(std::deque<Version>& versions, const std::vector<std::int64_t>& made);

}  // namespace cxrval::his
