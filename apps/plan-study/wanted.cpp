// SPDX-License-Identifier: Apache-2.0
#include "wanted.hpp"

#include "base/error.hpp"
#include "base/number.hpp"
#include "stats/exact_law.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace cxrval::plan_study {
namespace {

using base::UsageError;

constexpr std::uint64_t most_studies = 1'000'000'000;
constexpr double least_tail = 1e-6;

std::optional<double> between(const std::string& text, double low, double high, const std::string& wanted) {
  if (text.empty()) return std::nullopt;
  const auto number = base::parse_real(text);
  if (!number || *number < low || *number > high) throw UsageError(wanted);
  return number;
}

std::optional<double> share(const std::string& text, const std::string& option) {
  return between(text, 0, 1, "--" + option + " needs a share from 0 to 1, such as 0.686");
}

// Inside 0..1, without the ends.
double inside(const std::optional<double>& number, const std::string& wanted) {
  if (!number || *number <= 0 || *number >= 1) throw UsageError(wanted);
  return *number;
}

double within(double number, double low, double high, const std::string& wanted) {
  if (!(number >= low && number <= high)) throw UsageError(wanted);
  return number;
}

// Where a measure begins and ends.
double least(stats::Measure measure) {
  using enum stats::Measure;
  return measure == youden || measure == mcc || measure == kappa ? -1 : 0;
}

double largest(stats::Measure measure) {
  using enum stats::Measure;
  const bool endless = measure == lr_positive || measure == lr_negative || measure == diagnostic_odds_ratio;
  return endless ? std::numeric_limits<double>::infinity() : 1;
}

std::vector<double> parse_numbers(const std::vector<std::string>& texts, double low, const std::string& option,
                                  const std::string& wanted) {
  std::vector<double> numbers;
  for (const std::string& text : texts) {
    const auto number = base::parse_real(text);
    if (!number || *number <= low || *number >= 1) throw UsageError(wanted);
    if (std::find(numbers.begin(), numbers.end(), *number) != numbers.end()) {
      throw UsageError("--" + option + " is given twice with one number; give it once");
    }
    numbers.push_back(*number);
  }
  return numbers;
}

// A goal below 0 or at it is of measures that can be there.
std::vector<double> parse_goals(const Options& options, const std::vector<stats::Measure>& measures) {
  const auto from_0 = [](stats::Measure measure) { return least(measure) == 0; };
  const bool share = measures.empty() || !options.auc.empty() || std::any_of(measures.begin(), measures.end(), from_0);
  return parse_numbers(options.goals, share ? 0 : -1, "goal",
                       share ? "--goal needs a number above 0 and below 1, such as 0.9"
                             : "--goal of these measures needs a number above -1 and below 1, such as 0.6");
}

std::vector<std::optional<double>> parse_list(const std::string& text) {
  std::vector<std::optional<double>> numbers;
  std::string_view rest = text;
  while (true) {
    const std::size_t comma = rest.find(',');
    numbers.push_back(base::parse_real(rest.substr(0, comma)));
    if (comma == std::string_view::npos) return numbers;
    rest.remove_prefix(comma + 1);
  }
}

stats::Confusion parse_counts(std::string_view text) {
  std::array<std::uint64_t, 4> cells{};
  std::uint64_t total = 0;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    const std::size_t comma = text.find(',');
    const auto count = base::parse_integer<std::uint64_t>(text.substr(0, comma));
    if (!count || (comma == std::string_view::npos) != (i == 3) || *count > most_studies - total) {
      throw UsageError("--counts needs four whole numbers TP,FP,FN,TN of a pilot, such as 1205,729,551,3800");
    }
    cells[i] = *count;
    total += *count;
    if (i < 3) text.remove_prefix(comma + 1);
  }
  if (total == 0) throw UsageError("--counts needs a pilot with at least one study");
  return {cells[0], cells[1], cells[2], cells[3]};
}

