// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/civil_time.hpp"
#include "base/error.hpp"
#include "base/parallel.hpp"
#include "base/result.hpp"
#include "cli/run.hpp"
#include "match/roster.hpp"
#include "plan.hpp"
#include "table/block_reader.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace cxrval::match_tool {

// What a block of a table became. A record is packed text that begins with its patient id.
struct Chunk {
  struct Rejected {
    base::Fault fault;
    std::string text;
  };
  struct Hashes {
    std::uint64_t text = 0;   // of the study_uid
    std::uint64_t loose = 0;  // of the patient id under every rule there is
  };

  std::string packed;
  std::vector<std::uint32_t> begins;  // of each record in `packed`
  std::vector<Hashes> hashes;         // of each record
  std::vector<Rejected> rejected;
  std::uint64_t read = 0;
  std::uint64_t excluded = 0;
  const char* why_excluded = "";

  void reserve(const table::Block& block) {
    packed.reserve(block.weight() + block.weight() / 8);
    begins.reserve(block.records());
    hashes.reserve(block.records());
  }

  std::set<std::string, std::less<>> facilities;  // of reports
};

// What the tables are read with, and where their records are put together.
struct Reading {
  const Plan& plan;
  const Options& options;
  cli::Run& run;
  match::Roster& roster;
};

// Packed times: nothing is the smallest number.
inline std::int64_t pack_time(const std::optional<base::CivilTime>& time) {
  return time ? time->seconds * 2 + (time->has_seconds ? 1 : 0) : std::numeric_limits<std::int64_t>::min();
}
inline std::optional<base::CivilTime> unpack_time(std::int64_t packed) {
  if (packed == std::numeric_limits<std::int64_t>::min()) return std::nullopt;
  return base::CivilTime{packed >> 1, (packed & 1) != 0};
}

// What a date without a time of day means: at the start of a session its first minute, at its end the last, and for
// an event no time at all.
enum class TimeOf { session_start, session_end, event };

// Nothing for an empty cell and for an event with a day only; false when the cell is no time. Days without a time are
// taken only when `day_only`.
bool read_time(std::string_view cell, TimeOf what, bool day_only, std::optional<base::CivilTime>& time);

// Reads the blocks of a table in several threads; `take` gets what `read_block` makes of each, in their order.
template <class ReadBlock, class Take>
void read_blocks(table::BlockReader& table, int threads, ReadBlock read_block, Take take) {
  base::ordered_parallel_pull(
      {.threads = threads}, [&] { return table.next(); }, read_block, take);
}

}  // namespace cxrval::match_tool
