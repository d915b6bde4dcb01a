// SPDX-License-Identifier: Apache-2.0
#include "stats/folds.hpp"

#include "stats/wide_random.hpp"

#include <algorithm>
#include <limits>
#include <numeric>
#include <stdexcept>
#include <utility>

namespace cxrval::stats {
namespace {

std::uint64_t rows_of(const PatientRows& patient) {
  return std::accumulate(patient.strata.begin(), patient.strata.end(), std::uint64_t{0});
}

// Many rows first; those with as many in a drawn order.
std::vector<std::size_t> order_of(std::span<const PatientRows> patients, std::uint64_t seed, std::uint64_t stream) {
  std::vector<std::size_t> order(patients.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  WideRandom random(seed, stream);
  for (std::size_t left = order.size(); left > 1; --left) {
    std::swap(order[left - 1], order[random.below(static_cast<std::uint32_t>(left))]);
  }
  std::stable_sort(order.begin(), order.end(), [&](std::size_t one, std::size_t other) {
    return rows_of(patients[one]) > rows_of(patients[other]);
  });
  return order;
}

// The rows of the strata, and of all together behind them, that each part has and should have.
class Parts {
 public:
  Parts(std::span<const PatientRows> patients, std::span<const Fraction> shares) {
    std::vector<std::uint64_t> totals(patients.empty() ? 1 : patients.front().strata.size() + 1);
    for (const PatientRows& patient : patients) {
      if (patient.strata.size() + 1 != totals.size()) throw std::invalid_argument("part_patients: strata");
      for (std::size_t s = 0; s + 1 < totals.size(); ++s) totals[s] += patient.strata[s];
      totals.back() += rows_of(patient);
    }
    for (const std::uint64_t total : totals) totals_.push_back(static_cast<double>(total));
    for (const Fraction& share : shares) {
      std::vector<double> wanted;
      for (const double total : totals_) {
        wanted.push_back(total * static_cast<double>(share.part) / static_cast<double>(share.whole));
      }
      short_of_.push_back(std::move(wanted));
    }
  }

  std::size_t best(const PatientRows& patient) const {
    std::pair<double, double> least{std::numeric_limits<double>::infinity(), 0};
    std::size_t found = 0;
    for (std::size_t part = 0; part < short_of_.size(); ++part) {
      double cost = 0;
      for (std::size_t s = 0; s < patient.strata.size(); ++s) {
        const auto rows = static_cast<double>(patient.strata[s]);
        if (rows > 0) cost += rows * (rows - 2 * short_of_[part][s]) / totals_[s];
      }
      const std::pair<double, double> together{cost, -short_of_[part].back()};
      if (together < least) {
        least = together;
        found = part;
      }
    }
    return found;
  }

  void add(std::size_t part, const PatientRows& patient) {
    for (std::size_t s = 0; s < patient.strata.size(); ++s)
      short_of_[part][s] -= static_cast<double>(patient.strata[s]);
    short_of_[part].back() -= static_cast<double>(rows_of(patient));
  }

 private:
  std::vector<double> totals_;
  std::vector<std::vector<double>> short_of_;
};

}  // namespace

std::vector<std::size_t> part_patients(std::span<const PatientRows> patients, std::span<const Fraction> shares,
                                       std::uint64_t seed, std::uint64_t stream) {
  if (shares.empty()) throw std::invalid_argument("part_patients: no shares");
  Parts parts(patients, shares);
  std::vector<std::size_t> part_of(patients.size());
  for (const std::size_t patient : order_of(patients, seed, stream)) {
    part_of[patient] = parts.best(patients[patient]);
    parts.add(part_of[patient], patients[patient]);
  }
  return part_of;
}

}  // namespace cxrval::stats
