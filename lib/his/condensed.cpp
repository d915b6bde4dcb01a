// SPDX-License-Identifier: Apache-2.0
#include "his/condensed.hpp"

#include "his/interpret.hpp"
#include "his/packed.hpp"

#include <algorithm>
#include <optional>
#include <utility>

namespace cxrval::his {
namespace {

constexpr std::size_t longest_in_rejects = 256;

// Nothing, or seconds since 1970 folded to a number from 0 on (zigzag), and whether the source gave seconds.
void pack_time(std::string& packed, const std::optional<base::CivilTime>& time) {
  pack(packed, std::uint64_t{!time ? 0u : time->has_seconds ? 2u : 1u});
  if (!time) return;
  const std::int64_t seconds = time->seconds;
  pack(packed, static_cast<std::uint64_t>(seconds) << 1 ^ static_cast<std::uint64_t>(seconds >> 63));
}

std::optional<base::CivilTime> unpack_time(Unpacker& packed) {
  const std::uint64_t kind = packed.number();
  if (kind == 0) return std::nullopt;
  const std::uint64_t folded = packed.number();
  return base::CivilTime{static_cast<std::int64_t>(folded >> 1 ^ (0 - (folded & 1))), kind == 2};
}

std::string summary(const Record& record, const Profile& profile) {
  static constexpr Field of_session[] = {Field::session_id, Field::patient_id, Field::check_in, Field::check_out};
  static constexpr Field of_report[] = {Field::session_id, Field::number, Field::service_id, Field::report_time};
  const bool session = record.kind == RecordKind::session;
  const auto& names = session ? profile.session_fields : profile.report_fields;
  std::string text;
  for (const Field field : session ? of_session : of_report) {
    const std::string& name = names[static_cast<std::size_t>(field)];
    const std::string_view value = record.trimmed(field).substr(0, longest_in_rejects);
    if (name.empty() && value.empty()) continue;
    if (!text.empty()) text += "; ";
    text += name.empty() ? name_of(field) : std::string_view(name);
    text += '=';
    text += value;
  }
  return text;
}

std::string begin(const Position& position, std::string_view record) {
  std::string packed;
  pack(packed, std::uint64_t{position.line});
  pack(packed, std::uint64_t{position.column});
  pack(packed, record);
  return packed;
}

void pack_body(std::string& packed, const Session& session) {
  pack(packed, session.session_id);
  pack(packed, session.patient_id);
  pack(packed, session.sex);
  pack(packed, session.birth_year);
  pack_time(packed, session.check_in);
  pack_time(packed, session.check_out);
}

void pack_body(std::string& packed, const ServiceResult& result) {
  pack(packed, result.number);
  pack(packed, result.service_id);
  pack_time(packed, result.result_time);
  pack(packed, result.description);
  pack(packed, result.conclusion);
}

Digest digest_of(std::string_view text) {
  Digest digest;
  digest.add(text);
  return digest;
}

void use(Entry& entry, const Record& record, std::string_view body, const std::string& text) {
  entry.packed = begin(record.position, text);
  pack(entry.packed, std::uint64_t{record.repaired ? 1u : 0u});
  entry.packed += body;
  entry.contents.add(body);
}

void refuse(Entry& entry, const Position& position, const std::string& reason, const std::string& text) {
  entry.usable = false;
  entry.packed = begin(position, text);
  pack(entry.packed, reason);
}

Entry entry_of(const Record& record) {
  Entry entry;
  entry.kind = record.kind;
  const std::string_view id = record.trimmed(Field::session_id);
  entry.named = !id.empty();
  entry.session = digest_of(id);
  entry.contents = entry.session;
  return entry;
}

Entry condense_session(const Record& record, const Profile& profile, const std::optional<Flaw>& flaw) {
  Entry entry = entry_of(record);
  std::string text = summary(record, profile);
  if (flaw) {
    if (!flaw->detail.empty()) text += "; " + flaw->detail;
    refuse(entry, flaw->position, flaw->reason, text);
  } else if (const auto session = session_of(record, profile)) {
    std::string body;
    pack_body(body, *session);
    use(entry, record, body, text);
    pack(entry.packed, session->facility_id);
    if (!session->facility_id.empty()) entry.facility = hash_of_facility(session->facility_id);
  } else {
    refuse(entry, record.position, session.error(), text);
  }
  return entry;
}

Entry condense_report(const Record& record, const Profile& profile) {
  Entry entry = entry_of(record);
  const std::string text = summary(record, profile);
  if (const auto result = result_of(record, profile)) {
    std::string body;
    pack_body(body, *result);
    use(entry, record, body, text);
  } else {
    refuse(entry, record.position, result.error(), text);
    for (const std::string& field : record.fields) entry.contents.add(field);
    entry.contents.add(result.error());
  }
  return entry;
}

Entry flaw_alone(const Flaw& flaw) {
  Entry entry;
  entry.named = false;
  refuse(entry, flaw.position, flaw.reason, flaw.detail);
  return entry;
}

template <class Unpacked>
void unpack_head(Unpacker& from, Unpacked& all) {
  all.position.line = from.number();
  all.position.column = from.number();
  all.record = from.text();
}

}  // namespace

std::uint64_t hash_of_facility(std::string_view facility_id) {
  return std::max<std::uint64_t>(digest_of(facility_id).low, 1);
}

CondensedDossier condense(const Dossier& dossier, const Profile& profile) {
  CondensedDossier condensed;
  condensed.other_services = dossier.other_services;
  condensed.look_alikes = dossier.look_alikes;
  condensed.enveloped = dossier.enveloped;
  condensed.flawed = dossier.flaw.has_value();
  bool any_session = false;
  for (const Record& record : dossier.records) {
    const bool session = record.kind == RecordKind::session;
    any_session = any_session || session;
    condensed.entries.push_back(session ? condense_session(record, profile, dossier.flaw)
                                        : condense_report(record, profile));
  }
  if (dossier.flaw && !any_session) condensed.entries.push_back(flaw_alone(*dossier.flaw));
  return condensed;
}

UnpackedSession unpack_session(std::string_view packed) {
  Unpacker from(packed);
  UnpackedSession all;
  unpack_head(from, all);
  all.repaired = from.number() != 0;
  all.session.session_id = from.text();
  all.session.patient_id = from.text();
  all.session.sex = from.text();
  all.session.birth_year = from.text();
  all.session.check_in = unpack_time(from);
  all.session.check_out = unpack_time(from);
  all.session.facility_id = from.text();
  return all;
}

UnpackedReport unpack_report(std::string_view packed) {
  Unpacker from(packed);
  UnpackedReport all;
  unpack_head(from, all);
  all.repaired = from.number() != 0;
  all.result.number = from.text();
  all.result.service_id = from.text();
  all.result.result_time = unpack_time(from);
  all.result.description = from.text();
  all.result.conclusion = from.text();
  return all;
}

UnpackedReject unpack_reject(std::string_view packed) {
  Unpacker from(packed);
  UnpackedReject all;
  unpack_head(from, all);
  all.reason = from.text();
  return all;
}

}  // namespace cxrval::his
