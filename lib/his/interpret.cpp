// SPDX-License-Identifier: Apache-2.0
#include "his/interpret.hpp"

#include "his/time_form.hpp"

#include <algorithm>
#include <optional>
#include <string_view>

namespace cxrval::his {
namespace {

using base::DateOnly;
using tl::unexpected;

// The small letters of ASCII and of Vietnamese, byte by byte in UTF-8: a capital stands 32 before its small letter in
// Latin-1, and elsewhere one before it and at an even place, but for the odd Ư.
std::string folded(std::string_view text) {
  std::string small(text);
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = [&](std::size_t back) { return i < back ? 0u : static_cast<unsigned char>(text[i - back]); };
    const unsigned c = byte(0);
    const unsigned lead = byte(1);
    const bool later_letter = lead == 0xC4 || lead == 0xC5 || (lead == 0xC6 && c == 0xA0) ||
                              (byte(2) == 0xE1 && (lead == 0xBA || lead == 0xBB));
    if (c >= 'A' && c <= 'Z') small[i] = static_cast<char>(c + 0x20);
    if (lead == 0xC3 && c >= 0x80 && c <= 0x9E) small[i] = static_cast<char>(c + 0x20);
    if (later_letter) small[i] = static_cast<char>(c | 1);
    if (lead == 0xC6 && c == 0xAF) small[i] = static_cast<char>(0xB0);
  }
  return small;
}

bool is_one_of(const std::vector<std::string>& words, std::string_view word) {
  return std::any_of(words.begin(), words.end(), [&](const std::string& one) {
    return one == word || (one.size() == word.size() && folded(one) == folded(word));
  });
}

std::string sex_of(std::string_view word, const Profile& profile) {
  if (word.empty()) return "";
  if (is_one_of(profile.male, word)) return "M";
  if (is_one_of(profile.female, word)) return "F";
  return is_one_of(profile.other, word) ? "O" : "";
}

// NGAY_SINH is yyyyMMdd (QD 4210), yyyyMMddHHmm (QD 130) or a bare year; unknown months and days are zeros.
std::string birth_year_of(std::string_view date, const Profile& profile) {
  const bool whole = date.size() == 4 || date.size() == 8 || date.size() == 12 || date.size() == 14;
  const bool digits = std::all_of(date.begin(), date.end(), [](char c) { return c >= '0' && c <= '9'; });
  std::string year;
  if (whole && digits) {
    year = date.substr(0, 4);
  } else if (const auto day = parse_time(date, profile.time_forms, DateOnly::start_of_day)) {
    year = std::to_string(base::date_of(*day).year);
  }
  return year.size() == 4 && year >= "1800" && year < "2200" ? year : "";
}

const std::string& name_in(const std::array<std::string, field_count>& names, Field field) {
  return names[static_cast<std::size_t>(field)];
}

std::string no_time(const Profile& profile) {
  return profile.time_forms.empty() ? " is no time" : " is no time " + profile.time_forms.front();
}

}  // namespace

tl::expected<Session, std::string> session_of(const Record& record, const Profile& profile) {
  const auto name = [&](Field field) { return name_in(profile.session_fields, field); };
  if (!record.problem.empty()) return unexpected(profile.session + ' ' + record.problem);
  Session session;
  session.session_id = record.trimmed(Field::session_id);
  session.patient_id = record.trimmed(Field::patient_id);
  session.facility_id = record.trimmed(Field::facility_id);
  session.sex = sex_of(record.trimmed(Field::sex), profile);
  session.birth_year = birth_year_of(record.trimmed(Field::birth_date), profile);
  if (session.session_id.empty()) return unexpected("session code " + name(Field::session_id) + " is empty");
  if (session.patient_id.empty()) return unexpected("patient code " + name(Field::patient_id) + " is empty");
  const std::string_view check_in = record.trimmed(Field::check_in);
  const std::string_view check_out = record.trimmed(Field::check_out);
  if (check_in.empty()) return unexpected("check-in time " + name(Field::check_in) + " is empty");
  session.check_in = parse_time(check_in, profile.time_forms, DateOnly::start_of_day);
  if (!session.check_in) return unexpected("check-in time " + name(Field::check_in) + no_time(profile));
  if (check_out.empty()) return session;
  session.check_out = parse_time(check_out, profile.time_forms, DateOnly::end_of_day);
  if (!session.check_out) return unexpected("check-out time " + name(Field::check_out) + no_time(profile));
  return session;
}

tl::expected<ServiceResult, std::string> result_of(const Record& record, const Profile& profile) {
  const auto name = [&](Field field) { return name_in(profile.report_fields, field); };
  if (!record.problem.empty()) return unexpected(profile.report + ' ' + record.problem);
  if (record.trimmed(Field::session_id).empty()) {
    return unexpected("session code " + name(Field::session_id) + " is empty");
  }
  const std::string_view time = record.trimmed(Field::report_time);
  ServiceResult result;
  if (!time.empty()) {
    result.result_time = parse_time(time, profile.time_forms, DateOnly::refuse);
    if (!result.result_time) return unexpected("report time " + name(Field::report_time) + no_time(profile));
  }
  result.number = record.trimmed(Field::number);
  result.service_id = record.trimmed(Field::service_id);
  result.description = record[Field::description];
  result.conclusion = record[Field::conclusion];
  return result;
}

}  // namespace cxrval::his
