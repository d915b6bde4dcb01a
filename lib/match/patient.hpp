// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "match/matching.hpp"

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

namespace cxrval::match {

// The records of one patient, as indices in the order of their keys.
struct Patient {
  std::vector<std::size_t> studies;
  std::vector<std::size_t> reports;
};

// More possible pairs than this under one id is no patient but a placeholder id; nothing of it is paired.
inline constexpr std::size_t most_possible_pairs = 250'000;

// Appends what becomes of the patient's records; components count on from `components`.
void match_patient(const Patient& patient, std::span<const Study> studies, std::span<const Report> reports,
                   const Rules& rules, std::size_t& components, Outcome& outcome);

}  // namespace cxrval::match
