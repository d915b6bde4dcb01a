// SPDX-License-Identifier: Apache-2.0
#include "bundle_of_pixels.hpp"
#include "catch.hpp"
#include "infer/probability.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <utility>
#include <vector>

using namespace cxrval::infer;

TEST_CASE("a router lets through the images of its classes alone") {
  Bundle bundle = bundle_of_pixels(2);
  bundle.manifest.router = RouterStage{{}, {"chest", "child"}};
  // pixel 3 is the index of the class
  bundle.router = loaded(2, {3}, [](const float* x) {
    std::vector<float> logits{0, 0, 0};
    logits[static_cast<std::size_t>(x[3])] = 2;
    return logits;
  });
  bundle.router->manifest.output = MultiClassOutput{{"hand", "chest", "child"}};
  const Pipeline pipeline(std::move(bundle), 1);
  std::vector<Prepared> images;
  for (const float group : {0.0F, 1.0F, 2.0F, 0.0F}) {
    images.push_back(image_of(0.9F, 0.75F, 0.5F));
    images.back().planes[0].values[3] = group;
  }
  const auto results = pipeline.run(images);
  const double best = as_written(std::exp(2.0) / (std::exp(2.0) + 2));
  for (std::size_t i = 0; i < images.size(); ++i) {
    REQUIRE(results[i]);
    CHECK(*results[i]->router_probability == best);
    std::vector<double> scores(3, as_written(1 / (std::exp(2.0) + 2)));
    scores[i % 3] = best;
    CHECK(results[i]->router_scores == scores);
    CHECK(results[i]->scores.empty());
    CHECK(results[i]->is_routed == (i == 1 || i == 2));
    CHECK(results[i]->pa_probability.has_value() == results[i]->is_routed);
    CHECK(results[i]->probability.has_value() == results[i]->is_routed);
    CHECK(results[i]->lesions.size() == (results[i]->is_routed ? 1U : 0U));
  }
  CHECK(results[0]->router_class == "hand");
  CHECK(results[2]->router_class == "child");
  CHECK(fake(*pipeline.bundle().pa)->batches == 1);
  images.resize(1);
  images[0].planes[0].values[3] = 1;
  Bundle broken = bundle_of_pixels(2);
  broken.manifest.router = RouterStage{{}, {"chest"}};
  broken.router = loaded(2, {2}, [](const float* x) { return std::vector<float>{std::log(-x[3]), 0}; });
  broken.router->manifest.output = MultiClassOutput{{"hand", "chest"}};
  CHECK(Pipeline(std::move(broken), 1).run(images)[0].error().reason == "router model gave a value that is no number");
}

TEST_CASE("a gate looks at the chosen classes of each model of an ensemble") {
  const auto bundle_of_findings = [](bool negated) {
    Bundle bundle = bundle_of_pixels(2);
    const auto findings = [&](const ModelOutput& output, int first) {
      const auto rule = [first](const float* x) { return std::vector<float>(x + first, x + first + 3); };
      LoadedStage model = loaded(2, {3}, rule);
      model.manifest.output = output;
      model.positive = ClassChoice{{0, 2}, negated};
      return model;
    };
    bundle.abnormality = findings(MultiLabelOutput{{"nodule", "none", "effusion"}, false}, 8);
    bundle.abnormality.others.push_back(findings(MultiClassOutput{{"nodule", "none", "effusion"}, false}, 16));
    return bundle;
  };
  std::vector<Prepared> images{image_of(0.9F, 0, 0)};
  const std::vector<float> values{0.25F, 0.5F, 0.75F, 0, 0, 0, 0, 0, 0.5F, 0.5F, 0};
  std::copy(values.begin(), values.end(), images[0].planes[0].values.begin() + 8);
  for (const bool negated : {false, true}) {
    const auto results = Pipeline(bundle_of_findings(negated), 1).run(images);
    CHECK(results[0]->probability == (negated ? 0.375 : 0.625));
    CHECK(results[0]->scores == std::vector<double>{0.375, 0.5, 0.375});
    CHECK(results[0]->router_scores.empty());
  }
  images[0].planes[0].values[0] = 0.5F;
  const auto stopped = Pipeline(bundle_of_findings(false), 1).run(images);
  CHECK_FALSE(stopped[0]->is_pa);
  CHECK(stopped[0]->scores.empty());
}
