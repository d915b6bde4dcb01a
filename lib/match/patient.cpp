// SPDX-License-Identifier: Apache-2.0
#include "match/patient.hpp"

#include "match/assignment.hpp"

#include <algorithm>
#include <cstdlib>
#include <map>
#include <numeric>
#include <tuple>

namespace cxrval::match {
namespace {

// Positions count within the patient: 0 is the first study or report by key.
struct Link {
  std::size_t study = 0;
  std::size_t report = 0;
  std::size_t component = 0;
  bool alone = false;  // its component is this one possible pair
  bool tied = false;
};

class Groups {
 public:
  explicit Groups(std::size_t size) : parent_(size) { std::iota(parent_.begin(), parent_.end(), std::size_t{0}); }

  std::size_t find(std::size_t at) {
    while (parent_[at] != at) at = parent_[at] = parent_[parent_[at]];
    return at;
  }
  // The smaller position names the group.
  void join(std::size_t left, std::size_t right) {
    left = find(left);
    right = find(right);
    parent_[std::max(left, right)] = std::min(left, right);
  }

 private:
  std::vector<std::size_t> parent_;
};

Cost cost_of(std::int64_t lag_seconds) {
  return {-1, lag_seconds >= 0 ? -1 : 0, lag_seconds * lag_seconds};
}

// Session conditions come before the window's; within one stage the candidate that misses least is best.
int depth(Reason reason) {
  if (reason == Reason::after_check_out) return static_cast<int>(Reason::before_check_in);
  if (reason == Reason::report_too_late) return static_cast<int>(Reason::report_before_study);
  return static_cast<int>(reason);
}

class Matcher {
 public:
  Matcher(const Patient& patient, std::span<const Study> studies, std::span<const Report> reports, const Rules& rules)
      : patient_(patient), studies_(studies) {
    for (const std::size_t s : patient.studies) {
      for (const std::size_t r : patient.reports) verdicts_.push_back(judge(studies[s], reports[r], rules));
    }
    report_of_.resize(patient.studies.size());
    study_of_.resize(patient.reports.size());
  }

  void run(std::size_t& components, Outcome& outcome) {
    std::size_t others = 0;
    const std::vector<Link> links = pair_up(true, components);
    for (const Link& link : links) outcome.pairs.push_back(describe(link));
    pair_up(false, others);
    for (std::size_t s = 0; s < patient_.studies.size(); ++s) {
      if (!(report_of_[s] && has_ai(s))) outcome.studies.push_back(explain_study(s));
    }
    for (std::size_t r = 0; r < patient_.reports.size(); ++r) {
      if (!(study_of_[r] && has_ai(*study_of_[r]))) outcome.reports.push_back(explain_report(r));
    }
  }

 private:
  bool has_ai(std::size_t s) const { return studies_[patient_.studies[s]].has_ai_result; }
  const Verdict& verdict(std::size_t s, std::size_t r) const { return verdicts_[s * patient_.reports.size() + r]; }

  // Pairs the studies with (or without) an AI result with the reports that are still free.
  std::vector<Link> pair_up(bool with_ai, std::size_t& components) {
    const std::size_t count = patient_.studies.size();
    Groups groups(count + patient_.reports.size());
    std::vector<std::pair<std::size_t, std::size_t>> possible;
    for (std::size_t s = 0; s < count; ++s) {
      if (has_ai(s) != with_ai) continue;
      for (std::size_t r = 0; r < patient_.reports.size(); ++r) {
        if (study_of_[r] || verdict(s, r).reason != Reason::matched) continue;
        possible.emplace_back(s, r);
        groups.join(s, count + r);
      }
    }
    std::map<std::size_t, std::vector<std::pair<std::size_t, std::size_t>>> by_group;
    for (const auto& edge : possible) by_group[groups.find(edge.first)].push_back(edge);
    std::vector<Link> links;
    for (const auto& [group, edges] : by_group) solve(edges, ++components, links);
    std::sort(links.begin(), links.end(), [](const Link& l, const Link& r) { return l.study < r.study; });
    for (const Link& link : links) {
      report_of_[link.study] = link.report;
      study_of_[link.report] = link.study;
    }
    return links;
  }

