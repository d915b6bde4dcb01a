// SPDX-License-Identifier: Apache-2.0
#include "stats/subgroup.hpp"

#include "stats/linearised.hpp"
#include "stats/reference_law.hpp"
#include "stats/small_sample.hpp"

#include <Eigen/Dense>

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <string_view>

namespace cxrval::stats {
namespace {

constexpr std::string_view undefined = "the measure is undefined in a group";
constexpr std::string_view end_of_scale = "the number is at the end of its scale";
constexpr std::string_view no_variance = "no variance was seen in a group";

void add(Confusion& sum, const Confusion& cells, std::uint64_t count) {
  sum += {cells.tp * count, cells.fp * count, cells.fn * count, cells.tn * count};
}

// Whether a unit with these studies says anything about the measure.
bool counts_for(Measure measure, const Confusion& cells) {
  const auto& ratio = linear_ratio(measure);
  return ratio ? ratio->denominator.sum(cells) > 0 : cells.total() > 0;
}

// A measure of some studies: its value and its slopes on the scale of the test.
struct Part {
  std::optional<double> plain;
  std::optional<double> value;
  Gradient slopes;
  double stretch = 1;       // slope of the scale at the value
  std::uint64_t units = 0;  // that count for the measure

  Part(Measure measure, const Confusion& counts, Scale scale) {
    plain = stats::value(measure, counts);
    const auto found = gradient(measure, real_cells(counts));
    const Estimated scaled = on_scale({plain, 1}, scale);
    if (!found || !scaled.value) return;
    value = scaled.value;
    slopes = *found;
    stretch = *scaled.standard_error;
  }

  // Of one unit, raised so that squares sum to M / (M - 1) times the variance; of a single unit it is 0.
  double influence(const Confusion& cells) const {
    return units < 2 ? 0 : std::sqrt(small_sample_factor(units)) * stretch * slopes.influence(cells);
  }
  std::string_view why_missing() const { return plain ? end_of_scale : undefined; }
};

// Cells of a unit outside a group.
Confusion others(const GroupedUnits& unit, std::size_t group) {
  Confusion sum;
  for (std::size_t g = 0; g < unit.groups.size(); ++g) {
    if (g != group) sum += unit.groups[g];
  }
  return sum;
}

class Groups {
 public:
  Groups(Measure measure, std::span<const GroupedUnits> units, Scale scale)
      : measure_(measure), units_(units), scale_(scale), size_(units.empty() ? 0 : units.front().groups.size()) {
    if (size_ < 2) throw std::invalid_argument("interaction: fewer than two groups");
    std::vector<Confusion> totals(size_);
    for (const GroupedUnits& unit : units) {
      if (unit.groups.size() != size_) throw std::invalid_argument("interaction: different numbers of groups");
      for (std::size_t g = 0; g < size_; ++g) add(totals[g], unit.groups[g], unit.count);
    }
    for (const Confusion& total : totals) parts_.emplace_back(measure, total, scale);
    for (const GroupedUnits& unit : units) {
      for (std::size_t g = 0; g < size_; ++g) parts_[g].units += counts_for(measure, unit.groups[g]) ? unit.count : 0;
    }
    covariance_ = covariance();
  }

  std::size_t size() const { return size_; }
  GroupContrast contrast(std::size_t group) const;
  void test(Interaction& result) const;

 private:
  Eigen::MatrixXd covariance() const;
  double variance(std::size_t group) const {
    const auto g = static_cast<Eigen::Index>(group);
    return covariance_(g, g);
  }

