// SPDX-License-Identifier: Apache-2.0
#include "match/clock_peaks.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace cxrval::match {
namespace {

constexpr int minutes_a_day = 1440;
constexpr int bin = 10;          // minutes
constexpr int half_window = 60;  // around a mode
constexpr int lead = 240;        // of the region before the shifted mode
constexpr int trail = 420;       // and behind it
constexpr double pseudo = 0.05;  // lags a bin, so that a background of nothing has a logarithm
constexpr double least_score = 4.5;
constexpr double least_excess = 20;

using Beta = std::array<double, 3>;

struct Bin {
  double x = 0;      // -1 to 1
  double count = 0;  // of astray lags
  double shape = 0;  // share of the shifted main peak
};

// The background exp(b0 + b1 x + b2 x^2) under `weights` of the bins' counts.
class Background {
 public:
  explicit Background(const std::vector<Bin>& bins) : bins_(bins) {
    double sum = 0;
    for (const Bin& b : bins) sum += b.count + pseudo;
    beta_[0] = std::log(sum / static_cast<double>(bins.size()));
  }

  double at(const Bin& b) const { return std::exp(beta_[0] + b.x * (beta_[1] + b.x * beta_[2])); }

  // One step of Fisher scoring towards counts that are `of_background`; the size of the step.
  double step(const std::vector<double>& of_background) {
    System system{};
    for (std::size_t i = 0; i < bins_.size(); ++i) {
      const double mean = at(bins_[i]);
      const Beta row{1, bins_[i].x, bins_[i].x * bins_[i].x};
      for (std::size_t j = 0; j < 3; ++j) {
        for (std::size_t k = 0; k < 3; ++k) system[j][k] += mean * row[j] * row[k];
        system[j][3] += (of_background[i] + pseudo - mean) * row[j];
      }
    }
    Beta delta = solved(system, 3);
    if (beta_[2] + delta[2] < 0) {
      for (std::size_t j = 0; j < 2; ++j) system[j][3] += system[j][2] * beta_[2];
      delta = solved(system, 2);
      delta[2] = -beta_[2];
    }
    const double largest = std::max({std::abs(delta[0]), std::abs(delta[1]), std::abs(delta[2])});
    const double scale = largest > 1 ? 1 / largest : 1;
    for (std::size_t j = 0; j < 3; ++j) beta_[j] += scale * delta[j];
    return largest;
  }

 private:
  using System = std::array<std::array<double, 4>, 3>;

  // The first `size` unknowns by Gaussian elimination; the information matrix is positive definite.
  static Beta solved(System m, std::size_t size) {
    for (std::size_t j = 0; j < size; ++j) {
      for (std::size_t k = j + 1; k < size; ++k) {
        const double factor = m[k][j] / m[j][j];
        for (std::size_t column = j; column < 4; ++column) m[k][column] -= factor * m[j][column];
      }
    }
    Beta beta{};
    for (std::size_t j = size; j-- > 0;) {
      double sum = m[j][3];
      for (std::size_t k = j + 1; k < size; ++k) sum -= m[j][k] * beta[k];
      beta[j] = sum / m[j][j];
    }
    return beta;
  }

