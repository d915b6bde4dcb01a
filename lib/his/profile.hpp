// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/bytes.hpp"

#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace cxrval::his {

// What is taken from a session or a report.
enum class Field {
  facility_id,
  session_id,  // of a session, and of a report where it names its session
  patient_id,
  sex,
  birth_date,
  check_in,
  check_out,
  number,
  service_id,
  report_time,
  description,
  conclusion,
};

constexpr std::size_t field_count = static_cast<std::size_t>(Field::conclusion) + 1;

// How the session files of one kind of hospital information system are read: element names, time forms, codes. The
// form of a profile file is in docs/formats.md; data/his/moh.profile is the built-in one.
struct Profile {
  std::string name;

  // The envelope. Elements are found by name wherever they stand outside a dossier; an empty name is not looked for.
  std::string dossier;        // the element that is read alone: HOSO
  std::string facility;       // the facility of all sessions that name none: MACSKCB
  std::string made;           // when the file was made; of two versions of a session the later one holds: NGAYLAP
  std::string dossier_count;  // SOLUONGHOSO
  std::string payload;        // the element whose text is an inner file: NOIDUNGFILE
  std::string payload_table;  // the element before it that says which table it is: LOAIHOSO
  std::vector<std::string> payload_take;  // the tables that are read, the one of the sessions first; empty for all

  // Records are found by the end of their path, whatever wraps them: `TONG_HOP`, or `visits/visit`.
  std::string session;
  std::string report;
  // Below the record's element: `MA_LK`, `times/arrival`, `@id`, `patient/@code`; empty for what the files do not have.
  std::array<std::string, field_count> session_fields;
  std::array<std::string, field_count> report_fields;

  std::vector<std::string> time_forms;  // such as yyyyMMddHHmm, tried in order; a form without HH is a whole day
  std::vector<std::string> male;        // words of the sex, compared without regard to capitals
  std::vector<std::string> female;
  std::vector<std::string> other;
  std::vector<std::string> services;  // taken when the command line names none; empty: all

  bool operator==(const Profile&) const = default;
};

// As profile files call them: facility_id, session_id, ...
std::string_view name_of(Field field);

// The Ministry of Health's files: decisions 4210/QD-BYT, 130, 4750 and 3176.
const Profile& moh_profile();

// Reads lines `key = value`. Throws Error with its place for anything that is no profile: an unknown or doubled key, no
// path, no time form, a key that is needed and missing.
Profile read_profile(base::ByteSource& source);

}  // namespace cxrval::his
