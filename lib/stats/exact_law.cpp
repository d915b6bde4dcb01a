// SPDX-License-Identifier: Apache-2.0
#include "stats/exact_law.hpp"

#include "base/error.hpp"
#include "stats/count_rows.hpp"
#include "stats/normal.hpp"

#include <algorithm>
#include <cmath>

namespace cxrval::stats {
namespace {

constexpr double tie = 1e-12;
constexpr std::uint64_t most_studies = 1'000'000'000;
constexpr int most_guesses = 200;

struct Moments {
  double chance = 0;
  double mean = 0;
  double deviation = 0;
  double skewness = 0;
};

struct Atom {
  double value;
  double chance;
};

// How likely the statistic is defined and at most x, and of how many pairs.
struct Level {
  double x = 0;
  double chance = 0;
  std::int64_t pairs = 0;
};

// So few are as well sorted as told apart by one more guess. Of equal values no guess tells.
std::int64_t few_pairs(int guesses) {
  return guesses < 8 ? 64 : 4096;
}

template <class Rows>
class Plane {
 public:
  explicit Plane(Rows rows) : rows_(std::move(rows)), whole_(up_to(rows_.range().second)) {
    if (whole_.chance <= 0) throw base::Error("the measure is undefined in every resample");
  }

  ExactLaw law(std::span<const double> probabilities, std::span<const double> points) {
    find_moments();
    ExactLaw law{moments_.mean, moments_.deviation, 0, {}, {}};
    for (const double probability : probabilities) law.quantiles.push_back(quantile(probability));
    for (const double point : points) law.points.push_back(chance(point));
    return law;
  }

  PointChance chance(double point) const {
    const double below = level(point, [point](double value) { return value < point; }).chance;
    return {below / whole_.chance, std::max(0.0, up_to(point).chance - below) / whole_.chance};
  }

 private:
  using Cursor = typename Rows::Cursor;

  // Moves the cursor behind the last k of its row whose value is still below.
  template <class Below>
  void settle(Cursor& cursor, Below below) const {
    const std::size_t row = cursor.row();
    bool rose = false;
    for (; cursor.k() < rows_.last(row) && below(rows_.value(row, cursor.k() + 1)); rose = true) cursor.up();
    if (rose) return;
    while (cursor.k() >= rows_.first(row) && !below(rows_.value(row, cursor.k()))) cursor.down();
  }

