// SPDX-License-Identifier: Apache-2.0
#include "stats/confusion.hpp"

#include "catch.hpp"

#include <map>
#include <string>

using namespace cxrval::stats;

TEST_CASE("every measure equals the reference at the shape of the VinDr-CXR validation") {
  // 6,285 studies, 1,756 abnormal; a table that fits F1 0.653, not published. References: scikit-learn 1.2.1.
  const Confusion counts{1178, 674, 578, 3855};
  const std::map<std::string, double> expected{{"sensitivity", 0.6708428246013668},
                                               {"specificity", 0.8511812762199161},
                                               {"ppv", 0.6360691144708424},
                                               {"npv", 0.8696142567110309},
                                               {"accuracy", 0.8007955449482895},
                                               {"balanced_accuracy", 0.7610120504106415},
                                               {"f1", 0.6529933481152993},
                                               {"f2", 0.663587201442091},
                                               {"mcc", 0.5137887767765003},
                                               {"kappa", 0.5134310689995135},
                                               {"youden", 0.5220241008212829},
                                               {"prevalence", 0.2793953858392999},
                                               {"lr_positive", 4.507785092907405},
                                               {"lr_negative", 0.3867063157925836},
                                               {"jaccard", 0.48477366255144033},
                                               {"fnr", 0.3291571753986332},
                                               {"fpr", 0.14881872378008387},
                                               {"fdr", 0.36393088552915764},
                                               {"diagnostic_odds_ratio", 11.656869590216957}};
  CHECK(expected.size() == all_measures().size());
  for (const Measure measure : all_measures()) {
    INFO(name(measure));
    REQUIRE(value(measure, counts));
    CHECK(*value(measure, counts) == approx(expected.at(std::string(name(measure)))).epsilon(0).margin(1e-12));
  }
}

TEST_CASE("F1 is 0 without a true positive and undefined only when nothing is positive at all") {
  CHECK(value(Measure::f1, {0, 1, 0, 5}) == 0.0);
  CHECK(value(Measure::f1, {0, 0, 1, 5}) == 0.0);
  CHECK_FALSE(value(Measure::f1, {0, 0, 0, 5}));
}

TEST_CASE("a measure is undefined exactly when its denominator is 0") {
  const Confusion negatives_only{0, 2, 0, 3};
  CHECK_FALSE(value(Measure::sensitivity, negatives_only));
  CHECK(value(Measure::specificity, negatives_only) == 0.6);
  CHECK_FALSE(value(Measure::balanced_accuracy, negatives_only));
  CHECK_FALSE(value(Measure::mcc, negatives_only));
  CHECK_FALSE(value(Measure::diagnostic_odds_ratio, {4, 0, 1, 3}));
  CHECK_FALSE(value(Measure::kappa, {0, 0, 0, 3}));
  for (const Measure measure : all_measures()) CHECK_FALSE(value(measure, {}));
}

TEST_CASE("a large table does not overflow") {
  const Confusion counts{250'000'000, 250'000'000, 250'000'000, 250'000'000};
  CHECK(value(Measure::mcc, counts) == 0.0);
  CHECK(value(Measure::kappa, counts) == 0.0);
  CHECK(value(Measure::accuracy, counts) == 0.5);
}

TEST_CASE("MCC of a perfect table is 1, of a reversed one -1 and never beyond") {
  for (std::uint64_t a = 1; a < 60; ++a) {
    for (std::uint64_t b = 1; b < 60; ++b) {
      REQUIRE(value(Measure::mcc, {a, 0, 0, b}) == 1.0);
      REQUIRE(value(Measure::mcc, {0, a, b, 0}) == -1.0);
    }
  }
  // The reference case confusion_paper.
  CHECK(*value(Measure::mcc, {1178, 674, 578, 3855}) == approx(.5137887767765003).epsilon(0).margin(1e-12));
}

TEST_CASE("studies are counted into their cells") {
  Confusion counts;
  counts.add(true, true);
  counts.add(true, false);
  counts.add(false, true);
  counts.add(false, false);
  counts.add(false, false);
  CHECK(counts == Confusion{1, 1, 1, 2});
  CHECK(counts.total() == 5);
}

TEST_CASE("names are read back and no other word is a measure") {
  for (const Measure measure : all_measures()) CHECK(parse_measure(name(measure)) == measure);
  CHECK_FALSE(parse_measure("F1"));
  CHECK_FALSE(parse_measure(""));
}

TEST_CASE("measures that are no ratio of two sums of cells have no such form") {
  for (const Measure measure : all_measures()) {
    const std::string word(name(measure));
    const bool other = word == "balanced_accuracy" || word == "youden" || word == "mcc" || word == "kappa" ||
                       word == "lr_positive" || word == "lr_negative" || word == "diagnostic_odds_ratio";
    INFO(word);
    CHECK(linear_ratio(measure).has_value() != other);
  }
  CHECK(linear_ratio(Measure::f2)->denominator.sum({1, 10, 100, 1000}) == 5 + 10 + 400);
}
