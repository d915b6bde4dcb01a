// SPDX-License-Identifier: Apache-2.0
#include "agreement.hpp"

#include "stats/fleiss_kappa.hpp"
#include "stats/normal.hpp"
#include "stats/proportion.hpp"
#include "stats/weighted_kappa.hpp"

#include <array>
#include <set>
#include <string_view>

namespace cxrval::compare_models {
namespace {

constexpr const char* untested_reason = "no test of kappa = 0, which takes studies as independent; read the limits";

using stats::AgreementTable;
using stats::Kappa;

// Who is compared: models by their predictions or readers by their ratings.
struct Raters {
  const std::vector<std::string>& names;
  bool readers = false;
  std::size_t classes = 2;
};

enum class Coefficient { agreement, kappa, kappa_linear, kappa_quadratic, gwet_ac1, kappa_max };

std::string_view name(Coefficient coefficient) {
  constexpr std::string_view names[]{"agreement", "kappa", "kappa_linear", "kappa_quadratic", "gwet_ac1", "kappa_max"};
  return names[static_cast<std::size_t>(coefficient)];
}

std::vector<Coefficient> coefficients_of(const Raters& raters) {
  using enum Coefficient;
  if (raters.classes > 2) return {agreement, kappa, kappa_linear, kappa_quadratic, gwet_ac1, kappa_max};
  return {agreement, kappa, gwet_ac1, kappa_max};
}

bool has_null_test(Coefficient coefficient) {
  return coefficient == Coefficient::kappa || coefficient == Coefficient::kappa_linear ||
         coefficient == Coefficient::kappa_quadratic;
}

Kappa estimate(Coefficient coefficient, const AgreementTable& table) {
  switch (coefficient) {
    case Coefficient::kappa_linear:
      return stats::weighted_kappa(table, stats::Weighting::linear);
    case Coefficient::kappa_quadratic:
      return stats::weighted_kappa(table, stats::Weighting::quadratic);
    case Coefficient::gwet_ac1:
      return stats::gwet_ac1(table);
    case Coefficient::kappa_max: {
      Kappa largest;
      largest.estimate = stats::largest_kappa(table);
      return largest;
    }
    case Coefficient::agreement: {
      Kappa plain = stats::cohen_kappa(table);
      plain.estimate = table.total() > 0 ? std::optional(plain.observed) : std::nullopt;
      return plain;
    }
    case Coefficient::kappa:
      break;
  }
  return stats::cohen_kappa(table);
}

std::uint64_t diagonal(const AgreementTable& table) {
  std::uint64_t equal = 0;
  for (std::size_t i = 0; i < table.classes(); ++i) equal += table.count(i, i);
  return equal;
}

AgreementTable table_of(const Patterns& patterns, Patterns::Counts counts, const Raters& raters, std::size_t first,
                        std::size_t second) {
  return raters.readers ? patterns.reader_table(counts, first, second)
                        : patterns.predictor_table(counts, first, second);
}

void set_limits(Row& row, const stats::Interval& interval, const char* method) {
  row.metric.low = interval.low;
  row.metric.high = interval.high;
  row.metric.method = method;
}

void test_of_none(Row& row, const Kappa& kappa) {
  if (!kappa.estimate || !kappa.null_standard_error || *kappa.null_standard_error <= 0) return;
  row.statistic = *kappa.estimate / *kappa.null_standard_error;
  row.p = stats::normal_two_sided_p(*row.statistic);
  row.p_method = "kappa_null_z";
}

// Of independent studies.
void set_large_sample(Row& row, Coefficient coefficient, const AgreementTable& table, const Kappa& found) {
  if (coefficient == Coefficient::kappa_max) {
    row.metric.method = "from_margins";
    row.metric.reason = "a bound that the margins as they are set, without an interval";
    return;
  }
  if (coefficient == Coefficient::agreement) {
    set_limits(row, stats::proportion_interval(diagonal(table), table.total(), row.metric.level), "wilson");
    return;
  }
  const bool gwet = !has_null_test(coefficient);
  const stats::Interval wald = stats::wald_interval(found.estimate, found.standard_error, row.metric.level);
  set_limits(row, wald, gwet ? "gwet" : "fleiss_cohen_everitt");
  row.metric.standard_error = found.standard_error;
  if (found.estimate && !wald.low) row.metric.reason = "no variance was seen";
  if (!gwet) test_of_none(row, found);
}

// Units with a study that both rated.
std::uint64_t units_of_both(const Material& material, const Raters& raters, std::size_t first, std::size_t second) {
  std::uint64_t studies = 0;
  std::set<std::uint32_t> patients;
  for (std::size_t i = 0; i < material.studies.size(); ++i) {
    const std::vector<std::uint8_t>& ratings = material.studies[i].ratings;
    if (raters.readers && (ratings[first] == 0 || ratings[second] == 0)) continue;
    ++studies;
    patients.insert(material.patients[i]);
  }
  return material.unit == stats::Unit::patient ? patients.size() : studies;
}

std::vector<Row> compare_pair(const Material& material, const Patterns& patterns, const Wanted& wanted,
                              const Raters& raters, const std::array<std::size_t, 2>& pair) {
  const std::size_t first = pair[0];
  const std::size_t second = pair[1];
  const std::vector<Coefficient> coefficients = coefficients_of(raters);
  const AgreementTable table = table_of(patterns, patterns.observed(), raters, first, second);
  const bool clustered = material.clustered();
  std::vector<stats::Distribution> found;
  if (clustered) {
    const auto statistics = [&](Patterns::Counts counts, std::span<std::optional<double>> values) {
      const AgreementTable drawn = table_of(patterns, counts, raters, first, second);
      for (std::size_t i = 0; i < coefficients.size(); ++i) values[i] = estimate(coefficients[i], drawn).estimate;
    };
    found = resample(patterns, coefficients.size(), statistics, wanted);
  }
  std::vector<Row> rows;
  for (std::size_t i = 0; i < coefficients.size(); ++i) {
    const std::string group = pair_of(raters.names[first], raters.names[second]);
    rows.push_back(start_row(std::string(name(coefficients[i])), group, material, wanted.level));
    Row& row = rows.back();
    const Kappa kappa = estimate(coefficients[i], table);
    row.metric.estimate = kappa.estimate;
    row.metric.n = units_of_both(material, raters, first, second);
    row.of_readers = raters.readers;
    if (clustered) {
      fill(row.metric, found[i], wanted);
      if (has_null_test(coefficients[i]) && row.metric.reason.empty()) row.metric.reason = untested_reason;
    } else {
      set_large_sample(row, coefficients[i], table, kappa);
    }
    if (!row.metric.estimate) {
      row.metric.reason = table.total() == 0 ? "no study that both rated" : "both name the same single class";
    }
  }
  return rows;
}

std::vector<stats::RatedStudy> rated(const Material& material, const Raters& raters) {
  std::vector<stats::RatedStudy> studies;
  for (std::size_t i = 0; i < material.studies.size(); ++i) {
    const Study& study = material.studies[i];
    stats::RatedStudy counts{std::vector<std::uint32_t>(raters.classes), material.patients[i]};
    if (raters.readers) {
      for (const std::uint8_t rating : study.ratings) {
        if (rating > 0) ++counts.times[rating - 1U];
      }
    } else {
      for (const std::uint8_t predicted : study.predicted) ++counts.times[predicted];
    }
    studies.push_back(std::move(counts));
  }
  return studies;
}

Row compare_all(const Material& material, const Wanted& wanted, const Raters& raters) {
  std::string group;
  for (const std::string& rater : raters.names) group += (group.empty() ? "" : " & ") + rater;
  Row row = start_row("fleiss_kappa", group, material, wanted.level);
  const stats::FleissKappa found = stats::fleiss_kappa(rated(material, raters));
  const bool clustered = material.clustered();
  row.metric.estimate = found.estimate;
  row.metric.n = clustered ? found.patients : found.studies;
  row.metric.standard_error = clustered ? found.robust_standard_error : found.standard_error;
  row.metric.rule = "estimate=point;fewer_than_2_ratings=" + std::to_string(found.left_out) + "_left_out";
  const stats::Interval wald = stats::wald_interval(found.estimate, row.metric.standard_error, row.metric.level);
  set_limits(row, wald, clustered ? "linearised_patients" : "linearised");
  row.metric.reason = found.reason;
  row.of_readers = raters.readers;
  if (found.estimate && !wald.low) {
    row.metric.reason = "no variance was seen";
  } else if (found.estimate && clustered) {
    row.metric.reason = untested_reason;
  } else if (found.estimate && !found.null_standard_error) {
    row.metric.reason = "no test of kappa = 0 where studies have different numbers of ratings";
  }
  if (!clustered && found.estimate && found.null_standard_error) {
    Kappa kappa;
    kappa.estimate = found.estimate;
    kappa.null_standard_error = found.null_standard_error;
    test_of_none(row, kappa);
  }
  return row;
}

void compare(const Material& material, const Patterns& patterns, const Wanted& wanted, const Raters& raters,
             std::vector<Row>& rows) {
  for (std::size_t first = 0; first < raters.names.size(); ++first) {
    for (std::size_t second = first + 1; second < raters.names.size(); ++second) {
      for (Row& row : compare_pair(material, patterns, wanted, raters, {first, second})) rows.push_back(std::move(row));
    }
  }
  if (raters.names.size() > 2) rows.push_back(compare_all(material, wanted, raters));
}

}  // namespace

std::vector<Row> measure_agreement(const Material& material, const Patterns& patterns, const Wanted& wanted) {
  std::vector<Row> rows;
  compare(material, patterns, wanted, {material.predictors, false, 2}, rows);
  compare(material, patterns, wanted, {material.readers, true, material.classes.size()}, rows);
  return rows;
}

}  // namespace cxrval::compare_models