std::vector<stats::Measure> parse_measures(const Options& options) {
  std::vector<stats::Measure> measures;
  for (const std::string& name : options.measures) {
    if (name == "roc_auc") continue;
    const auto measure = stats::parse_measure(name);
    if (!measure) {
      std::string known;
      for (const stats::Measure each : stats::all_measures()) known += ' ' + std::string(stats::name(each));
      throw UsageError("--measure is one of" + known + " roc_auc");
    }
    if (std::find(measures.begin(), measures.end(), *measure) != measures.end()) {
      throw UsageError("--measure " + name + " is given more than once; give it once");
    }
    if (!std::isfinite(largest(*measure))) {
      throw UsageError("--measure " + name +
                       " is a quotient without an upper end, whose interval has no two halves; plan for sensitivity "
                       "and specificity, from which it follows");
    }
    measures.push_back(*measure);
  }
  return measures;
}

void parse_auc(const Options& options, Wanted& wanted) {
  const bool named = std::find(options.measures.begin(), options.measures.end(), "roc_auc") != options.measures.end();
  if (options.auc.empty()) {
    if (named) throw UsageError("--measure roc_auc needs --auc, the area that is expected");
    return;
  }
  const std::string form = "--auc needs an area above 0 and below 1, such as 0.9, or two to compare, such as 0.9,0.87";
  const std::vector<std::optional<double>> areas = parse_list(options.auc);
  if (areas.size() > 2) throw UsageError(form);
  if (areas.size() == 1) {
    wanted.auc = inside(areas[0], form);
  } else {
    wanted.aucs = std::pair{inside(areas[0], form), inside(areas[1], form)};
    if (wanted.aucs->first == wanted.aucs->second) throw UsageError("--auc needs two areas that differ");
  }
  if (!(options.correlation > -1 && options.correlation < 1)) {
    throw UsageError("--correlation needs a number between -1 and 1, such as 0.5");
  }
  wanted.correlation = options.correlation;
}

void parse_discordant(const Options& options, Wanted& wanted) {
  if (options.discordant.empty()) return;
  const std::string form =
      "--discordant needs two shares of the studies, where only the first and only the second model is right, that "
      "differ and add up to at most 1, such as 0.08,0.05";
  const std::vector<std::optional<double>> shares = parse_list(options.discordant);
  const auto fits = [](const std::optional<double>& number) { return number && *number >= 0 && *number <= 1; };
  if (shares.size() != 2 || !fits(shares[0]) || !fits(shares[1]) || *shares[0] == *shares[1] ||
      *shares[0] + *shares[1] > 1) {
    throw UsageError(form);
  }
  wanted.discordance = stats::Discordance{*shares[0], *shares[1]};
}

double parse_loss(const std::string& text) {
  if (text.empty()) return 0;
  const std::size_t slash = text.find('/');
  auto loss = base::parse_real(text.substr(0, slash));
  const auto whole = slash == std::string::npos ? std::optional(1.0) : base::parse_real(text.substr(slash + 1));
  if (!loss || !whole || *whole <= 0 || *loss < 0 || *loss >= *whole) {
    throw UsageError("--loss needs the share of studies that is lost, from 0 to less than 1, such as 0.05 or 300/6585");
  }
  return *loss / *whole;
}

Sampling parse_sampling(const Options& options) {
  Sampling sampling;
  sampling.loss = parse_loss(options.loss);
  sampling.studies_per_patient = between(options.studies_per_patient, 1, 1e6,
                                         "--studies-per-patient needs a mean number from 1 to 1000000, such as 1.05");
  const auto icc = share(options.icc, "icc");
  const auto effect =
      between(options.design_effect, 0.01, 1e6, "--design-effect needs a number from 0.01 to 1000000, such as 1.1");
  if (icc && !sampling.studies_per_patient) throw UsageError("--icc needs --studies-per-patient");
  if (icc && effect) throw UsageError("give --design-effect or --icc, not both");
  if (sampling.studies_per_patient && !icc && !effect) {
    throw UsageError("--studies-per-patient needs --icc, how alike studies of a patient are, or --design-effect");
  }
  if (effect) sampling.design_effect = *effect;
  if (icc) sampling.design_effect = 1 + (*sampling.studies_per_patient - 1) * *icc;
  return sampling;
}

