// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "stats/agreement.hpp"
#include "stats/confusion.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace cxrval::stats {

// Measures of several classes: each class against all others is a Confusion, and of these the averages.

inline constexpr std::string_view no_class_true = "no class is ever true";
// Why there is no macro or weighted average over the classes whose `counted` is not 0.
std::string_view why_no_average(std::span<const std::uint8_t> counted);

// The mean over the classes whose `counted` is not 0. Nothing where one of them is nothing, or there is none: the mean
// over the others is another number.
std::optional<double> macro_average(std::span<const std::optional<double>> classes,
                                    std::span<const std::uint8_t> counted);

// The mean weighted by the numbers of studies of each class; a class without studies does not matter. Nothing where one
// with studies is nothing, or there is none.
std::optional<double> weighted_average(std::span<const std::optional<double>> classes,
                                       std::span<const std::uint64_t> studies);

// All decisions of all classes in one table: of predictions that name one class, micro F1, sensitivity and PPV are the
// share of right predictions.
Confusion micro_total(std::span<const Confusion> classes);

// Matthews correlation of several classes: R_K of Gorodkin, Comput. Biol. Chem. 28, 2004. First rater truth, second
// prediction. Nothing when one of them names a single class only.
std::optional<double> multi_class_mcc(const AgreementTable& table);

}  // namespace cxrval::stats
