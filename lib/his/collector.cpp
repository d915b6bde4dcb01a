// SPDX-License-Identifier: Apache-2.0
#include "his/collector.hpp"

#include "his/packed.hpp"

#include <algorithm>
#include <limits>
#include <stdexcept>

namespace cxrval::his {
namespace {

constexpr std::uint64_t most_lost = 1000000;  // more than this SOLUONGHOSO is not believed
constexpr std::size_t most_look_alikes = 1000;
constexpr std::size_t longest_code = 40;
constexpr const char* other_codes = "other";

// A code as it may stand in a run record: anything else in its place may be a patient's data.
bool is_code(const std::string& text) {
  return text.size() <= longest_code && std::all_of(text.begin(), text.end(), [](unsigned char c) {
           return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '.' || c == '_' ||
                  c == '-';
         });
}

std::string packed_loss(std::uint64_t count, const Position& position, std::string_view reason) {
  std::string packed;
  pack(packed, count);
  pack(packed, std::uint64_t{position.line});
  pack(packed, std::uint64_t{position.column});
  pack(packed, reason);
  return packed;
}

std::string packed_end(const Envelope& envelope) {
  std::string packed;
  pack(packed, envelope.facility_id);
  pack(packed, std::uint64_t{envelope.fault ? 1u : 0u});
  if (!envelope.fault) return packed;
  pack(packed, std::uint64_t{envelope.fault->place.line});
  pack(packed, std::uint64_t{envelope.fault->place.column});
  pack(packed, envelope.fault->reason);
  return packed;
}

}  // namespace

Collector::Collector(base::Spool& spool)
    : log_(spool), by_session_(std::numeric_limits<std::uint32_t>::max(), IndexedVersion{&versions_}) {}

void Collector::begin_file(const std::string& name) {
  log_.add({EventKind::file, 0, name});
  made_.push_back(undated);
  file_ends_.push_back(0);
  first_version_ = versions_.size();
  by_session_.clear();
  records_.clear();
  damaged_ = false;
  loose_sessions_ = 0;
}

void Collector::take(const CondensedDossier& dossier) {
  counts_.reports += dossier.other_services;
  counts_.reports_other_service += dossier.other_services;
  count_look_alikes(dossier.look_alikes);
  damaged_ = damaged_ || dossier.flawed;
  bool any_session = false;
  for (const Entry& entry : dossier.entries) {
    if (entry.kind == RecordKind::session) {
      any_session = true;
      loose_sessions_ += dossier.enveloped ? 0 : 1;
      take_session(entry);
    } else {
      take_report(entry);
    }
  }
  if (!any_session && dossier.enveloped) {
    ++counts_.sessions;
    ++counts_.sessions_no_header;
  }
}

void Collector::take_session(const Entry& entry) {
  ++counts_.sessions;
  if (!entry.usable) {
    if (entry.named) versions_[version_of(entry.session)].unusable = true;
    log_.add({EventKind::unusable_session, 0, entry.packed});
    return;
  }
  const std::uint32_t index = version_of(entry.session);
  Version& version = versions_[index];
  if (!version.usable) {
    version.usable = true;
    version.session = entry.contents.folded();
    version.facility = entry.facility;
    version.session_offset = log_.add({EventKind::session, index, entry.packed});
    version.contents += entry.contents.folded();
    return;
  }
  Digest whole = entry.contents;
  whole.add(Digest{entry.facility, entry.facility});
  const bool same = version.session == entry.contents.folded() && version.facility == entry.facility;
  if (same || !records_.insert(whole)) {
    ++counts_.sessions_merged;
    return;
  }
  version.contradicted = true;
  if (version.facility != entry.facility) version.fate = Fate::two_facilities;
  version.contents += entry.contents.folded();
  log_.add({EventKind::session, index, entry.packed});
}

void Collector::take_report(const Entry& entry) {
  ++counts_.reports;
  if (!entry.named) {
    log_.add({EventKind::stray_report, 0, entry.packed});
    return;
  }
  if (!records_.insert(entry.contents)) {
    ++counts_.reports_merged;
    return;
  }
  const std::uint32_t index = version_of(entry.session);
  Version& version = versions_[index];
  version.contents += entry.contents.folded();
  version.has_report = version.has_report || entry.usable;
  log_.add({entry.usable ? EventKind::report : EventKind::unusable_report, index, entry.packed});
}

void Collector::count_look_alikes(const std::map<std::string, std::size_t>& look_alikes) {
  for (const auto& [code, count] : look_alikes) {
    const bool room = look_alikes_.size() < most_look_alikes || look_alikes_.contains(code);
    look_alikes_[is_code(code) && room ? code : other_codes] += count;
  }
}

std::uint32_t Collector::version_of(const Digest& session) {
  std::uint32_t& slot = by_session_.find(session);
  if (!by_session_.is_free(slot)) return slot;
  if (versions_.size() >= std::numeric_limits<std::uint32_t>::max()) {
    throw base::Error("more than 4,294,967,295 sessions; read the export in parts");
  }
  const auto index = static_cast<std::uint32_t>(versions_.size());
  Version& version = versions_.emplace_back();
  version.key = session;
  version.file = static_cast<std::uint32_t>(made_.size() - 1);
  by_session_.fill(slot, index);
  return index;
}

bool Collector::end_file(const Envelope& envelope) {
  if (envelope.made) made_.back() = envelope.made->seconds;
  const std::uint64_t by_envelope = hash_of_facility(envelope.facility_id);
  for (std::size_t i = first_version_; i < versions_.size(); ++i) {
    Version& version = versions_[i];
    const std::uint64_t its_facility = version.facility != 0 ? version.facility : by_envelope;
    Digest key;
    key.add(Digest{its_facility, its_facility});
    key.add(version.key);
    version.key = key;
  }
  const bool counted = reject_lost(envelope);
  file_ends_.back() = log_.add({EventKind::file_end, 0, packed_end(envelope)});
  return counted;
}

// False when the file holds more dossiers than it declares, or declares so many more that it is not believed. Fewer
// than declared are lost sessions, also where nothing else shows it: damage that joins the tables of two dossiers which
// are not read leaves a sound file.
bool Collector::reject_lost(const Envelope& envelope) {
  const bool damaged = damaged_ || envelope.fault || envelope.stray_dossiers > 0;
  if (envelope.stray_dossiers > 0) {
    counts_.sessions += envelope.stray_dossiers;
    log_.add({EventKind::loss, 0,
              packed_loss(envelope.stray_dossiers, {}, "the beginning of its dossier is lost; its file is damaged")});
  }
  const std::size_t came = envelope.dossiers + loose_sessions_;
  const std::size_t declared = envelope.declared.value_or(came);
  if (declared <= came) return declared == came || damaged;
  if (declared - came > most_lost) return false;
  counts_.sessions += declared - came;
  log_.add({EventKind::loss, 0,
            packed_loss(declared - came, envelope.declared_position,
                        damaged ? "a session that is declared here lies in the damaged part of the file"
                                : "a session that is declared here is not in the file")});
  return true;
}

void Collector::finish(const WriteReport& write, const WriteRejection& reject) {
  by_session_.clear();
  records_.clear();
  settle(versions_, made_);
  replay({log_.spool(), versions_, file_ends_}, counts_, write, reject);
}

}  // namespace cxrval::his
