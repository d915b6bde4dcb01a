// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "stats/binomial.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace cxrval::stats {

// How many rows a patient has in each stratum.
struct PatientRows {
  std::vector<std::uint64_t> strata;
};

// Parts patients, each with all rows, so that part p has close to shares[p] of the rows of every stratum; the shares
// sum to 1. Returns each patient's part.
//
// Patients with more rows go first, those alike in an order drawn from (seed, stream), each to the part that falls
// short of its share of the patient's strata most: the least increase of sum over strata of (rows - wanted)^2 / all
// rows; of equal ones to the part that falls short most in all. Patients with one row in one stratum are parted as
// evenly as whole numbers allow. The result depends on the order of the patients: sort them by id.
//
// Throws std::invalid_argument for no shares, and patients of different numbers of strata.
std::vector<std::size_t> part_patients(std::span<const PatientRows> patients, std::span<const Fraction> shares,
                                       std::uint64_t seed, std::uint64_t stream);

}  // namespace cxrval::stats