  const std::vector<Bin>& bins_;
  Beta beta_{};
};

struct Fit {
  Background background;
  double excess = 0;
  double log_likelihood = 0;
};

double log_likelihood(const std::vector<Bin>& bins, const Fit& fit) {
  double sum = 0;
  for (const Bin& b : bins) {
    const double background = fit.background.at(b);
    const double mean = background + fit.excess * b.shape;
    sum += b.count * std::log(mean) - mean + pseudo * std::log(background);
  }
  return sum;
}

Fit without_excess(const std::vector<Bin>& bins) {
  Fit fit{Background(bins)};
  std::vector<double> counts;
  for (const Bin& b : bins) counts.push_back(b.count);
  for (int i = 0; i < 50 && fit.background.step(counts) > 1e-9; ++i) continue;
  fit.log_likelihood = log_likelihood(bins, fit);
  return fit;
}

Fit with_excess(const std::vector<Bin>& bins, const Fit& without) {
  Fit fit = without;
  double shapes = 0;
  double slope = 0;  // of the log-likelihood at no excess, and its variance were the background known
  double information = 0;
  for (const Bin& b : bins) {
    const double background = without.background.at(b);
    shapes += b.shape;
    slope += b.shape * (b.count / background - 1);
    information += b.shape * b.shape / background;
    fit.excess += b.count / 2;
  }
  if (slope <= std::sqrt(information)) return without;  // far from a peak: most cases end here
  std::vector<double> of_background(bins.size());
  for (int i = 0; i < 300; ++i) {
    double of_peak = 0;
    for (std::size_t j = 0; j < bins.size(); ++j) {
      const double peak = fit.excess * bins[j].shape;
      const double part = bins[j].count * peak / (peak + fit.background.at(bins[j]));
      of_peak += part;
      of_background[j] = bins[j].count - part;
    }
    const double before = fit.excess;
    fit.excess = of_peak / shapes;
    const double moved = fit.background.step(of_background);
    if (moved < 1e-6 && std::abs(fit.excess - before) < 1e-6 * (1 + before)) break;
  }
  fit.log_likelihood = log_likelihood(bins, fit);
  return fit;
}

std::vector<Bin> bins_of(const MainPeak& main, const LagHistogram& astray, int shift) {
  std::vector<Bin> bins;
  const int from = main.mode() + shift - lead;
  for (int minute = from; minute < from + lead + trail; minute += bin) {
    if (minute + bin > near_from && minute < near_to) continue;
    bins.push_back({static_cast<double>(minute), static_cast<double>(astray.between(minute, minute + bin)),
                    main.share(minute - shift, minute + bin - shift)});
  }
  const double first = bins.front().x;
  const double last = bins.back().x;
  for (Bin& b : bins) b.x = 2 * (b.x - first) / (last - first) - 1;
  return bins;
}

std::optional<LagPeak> peak_at(const MainPeak& main, const Searched& in, int shift) {
  const std::vector<Bin> bins = bins_of(main, in.astray, shift);
  const Fit without = without_excess(bins);
  const Fit with = with_excess(bins, without);
  LagPeak peak{.shift_minutes = shift, .excess = with.excess};
  peak.score = std::sqrt(std::max(0.0, 2 * (with.log_likelihood - without.log_likelihood)));
  peak.share = with.excess / static_cast<double>(in.studies);
  if (peak.score < least_score || peak.excess < least_excess || peak.share < in.least_share) return std::nullopt;
  const int mode = main.mode() + shift;
  peak.count = in.astray.between(mode - half_window, mode + half_window);
  peak.expected = std::max(0.0, static_cast<double>(peak.count) -
                                    with.excess * main.share(main.mode() - half_window, main.mode() + half_window));
  return peak;
}

double normal_below(double z) {
  return 0.5 * std::erfc(-z / std::sqrt(2.0));
}

double generic_below(int minute) {
  return minute <= 0 ? 0 : normal_below(std::log(minute / 120.0) / 0.8);
}

}  // namespace

MainPeak::MainPeak(const LagHistogram& candidates, std::uint64_t studies) {
  const std::uint64_t near = candidates.between(near_from, near_to);
  learnt_ = near >= 100 && near >= studies / 10;
  const double whole = generic_below(near_to);
  for (int minute = near_from; minute < near_to; ++minute) {
    const double generic = (generic_below(minute + 1) - generic_below(minute)) / whole;
    shares_[static_cast<std::size_t>(minute - near_from)] =
        learnt_ ? static_cast<double>(candidates.at(minute)) / static_cast<double>(near) : generic;
  }
  double most = -1;
  for (int middle = near_from + 30; middle <= near_to - 30; ++middle) {
    const double hour = share(middle - 30, middle + 30);
    if (hour <= most) continue;
    most = hour;
    mode_ = middle;
  }
}

double MainPeak::share(int from, int to) const {
  double sum = 0;
  for (int minute = std::max(from, near_from); minute < std::min(to, near_to); ++minute) {
    sum += shares_[static_cast<std::size_t>(minute - near_from)];
  }
  return sum;
}

std::vector<LagPeak> shifted_peaks(const MainPeak& main, const Searched& in) {
  std::vector<LagPeak> found;
  if (in.studies == 0) return found;
  for (const int shift : suspect_shifts) {
    if (auto peak = peak_at(main, in, shift)) found.push_back(*peak);
  }
  const bool both = found.size() > 1 && found.back().shift_minutes - found.front().shift_minutes == minutes_a_day;
  if (both) found.erase(found.front().excess < found.back().excess ? found.begin() : found.end() - 1);
  return found;
}

}  // namespace cxrval::match
