// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/error.hpp"
#include "his/digest.hpp"
#include "his/dossier.hpp"
#include "his/session.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace cxrval::his {

// What the collector keeps in memory of a record, and what goes to its spool.
struct Entry {
  RecordKind kind = RecordKind::session;
  bool usable = true;
  bool named = true;           // says which session it is, or is of
  Digest session;              // of its code
  Digest contents;             // of all that makes two records the same
  std::uint64_t facility = 0;  // of a session, a hash of the facility that it names itself; 0: none
  std::string packed;
};

struct CondensedDossier {
  std::vector<Entry> entries;                      // in the order of the file
  std::map<std::string, std::size_t> look_alikes;  // Dossier's
  std::size_t other_services = 0;
  bool enveloped = true;
  bool flawed = false;
};

// Never 0.
std::uint64_t hash_of_facility(std::string_view facility_id);

// Interprets the records of a dossier. All that costs time is done here; safe to call from several threads at once.
// A flaw makes the sessions of the dossier unusable, or stands for one where there are none.
CondensedDossier condense(const Dossier& dossier, const Profile& profile);

// The parts of Entry::packed.
struct UnpackedSession {
  Position position;
  std::string_view record;  // codes and times, for --rejects
  bool repaired = false;
  Session session;  // its facility empty where it names none
};
struct UnpackedReport {
  Position position;
  std::string_view record;
  bool repaired = false;
  ServiceResult result;
};
struct UnpackedReject {
  Position position;
  std::string_view record;
  std::string_view reason;
};
UnpackedSession unpack_session(std::string_view packed);
UnpackedReport unpack_report(std::string_view packed);
UnpackedReject unpack_reject(std::string_view packed);  // of entries that are not usable

}  // namespace cxrval::his
