// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/spool.hpp"
#include "his/condensed.hpp"
#include "his/digest_table.hpp"
#include "his/event_log.hpp"
#include "his/replay.hpp"
#include "his/splitter.hpp"
#include "his/version.hpp"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <string>
#include <vector>

namespace cxrval::his {

// Joins the reports of an export to their sessions. A report belongs to the session of its file that has the same code,
// wherever either stands: exports exist in which every dossier repeats the reports of all. Exact copies are merged. Of
// sessions with the same facility and code in several files the latest version holds, by the files' dates, see
// settle(). Because a later file may supersede any session, nothing is given before the end: texts wait in a spool, and
// memory holds 60 bytes for each session of each file and 16 for each file; of the file that is being read also 7 for
// each session and 28 for each selected report.
class Collector {
 public:
  // The spool must be empty and outlive the collector.
  explicit Collector(base::Spool& spool);

  // The files in the order of the input; everything between is of the file that was begun last.
  void begin_file(const std::string& name);
  void take(const CondensedDossier& dossier);
  // Dossiers that are declared, but did not come, are rejected sessions. False when the number that the file declares
  // is wrong otherwise: fewer than came without any damage, or more than a million too many.
  bool end_file(const Envelope& envelope);

  // After the last file, once: gives what became of every record, in the order of the input.
  void finish(const WriteReport& write, const WriteRejection& reject);

  const Counts& counts() const { return counts_; }  // complete after finish()
  // Results that were not taken though their code resembles one that is, by code.
  const std::map<std::string, std::uint64_t>& look_alikes() const { return look_alikes_; }

 private:
  struct IndexedVersion {
    const std::deque<Version>* versions;
    const Digest& operator()(std::uint32_t index) const { return (*versions)[index].key; }
  };

  void take_session(const Entry& entry);
  void take_report(const Entry& entry);
  void count_look_alikes(const std::map<std::string, std::size_t>& look_alikes);
  bool reject_lost(const Envelope& envelope);
  std::uint32_t version_of(const Digest& session);

  EventLog log_;
  std::deque<Version> versions_;
  std::vector<std::int64_t> made_;        // of each file
  std::vector<std::uint64_t> file_ends_;  // where the end of each file stands in the log
  Counts counts_;
  std::map<std::string, std::uint64_t> look_alikes_;

  // Of the file that is being read.
  std::size_t first_version_ = 0;
  DigestTable<std::uint32_t, IndexedVersion> by_session_;
  DigestSet records_;               // reports, and sessions that contradict another one
  std::size_t loose_sessions_ = 0;  // outside any dossier, for they may have lost it
  bool damaged_ = false;
};

}  // namespace cxrval::his
