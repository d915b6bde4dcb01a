// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.hpp"
#include "his/digest.hpp"
#include "his/dossier.hpp"
#include "his/session.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace cxrval::his {

struct Report {
  Session session;  // without services
  ServiceResult result;
  bool session_changed = false;  // its session came before with other contents (a corrected export)
};

enum class Unit { session, report };

struct Rejection {
  Unit unit = Unit::report;
  base::Fault fault;
  std::string record;  // the codes and times of the record, for --rejects
};

// For each unit read = written + excluded + merged + rejected, summed over all steps of a file. Rejections are counted
// by the list beside this.
struct Counts {
  std::size_t sessions = 0;               // read
  std::size_t sessions_with_report = 0;   // written
  std::size_t sessions_no_report = 0;     // excluded
  std::size_t sessions_no_header = 0;     // excluded: a HOSO without TONG_HOP, such as a check-in message
  std::size_t sessions_merged = 0;        // exact copies
  std::size_t results = 0;                // read
  std::size_t results_other_service = 0;  // excluded
  std::size_t results_merged = 0;         // exact copies
};

// What one HOSO, or the end of the file, gave.
struct Step {
  std::vector<Report> reports;
  std::vector<Rejection> rejections;
  Counts counts;
};

// What earlier files of the same export held, so that copies are found across files. 64 bytes or so a session and
// 32 a report.
struct Seen {
  std::unordered_map<Digest, Digest> sessions;  // facility and session code -> contents
  std::unordered_set<Digest> results;
};

// Reads the selected reports of one session file. A result belongs to the session of its file that has the same MA_LK,
// wherever either stands: exports exist in which every HOSO repeats the results of all. Memory holds one HOSO, some 400
// bytes for each session of the file, and the results whose session has not come yet (at most 256 MiB of text).
class Extractor {
 public:
  // Source and `seen` must outlive the extractor.
  Extractor(base::ByteSource& source, const Selection& selection, Seen& seen);

  // True with what the next HOSO gave; false when the file is done.
  bool next(Step& step);

  // After the end: why the file could not be read to its end, if so. What came before the fault has been given.
  const std::optional<base::Fault>& file_fault() const { return file_fault_; }
  std::optional<base::Place> miscount() const { return dossiers_.miscount(); }

 private:
  struct Known {
    Session session;
    Digest contents;
    bool rejected = false;
    bool changed = false;
    bool counted = true;  // in the account of sessions, once it is settled
    bool has_report = false;
  };
  struct Waiting {
    std::size_t order;
    ServiceResult result;
    base::Place place;
    Digest digest;
  };

  void take(const Dossier& dossier, Step& step);
  void take_session(const Record& record, const Dossier& dossier, Step& step);
  void take_result(const Record& record, Step& step);
  void keep_waiting(const std::string& session_id, ServiceResult&& result, const base::Place& place, Step& step);
  void give_waiting(const std::string& session_id, Step& step);
  void write(Known& known, ServiceResult&& result, Step& step);
  void reject_session(const Record* record, base::Fault fault, Step& step, const std::string& detail = "");
  void settle(const Known& known, Step& step) const;
  void finish(Step& step);

  DossierReader dossiers_;
  Seen& seen_;
  std::unordered_map<std::string, Known> known_;  // by MA_LK
  std::unordered_map<std::string, std::vector<Waiting>> waiting_;
  std::unordered_set<Digest> waiting_digests_;
  std::size_t waiting_bytes_ = 0;
  std::size_t waiting_count_ = 0;
  std::optional<base::Fault> file_fault_;
  bool finished_ = false;
};

}  // namespace cxrval::his
