// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "match/patient.hpp"
#include "match/records.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <utility>
#include <vector>

namespace cxrval::match {

// One patient when all pairs are made, also those of the studies without an AI result.
struct Settled {
  std::span<const Study> studies;
  std::span<const Report> reports;
  std::span<const Verdict> verdicts;                               // study by study
  std::span<const std::pair<std::uint32_t, std::uint32_t>> taken;  // study, report
  std::span<const std::optional<std::uint32_t>> report_of_no_ai;   // by study: of a study without an AI result
  std::span<const std::optional<std::uint32_t>> study_of_no_ai;    // by report: the study without an AI result
  Precision precision = Precision::minute;
};

// Why a record that is in no given pair is in none.
Unmatched explain_study(const Settled& patient, std::uint32_t study);
Unmatched explain_report(const Settled& patient, std::uint32_t report);

}  // namespace cxrval::match
