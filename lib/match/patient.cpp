// SPDX-License-Identifier: Apache-2.0
#include "match/patient.hpp"

#include "match/component.hpp"
#include "match/explain.hpp"

#include <algorithm>
#include <limits>
#include <numeric>
#include <tuple>
#include <utility>

namespace cxrval::match {
namespace {

constexpr std::uint32_t no_component = std::numeric_limits<std::uint32_t>::max();

// Which records are connected by possible pairs. Keeps its memory.
class Groups {
 public:
  void reset(std::size_t size) {
    parent_.resize(size);
    std::iota(parent_.begin(), parent_.end(), std::size_t{0});
  }
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

Pair describe(const Possible& possible) {
  Pair pair;
  pair.study = possible.study;
  pair.report = possible.report;
  pair.lag_seconds = possible.lag_seconds;
  pair.component = possible.component;
  pair.open_session = possible.open_session;
  pair.report_before_study = possible.lag_seconds < 0;
  return pair;
}

}  // namespace

class Matcher::Work {
 public:
  explicit Work(const Rules& rules) : rules_(rules) {}

  const PatientOutcome& match(std::span<const Study> studies, std::span<const Report> reports) {
    outcome_.pairs.clear();
    outcome_.studies.clear();
    outcome_.reports.clear();
    outcome_.alternatives.clear();
    outcome_.components = 0;
    outcome_.comparisons.fill({});
    studies_ = studies;
    reports_ = reports;
    if (!pair_alone()) pair_all();
    return outcome_;
  }

 private:
  const Verdict& verdict(std::size_t s, std::size_t r) const { return verdicts_[s * reports_.size() + r]; }

  Possible possible_pair(std::size_t s, std::size_t r, const Verdict& v) const {
    return {static_cast<std::uint32_t>(s),
            static_cast<std::uint32_t>(r),
            0,
            v.open_session,
            instant(*studies_[s].time, rules_.precision),
            v.lag};
  }

  // Most patients have one study and its one report.
  bool pair_alone() {
    if (studies_.size() != 1 || reports_.size() != 1 || !studies_[0].has_ai_result) return false;
    const Verdict only = judge(studies_[0], reports_[0], rules_);
    if (only.reason != Reason::matched) return false;
    outcome_.components = 1;
    outcome_.pairs.push_back(describe(possible_pair(0, 0, only)));
    for (Comparison& comparison : outcome_.comparisons) comparison.pairs = 1;
    return true;
  }

  void pair_all() {
    verdicts_.clear();
    for (const Study& study : studies_) {
      for (const Report& report : reports_) verdicts_.push_back(judge(study, report, rules_));
    }
    taken_.clear();
    study_used_.assign(studies_.size(), false);
    report_used_.assign(reports_.size(), false);
    report_of_no_ai_.assign(studies_.size(), std::nullopt);
    study_of_no_ai_.assign(reports_.size(), std::nullopt);
    outcome_.components = list_possible(true);
    for_each_component([&](std::span<const Possible> component) { settle(component); });
    std::sort(outcome_.pairs.begin(), outcome_.pairs.end(),
              [](const Pair& l, const Pair& r) { return std::tie(l.study, l.report) < std::tie(r.study, r.report); });
    for (const Pair& pair : outcome_.pairs) {
      study_used_[pair.study] = true;
      report_used_[pair.report] = true;
      taken_.emplace_back(pair.study, pair.report);
    }
    list_possible(false);
    for_each_component([&](std::span<const Possible> component) { settle_without_ai(component); });
    explain_rest();
  }

  // The possible pairs of the studies with (or without) an AI result with the reports that are still free, by
  // component, study, report. Gives the number of components, which are numbered by their first study.
  std::uint32_t list_possible(bool with_ai) {
    possible_.clear();
    for (std::size_t s = 0; s < studies_.size(); ++s) {
      if (studies_[s].has_ai_result != with_ai) continue;
      for (std::size_t r = 0; r < reports_.size(); ++r) {
        const Verdict& v = verdict(s, r);
        if (!report_used_[r] && v.reason == Reason::matched) possible_.push_back(possible_pair(s, r, v));
      }
    }
    if (possible_.empty()) return 0;
    groups_.reset(studies_.size() + reports_.size());
    for (const Possible& pair : possible_) groups_.join(pair.study, studies_.size() + pair.report);
    component_of_.assign(studies_.size(), no_component);
    std::uint32_t components = 0;
    for (Possible& pair : possible_) {
      std::uint32_t& component = component_of_[groups_.find(pair.study)];
      if (component == no_component) component = components++;
      pair.component = component;
    }
    if (components > 1) {
      std::sort(possible_.begin(), possible_.end(), [](const Possible& l, const Possible& r) {
        return std::tie(l.component, l.study, l.report) < std::tie(r.component, r.study, r.report);
      });
    }
    return components;
  }

