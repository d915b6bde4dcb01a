// SPDX-License-Identifier: Apache-2.0
#include "plan_study.hpp"

#include "base/number.hpp"
#include "questions.hpp"

#include "stats/metric.hpp"

#include <cmath>

namespace cxrval::plan_study {
namespace {

using table::Kind;

std::string whole(const std::optional<std::uint64_t>& number) {
  return number ? std::to_string(*number) : "";
}

bool is_test(const Plan& plan) {
  return plan.question != "half_width";
}

void write_table(const std::vector<Plan>& plans, const Wanted& wanted, cli::Run& run) {
  table::Writer& table = run.create_table({{"question"},
                                           {"measure"},
                                           {"expected", Kind::number},
                                           {"half_width", Kind::number},
                                           {"goal", Kind::number},
                                           {"compared", Kind::number},
                                           {"level", Kind::number},
                                           {"alpha", Kind::number},
                                           {"power", Kind::number},
                                           {"method"},
                                           {"achieved", Kind::number},
                                           {"cases", Kind::number},
                                           {"independent_studies", Kind::number},
                                           {"design_effect", Kind::number},
                                           {"studies", Kind::number},
                                           {"positives", Kind::number},
                                           {"negatives", Kind::number},
                                           {"collected_studies", Kind::number},
                                           {"collected_patients", Kind::number}});
  for (const Plan& plan : plans) {
    const bool test = is_test(plan);
    table.write(std::vector<std::string>{
        plan.question, plan.measure, stats::number_cell(plan.expected), stats::number_cell(plan.half_width),
        stats::number_cell(plan.goal), stats::number_cell(plan.compared), test ? "" : stats::number_cell(wanted.level),
        test ? stats::number_cell(wanted.test.alpha) : "", test ? stats::number_cell(wanted.test.power) : "",
        plan.method, base::format_fixed(plan.achieved, 6), whole(plan.cases), std::to_string(plan.independent),
        stats::number_cell(wanted.sampling.design_effect), std::to_string(plan.studies), whole(plan.positives),
        whole(plan.negatives), std::to_string(plan.collected), whole(plan.patients)});
  }
}

std::string percent(double share) {
  return base::format_real(std::round(share * 1e10) / 1e8) + '%';
}

std::string question_text(const Plan& plan, const Wanted& wanted) {
  const std::string expected = base::format_fixed(*plan.expected, 3);
  if (plan.question == "half_width") {
    return plan.measure + ' ' + expected + " within " + base::format_real(*plan.half_width) + " (" +
           percent(wanted.level) + " interval)";
  }
  const std::string test = " (power " + percent(wanted.test.power) + ", alpha " + percent(wanted.test.alpha);
  if (plan.question == "goal") {
    return plan.measure + ' ' + expected + (*plan.expected > *plan.goal ? " above " : " below ") +
           base::format_real(*plan.goal) + test + " one-sided)";
  }
  return plan.measure + ' ' + expected + " against " + base::format_fixed(*plan.compared, 3) + test + " two-sided)";
}

std::string counted(std::uint64_t number, const char* one, const char* more) {
  return std::to_string(number) + ' ' + (number == 1 ? one : more);
}

std::string answer_text(const Plan& plan, const Wanted& wanted) {
  std::string text = question_text(plan, wanted) + ": " + counted(plan.studies, "study", "studies");
  if (plan.positives) {
    text += ", " + std::to_string(*plan.positives) + " abnormal and " + std::to_string(*plan.negatives) + " normal";
  }
  if (wanted.sampling.loss > 0) text += "; collect " + std::to_string(plan.collected);
  if (plan.patients)
    text += (wanted.sampling.loss > 0 ? " of " : "; ") + counted(*plan.patients, "patient", "patients");
  text += " (" + plan.method;
  if (plan.method == "mcnemar_exact") {
    const double formula = std::ceil(stats::connor_studies(*wanted.discordance, wanted.test));
    text += "; by Connor's formula " + base::format_fixed(formula, 0);
  }
  return text + ')';
}

}  // namespace

void plan_study(const Options& options, cli::Run& run) {
  const Wanted wanted = parse_wanted(options);
  const std::vector<Plan> plans = answer(wanted);
  if (!options.summary) {
    write_table(plans, wanted, run);
    for (const Plan& plan : plans) run.note(answer_text(plan, wanted));
    return;
  }
  base::ByteSink& output = run.create_output();
  for (const Plan& plan : plans) output.write(answer_text(plan, wanted) + '\n');
}

}  // namespace cxrval::plan_study
