// SPDX-License-Identifier: Apache-2.0
#include "plan.hpp"

#include "base/error.hpp"
#include "stats/roc.hpp"

#include <numeric>

namespace cxrval::split_folds {
namespace {

using base::UsageError;
using stats::Fraction;

constexpr std::uint64_t most_folds = 1000;
constexpr std::uint64_t most_parts = 1'000'000;  // of a share: its square times most_folds fits 64 bits

std::optional<Fraction> parse(const std::string& text, const char* option) {
  if (text.empty()) return std::nullopt;
  const auto share = stats::parse_share(text);
  if (!share || share->part == 0 || share->part >= share->whole) {
    throw UsageError(std::string(option) + " needs a share between 0 and 1, such as 0.5");
  }
  const std::uint64_t divisor = std::gcd(share->part, share->whole);
  const Fraction least{share->part / divisor, share->whole / divisor};
  if (least.whole > most_parts) throw UsageError(std::string(option) + " needs a share of at most six decimals");
  return least;
}

// Part of a rest: the share of all divided by what the test set leaves.
Fraction of_rest(Fraction share, const std::optional<Fraction>& test) {
  if (!test) return share;
  return {share.part * test->whole, share.whole * (test->whole - test->part)};
}

}  // namespace

Plan plan_of(const Options& options) {
  if (options.folds < 1 || options.folds > most_folds) throw UsageError("--folds needs a number from 1 to 1000");
  const auto test = parse(options.test, "--test");
  const auto validation = parse(options.validation, "--validation");
  if (options.fixed_test && !test) throw UsageError("--fixed-test needs the share of the test set; give it by --test");
  if (validation && !options.fixed_test) {
    throw UsageError(
        "--validation is of what a fixed test set leaves; give --test SHARE --fixed-test, or leave it out");
  }
  if (options.folds == 1 && !test) throw UsageError("one fold of all rows parts nothing; give --folds 2 or --test");
  Plan plan;
  plan.folds = options.folds;
  if (options.fixed_test) plan.test = test;
  const auto fold = options.fixed_test ? validation : test;
  const Fraction each = fold ? of_rest(*fold, plan.test) : Fraction{1, options.folds};
  if (each.part * options.folds > each.whole) {
    throw UsageError(options.fixed_test
                         ? "the folds' validation parts are more than the test set leaves; lower --validation"
                         : "the folds' test parts are more than all; lower --test or --folds, or give --fixed-test");
  }
  plan.parts.assign(options.folds, each);
  const Fraction rest{each.whole - each.part * options.folds, each.whole};
  if (rest.part > 0) plan.parts.push_back(rest);
  return plan;
}

}  // namespace cxrval::split_folds
