// SPDX-License-Identifier: Apache-2.0
#include "infer/probability.hpp"

#include "base/number.hpp"
#include "catch.hpp"

#include <limits>
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
