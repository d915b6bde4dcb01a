// SPDX-License-Identifier: Apache-2.0
#include "stats/delong.hpp"

#include "base/error.hpp"
#include "stats/normal.hpp"
#include "stats/small_sample.hpp"

#include <boost/math/distributions/students_t.hpp>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <span>
#include <stdexcept>

namespace cxrval::stats {
namespace {

constexpr std::size_t most_studies = 2'000'000'000;
constexpr double rounding = 1e-14;

// Of one model, over patients: the sums of the placements' deviations from the AUC, times 2 positives * negatives. The
// deviation of a single study is a whole number below 2^63.
struct Deviations {
  std::vector<double> positive;
  std::vector<double> negative;
};

struct Grouping {
  std::vector<std::uint32_t> unit;  // of each study
  std::size_t units = 0;
  std::size_t with_positive = 0;
  std::size_t with_negative = 0;
};

void check(const ModelScores& scores) {
  if (scores.positive.size() > most_studies) throw base::Error("more than 2e9 studies with scores");
  const auto truth = [](std::uint8_t positive) { return positive <= 1; };
  if (!std::all_of(scores.positive.begin(), scores.positive.end(), truth)) {
    throw std::invalid_argument("a truth that is neither 1 nor 0");
  }
  for (const std::vector<double>& column : scores.models) {
    if (column.size() != scores.positive.size()) throw std::invalid_argument("columns of scores of different lengths");
    const auto finite = [](double score) { return std::isfinite(score); };
    if (!std::all_of(column.begin(), column.end(), finite)) throw base::Error("a score is not finite");
  }
}

Grouping by_study(const ModelScores& scores) {
  Grouping grouping{.unit = std::vector<std::uint32_t>(scores.positive.size()), .units = scores.positive.size()};
  std::iota(grouping.unit.begin(), grouping.unit.end(), 0U);
  return grouping;
}

Grouping by_patient(const ModelScores& scores) {
  if (scores.patients.size() != scores.positive.size()) throw std::invalid_argument("not one patient a study");
  std::vector<std::uint32_t> known = scores.patients;
  std::sort(known.begin(), known.end());
  known.erase(std::unique(known.begin(), known.end()), known.end());
  Grouping grouping{.unit = {}, .units = known.size()};
  for (const std::uint32_t patient : scores.patients) {
    const auto at = std::lower_bound(known.begin(), known.end(), patient);
    grouping.unit.push_back(static_cast<std::uint32_t>(at - known.begin()));
  }
  return grouping;
}

void count_kinds(const ModelScores& scores, Grouping& grouping) {
  std::vector<std::uint8_t> kinds(grouping.units);
  for (std::size_t i = 0; i < scores.positive.size(); ++i) {
    std::uint8_t& kind = kinds[grouping.unit[i]];
    kind = static_cast<std::uint8_t>(kind | (scores.positive[i] != 0 ? 2 : 1));
  }
  for (const std::uint8_t kind : kinds) {
    grouping.with_positive += (kind & 2) != 0 ? 1 : 0;
    grouping.with_negative += (kind & 1) != 0 ? 1 : 0;
  }
}

// For each study twice the number of the other kind's studies that it is ranked right against; returns 2 U.
std::uint64_t twice_placements(std::span<const double> scores, std::span<const std::uint8_t> positive,
                               std::vector<std::uint64_t>& placements) {
  std::vector<std::uint32_t> order(scores.size());
  std::iota(order.begin(), order.end(), 0U);
  std::sort(order.begin(), order.end(), [&](std::uint32_t l, std::uint32_t r) { return scores[l] < scores[r]; });
  const auto positives = static_cast<std::uint64_t>(std::count(positive.begin(), positive.end(), 1));
  std::uint64_t below[2] = {0, 0};  // negatives, positives
  std::uint64_t twice_u = 0;
  for (std::size_t begin = 0, end = 0; begin < order.size(); begin = end) {
    std::uint64_t here[2] = {0, 0};
    for (; end < order.size() && scores[order[end]] == scores[order[begin]]; ++end) ++here[positive[order[end]]];
    const std::uint64_t of_positive = 2 * below[0] + here[0];
    const std::uint64_t of_negative = 2 * (positives - below[1] - here[1]) + here[1];
    for (std::size_t i = begin; i < end; ++i) placements[order[i]] = positive[order[i]] ? of_positive : of_negative;
    twice_u += here[1] * of_positive;
    below[0] += here[0];
    below[1] += here[1];
  }
  return twice_u;
}

Deviations deviations(const ModelScores& scores, const Grouping& grouping, const AucEstimates& estimates,
                      std::span<const std::uint64_t> placements) {
  Deviations sums{std::vector<double>(grouping.units), std::vector<double>(grouping.units)};
  const auto twice_u = static_cast<std::int64_t>(estimates.twice_u.back());
  for (std::size_t i = 0; i < placements.size(); ++i) {
    const bool positive = scores.positive[i] != 0;
    const std::uint64_t own = positive ? estimates.positives : estimates.negatives;
    const auto deviation = static_cast<double>(static_cast<std::int64_t>(placements[i] * own) - twice_u);
    (positive ? sums.positive : sums.negative)[grouping.unit[i]] += deviation;
  }
  return sums;
}

double product(std::span<const double> left, std::span<const double> right) {
  return std::inner_product(left.begin(), left.end(), right.begin(), 0.0);
}

std::vector<double> covariance(const std::vector<Deviations>& models, const Grouping& grouping,
                               const AucEstimates& estimates) {
  const double pairs = static_cast<double>(estimates.positives) * static_cast<double>(estimates.negatives);
  const auto scale = [&](std::uint64_t own) { return 1 / (4 * pairs * pairs) / static_cast<double>(own * own); };
  const double ten = small_sample_factor(grouping.with_positive) * scale(estimates.positives);
  const double one = small_sample_factor(grouping.with_negative) * scale(estimates.negatives);
  const double both = small_sample_factor(grouping.units) / (4 * pairs * pairs) / pairs;
  std::vector<double> result;
  for (const Deviations& left : models) {
    for (const Deviations& right : models) {
      result.push_back(ten * product(left.positive, right.positive) + one * product(left.negative, right.negative) +
                       both * (product(left.positive, right.negative) + product(left.negative, right.positive)));
    }
  }
  return result;
}

std::string why_no_auc(const AucEstimates& estimates) {
  if (estimates.positives == 0) return "no positive study: the AUC is not defined";
  return estimates.negatives == 0 ? "no negative study: the AUC is not defined" : "";
}

std::string why_no_covariance(const Grouping& grouping, bool patients) {
  const std::string of = patients ? "only one patient has a " : "only one ";
  if (grouping.with_positive == 1) return of + "positive study: no standard error of the AUC";
  if (grouping.with_negative == 1) return of + "negative study: no standard error of the AUC";
  return "";
}

AucEstimates estimate(const ModelScores& scores, Grouping grouping, bool patients) {
  count_kinds(scores, grouping);
  AucEstimates estimates;
  estimates.positives = static_cast<std::uint64_t>(std::count(scores.positive.begin(), scores.positive.end(), 1));
  estimates.negatives = scores.positive.size() - estimates.positives;
  estimates.units = grouping.units;
  estimates.reason = why_no_auc(estimates);
  std::vector<Deviations> models;
  std::vector<std::uint64_t> placements(scores.positive.size());
  for (const std::vector<double>& column : scores.models) {
    estimates.twice_u.push_back(twice_placements(column, scores.positive, placements));
    models.push_back(deviations(scores, grouping, estimates, placements));
  }
  if (!estimates.reason.empty()) return estimates;
  estimates.reason = why_no_covariance(grouping, patients);
  if (!estimates.reason.empty()) return estimates;
  estimates.covariance = covariance(models, grouping, estimates);
  if (patients) estimates.t_degrees = static_cast<double>(std::min(grouping.with_positive, grouping.with_negative) - 1);
  return estimates;
}

// Two-sided limits and p values, by Student's t or the normal law.
double factor(std::optional<double> degrees, double level) {
  if (!(level > 0 && level < 1)) throw std::invalid_argument("a level outside 0..1");
  if (!degrees) return z_of(level);
  return boost::math::quantile(boost::math::complement(boost::math::students_t(*degrees), (1 - level) / 2));
}

double two_sided(std::optional<double> degrees, double statistic) {
  if (!degrees) return std::erfc(std::abs(statistic) / std::numbers::sqrt2);
  return 2 * boost::math::cdf(boost::math::complement(boost::math::students_t(*degrees), std::abs(statistic)));
}

double covariance_of(const AucEstimates& estimates, ModelPair pair) {
  return estimates.covariance.at(pair.first * estimates.models() + pair.second);
}

double variance(const AucEstimates& estimates, std::size_t model) {
  return covariance_of(estimates, {model, model});
}

// Whether there are limits by a standard error.
bool has_error(const AucEstimates& estimates, std::size_t model, AucInterval& result) {
  const std::optional<double> error = estimates.standard_error(model);
  if (error && *error == 0) result.reason = "the AUC has no variance: no limits by its standard error";
  return error && *error > 0;
}

// `square` is the difference's variance, `sum` that of independent AUCs: what is left of it by rounding is nothing.
void finish(AucDifference& result, double square, double sum, double level) {
  if (!(square > rounding * sum)) {
    result.reason = "the difference has no variance: no test and no limits";
    return;
  }
  const double error = std::sqrt(square);
  const double difference = *result.difference.estimate;
  result.standard_error = error;
  result.statistic = difference / error;
  result.p = two_sided(result.t_degrees, *result.statistic);
  const double half = factor(result.t_degrees, level) * error;
  result.difference.low = std::max(-1.0, difference - half);
  result.difference.high = std::min(1.0, difference + half);
}

}  // namespace

ModelScores one_model(const Scored& scored) {
  const auto copy = [](auto span) { return std::vector(span.begin(), span.end()); };
  return {{copy(scored.scores())}, copy(scored.positive()), copy(scored.patients())};
}

std::optional<double> AucEstimates::auc(std::size_t model) const {
  if (positives == 0 || negatives == 0) return std::nullopt;
  return static_cast<double>(twice_u.at(model)) / static_cast<double>(2 * positives * negatives);
}

std::optional<double> AucEstimates::standard_error(std::size_t model) const {
  if (covariance.empty()) return std::nullopt;
  return std::sqrt(std::max(0.0, variance(*this, model)));
}

AucEstimates delong(const ModelScores& scores) {
  check(scores);
  return estimate(scores, by_study(scores), false);
}

AucEstimates obuchowski(const ModelScores& scores) {
  check(scores);
  return estimate(scores, by_patient(scores), true);
}

AucInterval wald_interval(const AucEstimates& estimates, std::size_t model, double level) {
  AucInterval result{{estimates.auc(model), {}, {}}, estimates.reason};
  if (!has_error(estimates, model, result)) return result;
  const double half = factor(estimates.t_degrees, level) * *estimates.standard_error(model);
  result.auc.low = std::max(0.0, *result.auc.estimate - half);
  result.auc.high = std::min(1.0, *result.auc.estimate + half);
  return result;
}

AucInterval logit_interval(const AucEstimates& estimates, std::size_t model, double level) {
  AucInterval result{{estimates.auc(model), {}, {}}, estimates.reason};
  if (!has_error(estimates, model, result)) return result;
  const double auc = *result.auc.estimate;
  if (auc <= 0 || auc >= 1) {
    result.reason = "the AUC is 0 or 1: no limits on the logit scale";
    return result;
  }
  const double half = factor(estimates.t_degrees, level) * *estimates.standard_error(model) / (auc * (1 - auc));
  const double odds = auc / (1 - auc);
  result.auc.low = 1 / (1 + std::exp(half) / odds);
  result.auc.high = 1 / (1 + std::exp(-half) / odds);
  return result;
}

AucDifference compare_paired(const AucEstimates& estimates, ModelPair pair, double level) {
  AucDifference result;
  result.reason = estimates.reason;
  result.t_degrees = estimates.t_degrees;
  if (const auto first = estimates.auc(pair.first)) result.difference.estimate = *first - *estimates.auc(pair.second);
  if (estimates.covariance.empty()) return result;
  const double sum = variance(estimates, pair.first) + variance(estimates, pair.second);
  finish(result, sum - 2 * covariance_of(estimates, pair), sum, level);
  return result;
}

AucDifference compare_unpaired(const AucEstimates& one, const AucEstimates& other, ModelPair pair, double level) {
  AucDifference result;
  result.reason = one.reason.empty() ? other.reason : one.reason;
  const auto first = one.auc(pair.first);
  const auto second = other.auc(pair.second);
  if (first && second) result.difference.estimate = *first - *second;
  if (one.covariance.empty() || other.covariance.empty()) return result;
  const double left = variance(one, pair.first);
  const double right = variance(other, pair.second);
  const auto degrees = [](const AucEstimates& e) { return e.t_degrees.value_or(static_cast<double>(e.units) - 1); };
  if (left + right > 0) {
    result.t_degrees = (left + right) * (left + right) / (left * left / degrees(one) + right * right / degrees(other));
  }
  finish(result, left + right, left + right, level);
  return result;
}

}  // namespace cxrval::stats
