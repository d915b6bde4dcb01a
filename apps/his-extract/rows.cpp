// SPDX-License-Identifier: Apache-2.0
#include "rows.hpp"

#include "base/civil_time.hpp"
#include "text/normalize.hpp"
#include "text/utf8.hpp"

#include <algorithm>
#include <optional>

namespace cxrval::his_extract {
namespace {

constexpr std::size_t export_limit = 1024;  // characters that a 4210 writer leaves of a description
constexpr std::size_t trimmed_at_most = 24;

std::string iso(const std::optional<base::CivilTime>& time) {
  return time ? base::to_iso(*time) : "";
}

std::string warnings_of(const his::Report& report) {
  const his::Session& session = report.session;
  const std::string& description = report.result.description;
  std::string words;
  const auto add = [&](bool applies, const char* word) {
    if (!applies) return;
    if (!words.empty()) words += ';';
    words += word;
  };
  // HIS keep seconds and export minutes, so all are compared by the minute.
  const auto minute = [](const std::optional<base::CivilTime>& time) { return base::truncate_to_minute(*time); };
  const bool timed = report.result.result_time.has_value();
  const bool closed = session.check_out.has_value();
  const bool reversed = closed && *session.check_out < *session.check_in;
  add(!closed, "session_open");
  add(reversed, "check_out_before_check_in");
  add(report.supersedes, "supersedes");
  add(!timed, "no_report_time");
  add(timed && minute(report.result.result_time) < minute(session.check_in), "report_before_check_in");
  add(timed && closed && !reversed && minute(report.result.result_time) > minute(session.check_out),
      "report_after_check_out");
  add(text::is_blank(description), "empty_description");
  add(text::has_length_of_cut(description, export_limit), "truncated_1024");
  add(text::is_little_shorter_than_cut(description, export_limit, trimmed_at_most), "near_1024");
  add(report.repaired, "repaired_xml");
  return words;
}

}  // namespace

std::vector<table::Column> columns() {
  return {{"facility_id"},   {"session_id"},     {"patient_id"}, {"sex"},         {"birth_year"},
          {"check_in_time"}, {"check_out_time"}, {"service_id"}, {"report_time"}, {"description"},
          {"conclusion"},    {"warnings"},       {"source"}};
}

void fill_row(const his::Report& report, std::vector<std::string>& cells) {
  const his::Session& session = report.session;
  const his::ServiceResult& result = report.result;
  cells = {session.facility_id,
           session.session_id,
           session.patient_id,
           session.sex,
           session.birth_year,
           iso(session.check_in),
           iso(session.check_out),
           result.service_id,
           iso(result.result_time),
           result.description,
           result.conclusion,
           warnings_of(report),
           report.source};
}

}  // namespace cxrval::his_extract
