// SPDX-License-Identifier: Apache-2.0
#include "test_pairs.hpp"

#include "stats/clustered_difference.hpp"
#include "stats/mcnemar.hpp"

#include <array>
#include <string_view>

namespace cxrval::compare_models {
namespace {

constexpr std::string_view clustered_reason =
    "patients have several studies, which this test takes as independent; see cluster_t";

enum class Which { all, positive, negative };

struct Question {
  std::string_view measure;
  Which which;
};

constexpr std::array questions{Question{"accuracy_difference", Which::all},
                               Question{"sensitivity_difference", Which::positive},
                               Question{"specificity_difference", Which::negative}};

// Of the studies asked about: who was right, and the difference of each.
struct Answers {
  stats::PairedCounts counts;
  std::vector<std::int8_t> apart;
  std::vector<std::uint32_t> patients;
};

Answers answer(const Material& material, Which which, std::size_t first, std::size_t second) {
  Answers found;
  for (std::size_t i = 0; i < material.studies.size(); ++i) {
    const Study& study = material.studies[i];
    if (which != Which::all && study.positive != (which == Which::positive)) continue;
    const bool one = (study.predicted[first] != 0) == study.positive;
    const bool other = (study.predicted[second] != 0) == study.positive;
    ++(one ? (other ? found.counts.both : found.counts.first_only)
           : (other ? found.counts.second_only : found.counts.neither));
    found.apart.push_back(static_cast<std::int8_t>(static_cast<int>(one) - static_cast<int>(other)));
    found.patients.push_back(material.patients[i]);
  }
  return found;
}

void set_interval(Row& row, const stats::Interval& interval, const char* method) {
  row.metric.estimate = interval.estimate;
  row.metric.low = interval.low;
  row.metric.high = interval.high;
  row.metric.method = method;
}

Row start(const Question& question, const std::string& group, const Answers& answers, const Wanted& wanted) {
  Row row;
  row.metric.measure = question.measure;
  row.metric.group = group;
  row.metric.level = wanted.level;
  row.metric.unit = "study";
  row.metric.n = answers.counts.total();
  row.metric.rule = "estimate=point";
  row.first_only = answers.counts.first_only;
  row.second_only = answers.counts.second_only;
  return row;
}

void set_test(Row& row, const stats::Mcnemar& found, McnemarTest test) {
  switch (test) {
    case McnemarTest::exact:
      row.p = found.exact_p;
      row.p_method = "mcnemar_exact";
      return;
    case McnemarTest::mid_p:
      row.p = found.mid_p;
      row.p_method = "mcnemar_mid_p";
      return;
    case McnemarTest::chi_square:
      row.statistic = found.chi_square;
      row.p = found.chi_square_p;
      row.p_method = "mcnemar_chi_square";
      break;
    case McnemarTest::corrected:
      row.statistic = found.corrected_chi_square;
      row.p = found.corrected_p;
      row.p_method = "mcnemar_corrected";
      break;
  }
  row.metric.reason = found.reason;
  if (!row.p) row.p_method.clear();
}

Row test_by_mcnemar(Row row, const Answers& answers, McnemarTest test, const Wanted& wanted) {
  const bool large_sample = test == McnemarTest::chi_square || test == McnemarTest::corrected;
  if (large_sample) {
    set_interval(row, stats::paired_difference_wald(answers.counts, wanted.level), "wald_paired");
  } else {
    set_interval(row, stats::paired_difference_newcombe(answers.counts, wanted.level), "newcombe_paired");
  }
  if (answers.counts.total() == 0) {
    row.metric.reason = "no such study";
  } else {
    set_test(row, stats::mcnemar(answers.counts), test);
  }
  return row;
}

Row test_by_patients(Row row, const Answers& answers, const Wanted& wanted) {
  const stats::ClusteredDifference found = stats::clustered_difference(answers.apart, answers.patients, wanted.level);
  set_interval(row, found.difference, "cluster_robust");
  row.metric.unit = "patient";
  row.metric.n = found.patients;
  row.metric.standard_error = found.standard_error;
  row.metric.reason = found.reason;
  row.statistic = found.t;
  row.p = found.p;
  if (row.p) row.p_method = "cluster_t";
  return row;
}

void test_pair(const Material& material, const Wanted& wanted, std::size_t first, std::size_t second,
               std::vector<Row>& rows) {
  const std::string group = difference_of(material.predictors[first], material.predictors[second]);
  for (const Question& question : questions) {
    const Answers answers = answer(material, question.which, first, second);
    const Row empty = start(question, group, answers, wanted);
    const bool clustered = material.clustered();
    for (const McnemarTest test : wanted.mcnemar) {
      rows.push_back(test_by_mcnemar(empty, answers, test, wanted));
      if (clustered && rows.back().metric.reason.empty()) rows.back().metric.reason = clustered_reason;
    }
    if (clustered) rows.push_back(test_by_patients(empty, answers, wanted));
  }
}

}  // namespace

std::vector<Row> test_pairs(const Material& material, const Wanted& wanted) {
  std::vector<Row> rows;
  for (std::size_t first = 0; first < material.predictors.size(); ++first) {
    for (std::size_t second = first + 1; second < material.predictors.size(); ++second) {
      test_pair(material, wanted, first, second, rows);
    }
  }
  return rows;
}

}  // namespace cxrval::compare_models
