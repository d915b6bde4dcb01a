// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/civil_time.hpp"
#include "match/window.hpp"

#include <cstdint>
#include <optional>
#include <string_view>

namespace cxrval::match {

// One study of a patient.
struct Study {
  std::optional<base::CivilTime> time;
  bool has_ai_result = true;
};

// One report of a patient with its session.
struct Report {
  // Facility, session and service: reports of one origin are versions or addenda of one. Empty: unknown.
  std::string_view origin;
  std::optional<base::CivilTime> check_in;
  std::optional<base::CivilTime> check_out;  // nothing: the session is still open
  std::optional<base::CivilTime> time;
};

enum class Precision { minute, second };

// Which of the possible pairs of a patient are taken.
enum class Pairing {
  one_to_one,          // the best of all one-to-one pairings, see Matcher
  paper,               // every study takes its best report; a report may be used again
  greedy_nearest,      // the nearest possible pair first, while both records are free
  first_in_first_out,  // every study in order of time takes the earliest free report
  all,                 // every possible pair
};
inline constexpr int pairings = 5;

// When a study and a report of one patient may belong together (Figure 4 of the VinDr-CXR clinical validation):
// check-in <= study <= check-out, and the report within the window around the study. All bounds
// are inclusive but where the rules say else. At minute precision every time loses its seconds first. At second
// precision a check-out without seconds lasts to the end of its minute.
struct Rules {
  Window window;  // at most 8784 hours each way, as parse_window has it
  Precision precision = Precision::minute;
  bool open_sessions = true;      // a session without check-out lasts for ever; false: it holds no study
  bool closing_inclusive = true;  // false: study < check-out, at minute precision in an earlier minute
  Pairing pairing = Pairing::one_to_one;
  std::int64_t near_best_seconds = 3600;  // how much larger the root mean square lag of a near-best pairing may be
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
  session_open,            // SESSION_OPEN: study after the check-in, but there is no check-out and the rules want one
  report_before_study,     // REPORT_BEFORE_STUDY: in the session, but the report is earlier than the window allows
  report_too_late,         // REPORT_TOO_LATE: in the session, but the report is later than the window allows
  taken,                   // TAKEN_BY_OTHER_STUDY of a study, TAKEN_BY_OTHER_REPORT of a report
  // DUPLICATE_STUDY: a study of the same instant has its best report. DUPLICATE_REPORT: its best study has a report of
  // the same origin, of which this is an addendum or another version.
  duplicate,
  no_ai_result,  // NO_AI_RESULT of a study, STUDY_WITHOUT_AI of a report: as without_ai, for callers that know of
                 // studies that the AI never saw; a Matcher does not give it
  without_ai,    // AI_INVALID of a study, STUDY_WITHOUT_AI of a report: paired, but there is no AI result
  matched,       // MATCHED
};

enum class Side { study, report };

// The code as tables write it, seen from that side.
std::string_view code(Reason reason, Side side);

// The time as it is compared: at minute precision without its seconds. Seconds since 1970 on the civil clock.
std::int64_t instant(base::CivilTime time, Precision precision);

// What one study and one report of the same patient lack to be a pair.
struct Verdict {
  Reason reason = Reason::matched;
  std::int64_t gap = 0;  // seconds by which the failed condition is missed
  std::int64_t lag = 0;  // report - study in seconds, where both have a time
  bool open_session = false;
};

Verdict judge(const Study& study, const Report& report, const Rules& rules);

}  // namespace cxrval::match
