// SPDX-License-Identifier: Apache-2.0
#include "stats/recalibration.hpp"

#include "stats/probabilities.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <vector>

namespace cxrval::stats {
namespace {

constexpr int most_steps = 200;
constexpr double settled = 1e-11;  // a Newton step this small: the next one is at the limit of doubles

// Studies of one probability.
struct Level {
  double logit = 0;
  double n = 0;
  double positives = 0;
};

double logit(double p) {
  return std::log(p) - std::log1p(-p);
}

double logistic(double x) {
  return x >= 0 ? 1 / (1 + std::exp(-x)) : std::exp(x) / (1 + std::exp(x));
}

// log(1 + exp(x)) that does not overflow.
double softplus(double x) {
  return std::max(x, 0.0) + std::log1p(std::exp(-std::abs(x)));
}

struct Line {
  double intercept = 0;
  double slope = 1;

  double at(double x) const { return intercept + slope * x; }
};

double log_likelihood(const std::vector<Level>& levels, const Line& line) {
  double sum = 0;
  for (const Level& level : levels) {
    const double eta = line.at(level.logit);
    sum += level.positives * eta - level.n * softplus(eta);
  }
  return sum;
}

// First and second derivatives of the log likelihood, the second with its sign turned.
struct Derivatives {
  std::array<double, 2> gradient{};     // by intercept and slope
  std::array<double, 3> information{};  // intercept twice, mixed, slope twice
  double determinant() const { return information[0] * information[2] - information[1] * information[1]; }
};

Derivatives derive(const std::vector<Level>& levels, const Line& line) {
  Derivatives found;
  for (const Level& level : levels) {
    const double mean = logistic(line.at(level.logit));
    const double apart = level.positives - level.n * mean;
    const double weight = level.n * mean * (1 - mean);
    found.gradient[0] += apart;
    found.gradient[1] += apart * level.logit;
    found.information[0] += weight;
    found.information[1] += weight * level.logit;
    found.information[2] += weight * level.logit * level.logit;
  }
  return found;
}

// The likelihood is concave, so that Newton's step, halved until it does not make it worse, leads to its maximum.
// `direction` gives the full step from the derivatives; nothing when it cannot.
template <class Direction>
std::optional<Line> maximise(const std::vector<Level>& levels, Line line, Direction direction) {
  double reached = log_likelihood(levels, line);
  for (int step = 0; step < most_steps; ++step) {
    const std::optional<Line> full = direction(derive(levels, line));
    if (!full) return std::nullopt;
    const bool last = std::abs(full->intercept) <= settled * (1 + std::abs(line.intercept)) &&
                      std::abs(full->slope) <= settled * (1 + std::abs(line.slope));
    if (last) return Line{line.intercept + full->intercept, line.slope + full->slope};
    double share = 1;
    Line next = line;
    double there = reached;
    for (; share > 1e-10; share /= 2) {
      next = {line.intercept + share * full->intercept, line.slope + share * full->slope};
      there = log_likelihood(levels, next);
      if (there >= reached - 1e-14 * std::abs(reached)) break;
    }
    line = next;
    reached = there;
  }
  return std::nullopt;
}

std::optional<Line> step_of_both(const Derivatives& at) {
  const double determinant = at.determinant();
  if (!(determinant > 0) || !std::isfinite(determinant)) return std::nullopt;
  return Line{(at.information[2] * at.gradient[0] - at.information[1] * at.gradient[1]) / determinant,
              (at.information[0] * at.gradient[1] - at.information[1] * at.gradient[0]) / determinant};
}

std::optional<Line> step_of_intercept(const Derivatives& at) {
  if (!(at.information[0] > 0)) return std::nullopt;
  // Where the information has almost vanished a full step would leave the range of exp.
  return Line{std::clamp(at.gradient[0] / at.information[0], -8.0, 8.0), 0};
}

std::vector<Level> levels_of(const Scored& scored, std::span<const std::uint32_t> weights) {
  std::vector<Level> levels;
  std::size_t start = 0;
  for (const std::size_t end : scored.tie_ends()) {
    Level level;
    for (std::size_t i = start; i < end; ++i) {
      const auto times = static_cast<double>(weight_of(weights, i));
      level.n += times;
      if (scored.positive()[i] != 0) level.positives += times;
    }
    if (level.n > 0) {
      level.logit = logit(scored.scores()[start]);
      levels.push_back(level);
    }
    start = end;
  }
  return levels;
}

struct Totals {
  double n = 0;
  double positives = 0;
};

Totals add_up(const std::vector<Level>& levels) {
  Totals totals;
  for (const Level& level : levels) {
    totals.n += level.n;
    totals.positives += level.positives;
  }
  return totals;
}

// Levels are ascending; whether some line puts all of one class on one side (Albert and Anderson, Biometrika 71, 1984).
bool separated(const std::vector<Level>& levels) {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  std::array<double, 2> smallest{infinity, infinity};
  std::array<double, 2> largest{-infinity, -infinity};
  for (const Level& level : levels) {
    for (const std::size_t side : {0U, 1U}) {
      if ((side == 1 ? level.positives : level.n - level.positives) <= 0) continue;
      smallest[side] = std::min(smallest[side], level.logit);
      largest[side] = std::max(largest[side], level.logit);
    }
  }
  return largest[0] <= smallest[1] || largest[1] <= smallest[0];
}

std::string_view why_undefined(const Scored& scored, const std::vector<Level>& levels) {
  if (!are_probabilities(scored)) return no_probabilities;
  if (levels.empty()) return no_study;
  if (!std::isfinite(levels.front().logit) || !std::isfinite(levels.back().logit)) {
    return "a probability is 0 or 1, whose logit is infinite";
  }
  const Totals totals = add_up(levels);
  if (totals.positives <= 0 || totals.positives >= totals.n) return one_class;
  return {};
}

// The line is sought around the mean logit, where slope and intercept hardly depend on one another.
std::optional<Line> fit_line(const std::vector<Level>& levels) {
  double centre = 0;
  for (const Level& level : levels) centre += level.n * level.logit;
  centre /= add_up(levels).n;
  std::vector<Level> centred = levels;
  for (Level& level : centred) level.logit -= centre;
  const std::optional<Line> line = maximise(centred, {0, 0}, step_of_both);
  if (!line) return std::nullopt;
  return Line{line->intercept - line->slope * centre, line->slope};
}

}  // namespace

Recalibration recalibrate(const Scored& scored, std::span<const std::uint32_t> weights) {
  Recalibration found;
  const std::vector<Level> levels = are_probabilities(scored) ? levels_of(scored, weights) : std::vector<Level>{};
  found.reason = found.in_the_large_reason = why_undefined(scored, levels);
  if (!found.reason.empty()) return found;
  constexpr std::string_view not_settled = "the likelihood is too flat to find its maximum";
  if (const auto line = maximise(levels, {0, 1}, step_of_intercept)) {
    found.in_the_large = line->intercept;
  } else {
    found.in_the_large_reason = not_settled;
  }
  if (levels.size() == 1) {
    found.reason = "all probabilities are equal";
  } else if (separated(levels)) {
    found.reason = "a threshold separates the classes, so the slope is infinite";
  } else if (const auto line = fit_line(levels)) {
    found.intercept = line->intercept;
    found.slope = line->slope;
  } else {
    found.reason = not_settled;
  }
  return found;
}

}  // namespace cxrval::stats