void check_questions(const Wanted& wanted) {
  const bool single = !wanted.measures.empty() || wanted.auc;
  const bool asked = !wanted.half_widths.empty() || !wanted.goals.empty();
  if (!single && !wanted.aucs && !wanted.discordance) {
    throw UsageError("nothing to plan; give --measure or --auc with --half-width or --goal, --auc A,B or --discordant");
  }
  if (single && !asked)
    throw UsageError("give the --half-width of the interval that is wanted, or the --goal of a test");
  if (!single && asked) throw UsageError("--half-width and --goal are of a --measure or of one --auc; give that too");
  if ((wanted.auc || wanted.aucs) && !(wanted.prevalence && *wanted.prevalence > 0 && *wanted.prevalence < 1)) {
    throw UsageError("--auc needs --prevalence, the expected share of abnormal studies, above 0 and below 1");
  }
}

// Nothing is given that no question looks at.
void check_use(const Options& options, const Wanted& wanted) {
  using enum stats::Measure;
  const Options none;
  const auto any = [&](auto looks) { return std::any_of(wanted.measures.begin(), wanted.measures.end(), looks); };
  const auto refuse = [](const std::string& option, const std::string& of) {
    throw UsageError("--" + option + " is of " + of + ", and none is asked for; leave it out");
  };
  const bool test = !wanted.goals.empty() || wanted.aucs || wanted.discordance;
  if (options.correlation != none.correlation && !wanted.aucs) refuse("correlation", "two areas in --auc");
  if (options.alpha != none.alpha && !test) refuse("alpha", "a test (--goal or two models)");
  if (options.power != none.power && !test) refuse("power", "a test (--goal or two models)");
  if (options.level != none.level && wanted.half_widths.empty()) refuse("level", "an interval (--half-width)");
  const auto is_share = [](stats::Measure measure) {
    const auto form = stats::two_counts(measure, {});
    return form && form->weight == 1;
  };
  if (options.interval != none.interval && !(any(is_share) && !wanted.half_widths.empty())) {
    refuse("interval", "the --half-width of a measure that is a share");
  }
  const auto of_positives = [](stats::Measure m) { return m != specificity && m != fpr && m != prevalence; };
  const auto of_negatives = [](stats::Measure m) { return m != sensitivity && m != fnr && m != prevalence; };
  if (wanted.sensitivity && !any(of_positives)) refuse("sensitivity", "a --measure that needs it");
  if (wanted.specificity && !any(of_negatives)) refuse("specificity", "a --measure that needs it");
}

}  // namespace

Wanted parse_wanted(const Options& options) {
  Wanted wanted;
  wanted.measures = parse_measures(options);
  wanted.sensitivity = share(options.sensitivity, "sensitivity");
  wanted.specificity = share(options.specificity, "specificity");
  wanted.prevalence = share(options.prevalence, "prevalence");
  if (!options.counts.empty()) {
    if (wanted.sensitivity || wanted.specificity || wanted.prevalence) {
      throw UsageError("--counts gives sensitivity, specificity and prevalence; leave those out");
    }
    wanted.pilot = parse_counts(options.counts);
    wanted.prevalence = stats::value(stats::Measure::prevalence, *wanted.pilot);
  }
  parse_auc(options, wanted);
  parse_discordant(options, wanted);
  wanted.half_widths = parse_numbers(options.half_widths, 0, "half-width",
                                     "--half-width needs a number above 0 and below 1, such as 0.02");
  wanted.goals = parse_goals(options, wanted.measures);
  wanted.level = inside(options.level, "--level needs a number between 0 and 1, such as 0.95");
  wanted.test.alpha =
      within(options.alpha, least_tail, 0.5, "--alpha needs a number from 0.000001 to 0.5, such as 0.05");
  wanted.test.power =
      within(options.power, 0.5, 1 - least_tail, "--power needs a number from 0.5 to 0.999999, such as 0.8");
  wanted.method = *stats::parse_proportion_method(options.interval);
  wanted.sampling = parse_sampling(options);
  check_questions(wanted);
  check_use(options, wanted);
  return wanted;
}

}  // namespace cxrval::plan_study