  Measure measure_;
  std::span<const GroupedUnits> units_;
  Scale scale_;
  std::size_t size_;
  std::vector<Part> parts_;
  Eigen::MatrixXd covariance_;
};

Eigen::MatrixXd Groups::covariance() const {
  const auto k = static_cast<Eigen::Index>(size_);
  Eigen::MatrixXd sum = Eigen::MatrixXd::Zero(k, k);
  Eigen::VectorXd psi(k);
  for (const GroupedUnits& unit : units_) {
    for (std::size_t g = 0; g < size_; ++g) psi(static_cast<Eigen::Index>(g)) = parts_[g].influence(unit.groups[g]);
    sum += static_cast<double>(unit.count) * psi * psi.transpose();
  }
  return sum;
}

GroupContrast Groups::contrast(std::size_t group) const {
  GroupContrast found;
  const Part& part = parts_[group];
  found.group.value = part.plain;
  if (part.value) found.group.standard_error = std::sqrt(variance(group)) / part.stretch;
  Confusion rest_total;
  std::uint64_t rest_units = 0;
  for (const GroupedUnits& unit : units_) {
    const Confusion cells = others(unit, group);
    add(rest_total, cells, unit.count);
    rest_units += counts_for(measure_, cells) ? unit.count : 0;
  }
  Part rest(measure_, rest_total, scale_);
  rest.units = rest_units;
  found.reason = !part.value ? part.why_missing() : rest.why_missing();
  if (!part.value || !rest.value) return found;
  found.difference = *part.value - *rest.value;
  double of_rest = 0;
  double of_difference = 0;
  for (const GroupedUnits& unit : units_) {
    const auto times = static_cast<double>(unit.count);
    const double psi = rest.influence(others(unit, group));
    const double both = part.influence(unit.groups[group]) - psi;
    of_rest += times * psi * psi;
    of_difference += times * both * both;
  }
  found.standard_error = std::sqrt(of_difference);
  found.reason = "no variance was seen";
  if (variance(group) <= 0 || of_rest <= 0 || of_difference <= 0) return found;
  found.t = *found.difference / *found.standard_error;
  found.degrees_denominator = std::min(part.units, rest.units) - 1;
  found.p = student_t_two_sided_p(*found.t, static_cast<double>(*found.degrees_denominator));
  found.reason.clear();
  return found;
}

// Differences from the first group, each over its own standard error so that measures of any size invert alike.
void Groups::test(Interaction& result) const {
  for (std::size_t g = 0; g < size_; ++g) {
    result.reason = !parts_[g].value ? parts_[g].why_missing() : variance(g) <= 0 ? no_variance : "";
    if (!result.reason.empty()) return;
  }
  const auto k = static_cast<Eigen::Index>(size_);
  Eigen::MatrixXd contrasts = Eigen::MatrixXd::Zero(k - 1, k);
  Eigen::VectorXd values(k);
  for (Eigen::Index g = 0; g < k; ++g) {
    values(g) = *parts_[static_cast<std::size_t>(g)].value;
    if (g == 0) continue;
    contrasts(g - 1, 0) = -1;
    contrasts(g - 1, g) = 1;
  }
  Eigen::MatrixXd spread = contrasts * covariance_ * contrasts.transpose();
  result.reason = "the covariance of the groups cannot be inverted";
  if (spread.diagonal().minCoeff() <= 1e-12 * covariance_.diagonal().maxCoeff()) return;
  const Eigen::VectorXd errors = spread.diagonal().cwiseSqrt();
  const Eigen::VectorXd differences = (contrasts * values).cwiseQuotient(errors);
  spread = errors.cwiseInverse().asDiagonal() * spread * errors.cwiseInverse().asDiagonal();
  const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> axes(spread);
  if (axes.eigenvalues().minCoeff() <= 1e-10) return;
  const Eigen::VectorXd along = axes.eigenvectors().transpose() * differences;
  result.chi_square = along.cwiseAbs2().cwiseQuotient(axes.eigenvalues()).sum();
  const auto fewest =
      std::min_element(parts_.begin(), parts_.end(), [](const Part& l, const Part& r) { return l.units < r.units; });
  result.degrees_denominator = fewest->units - 1;
  result.p = f_law_p(*result.chi_square / static_cast<double>(k - 1), static_cast<double>(k - 1),
                     static_cast<double>(*result.degrees_denominator));
  result.reason.clear();
}

}  // namespace

Interaction interaction(Measure measure, std::span<const GroupedUnits> units, Scale scale) {
  const Groups groups(measure, units, scale);
  Interaction result;
  result.degrees = groups.size() - 1;
  for (std::size_t g = 0; g < groups.size(); ++g) result.groups.push_back(groups.contrast(g));
  groups.test(result);
  return result;
}

}  // namespace cxrval::stats
