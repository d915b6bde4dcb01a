// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "his/profile.hpp"
#include "his/trim.hpp"
#include "xml/position.hpp"

#include <array>
#include <cstddef>
#include <string>
#include <string_view>

namespace cxrval::his {

enum class RecordKind { session, report };

// Where something stands in a session file, from 1; inside an encoded payload, where the payload stands. In files that
// are not UTF-8 columns are counted after their conversion to UTF-8.
using Position = xml::Position;

// A session or a report as it stands in the file, in UTF-8.
struct Record {
  RecordKind kind = RecordKind::session;
  std::array<std::string, field_count> fields;
  std::string problem;  // why its text is unusable, or empty
  Position position;
  bool repaired = false;  // its XML was not well-formed and was read after escaping what had to be escaped

  const std::string& operator[](Field field) const { return fields[static_cast<std::size_t>(field)]; }
  std::string_view trimmed(Field field) const { return his::trimmed((*this)[field]); }
};

}  // namespace cxrval::his
