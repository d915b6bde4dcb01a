// SPDX-License-Identifier: Apache-2.0
#include "slow.hpp"

#include <algorithm>
#include <cstdlib>
#include <numeric>

namespace slow {
namespace {

using match::Pairing;

void try_all(const Lags& lags, std::span<const std::size_t> studies, Choice& choice,
             const std::function<void(const Choice&)>& visit) {
  if (choice.size() == studies.size()) return visit(choice);
  const auto& row = lags[studies[choice.size()]];
  for (std::size_t r = 0; r < row.size(); ++r) {
    if (!row[r] || std::count(choice.begin(), choice.end(), r) > 0) continue;
    choice.push_back(r);
    try_all(lags, studies, choice, visit);
    choice.pop_back();
  }
  choice.push_back(none);
  try_all(lags, studies, choice, visit);
  choice.pop_back();
}

Score score_of(const Lags& lags, std::span<const std::size_t> studies, const Choice& choice) {
  Score score{0, 0, 0};
  auto& [pairs, in_order, squares] = score;
  for (std::size_t i = 0; i < choice.size(); ++i) {
    if (choice[i] == none) continue;
    const std::int64_t lag = *lags[studies[i]][choice[i]];
    --pairs;
    in_order -= lag >= 0;
    squares += lag * lag;
  }
  return score;
}

// sqrt(C / k) <= sqrt(C* / k) + t, in units of 600 seconds, where nothing overflows.
bool is_near(const Score& score, const Score& best, std::int64_t seconds) {
  const auto [pairs, in_order, squares] = score;
  const auto [best_pairs, best_in_order, best_squares] = best;
  if (pairs != best_pairs) return false;
  const std::int64_t k = -pairs, c = squares / 360'000, least = best_squares / 360'000, t = seconds / 600;
  const std::int64_t beyond = c - least - k * t * t;
  return beyond <= 0 || beyond * beyond <= 4 * t * t * k * least;
}

std::tuple<std::int64_t, bool> nearness(std::int64_t lag) {
  return {std::llabs(lag), lag < 0};
}

template <class Visit>
void for_each_possible(const Lags& lags, Visit visit) {
  for (std::size_t s = 0; s < lags.size(); ++s) {
    for (std::size_t r = 0; r < lags[s].size(); ++r) {
      if (lags[s][r]) visit(s, r, *lags[s][r]);
    }
  }
}

Found paper(const Lags& lags) {
  Found found;
  for (std::size_t s = 0; s < lags.size(); ++s) {
    std::vector<std::tuple<bool, std::int64_t, std::size_t>> ranked;
    for (std::size_t r = 0; r < lags[s].size(); ++r) {
      if (lags[s][r]) ranked.emplace_back(*lags[s][r] < 0, *lags[s][r] * *lags[s][r], r);
    }
    if (ranked.empty()) continue;
    std::sort(ranked.begin(), ranked.end());
    const auto [early, squares, report] = ranked[0];
    found.links.emplace(s, report);
    const bool tie = ranked.size() > 1 && std::get<0>(ranked[1]) == early && std::get<1>(ranked[1]) == squares;
    if (tie) found.ties.emplace(s, report);
  }
  return found;
}

bool uses(const Links& links, std::size_t study, std::size_t report) {
  return std::any_of(links.begin(), links.end(),
                     [&](const auto& link) { return link.first == study || link.second == report; });
}

Found greedy_nearest(const Lags& lags) {
  Found found;
  for (;;) {
    std::optional<std::tuple<std::int64_t, bool, std::size_t, std::size_t>> best;
    for_each_possible(lags, [&](std::size_t s, std::size_t r, std::int64_t lag) {
      const auto rank = std::tuple_cat(nearness(lag), std::make_tuple(s, r));
      if (!uses(found.links, s, r) && (!best || rank < *best)) best = rank;
    });
    if (!best) break;
    found.links.emplace(std::get<2>(*best), std::get<3>(*best));
  }
  for (const auto& [study, report] : found.links) {
    const auto rank = nearness(*lags[study][report]);
    Links nearer;
    for (const auto& [s, r] : found.links) {
      if (nearness(*lags[s][r]) < rank) nearer.emplace(s, r);
    }
    for_each_possible(lags, [&, chosen = std::pair(study, report)](std::size_t s, std::size_t r, std::int64_t lag) {
      const bool one_shared = (s == chosen.first) != (r == chosen.second);
      if (one_shared && nearness(lag) == rank && !uses(nearer, s, r)) found.ties.insert(chosen);
    });
  }
  return found;
}

Found first_in_first_out(const Patient& patient, const Lags& lags, match::Precision precision) {
  Found found;
  const auto study_time = [&](std::size_t s) { return match::instant(*patient.studies[s].time, precision); };
  const auto report_time = [&](std::size_t r) { return match::instant(*patient.reports[r].time, precision); };
  std::set<std::tuple<std::int64_t, std::size_t>> queue;
  for_each_possible(lags, [&](std::size_t s, std::size_t, std::int64_t) { queue.emplace(study_time(s), s); });
  for (const auto& turn : queue) {
    const std::size_t study = std::get<1>(turn);
    std::optional<std::tuple<std::int64_t, std::size_t>> first;
    for (std::size_t r = 0; r < lags[study].size(); ++r) {
      if (!lags[study][r] || uses(found.links, none, r)) continue;
      if (!first || std::make_tuple(report_time(r), r) < *first) first = {report_time(r), r};
    }
    if (first) found.links.emplace(study, std::get<1>(*first));
  }
  for (const auto& [study, report] : found.links) {
    Links earlier;
    for (const auto& [s, r] : found.links) {
      if (study_time(s) < study_time(study)) earlier.emplace(s, r);
    }
    for_each_possible(lags, [&, chosen = std::pair(study, report)](std::size_t s, std::size_t r, std::int64_t) {
      const bool other_study = s != chosen.first && r == chosen.second && study_time(s) == study_time(chosen.first);
      const bool other_report = s == chosen.first && r != chosen.second &&
                                report_time(r) == report_time(chosen.second) && !uses(earlier, none, r);
      if (other_study || other_report) found.ties.insert(chosen);
    });
  }
  return found;
}

}  // namespace

Lags possible_lags(const Patient& patient, const match::Rules& rules, bool with_ai, const std::set<std::size_t>& used) {
  Lags lags(patient.studies.size());
  for (std::size_t s = 0; s < lags.size(); ++s) {
    lags[s].resize(patient.reports.size());
    if (patient.studies[s].has_ai_result != with_ai) continue;
    for (std::size_t r = 0; r < patient.reports.size(); ++r) {
      const match::Verdict verdict = match::judge(patient.studies[s], patient.reports[r], rules);
      if (verdict.reason == match::Reason::matched && !used.contains(r)) lags[s][r] = verdict.lag;
    }
  }
  return lags;
}

std::vector<std::vector<std::size_t>> components(const Lags& lags) {
  std::vector<std::size_t> label(lags.size());
  std::iota(label.begin(), label.end(), std::size_t{0});
  for (std::size_t pass = 0; pass < lags.size(); ++pass) {
    for_each_possible(lags, [&](std::size_t s, std::size_t r, std::int64_t) {
      for (std::size_t other = 0; other < lags.size(); ++other) {
        if (lags[other][r]) label[s] = label[other] = std::min(label[s], label[other]);
      }
    });
  }
  std::vector<std::vector<std::size_t>> found;
  for (std::size_t first = 0; first < lags.size(); ++first) {
    std::vector<std::size_t> members;
    for (std::size_t s = 0; s < lags.size(); ++s) {
      const bool any = std::any_of(lags[s].begin(), lags[s].end(), [](const auto& lag) { return lag.has_value(); });
      if (any && label[s] == first) members.push_back(s);
    }
    if (!members.empty()) found.push_back(members);
  }
  return found;
}

Best best_one_to_one(const Lags& lags, std::span<const std::size_t> studies, std::int64_t near_best_seconds) {
  std::vector<std::pair<Score, Choice>> all;
  Choice choice;
  try_all(lags, studies, choice, [&](const Choice& tried) { all.emplace_back(score_of(lags, studies, tried), tried); });
  Best best;
  std::tie(best.score, best.choice) = *std::min_element(all.begin(), all.end());
  for (std::size_t i = 0; i < studies.size(); ++i) {
    if (best.choice[i] != none) best.links.emplace(studies[i], best.choice[i]);
  }
  for (const auto& [score, other] : all) {
    for (std::size_t i = 0; i < studies.size(); ++i) {
      if (best.choice[i] != none && score == best.score && other[i] != best.choice[i])
        best.ties.emplace(studies[i], best.choice[i]);
    }
    if (!is_near(score, best.score, near_best_seconds)) continue;
    ++best.near_best_pairings;
    for (std::size_t i = 0; i < studies.size(); ++i) {
      if (other[i] != none) best.near_best.emplace(studies[i], other[i]);
    }
  }
  return best;
}

Found pair_up(Pairing pairing, const Patient& patient, const Lags& lags, const match::Rules& rules) {
  if (pairing == Pairing::paper) return paper(lags);
  if (pairing == Pairing::greedy_nearest) return greedy_nearest(lags);
  if (pairing == Pairing::first_in_first_out) return first_in_first_out(patient, lags, rules.precision);
  Found found;
  if (pairing == Pairing::all) {
    for_each_possible(lags, [&](std::size_t s, std::size_t r, std::int64_t) { found.links.emplace(s, r); });
    return found;
  }
  std::vector<std::size_t> studies(lags.size());
  std::iota(studies.begin(), studies.end(), std::size_t{0});
  const Best best = best_one_to_one(lags, studies, 0);
  return {best.links, best.ties};
}

}  // namespace slow
