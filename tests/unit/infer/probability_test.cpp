// SPDX-License-Identifier: Apache-2.0
#include "infer/probability.hpp"

#include "base/number.hpp"
#include "catch.hpp"

#include <cmath>
#include <cstddef>
#include <limits>
#include <span>
#include <string>
#include <vector>

using namespace cxrval;
using namespace cxrval::infer;

namespace {

std::optional<double> of(std::vector<float> values, BinaryOutput output) {
  return probability(values, output);
}

}  // namespace

TEST_CASE("a logit becomes a probability by the logistic function") {
  const BinaryOutput logit{BinaryForm::logit, 1, 0};
  CHECK(of({0}, logit) == 0.5);
  CHECK(*of({2}, logit) == approx(0.880797078));
  CHECK(*of({-100}, logit) == approx(0).margin(1e-40));
  CHECK(of({200}, logit) == 1);
  CHECK(of({-3.4e38F}, logit) == 0);
}

TEST_CASE("class logits become the softmax of the positive class without overflow") {
  CHECK(*of({1, 3}, {BinaryForm::class_logits, 2, 1}) == approx(0.880797078));
  CHECK(*of({1, 3}, {BinaryForm::class_logits, 2, 0}) == approx(0.119202922));
  CHECK(of({3e38F, -3e38F, 0}, {BinaryForm::class_logits, 3, 0}) == 1);
}

TEST_CASE("what is no probability gives nothing") {
  const float nan = std::numeric_limits<float>::quiet_NaN();
  const float infinity = std::numeric_limits<float>::infinity();
  CHECK_FALSE(of({nan}, {BinaryForm::logit, 1, 0}));
  CHECK_FALSE(of({infinity}, {BinaryForm::logit, 1, 0}));
  CHECK_FALSE(of({0, nan}, {BinaryForm::class_logits, 2, 0}));
  CHECK_FALSE(of({1.0001F}, {BinaryForm::probability, 1, 0}));
  CHECK_FALSE(of({-0.1F}, {BinaryForm::probability, 1, 0}));
  CHECK(of({0.25F}, {BinaryForm::probability, 1, 0}) == 0.25);
}

TEST_CASE("a probability is the number that its written text reads back as") {
  for (const float value : {0.1F, 0.3F, 0.7F, 0.123456789F, 1e-20F, 0.99999994F}) {
    const double written = as_written(double{value});
    const std::string text = base::format_real(written);
    CHECK(text.size() <= 13);
    CHECK(base::parse_real(text) == written);
    CHECK(static_cast<float>(written) == value);
  }
  CHECK(base::format_real(as_written(double{0.3F})) == "0.3");
}

TEST_CASE("the probabilities of a multi-class model are the softmax of its logits") {
  const MultiClassOutput output{{"a", "b", "c"}};
  const std::vector<float> logits{1, 2, 3};
  const auto found = probabilities(logits, output);
  REQUIRE(found);
  const double sum = std::exp(1.0) + std::exp(2.0) + std::exp(3.0);
  for (std::size_t i = 0; i < 3; ++i) CHECK((*found)[i] == as_written(std::exp(1.0 + static_cast<double>(i)) / sum));
  CHECK(best_of(*found) == 2);
  const auto extreme = probabilities(std::vector<float>{-3e38F, 3e38F, 0}, output);
  REQUIRE(extreme);
  CHECK(*extreme == std::vector<double>{0, 1, 0});
  CHECK_FALSE(probabilities(std::vector<float>{0, std::nanf(""), 0}, output));
}

TEST_CASE("a multi-class model of two classes gives what the binary one of the same logits gives") {
  for (const float logit : {-30.0F, -1.25F, 0.0F, 0.7F, 12.0F}) {
    const std::vector<float> values{0.5F, logit};
    const auto both = probabilities(values, MultiClassOutput{{"a", "b"}});
    CHECK(both->at(1) == probability(values, BinaryOutput{BinaryForm::class_logits, 2, 1}));
    CHECK(both->at(0) == probability(values, BinaryOutput{BinaryForm::class_logits, 2, 0}));
  }
}

TEST_CASE("each class of a multi-label model has its own probability") {
  const MultiLabelOutput output{{"a", "b"}};
  const std::vector<float> values{-1.5F, 4};
  const auto found = probabilities(values, output);
  REQUIRE(found);
  for (std::size_t i = 0; i < 2; ++i)
    CHECK((*found)[i] == probability(std::span(values).subspan(i, 1), BinaryOutput{}));
  CHECK_FALSE(probabilities(std::vector<float>{std::numeric_limits<float>::infinity(), 0}, output));
}

TEST_CASE("probabilities that a model gives itself are taken as they are, and must be some") {
  const std::vector<float> values{0.1F, 0.9F};
  CHECK(probabilities(values, MultiClassOutput{{"a", "b"}, false}) == std::vector<double>{0.1, 0.9});
  CHECK(probabilities(values, MultiLabelOutput{{"a", "b"}, false}) == std::vector<double>{0.1, 0.9});
  CHECK_FALSE(probabilities(std::vector<float>{0.1F, 1.5F}, MultiClassOutput{{"a", "b"}, false}));
  CHECK_FALSE(probabilities(std::vector<float>{-0.1F, 0.5F}, MultiLabelOutput{{"a", "b"}, false}));
  CHECK_FALSE(probabilities(std::vector<float>{std::nanf(""), 0.5F}, MultiLabelOutput{{"a", "b"}, false}));
}

TEST_CASE("the chance of chosen classes is a sum where one class holds, and the highest one where any may") {
  const std::vector<double> all{0.2, 0.5, 0.3};
  CHECK(chance_of_one(all, {{0, 2}, false}) == 0.5);
  CHECK(chance_of_one(all, {{0, 2}, true}) == 0.5);
  CHECK(chance_of_one(all, {{1}, true}) == as_written(0.2 + 0.3));
  CHECK(chance_of_one(std::vector<double>{0.7, 0.8}, {{0, 1}, false}) == 1);
  CHECK(chance_of_any(all, {{0, 2}, false}) == 0.3);
  CHECK(chance_of_any(all, {{0, 2}, true}) == as_written(0.7));
  CHECK(chance_of_any(all, {{1}, true}) == 0.5);
}

TEST_CASE("of equal probabilities the first class is the best") {
  CHECK(best_of(std::vector<double>{0.2, 0.4, 0.4}) == 1);
  CHECK(best_of(std::vector<double>{0}) == 0);
}
