// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/civil_time.hpp"
#include "match/window.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cxrval::match {

// One study of the PACS. Ids are normalised already; an empty id is none.
struct Study {
  std::string patient_id;
  std::string loose_id;  // the id under every normalisation rule there is
  std::string key;       // orders the studies of a patient where nothing else decides, such as the Study Instance UID
  std::optional<base::CivilTime> time;
  bool has_ai_result = true;
};

// One report of the HIS with its session.
struct Report {
  std::string patient_id;
  std::string loose_id;
  std::string key;  // orders the reports of a patient where nothing else decides
  std::optional<base::CivilTime> check_in;
  std::optional<base::CivilTime> check_out;  // nothing: the session is still open
  std::optional<base::CivilTime> time;
};

enum class Precision { minute, second };

// When a study and a report of one patient may belong together (Figure 4 of the VinDr-CXR clinical validation):
// check-in <= study <= check-out, and the report within the window around the study. All bounds
// are inclusive. At minute precision every time loses its seconds first. At second precision a check-out without
// seconds lasts to the end of its minute.
struct Rules {
  Window window;
  Precision precision = Precision::minute;
};

// How far a record came, from nowhere to a pair: what its best candidate failed. Later is deeper.
enum class Reason {
  no_patient_id,           // NO_PATIENT_ID: the record names no patient
  patient_not_found,       // PATIENT_NOT_IN_HIS of a study, NO_STUDY of a report: the other side lacks the patient
  patient_format_differs,  // PATIENT_FORMAT_DIFFERS: ... but has an id that a looser --normalize-id makes equal
  too_many_records,        // TOO_MANY_RECORDS: more than 250,000 possible pairs of one id: no patient, a placeholder
  study_time_missing,      // STUDY_TIME_INVALID: the study, or every candidate study, has no time
  report_time_missing,     // REPORT_TIME_INVALID: the report, or every candidate report, has no time
  check_in_missing,        // CHECKIN_MISSING: the candidate's session has no check-in
  before_check_in,         // BEFORE_CHECKIN: study before the check-in
  after_check_out,         // AFTER_CHECKOUT: study after the check-out
  report_before_study,     // REPORT_BEFORE_STUDY: in the session, but the report is earlier than the window allows
  report_too_late,         // REPORT_TOO_LATE: in the session, but the report is later than the window allows
  taken,                   // TAKEN_BY_OTHER_STUDY of a study, TAKEN_BY_OTHER_REPORT of a report
  without_ai,              // AI_INVALID of a study, STUDY_WITHOUT_AI of a report: paired, but there is no AI result
  matched,                 // MATCHED
};

enum class Side { study, report };

// The code as tables write it, seen from that side.
std::string_view code(Reason reason, Side side);

// What one study and one report of the same patient lack to be a pair.
struct Verdict {
  Reason reason = Reason::matched;
  std::int64_t gap = 0;  // seconds by which the failed condition is missed
  std::int64_t lag = 0;  // report - study in seconds, where both have a time
  bool open_session = false;
};

Verdict judge(const Study& study, const Report& report, const Rules& rules);

}  // namespace cxrval::match
