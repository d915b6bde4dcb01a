// SPDX-License-Identifier: Apache-2.0
#include "questions.hpp"

#include "base/error.hpp"
#include "base/number.hpp"
#include "stats/exact_law.hpp"

#include <algorithm>
#include <cmath>

namespace cxrval::plan_study {
namespace {

using base::UsageError;
using stats::Measure;
using stats::SampleSize;

std::string text(Measure measure) {
  return std::string(stats::name(measure));
}

constexpr const char* too_many =
    "too many studies are needed to plan them; ask for a wider interval or a larger difference";

std::uint64_t round_up(double number) {
  constexpr double most = 1e15;
  const double rounding = std::min(1e-9 * number, 1e-6);  // 1.1 times 100 is a little more than 110
  if (!(number < most)) throw base::Error(too_many);
  return static_cast<std::uint64_t>(std::ceil(number - rounding));
}

double required(const std::optional<double>& number, const std::string& option, Measure measure) {
  if (!number) throw UsageError("--measure " + text(measure) + " needs --" + option + ", or --counts of a pilot");
  return *number;
}

// The cells as expected; of what the measure does not look at nothing needs to be known.
stats::RealCells expected_cells(const Wanted& wanted, Measure measure) {
  if (wanted.pilot) return stats::real_cells(*wanted.pilot);
  constexpr double any = 0.5;
  const bool of_positives = measure == Measure::sensitivity || measure == Measure::fnr;
  const bool of_negatives = measure == Measure::specificity || measure == Measure::fpr;
  const bool of_truth = measure == Measure::prevalence;
  return stats::expected_shares(of_negatives || of_truth ? any : required(wanted.sensitivity, "sensitivity", measure),
                                of_positives || of_truth ? any : required(wanted.specificity, "specificity", measure),
                                required(wanted.prevalence, "prevalence", measure));
}

double complement(double share) {
  constexpr double fine = 1e12;  // 1 - 0.9 is a little less than 0.1
  return std::round((1 - share) * fine) / fine;
}

// What the measure is expected to be where an option or a pilot says so, without the rounding of shares of cells.
std::optional<double> given_value(const Wanted& wanted, Measure measure) {
  if (wanted.pilot) return stats::value(measure, *wanted.pilot);
  switch (measure) {
    case Measure::sensitivity:
      return wanted.sensitivity;
    case Measure::fnr:
      return complement(*wanted.sensitivity);
    case Measure::specificity:
      return wanted.specificity;
    case Measure::fpr:
      return complement(*wanted.specificity);
    case Measure::prevalence:
      return wanted.prevalence;
    default:
      return std::nullopt;
  }
}

SampleSize found(const std::optional<SampleSize>& size) {
  if (!size) throw base::Error(too_many);
  return *size;
}

// A measure where it is expected. A share is of `cases` in each study: of so many a sensitivity is known.
struct Subject {
  Measure measure;
  stats::Expected expected;
  bool share;
  double cases_per_study;
};

Subject subject_of(const Wanted& wanted, Measure measure) {
  const stats::RealCells cells = expected_cells(wanted, measure);
  auto expected = stats::expected(measure, cells);
  if (!expected) throw UsageError("--measure " + text(measure) + " is not defined where it is expected");
  expected->value = given_value(wanted, measure).value_or(expected->value);
  const auto form = stats::two_counts(measure, {});
  Subject subject{measure, *expected, form && form->weight == 1, 1};
  if (subject.share) {
    subject.cases_per_study =
        stats::linear_ratio(measure)->denominator.dot(cells) / (cells.positives() + cells.negatives());
  }
  return subject;
}

void set_studies(const Subject& subject, const SampleSize& size, Plan& plan) {
  plan.achieved = size.achieved;
  plan.independent = size.number;
  if (subject.share) {
    plan.cases = size.number;
    plan.independent = round_up(static_cast<double>(size.number) / subject.cases_per_study);
  }
}

void check_variance(const Subject& subject, const std::string& advice) {
  if (subject.expected.variance > 0) return;
  throw UsageError("--measure " + text(subject.measure) + " has no variance where it is expected; " + advice);
}

Plan plan_half_width(const Subject& subject, double half_width, const Wanted& wanted) {
  Plan plan;
  plan.question = "half_width";
  plan.measure = text(subject.measure);
  plan.expected = subject.expected.value;
  plan.half_width = half_width;
  if (subject.share) {
    if (wanted.method == stats::ProportionMethod::wald) check_variance(subject, "use another --interval");
    plan.method = stats::name(wanted.method);
    const stats::ShareInterval interval{wanted.level, wanted.method};
    set_studies(subject, found(stats::cases_for_half_width(subject.expected.value, half_width, interval)), plan);
  } else {
    check_variance(subject, "expect something less certain");
    plan.method = "delta";
    set_studies(subject, found(stats::studies_for_half_width(subject.expected, half_width, wanted.level)), plan);
  }
  return plan;
}

void check_goal(const std::string& measure, double expected, double goal, bool below) {
  constexpr double rounding = 1e-12;
  if ((below ? goal - expected : expected - goal) > rounding) return;
  throw UsageError("the expected " + measure + ", " + base::format_fixed(expected, 3) + ", is not " +
                   (below ? "below" : "above") + " the --goal " + base::format_real(goal) +
                   "; no number of studies shows what is not expected");
}

Plan plan_goal(const Subject& subject, double goal, const Wanted& wanted) {
  const bool below =
      subject.measure == Measure::fnr || subject.measure == Measure::fpr || subject.measure == Measure::fdr;
  const double value = subject.expected.value;
  check_goal(text(subject.measure), value, goal, below);
  Plan plan;
  plan.question = "goal";
  plan.measure = text(subject.measure);
  plan.expected = value;
  plan.goal = goal;
  if (subject.share) {
    plan.method = "binomial_exact";
    constexpr double almost_certain = 1 - 1e-9;
    const double share = std::min(below ? 1 - value : value, almost_certain);
    set_studies(subject, found(stats::cases_for_goal(share, below ? 1 - goal : goal, wanted.test)), plan);
  } else {
    check_variance(subject, "expect something less certain");
    plan.method = "delta";
    set_studies(subject, found(stats::studies_for_goal(subject.expected, goal, wanted.test)), plan);
  }
  return plan;
}

Plan plan_auc(const std::string& question, double asked, const Wanted& wanted) {
  const stats::ExpectedAuc expected{*wanted.auc, *wanted.prevalence};
  Plan plan;
  plan.question = question;
  plan.measure = "roc_auc";
  plan.expected = expected.auc;
  plan.method = "hanley_mcneil";
  SampleSize size;
  if (question == "half_width") {
    plan.half_width = asked;
    size = found(stats::studies_for_auc_half_width(expected, asked, wanted.level));
  } else {
    plan.goal = asked;
    check_goal("roc_auc", expected.auc, asked, false);
    size = found(stats::studies_for_auc_goal(expected, asked, wanted.test));
  }
  plan.independent = size.number;
  plan.achieved = size.achieved;
  return plan;
}

Plan plan_auc_difference(const Wanted& wanted) {
  const auto& [first, second] = *wanted.aucs;
  const SampleSize size =
      found(stats::studies_for_auc_difference({first, second, wanted.correlation, *wanted.prevalence}, wanted.test));
  Plan plan;
  plan.question = "difference";
  plan.measure = "roc_auc";
  plan.expected = first;
  plan.compared = second;
  plan.method = "hanley_mcneil";
  plan.independent = size.number;
  plan.achieved = size.achieved;
  return plan;
}

Plan plan_mcnemar(const Wanted& wanted) {
  const SampleSize size = found(stats::studies_for_mcnemar(*wanted.discordance, wanted.test));
  Plan plan;
  plan.question = "difference";
  plan.measure = "discordant";
  plan.expected = wanted.discordance->first;
  plan.compared = wanted.discordance->second;
  plan.method = "mcnemar_exact";
  plan.independent = size.number;
  plan.achieved = size.achieved;
  return plan;
}

// Studies to analyse, to collect, and their patients.
void complete(const Wanted& wanted, Plan& plan) {
  const Sampling& sampling = wanted.sampling;
  plan.studies = round_up(static_cast<double>(plan.independent) * sampling.design_effect);
  if (wanted.prevalence) {
    plan.positives = static_cast<std::uint64_t>(std::llround(static_cast<double>(plan.studies) * *wanted.prevalence));
    plan.negatives = plan.studies - *plan.positives;
  }
  plan.collected = round_up(static_cast<double>(plan.studies) / (1 - sampling.loss));
  if (sampling.studies_per_patient) {
    plan.patients = round_up(static_cast<double>(plan.collected) / *sampling.studies_per_patient);
  }
}

}  // namespace

std::vector<Plan> answer(const Wanted& wanted) {
  std::vector<Plan> plans;
  for (const Measure measure : wanted.measures) {
    const Subject subject = subject_of(wanted, measure);
    for (const double half_width : wanted.half_widths) plans.push_back(plan_half_width(subject, half_width, wanted));
    for (const double goal : wanted.goals) plans.push_back(plan_goal(subject, goal, wanted));
  }
  if (wanted.auc) {
    for (const double half_width : wanted.half_widths) plans.push_back(plan_auc("half_width", half_width, wanted));
    for (const double goal : wanted.goals) plans.push_back(plan_auc("goal", goal, wanted));
  }
  if (wanted.aucs) plans.push_back(plan_auc_difference(wanted));
  if (wanted.discordance) plans.push_back(plan_mcnemar(wanted));
  for (Plan& plan : plans) complete(wanted, plan);
  return plans;
}

}  // namespace cxrval::plan_study