  template <class Below>
  Cursor start(Below below) const {
    std::int64_t low = rows_.first(0) - 1;  // the last that is known to be below
    std::int64_t high = rows_.last(0);
    while (low < high) {
      const std::int64_t middle = low + (high - low + 1) / 2;
      if (below(rows_.value(0, middle))) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    Cursor cursor(rows_);
    cursor.start_at(low);
    return cursor;
  }

  template <class Below>
  Level level(double x, Below below) const {
    Level found{x, 0, 0};
    Cursor cursor = start(below);
    while (true) {
      const std::size_t row = cursor.row();
      found.chance += rows_.chance(row) * cursor.before();
      found.pairs += cursor.k() - rows_.first(row) + 1;
      if (row + 1 == rows_.size()) return found;
      cursor.next();
      settle(cursor, below);
    }
  }

  Level up_to(double x) const {
    return level(x, [x](double value) { return value <= x; });
  }

  std::vector<Atom> atoms(double low, double high) const {
    const auto below = [low](double value) { return value <= low; };
    std::vector<Atom> found;
    Cursor cursor = start(below);
    while (true) {
      const std::size_t row = cursor.row();
      for (Cursor ahead = cursor; ahead.k() < rows_.last(row);) {
        ahead.up();
        const double value = rows_.value(row, ahead.k());
        if (value > high) break;
        found.push_back({value, rows_.chance(row) * ahead.chance()});
      }
      if (row + 1 == rows_.size()) return found;
      cursor.next();
      settle(cursor, below);
    }
  }

  // Around a value near the mean, so that no digits cancel.
  void find_moments() {
    const std::size_t middle = rows_.size() / 2;
    double near = 0;
    double chance = 0, first = 0, second = 0, third = 0;
    each(middle, [&](double value, double weight) {
      near += value * weight;
      chance += weight;
    });
    near = chance > 0 ? near / chance : 0;
    chance = 0;
    for (std::size_t row = 0; row < rows_.size(); row += rows_.step()) {
      each(row, [&](double value, double weight) {
        const double distance = value - near;
        chance += weight;
        first += weight * distance;
        second += weight * distance * distance;
        third += weight * distance * distance * distance;
      });
    }
    first /= chance;
    second /= chance;
    const double variance = std::max(0.0, second - first * first);
    const double cubed = third / chance - 3 * first * second + 2 * first * first * first;
    moments_ = {chance, near + first, std::sqrt(variance), variance > 0 ? cubed / (variance * std::sqrt(variance)) : 0};
  }

  template <class Visit>
  void each(std::size_t row, Visit visit) {
    const SparseLaw& inner = rows_.inner(row);
    const std::int64_t start = static_cast<std::int64_t>(inner.law.first);
    for (std::size_t i = 0; i < inner.law.p.size(); i += inner.step) {
      const std::int64_t k = start + static_cast<std::int64_t>(i);
      if (k < rows_.first(row) || k > rows_.last(row)) continue;
      visit(rows_.value(row, k), rows_.chance(row) * inner.law.p[i] * static_cast<double>(inner.step));
    }
  }

  double score(const Level& at) const {
    return normal_quantile(std::clamp(at.chance / whole_.chance, 1e-15, 1 - 1e-15));
  }

  // Where the curve of P(statistic <= x), nearly straight on the normal scale, should reach the wanted score; a little
  // beyond, as seen from the nearer end, so that the next bracket is small.
  double guess(const Level& low, const Level& high, double wanted) const {
    const double low_score = score(low), high_score = score(high);
    const double share = (wanted - low_score) / (high_score - low_score);
    const double beyond = share < 0.5 ? share * 1.1 : 1 - (1 - share) * 1.1;
    return low.x + beyond * (high.x - low.x);
  }

  double quantile(double probability) const {
    const double target = probability * whole_.chance - tie;
    const double wanted = normal_quantile(std::clamp(probability, 1e-15, 1 - 1e-15));
    Level low{std::nextafter(rows_.range().first, -1.0 / 0.0), 0, 0};
    Level high = whole_;
    double next = moments_.mean + moments_.deviation * (wanted + (wanted * wanted - 1) * moments_.skewness / 6);
    for (int guesses = 0; high.pairs - low.pairs > few_pairs(guesses) && guesses < most_guesses; ++guesses) {
      if (!(low.x < next && next < high.x)) next = low.x + (high.x - low.x) / 2;
      if (!(low.x < next && next < high.x)) break;
      const Level at = up_to(next);
      (at.chance < target ? low : high) = at;
      next = guesses == 0 ? next + 1.2 * moments_.deviation * (wanted - score(at)) : guess(low, high, wanted);
    }
    std::vector<Atom> candidates = atoms(low.x, high.x);
    std::sort(candidates.begin(), candidates.end(), [](const Atom& l, const Atom& r) { return l.value < r.value; });
    double sum = low.chance;
    for (const Atom& atom : candidates) {
      sum += atom.chance;
      if (sum >= target && sum > 0) return atom.value;
    }
    return candidates.back().value;
  }

  Rows rows_;
  Level whole_;
  Moments moments_;
};

ExactLaw single_value(double value, std::span<const double> probabilities, std::span<const double> points) {
  ExactLaw law{value, 0, 0, std::vector<double>(probabilities.size(), value), {}};
  for (const double point : points) law.points.push_back({value < point ? 1.0 : 0.0, value == point ? 1.0 : 0.0});
  return law;
}

void check_size(const Confusion& counts) {
  for (const std::uint64_t cell : {counts.tp, counts.fp, counts.fn, counts.tn}) {
    if (cell > most_studies) throw base::Error("too many studies for the exact law; use resamples");
  }
  if (counts.total() > most_studies) throw base::Error("too many studies for the exact law; use resamples");
}

}  // namespace

std::optional<TwoCounts> two_counts(Measure measure, const Confusion& c) {
  switch (measure) {
    case Measure::f1:
      return TwoCounts{c.tp, c.fp + c.fn, c.tn, 2};
    case Measure::jaccard:
      return TwoCounts{c.tp, c.fp + c.fn, c.tn, 1};
    case Measure::sensitivity:
      return TwoCounts{c.tp, c.fn, c.fp + c.tn, 1};
    case Measure::specificity:
      return TwoCounts{c.tn, c.fp, c.tp + c.fn, 1};
    case Measure::ppv:
      return TwoCounts{c.tp, c.fp, c.fn + c.tn, 1};
    case Measure::npv:
      return TwoCounts{c.tn, c.fn, c.tp + c.fp, 1};
    case Measure::accuracy:
      return TwoCounts{c.tp + c.tn, c.fp + c.fn, 0, 1};
    case Measure::prevalence:
      return TwoCounts{c.tp + c.fn, c.fp + c.tn, 0, 1};
    case Measure::fnr:
      return TwoCounts{c.fn, c.tp, c.fp + c.tn, 1};
    case Measure::fpr:
      return TwoCounts{c.fp, c.tn, c.tp + c.fn, 1};
    case Measure::fdr:
      return TwoCounts{c.fp, c.tp, c.fn + c.tn, 1};
    default:
      return std::nullopt;
  }
}

ExactLaw exact_law(const TwoCounts& counts, std::span<const double> probabilities, std::span<const double> points) {
  check_size({counts.a, counts.b, counts.rest, 0});
  if (counts.a + counts.b == 0) throw base::Error("the measure is undefined in every resample");
  const double n = static_cast<double>(counts.a + counts.b + counts.rest);
  ExactLaw law = counts.a == 0 || counts.b == 0
                     ? single_value(counts.a == 0 ? 0 : 1, probabilities, points)
                     : Plane(NestedRows(counts.a, counts.b, counts.rest, counts.weight)).law(probabilities, points);
  law.undefined = std::pow(static_cast<double>(counts.rest) / n, n);
  return law;
}

PointChance exact_chance(const TwoCounts& counts, double point) {
  check_size({counts.a, counts.b, counts.rest, 0});
  if (counts.a + counts.b == 0) throw base::Error("the measure is undefined in every resample");
  if (counts.a == 0 || counts.b == 0) return single_value(counts.a == 0 ? 0 : 1, {}, {&point, 1}).points[0];
  return Plane(NestedRows(counts.a, counts.b, counts.rest, counts.weight)).chance(point);
}

ExactLaw exact_law_within_strata(Measure measure, const Confusion& counts, std::span<const double> probabilities,
                                 std::span<const double> points) {
  check_size(counts);
  IndependentRows rows(measure, counts);
  const double undefined = rows.undefined();
  ExactLaw law = Plane(std::move(rows)).law(probabilities, points);
  law.undefined = undefined;
  return law;
}

}  // namespace cxrval::stats
