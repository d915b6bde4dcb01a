// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "his/record.hpp"
#include "his/selection.hpp"
#include "his/splitter.hpp"

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace cxrval::his {

// Why a dossier cannot be read, or only in part; the records of what cannot be read are dropped.
struct Flaw {
  Position position;
  std::string reason;  // fixed
  std::string detail;  // where inside the payload; for --rejects only
};

// One HOSO: the sessions and selected reports in it as they stand, before reports are joined to sessions.
struct Dossier {
  Position position;
  bool enveloped = true;
  std::vector<Record> records;                     // in the order of the file
  std::map<std::string, std::size_t> look_alikes;  // results not taken whose code Selection::resembles, by code
  std::size_t other_services = 0;                  // results not taken, these included
  std::optional<Flaw> flaw;
};

// Reads one segment; safe to call from several threads at once. The inner files may be base64, gzip in base64, or XML
// as it is (nested, escaped, CDATA), each in UTF-8, UTF-16 or the charset that it declares.
Dossier read_dossier(const Segment& segment, const Profile& profile, const Selection& selection);

}  // namespace cxrval::his
