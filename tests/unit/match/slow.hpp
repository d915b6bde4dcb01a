// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "match/patient.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <set>
#include <span>
#include <tuple>
#include <utility>
#include <vector>

// What a Matcher should find in one patient, by trying everything: slow, obvious, and sharing no code with it but
// judge.
namespace slow {

namespace match = cxrval::match;

inline constexpr std::size_t none = static_cast<std::size_t>(-1);
using Choice = std::vector<std::size_t>;                             // by study: its report or none
using Links = std::set<std::pair<std::size_t, std::size_t>>;         // study, report
using Score = std::tuple<std::int64_t, std::int64_t, std::int64_t>;  // -pairs, -in order, squares
using Lags = std::vector<std::vector<std::optional<std::int64_t>>>;  // by study, report; nothing: no pair

struct Patient {
  std::vector<match::Study> studies;
  std::vector<match::Report> reports;
};

// Of the studies with (or without) an AI result and the reports that are not used.
Lags possible_lags(const Patient& patient, const match::Rules& rules, bool with_ai, const std::set<std::size_t>& used);

// Groups of studies that possible pairs connect, in the order of their first study. Without studies that have none.
std::vector<std::vector<std::size_t>> components(const Lags& lags);

struct Best {
  Choice choice;
  Score score;
  Links links;
  Links ties;       // links whose study has something else in another pairing of the same score
  Links near_best;  // links of all near-best pairings
  std::size_t near_best_pairings = 0;
};

// Every lag and `near_best_seconds` must be a multiple of 600 seconds and below 3 months.
Best best_one_to_one(const Lags& lags, std::span<const std::size_t> studies, std::int64_t near_best_seconds);

struct Found {
  Links links;
  Links ties;
};

// The whole patient by any pairing.
Found pair_up(match::Pairing pairing, const Patient& patient, const Lags& lags, const match::Rules& rules);

}  // namespace slow
