// SPDX-License-Identifier: Apache-2.0
#include "his/extract.hpp"

#include "his/interpret.hpp"

#include <algorithm>
#include <utility>

namespace cxrval::his {
namespace {

constexpr std::size_t waiting_limit = std::size_t{256} << 20;
constexpr const char* no_session = "no session of this file has its code MA_LK";

std::string time_text(const std::optional<base::CivilTime>& time) {
  return time ? base::to_iso(*time) : "";
}

Digest contents_of(const Session& session) {
  Digest digest;
  for (const std::string* field :
       {&session.facility_id, &session.session_id, &session.patient_id, &session.sex, &session.birth_year}) {
    digest.add(*field);
  }
  digest.add(time_text(session.check_in));
  digest.add(time_text(session.check_out));
  return digest;
}

Digest key_of(const Session& session) {
  Digest digest;
  digest.add(session.facility_id);
  digest.add(session.session_id);
  return digest;
}

void add_result(Digest& digest, const ServiceResult& result) {
  for (const std::string* field : {&result.number, &result.service_id, &result.description, &result.conclusion}) {
    digest.add(*field);
  }
  digest.add(time_text(result.result_time));
}

// Memory of a waiting result, roughly.
std::size_t size_of(const ServiceResult& result) {
  return result.description.size() + result.conclusion.size() + 2 * sizeof(ServiceResult);
}

std::string summary(const Record& record) {
  std::string text;
  const auto add = [&](const char* name, Field field) {
    if (!text.empty()) text += "; ";
    text += name;
    text += '=';
    text += record.trimmed(field).substr(0, 256);
  };
  add("MA_LK", Field::ma_lk);
  if (record.kind == RecordKind::session) {
    add("MA_BN", Field::ma_bn);
    add("NGAY_VAO", Field::ngay_vao);
    add("NGAY_RA", Field::ngay_ra);
  } else {
    add("STT", Field::stt);
    add("MA_DICH_VU", Field::ma_dich_vu);
    add("NGAY_KQ", Field::ngay_kq);
  }
  return text;
}

}  // namespace

Extractor::Extractor(base::ByteSource& source, const Selection& selection, Seen& seen)
    : dossiers_(source, selection), seen_(seen) {}

bool Extractor::next(Step& step) {
  step = {};
  if (finished_) return false;
  Dossier dossier;
  const base::Result<bool> more = dossiers_.next(dossier);
  if (more && *more) {
    take(dossier, step);
    return true;
  }
  if (!more) file_fault_ = more.error();
  finish(step);
  return true;
}

void Extractor::take(const Dossier& dossier, Step& step) {
  step.counts.results += dossier.other_services;
  step.counts.results_other_service += dossier.other_services;
  std::size_t sessions = 0;
  for (const Record& record : dossier.records) {
    if (record.kind != RecordKind::session) continue;
    ++sessions;
    take_session(record, dossier, step);
  }
  if (sessions == 0 && dossier.fault) reject_session(nullptr, *dossier.fault, step, dossier.fault_detail);
  if (sessions == 0 && !dossier.fault && dossier.enveloped) {
    ++step.counts.sessions;
    ++step.counts.sessions_no_header;
  }
  for (const Record& record : dossier.records) {
    if (record.kind == RecordKind::result) take_result(record, step);
  }
  for (const Record& record : dossier.records) {
    if (record.kind == RecordKind::session) give_waiting(std::string(record.trimmed(Field::ma_lk)), step);
  }
}

void Extractor::take_session(const Record& record, const Dossier& dossier, Step& step) {
  Known known;
  if (dossier.fault) {
    reject_session(&record, *dossier.fault, step, dossier.fault_detail);
    known.rejected = true;
  } else if (auto session = session_of(record, dossier.facility_id)) {
    ++step.counts.sessions;
    known.session = std::move(*session);
    known.contents = contents_of(known.session);
    const auto [earlier, is_new] = seen_.sessions.try_emplace(key_of(known.session), known.contents);
    if (!is_new && earlier->second == known.contents) {
      ++step.counts.sessions_merged;
      known.counted = false;
    } else if (!is_new) {
      known.changed = true;
      earlier->second = known.contents;
    }
  } else {
    reject_session(&record, {record.place, session.error()}, step);
    known.rejected = true;
  }
  const std::string id(record.trimmed(Field::ma_lk));
  if (id.empty()) return;
  const auto [slot, is_first] = known_.try_emplace(id);
  if (!is_first) {
    // A copy inside the file leaves its session as it is, which may have a report already.
    if (!known.counted && slot->second.contents == known.contents) return;
    settle(slot->second, step);
  }
  slot->second = std::move(known);
}

void Extractor::take_result(const Record& record, Step& step) {
  ++step.counts.results;
  tl::expected<ServiceResult, std::string> result = result_of(record);
  if (!result) {
    step.rejections.push_back({Unit::report, {record.place, result.error()}, summary(record)});
    return;
  }
  const std::string id(record.trimmed(Field::ma_lk));
  const auto known = known_.find(id);
  if (known == known_.end()) {
    keep_waiting(id, std::move(*result), record.place, step);
  } else if (known->second.rejected) {
    step.rejections.push_back({Unit::report, {record.place, "its session was rejected"}, summary(record)});
  } else {
    write(known->second, std::move(*result), step);
  }
}

void Extractor::keep_waiting(const std::string& session_id, ServiceResult&& result, const base::Place& place,
                             Step& step) {
  Digest digest;
  digest.add(session_id);
  add_result(digest, result);
  if (waiting_digests_.contains(digest)) {
    ++step.counts.results_merged;
    return;
  }
  const std::size_t bytes = size_of(result);
  if (waiting_bytes_ + bytes > waiting_limit) {
    step.rejections.push_back({Unit::report, {place, "too many results stand before their session"}, ""});
    return;
  }
  waiting_bytes_ += bytes;
  waiting_digests_.insert(digest);
  waiting_[session_id].push_back({waiting_count_++, std::move(result), place, digest});
}

void Extractor::give_waiting(const std::string& session_id, Step& step) {
  auto node = waiting_.extract(session_id);
  if (node.empty()) return;
  Known& known = known_[session_id];
  for (Waiting& waiting : node.mapped()) {
    waiting_bytes_ -= size_of(waiting.result);
    waiting_digests_.erase(waiting.digest);
    if (known.rejected) {
      step.rejections.push_back({Unit::report, {waiting.place, "its session was rejected"}, "MA_LK=" + session_id});
    } else {
      write(known, std::move(waiting.result), step);
    }
  }
}

void Extractor::write(Known& known, ServiceResult&& result, Step& step) {
  Digest digest = known.contents;
  add_result(digest, result);
  if (!seen_.results.insert(digest).second) {
    ++step.counts.results_merged;
    return;
  }
  known.has_report = true;
  step.reports.push_back({known.session, std::move(result), known.changed});
}

void Extractor::reject_session(const Record* record, base::Fault fault, Step& step, const std::string& detail) {
  ++step.counts.sessions;
  std::string text = record == nullptr ? "" : summary(*record);
  if (!detail.empty()) text += (text.empty() ? "" : "; ") + detail;
  step.rejections.push_back({Unit::session, std::move(fault), std::move(text)});
}

void Extractor::settle(const Known& known, Step& step) const {
  if (known.rejected || !known.counted) return;
  ++(known.has_report ? step.counts.sessions_with_report : step.counts.sessions_no_report);
}

void Extractor::finish(Step& step) {
  finished_ = true;
  struct Left {
    const std::string* session_id;
    const Waiting* waiting;
  };
  std::vector<Left> left;
  for (const auto& [session_id, results] : waiting_) {
    for (const Waiting& waiting : results) left.push_back({&session_id, &waiting});
  }
  std::sort(left.begin(), left.end(), [](const Left& a, const Left& b) { return a.waiting->order < b.waiting->order; });
  for (const Left& one : left) {
    step.rejections.push_back({Unit::report, {one.waiting->place, no_session}, "MA_LK=" + *one.session_id});
  }
  for (const auto& [session_id, known] : known_) settle(known, step);
  known_.clear();
  waiting_.clear();
}

}  // namespace cxrval::his
