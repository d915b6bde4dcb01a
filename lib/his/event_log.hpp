// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/spool.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace cxrval::his {

// What the collector has seen, in the order of the input; the spool holds one after the other.
enum class EventKind : std::uint8_t {
  file,              // its name
  session,           // Entry::packed of a usable session, of a version
  report,            // Entry::packed of a usable report
  unusable_session,  // Entry::packed of one that is not, of no version
  unusable_report,
  stray_report,  // an unusable report of no version
  loss,          // sessions that are lost in damage: how many, line, column, reason
  file_end,      // facility, whether there is a fault, its line, column, reason
};

struct Event {
  EventKind kind = EventKind::file;
  std::uint32_t version = 0;
  std::string_view packed;
};

class EventLog {
 public:
  explicit EventLog(base::Spool& spool) : spool_(spool) {}

  // Where it stands.
  std::uint64_t add(const Event& event);
  const base::Spool& spool() const { return spool_; }

 private:
  base::Spool& spool_;
  std::string frame_;
};

class EventReader {
 public:
  explicit EventReader(const base::Spool& spool) : end_(spool.size()), reader_(spool) {}

  // The event that stands at `offset`, which moves behind it; valid until the next call.
  Event read(std::uint64_t& offset);
  std::uint64_t end() const { return end_; }

 private:
  std::uint64_t end_;
  base::SpoolReader reader_;
};

}  // namespace cxrval::his