  template <class Visit>
  void for_each_component(Visit visit) const {
    for (std::size_t begin = 0, end = 0; begin < possible_.size(); begin = end) {
      while (end < possible_.size() && possible_[end].component == possible_[begin].component) ++end;
      visit(std::span(possible_).subspan(begin, end - begin));
    }
  }

  void settle(std::span<const Possible> component) {
    if (component.size() == 1) {
      outcome_.pairs.push_back(describe(component[0]));
      for (Comparison& comparison : outcome_.comparisons) ++comparison.pairs;
      return;
    }
    solver_.solve(component, rules_.near_best_seconds);
    const std::vector<Mark>& marks = solver_.marks(rules_.pairing);
    for (std::size_t i = 0; i < component.size(); ++i) {
      if (marks[i].chosen) {
        Pair& pair = outcome_.pairs.emplace_back(describe(component[i]));
        pair.ambiguous = solver_.ambiguous();
        pair.tie = marks[i].tie;
      }
      if (solver_.ambiguous() && solver_.near_best()[i]) {
        outcome_.alternatives.push_back({component[i].component, component[i].study, component[i].report,
                                         component[i].lag_seconds, marks[i].chosen});
      }
    }
    compare(marks);
  }

  void compare(const std::vector<Mark>& used) {
    for (std::size_t p = 0; p < outcome_.comparisons.size(); ++p) {
      const std::vector<Mark>& marks = solver_.marks(static_cast<Pairing>(p));
      Comparison& comparison = outcome_.comparisons[p];
      for (std::size_t i = 0; i < marks.size(); ++i) {
        comparison.pairs += marks[i].chosen;
        comparison.added += marks[i].chosen && !used[i].chosen;
        comparison.missing += used[i].chosen && !marks[i].chosen;
      }
    }
  }

  void settle_without_ai(std::span<const Possible> component) {
    const std::vector<Mark>& marks = solver_.one_to_one(component);
    for (std::size_t i = 0; i < component.size(); ++i) {
      if (!marks[i].chosen) continue;
      report_of_no_ai_[component[i].study] = component[i].report;
      study_of_no_ai_[component[i].report] = component[i].study;
      taken_.emplace_back(component[i].study, component[i].report);
    }
  }

  void explain_rest() {
    const Settled patient{studies_, reports_, verdicts_, taken_, report_of_no_ai_, study_of_no_ai_, rules_.precision};
    for (std::uint32_t s = 0; s < studies_.size(); ++s) {
      if (!study_used_[s]) outcome_.studies.push_back(explain_study(patient, s));
    }
    for (std::uint32_t r = 0; r < reports_.size(); ++r) {
      if (!report_used_[r]) outcome_.reports.push_back(explain_report(patient, r));
    }
  }

  Rules rules_;
  std::span<const Study> studies_;
  std::span<const Report> reports_;
  std::vector<Verdict> verdicts_;  // study by study
  std::vector<Possible> possible_;
  Groups groups_;
  std::vector<std::uint32_t> component_of_;  // by the group's first study
  ComponentSolver solver_;
  std::vector<std::pair<std::uint32_t, std::uint32_t>> taken_;
  std::vector<bool> study_used_;
  std::vector<bool> report_used_;
  std::vector<std::optional<std::uint32_t>> report_of_no_ai_;
  std::vector<std::optional<std::uint32_t>> study_of_no_ai_;
  PatientOutcome outcome_;
};

Matcher::Matcher(const Rules& rules) : work_(std::make_unique<Work>(rules)) {}
Matcher::~Matcher() = default;
Matcher::Matcher(Matcher&&) noexcept = default;
Matcher& Matcher::operator=(Matcher&&) noexcept = default;

const PatientOutcome& Matcher::match(std::span<const Study> studies, std::span<const Report> reports) {
  return work_->match(studies, reports);
}

}  // namespace cxrval::match
