// SPDX-License-Identifier: Apache-2.0
#include "infer/detector.hpp"

#include "boxes/nms.hpp"
#include "catch.hpp"
#include "infer/probability.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

using namespace cxrval;
using namespace cxrval::infer;

TEST_CASE("a score counts when what is written is above the threshold") {
  CHECK(score_above(0.5, 0.5) == std::nullopt);
  CHECK(score_above(0.50000001, 0.5) == std::nullopt);  // written 0.5
  CHECK(score_above(0.5000001, 0.5) == 0.5000001);
  CHECK(score_above(0.1F, 0.1) == std::nullopt);  // the float nearest to 0.1 is greater than 0.1, and written 0.1
  CHECK(score_above(0, 0) == std::nullopt);
  CHECK(score_above(1, 1) == std::nullopt);
}

TEST_CASE("passing over scores far below the threshold changes nothing") {
  for (const double threshold : {0.0, 1e-45, 1e-40, 1e-38, 1e-7, 0.001, 0.3, 0.999999, 1.0}) {
    double score = threshold * (1 - 3e-6);
    for (int i = 0; i < 200; ++i, score += threshold * 3e-8 + 1e-46) {
      const double written = as_written(std::min(score, 1.0));
      const auto expected = written > threshold ? std::optional(written) : std::nullopt;
      REQUIRE(score_above(std::min(score, 1.0), threshold) == expected);
    }
  }
}

TEST_CASE("corners without end are cut at the image") {
  const double infinity = std::numeric_limits<double>::infinity();
  const DetectorFrame frame{{2, 3, -1, 5}, {100, 200}};
  CHECK(to_original({-infinity, -infinity, infinity, infinity}, frame) == boxes::Box{0, 0, 100, 200});
  CHECK(to_original({10, 20, 30, 40}, frame) == boxes::Box{19, 65, 59, 125});
}

TEST_CASE("scores that soft suppression lowers are written again, in order and above the threshold") {
  // IoU 1/2 with the first; 0.7 exp(-1/2 / 2) = 0.5451605..., 0.65 of the third stands alone
  const std::vector<boxes::Detection> found{
      {{0, 0, 2, 1}, 0, 0.9}, {{0, 0, 1, 1}, 0, 0.7}, {{5, 5, 6, 6}, 0, 0.65}, {{0, 0, 1, 1}, 1, 0.25}};
  DetectorOutput output{{"a", "b"}, 0.3, {.kind = boxes::SuppressionKind::soft_gaussian, .sigma = 1}, YoloLayout{}};
  const std::vector<boxes::Detection> kept = select_boxes(found, output);
  REQUIRE(kept.size() == 3);
  CHECK(kept[1] == found[2]);
  CHECK(kept[2].box == found[1].box);
  CHECK(kept[2].score == as_written(0.7 * std::exp(-0.25)));
  output.score_threshold = kept[2].score;
  CHECK(select_boxes(found, output).size() == 2);
  output.suppression.most = 1;
  CHECK(select_boxes(found, output) == std::vector<boxes::Detection>{found[0]});
}

TEST_CASE("boxes of different classes suppress each other when the manifest says class_agnostic") {
  const std::vector<boxes::Detection> found{{{0, 0, 2, 1}, 0, 0.9}, {{0, 0, 2, 1}, 1, 0.7}};
  DetectorOutput output{{"a", "b"}, 0.3, {}, YoloLayout{}};
  CHECK(select_boxes(found, output) == found);
  output.suppression.classes = boxes::Classes::together;
  CHECK(select_boxes(found, output).size() == 1);
  output.suppression.kind = boxes::SuppressionKind::none;
  CHECK(select_boxes(found, output) == found);
}
