// SPDX-License-Identifier: Apache-2.0
// Any records of a patient leave in pairs or with a reason, whatever the rules; pairs keep the rules; alternatives hold
// what was chosen.
#include "match/patient.hpp"
#include "match/window.hpp"

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

using namespace cxrval;

namespace {

constexpr std::size_t most_records = 24;  // a side

void demand(bool holds) {
  if (!holds) std::abort();
}

class Bytes {
 public:
  Bytes(const std::uint8_t* data, std::size_t size) : data_(data), size_(size) {}
  bool empty() const { return at_ == size_; }
  int next() { return empty() ? 0 : data_[at_++]; }
  // Around a day, in steps of 20 s, some with seconds; one of 256 is missing.
  std::optional<base::CivilTime> time() {
    const int high = next(), low = next();
    if (high == 255) return std::nullopt;
    return base::CivilTime{1'600'000'000 + (high * 256 + low) * 20, low % 2 == 0};
  }

 private:
  const std::uint8_t* data_;
  std::size_t size_;
  std::size_t at_ = 0;
};

match::Rules rules_from(Bytes& bytes) {
  match::Rules rules;
  rules.window = {bytes.next() * 600, bytes.next() * 600};
  const int choices = bytes.next();
  rules.precision = (choices & 1) != 0 ? match::Precision::second : match::Precision::minute;
  rules.open_sessions = (choices & 2) == 0;
  rules.closing_inclusive = (choices & 4) == 0;
  rules.pairing = static_cast<match::Pairing>((choices >> 3) % match::pairings);
  rules.near_best_seconds = bytes.next() * 60;
  return rules;
}

struct Patient {
  std::vector<std::string> names;
  std::vector<match::Study> studies;
  std::vector<match::Report> reports;
};

Patient patient_from(Bytes& bytes) {
  Patient patient;
  for (std::size_t i = 0; i < most_records; ++i) patient.names.emplace_back(1, static_cast<char>('a' + i));
  while (!bytes.empty()) {
    const int kind = bytes.next();
    if (kind % 2 == 0 && patient.studies.size() < most_records) {
      patient.studies.push_back({bytes.time(), kind % 16 != 0});
    } else if (kind % 2 == 1 && patient.reports.size() < most_records) {
      const std::string_view origin = kind % 8 == 1 ? std::string_view() : patient.names[kind % 5];
      const auto check_in = bytes.time(), check_out = bytes.time();
      patient.reports.push_back({origin, check_in, check_out, bytes.time()});
    }
  }
  return patient;
}

void check_pairs(const Patient& patient, const match::Rules& rules, const match::PatientOutcome& outcome) {
  std::vector<int> study_uses(patient.studies.size()), report_uses(patient.reports.size());
  for (const match::Pair& pair : outcome.pairs) {
    const match::Verdict verdict = judge(patient.studies[pair.study], patient.reports[pair.report], rules);
    demand(verdict.reason == match::Reason::matched && verdict.lag == pair.lag_seconds);
    demand(patient.studies[pair.study].has_ai_result && pair.component < outcome.components);
    ++study_uses[pair.study];
    ++report_uses[pair.report];
  }
  const bool once = rules.pairing != match::Pairing::paper && rules.pairing != match::Pairing::all;
  demand(!once || std::all_of(study_uses.begin(), study_uses.end(), [](int uses) { return uses <= 1; }));
  demand(!once || std::all_of(report_uses.begin(), report_uses.end(), [](int uses) { return uses <= 1; }));
  for (const match::Unmatched& study : outcome.studies) demand(++study_uses[study.record] == 1);
  for (const match::Unmatched& report : outcome.reports) demand(++report_uses[report.record] == 1);
  demand(std::all_of(study_uses.begin(), study_uses.end(), [](int uses) { return uses >= 1; }));
  demand(std::all_of(report_uses.begin(), report_uses.end(), [](int uses) { return uses >= 1; }));
}

void check_alternatives(const match::Rules& rules, const match::PatientOutcome& outcome) {
  const auto& own = outcome.comparisons[static_cast<std::size_t>(rules.pairing)];
  demand(own.added == 0 && own.missing == 0 && own.pairs == outcome.pairs.size());
  if (rules.pairing != match::Pairing::one_to_one) return;
  for (const match::Pair& pair : outcome.pairs) {
    const bool listed =
        std::any_of(outcome.alternatives.begin(), outcome.alternatives.end(), [&](const match::Alternative& other) {
          return other.study == pair.study && other.report == pair.report && other.chosen;
        });
    demand(listed == pair.ambiguous);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  match::parse_window(std::string_view(reinterpret_cast<const char*>(data), size));
  Bytes bytes(data, size);
  const match::Rules rules = rules_from(bytes);
  const Patient patient = patient_from(bytes);
  match::Matcher matcher(rules);
  const match::PatientOutcome& outcome = matcher.match(patient.studies, patient.reports);
  check_pairs(patient, rules, outcome);
  check_alternatives(rules, outcome);
  return 0;
}
