// SPDX-License-Identifier: Apache-2.0
#include "his/replay.hpp"

#include "his/condensed.hpp"
#include "his/event_log.hpp"
#include "his/packed.hpp"

#include <cstddef>
#include <limits>
#include <string_view>
#include <utility>

namespace cxrval::his {
namespace {

constexpr const char* session_rejected = "its session was rejected";
constexpr const char* no_session = "no session of this file has its code";

const char* reason_of(Fate fate) {
  switch (fate) {
    case Fate::tied:
      return "another file gives this session with other contents and is not older, or one has no date; keep the one "
             "that holds";
    case Fate::contradicted:
      return "its file gives this session twice with different contents; keep the one that holds";
    default:
      return "its file gives this code to sessions of two facilities; export each facility by itself";
  }
}

class Replay {
 public:
  Replay(const Collected& collected, Counts& counts, const WriteReport& write, const WriteRejection& reject)
      : collected_(collected),
        events_(collected.spool),
        elsewhere_(collected.spool),
        counts_(counts),
        write_(write),
        reject_(reject) {}

  void run() {
    for (std::uint64_t offset = 0; offset < events_.end();) take(events_.read(offset));
  }

 private:
  void take(const Event& event) {
    switch (event.kind) {
      case EventKind::file:
        return begin_file(event);
      case EventKind::session:
        return take_session(event);
      case EventKind::report:
        return take_report(event);
      case EventKind::unusable_session:
        return reject_unusable(Unit::session, event);
      case EventKind::unusable_report:
        return take_unusable_report(event);
      case EventKind::stray_report:
        return reject_unusable(Unit::report, event);
      case EventKind::loss:
        return reject_lost(event);
      case EventKind::file_end:
        return end_file(event);
    }
  }

  // The facility stands in the envelope, of which more may come behind the sessions.
  void begin_file(const Event& event) {
    report_.source = event.packed;
    std::uint64_t offset = collected_.file_ends[file_++];
    facility_id_ = Unpacker(elsewhere_.read(offset).packed).text();
    session_version_ = no_version;
  }

  void end_file(const Event& event) {
    Unpacker from(event.packed);
    from.text();
    if (from.number() == 0) return;
    Position position;
    position.line = from.number();
    position.column = from.number();
    const std::string_view reason = from.text();
    reject({Unit::file, {place(position), std::string(reason)}, "", 1});
  }

  void take_session(const Event& event) {
    const Version& version = collected_.versions[event.version];
    switch (version.fate) {
      case Fate::written:
        ++(version.has_report ? counts_.sessions_with_report : counts_.sessions_no_report);
        return;
      case Fate::merged:
        ++counts_.sessions_merged;
        return;
      case Fate::superseded:
        ++counts_.sessions_superseded;
        return;
      default:
        break;
    }
    const UnpackedSession session = unpack_session(event.packed);
    reject({Unit::session, {place(session.position), reason_of(version.fate)}, std::string(session.record), 1});
  }

  void take_report(const Event& event) {
    const Version& version = collected_.versions[event.version];
    if (left_out(version.fate)) return;
    UnpackedReport report = unpack_report(event.packed);
    if (version.fate == Fate::written) {
      load_session(event.version);
      report_.result = std::move(report.result);
      report_.repaired = report.repaired || session_repaired_;
      report_.supersedes = version.supersedes;
      ++counts_.reports_written;
      write_(report_);
      return;
    }
    const bool known = version.fate != Fate::open || version.unusable;
    const char* reason = known ? session_rejected : no_session;
    reject({Unit::report, {place(report.position), reason}, std::string(report.record), 1});
  }

  void take_unusable_report(const Event& event) {
    if (!left_out(collected_.versions[event.version].fate)) reject_unusable(Unit::report, event);
  }

  // Counts a report whose whole version is left out.
  bool left_out(Fate fate) {
    if (fate == Fate::merged) ++counts_.reports_merged;
    if (fate == Fate::superseded) ++counts_.reports_superseded;
    return fate == Fate::merged || fate == Fate::superseded;
  }

  void load_session(std::uint32_t version) {
    if (version == session_version_) return;
    std::uint64_t offset = collected_.versions[version].session_offset;
    UnpackedSession session = unpack_session(elsewhere_.read(offset).packed);
    if (session.session.facility_id.empty()) session.session.facility_id = facility_id_;
    report_.session = std::move(session.session);
    session_repaired_ = session.repaired;
    session_version_ = version;
  }

  void reject_unusable(Unit unit, const Event& event) {
    const UnpackedReject unusable = unpack_reject(event.packed);
    reject({unit, {place(unusable.position), std::string(unusable.reason)}, std::string(unusable.record), 1});
  }

  void reject_lost(const Event& event) {
    Unpacker from(event.packed);
    const std::uint64_t count = from.number();
    Position position;
    position.line = from.number();
    position.column = from.number();
    const std::string_view reason = from.text();
    const std::string record = count == 1 ? "" : std::to_string(count) + " sessions";
    reject({Unit::session, {place(position), std::string(reason)}, record, count});
  }

  void reject(const Rejection& rejection) { reject_(rejection); }

  base::Place place(const Position& position) const { return {report_.source, position.line, position.column}; }

  static constexpr std::uint32_t no_version = std::numeric_limits<std::uint32_t>::max();

  const Collected& collected_;
  EventReader events_;
  EventReader elsewhere_;
  Counts& counts_;
  const WriteReport& write_;
  const WriteRejection& reject_;

  std::size_t file_ = 0;
  std::string facility_id_;  // of the file's envelope
  Report report_;
  std::uint32_t session_version_ = no_version;  // whose session report_ holds
  bool session_repaired_ = false;
};

}  // namespace

void replay(const Collected& collected, Counts& counts, const WriteReport& write, const WriteRejection& reject) {
  Replay(collected, counts, write, reject).run();
}

}  // namespace cxrval::his
