// SPDX-License-Identifier: Apache-2.0
#include "infer/torchvision.hpp"

#include "catch.hpp"

#include <cstddef>
#include <limits>
#include <stdexcept>
#include <vector>

using namespace cxrval;
using namespace cxrval::infer;

namespace {

const DetectorFrame frame{{10, 20, 0, 0}, {1000, 2000}};

DetectorOutput output(double score, int first_label = 1) {
  return {{"Nodule/Mass", "Pneumothorax"}, score, {.iou_threshold = 0.5}, TorchvisionLayout{first_label}};
}

struct Values {
  std::vector<float> boxes;
  std::vector<float> labels;
  std::vector<float> scores;
};

const Values two{{40, 20, 60, 30, 0, 0, 10, 10}, {2, 1}, {0.75F, 0.5F}};

std::optional<std::vector<boxes::Detection>> decode(const Values& values, const DetectorOutput& wanted) {
  return decode_torchvision({values.boxes, values.labels, values.scores}, wanted, frame);
}

}  // namespace

TEST_CASE("torchvision's boxes become boxes in the original image's pixels") {
  CHECK(decode(two, output(0.25)) ==
        std::vector<boxes::Detection>{{{400, 400, 600, 600}, 1, 0.75}, {{0, 0, 100, 200}, 0, 0.5}});
  CHECK(decode(two, output(0.5))->size() == 1);
  CHECK(decode(Values{}, output(0.5)) == std::vector<boxes::Detection>{});
}

TEST_CASE("the first class has label 1 unless the manifest says otherwise") {
  CHECK(decode({{0, 0, 9, 9}, {5}, {1}}, output(0.5, 5))->front().class_index == 0);
  CHECK(decode({{0, 0, 9, 9}, {1}, {1}}, output(0.5, 0))->front().class_index == 1);
}

TEST_CASE("a label that is no class makes the image unusable, unless its score is too low to count") {
  for (const float label : {0.0F, 3.0F, 1.5F, -1.0F, 3e9F}) {
    CHECK_FALSE(decode({{0, 0, 9, 9}, {label}, {0.75F}}, output(0.5)));
    CHECK(decode({{0, 0, 9, 9}, {label}, {0.5F}}, output(0.5)) == std::vector<boxes::Detection>{});
  }
  CHECK_FALSE(decode({{0, 0, 9, 9}, {2}, {0.75F}}, output(0.5, 0)));
}

TEST_CASE("torchvision's boxes are clipped, those without an inside dropped, and overlapping ones suppressed") {
  CHECK(decode({{-50, -50, 10, 10}, {1}, {1}}, output(0.5))->front().box == boxes::Box{0, 0, 100, 200});
  CHECK(decode({{60, 20, 40, 30, 200, 0, 300, 9}, {1, 1}, {1, 1}}, output(0.5))->empty());
  CHECK(decode({{0, 0, 10, 10, 0, 0, 10, 9}, {1, 1}, {1, 0.75F}}, output(0.5))->size() == 1);
}

TEST_CASE("a value of torchvision's that is no number makes the image unusable") {
  const float nan = std::numeric_limits<float>::quiet_NaN();
  for (std::size_t i = 0; i < 12; ++i) {
    Values values = two;
    (i < 8 ? values.boxes[i] : i < 10 ? values.labels[i - 8] : values.scores[i - 10]) = nan;
    CHECK_FALSE(decode(values, output(0.25)));
  }
  for (const float score : {1.5F, -0.5F}) CHECK_FALSE(decode({{0, 0, 9, 9}, {1}, {score}}, output(0.5)));
}

TEST_CASE("boxes, labels and scores that differ in number are a mistake of the caller") {
  CHECK_THROWS_AS(decode({{0, 0, 9, 9}, {1, 1}, {1}}, output(0.5)), std::logic_error);
  CHECK_THROWS_AS(decode({{0, 0, 9}, {1}, {1}}, output(0.5)), std::logic_error);
}