  void solve(const std::vector<std::pair<std::size_t, std::size_t>>& possible, std::size_t component,
             std::vector<Link>& links) const {
    std::vector<std::size_t> rows, columns;
    for (const auto& [s, r] : possible) {
      rows.push_back(s);
      columns.push_back(r);
    }
    const auto unique_sorted = [](std::vector<std::size_t>& list) {
      std::sort(list.begin(), list.end());
      list.erase(std::unique(list.begin(), list.end()), list.end());
    };
    unique_sorted(rows);
    unique_sorted(columns);
    const auto position = [](const std::vector<std::size_t>& list, std::size_t value) {
      return static_cast<std::size_t>(std::lower_bound(list.begin(), list.end(), value) - list.begin());
    };
    std::vector<Edge> edges;
    for (const auto& [s, r] : possible) {
      edges.push_back({position(rows, s), position(columns, r), cost_of(verdict(s, r).lag)});
    }
    const Assignment found = assign(rows.size(), columns.size(), edges);
    for (std::size_t i = 0; i < rows.size(); ++i) {
      if (!found.column_of_row[i]) continue;
      links.push_back({rows[i], columns[*found.column_of_row[i]], component, possible.size() == 1, found.tied[i]});
    }
  }

  Pair describe(const Link& link) const {
    const Verdict& why = verdict(link.study, link.report);
    Pair pair{patient_.studies[link.study], patient_.reports[link.report], why.lag, link.component, ""};
    const auto flag = [&](bool raised, std::string_view name) {
      if (!raised) return;
      if (!pair.flags.empty()) pair.flags += ';';
      pair.flags += name;
    };
    flag(why.open_session, "open_session");
    flag(why.lag < 0, "report_before_study");
    flag(!link.alone, "ambiguous");
    flag(link.tied, "tie");
    return pair;
  }

  // `candidate_verdict(i)` of all candidates, in the order of their keys.
  template <class CandidateVerdict>
  static std::optional<std::size_t> explain(Unmatched& record, CandidateVerdict candidate_verdict) {
    std::optional<std::size_t> best;
    const auto rank = [](const Verdict& v) { return std::make_tuple(-depth(v.reason), v.gap, std::llabs(v.lag)); };
    for (std::size_t i = 0; i < record.candidates; ++i) {
      const Verdict& candidate = candidate_verdict(i);
      if (candidate.reason == Reason::matched) ++record.eligible;
      if (!best || rank(candidate) < rank(candidate_verdict(*best))) best = i;
    }
    if (!best) return best;
    const Verdict& nearest = candidate_verdict(*best);
    record.reason = nearest.reason == Reason::matched ? Reason::taken : nearest.reason;
    set_lag(record, nearest);
    return best;
  }

  static void set_lag(Unmatched& record, const Verdict& v) {
    const bool timed = v.reason != Reason::study_time_missing && v.reason != Reason::report_time_missing;
    record.nearest_lag_seconds = timed ? std::optional(v.lag) : std::nullopt;
  }

  Unmatched explain_study(std::size_t s) const {
    Unmatched record{patient_.studies[s],
                     Reason::patient_not_found,
                     Reason::patient_not_found,
                     patient_.reports.size(),
                     0,
                     std::nullopt,
                     std::nullopt};
    auto best = explain(record, [&](std::size_t r) -> const Verdict& { return verdict(s, r); });
    if (report_of_[s]) {
      best = report_of_[s];
      record.reason = Reason::matched;
      set_lag(record, verdict(s, *best));
    }
    if (best) record.nearest = patient_.reports[*best];
    record.stage = record.reason;
    if (!has_ai(s)) record.reason = Reason::without_ai;
    return record;
  }

  Unmatched explain_report(std::size_t r) const {
    Unmatched record{patient_.reports[r],
                     Reason::patient_not_found,
                     Reason::patient_not_found,
                     patient_.studies.size(),
                     0,
                     std::nullopt,
                     std::nullopt};
    auto best = explain(record, [&](std::size_t s) -> const Verdict& { return verdict(s, r); });
    if (study_of_[r]) {
      best = study_of_[r];
      record.reason = Reason::without_ai;
      set_lag(record, verdict(*best, r));
    }
    if (best) record.nearest = patient_.studies[*best];
    record.stage = record.reason;
    return record;
  }

  const Patient& patient_;
  std::span<const Study> studies_;
  std::vector<Verdict> verdicts_;  // study by study
  std::vector<std::optional<std::size_t>> report_of_;
  std::vector<std::optional<std::size_t>> study_of_;
};

}  // namespace

void match_patient(const Patient& patient, std::span<const Study> studies, std::span<const Report> reports,
                   const Rules& rules, std::size_t& components, Outcome& outcome) {
  Matcher(patient, studies, reports, rules).run(components, outcome);
}

}  // namespace cxrval::match
