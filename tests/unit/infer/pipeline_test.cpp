// SPDX-License-Identifier: Apache-2.0
#include "infer/pipeline.hpp"

#include "base/error.hpp"
#include "bundle_of_pixels.hpp"
#include "catch.hpp"
#include "infer/efficientdet_anchors.hpp"
#include "infer/probability.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <memory>
#include <vector>

using namespace cxrval;
using namespace cxrval::infer;

namespace {

std::vector<Prepared> many() {
  std::vector<Prepared> images;
  for (int i = 0; i < 57; ++i) {
    const auto part = [&](int step) { return static_cast<float>(i * step % 10) / 10; };
    images.push_back(image_of(part(7), part(3), part(1)));
  }
  return images;
}

}  // namespace

TEST_CASE("an image that is no PA view goes no further") {
  const Pipeline pipeline(bundle_of_pixels(2), 1);
  const std::vector<Prepared> images{image_of(0.5F, 0.9F, 0.9F)};
  const auto results = pipeline.run(images);
  REQUIRE(results.at(0));
  CHECK(results[0]->pa_probability == 0.5);
  CHECK_FALSE(results[0]->is_pa);
  CHECK_FALSE(results[0]->probability);
  CHECK_FALSE(results[0]->abnormal);
  CHECK(fake(pipeline.bundle().abnormality)->batches == 0);
}

TEST_CASE("only abnormal images get lesions, in original pixels") {
  const Pipeline pipeline(bundle_of_pixels(2), 1);
  const std::vector<Prepared> images{image_of(0.9F, 0.5F, 0.9F), image_of(0.9F, 0.75F, 0.5F)};
  const auto results = pipeline.run(images);
  CHECK(results[0]->abnormal == false);
  CHECK(results[0]->lesions.empty());
  CHECK(results[1]->abnormal == true);
  CHECK(results[1]->probability == 0.75);
  CHECK(results[1]->lesions == std::vector<boxes::Detection>{{{20, 40, 60, 120}, 0, 0.5}});
}

TEST_CASE("boxes of layout torchvision come out in original pixels") {
  Bundle bundle = bundle_of_pixels(3);
  const auto rule = [](const float* x) {
    return std::vector<float>{4, 4, 6, 8, 0, 0, 0, 0, 2, 0, x[2], 0};  // one box, and one of padding
  };
  bundle.lesions = loaded(3, std::vector<std::int64_t>{}, rule);
  bundle.lesions->model = std::make_unique<FakeModel>(bundle.lesions->shape,
                                                      std::vector<std::vector<std::int64_t>>{{2, 4}, {2}, {2}}, rule);
  bundle.lesions->manifest.output = DetectorOutput{{"a", "b"}, 0.1, {}, TorchvisionLayout{}};
  const Pipeline pipeline(std::move(bundle), 1);
  const std::vector<Prepared> images{image_of(0.9F, 0.75F, 0.5F), image_of(0.9F, 0.75F, 0.0F)};
  const auto results = pipeline.run(images);
  CHECK(results[0]->lesions == std::vector<boxes::Detection>{{{40, 80, 60, 160}, 1, 0.5}});
  CHECK(results[1]->lesions.empty());
}

TEST_CASE("boxes of layout efficientdet come out in original pixels") {
  Bundle bundle = bundle_of_pixels(2);
  const BatchShape shape{2, 1, 128, 128};
  LoadedModel& lesions = *bundle.lesions;
  lesions.shape = shape;
  lesions.manifest.input.recipe.fitting = {128, 128, image::Fit::stretch, {}, 0, 0};
  lesions.anchors = efficientdet_anchors(128, 128);
  const auto anchors = static_cast<std::int64_t>(lesions.anchors.size());
  // the last anchor but eight is P7's square of side 512 about the image; its sides are divided by 8
  const auto rule = [anchors](const float* x) {
    std::vector<float> values(static_cast<std::size_t>(anchors) * 6, 0.0F);
    const auto anchor = static_cast<std::size_t>(anchors) - 9;
    for (std::size_t i = 0; i < static_cast<std::size_t>(anchors) * 2; ++i) values[i] = -20;
    values[2 * anchor + 1] = x[2];
    float* sides = values.data() + 2 * anchors + static_cast<std::ptrdiff_t>(4 * anchor) + 2;
    sides[0] = sides[1] = -std::log(8.0F);
    return values;
  };
  lesions.model =
      std::make_unique<FakeModel>(shape, std::vector<std::vector<std::int64_t>>{{anchors, 2}, {anchors, 4}}, rule);
  lesions.manifest.output = DetectorOutput{{"a", "b"}, 0.1, {}, EfficientDetLayout{}};
  const Pipeline pipeline(std::move(bundle), 1);
  Prepared image = image_of(0.9F, 0.75F, 0);
  image.planes.push_back({128, 128, std::vector<float>(128 * 128)});
  image.mappings.push_back({2, 3, 0, 0});
  const auto results = pipeline.run(std::vector<Prepared>{image});
  REQUIRE(results[0]->lesions.size() == 1);
  const boxes::Detection& lesion = results[0]->lesions[0];
  CHECK(lesion.class_index == 1);
  CHECK(lesion.score == 0.5);
  CHECK(lesion.box.x_min == approx(2.0 * 32));
  CHECK(lesion.box.x_max == approx(80));  // clipped
  CHECK(lesion.box.y_min == approx(3.0 * 32));
  CHECK(lesion.box.y_max == approx(160));
}

TEST_CASE("images that pass a gate are put together into full batches again") {
  const Pipeline pipeline(bundle_of_pixels(4), 1);
  std::vector<Prepared> images;
  for (int i = 0; i < 32; ++i) images.push_back(image_of(i % 2 == 0 ? 0.9F : 0.1F, i % 4 == 0 ? 0.9F : 0.1F, 0.5F));
  REQUIRE(pipeline.run(images).size() == 32);
  CHECK(fake(*pipeline.bundle().pa)->batches == 8);
  CHECK(fake(pipeline.bundle().abnormality)->batches == 4);
  CHECK(fake(*pipeline.bundle().lesions)->batches == 2);
}

TEST_CASE("results do not depend on the batch size, the workers or the other images") {
  const std::vector<Prepared> images = many();
  const Pipeline alone(bundle_of_pixels(1), 1);
  for (const int batch : {1, 3, 4, 64}) {
    for (const int workers : {1, 3}) {
      const auto results = Pipeline(bundle_of_pixels(batch), workers).run(images);
      for (std::size_t i = 0; i < images.size(); ++i) {
        const auto expected = alone.run(std::span(images).subspan(i, 1));
        CHECK(results[i]->pa_probability == expected[0]->pa_probability);
        CHECK(results[i]->probability == expected[0]->probability);
        CHECK(results[i]->abnormal == expected[0]->abnormal);
        CHECK(results[i]->lesions == expected[0]->lesions);
      }
    }
  }
}

TEST_CASE("a value that is no number is a fault of its image alone") {
  const float nan = std::numeric_limits<float>::quiet_NaN();
  const Pipeline pipeline(bundle_of_pixels(4), 1);
  const std::vector<Prepared> images{image_of(0.9F, 0.9F, 0.9F), image_of(nan, 0, 0), image_of(0.9F, 2, 0),
                                     image_of(0.9F, 0.9F, nan)};
  const auto results = pipeline.run(images);
  CHECK(results[0]);
  CHECK(results[1].error().reason == "pa model gave a value that is no number");
  CHECK(results[2].error().reason == "abnormality model gave a value that is no number");
  CHECK(results[3].error().reason == "lesion model gave a value that is no number");
}

TEST_CASE("a model whose output changes shape ends the run") {
  Bundle bundle = bundle_of_pixels(2);
  bundle.abnormality = loaded(2, {3}, [](const float*) { return std::vector<float>{0, 0, 0}; });
  bundle.abnormality.manifest.output = BinaryOutput{};
  const Pipeline pipeline(std::move(bundle), 2);
  const std::vector<Prepared> images = many();
  CHECK_THROWS_WITH(pipeline.run(images), "fake.pt: the model gives 2 x 3 values where its manifest says 2 x 1");
}

TEST_CASE("without PA and lesion stages every image is judged and gets no boxes") {
  Bundle bundle = bundle_of_pixels(2);
  bundle.manifest.pa.reset();
  bundle.pa.reset();
  bundle.lesions.reset();
  const auto results = Pipeline(std::move(bundle), 1).run(std::vector<Prepared>{image_of(0, 0.9F, 1)});
  CHECK_FALSE(results[0]->pa_probability);
  CHECK(results[0]->is_pa);
  CHECK(results[0]->abnormal == true);
  CHECK(results[0]->lesions.empty());
}

TEST_CASE("no images give no results") {
  CHECK(Pipeline(bundle_of_pixels(2), 2).run({}).empty());
  CHECK(Pipeline(bundle_of_pixels(2), 2).window() == 32);
}

TEST_CASE("the probability of an ensemble is the mean of its models' probabilities as written") {
  const auto twice = [](int batch) {
    Bundle bundle = bundle_of_pixels(batch);
    LoadedStage other = loaded(batch, {1}, [](const float* x) { return std::vector<float>{x[3]}; });
    other.manifest.output = BinaryOutput{BinaryForm::logit, 1, 0};
    bundle.abnormality.others.push_back(std::move(other));
    return bundle;
  };
  std::vector<Prepared> images = many();
  for (std::size_t i = 0; i < images.size(); ++i) {
    images[i].planes[0].values[3] = static_cast<float>(i % 7) - 3;
  }
  images[5].planes[0].values[3] = std::numeric_limits<float>::infinity();
  const auto alone = Pipeline(bundle_of_pixels(4), 1).run(images);
  const auto results = Pipeline(twice(4), 2).run(images);
  for (std::size_t i = 0; i < images.size(); ++i) {
    if (!alone[i]->probability) continue;
    if (i == 5) continue;
    const double other = as_written(1 / (1 + std::exp(-double{images[i].planes[0].values[3]})));
    REQUIRE(results[i]);
    CHECK(*results[i]->probability == as_written((*alone[i]->probability + other) / 2));
    CHECK(*results[i]->abnormal == (*results[i]->probability > 0.5));
  }
  images[5] = image_of(0.9F, 0.9F, 0);
  images[5].planes[0].values[3] = std::numeric_limits<float>::infinity();
  CHECK(Pipeline(twice(3), 1).run(images)[5].error().reason == "abnormality model gave a value that is no number");
}

TEST_CASE("the boxes of several detectors are fused in original pixels") {
  Bundle bundle = bundle_of_pixels(2);
  bundle.manifest.lesions = LesionStage{{}, {0.55, {3, 1}, 0.2, 10}};
  // the second detector sees an input of half the size, and finds a second box alone
  LoadedStage other = loaded(
      2, {2, 6}, [](const float* x) { return std::vector<float>{2, 2, 2, 2, x[2], 1, 3.5F, 3.5F, 1, 1, 0.75F, 1}; });
  other.manifest.output = DetectorOutput{{"Nodule/Mass"}, 0.1, {}, YoloLayout{}};
  other.manifest.input.recipe.fitting.width = other.manifest.input.recipe.fitting.height = 4;
  other.shape.width = other.shape.height = 4;
  bundle.lesions->others.push_back(std::move(other));
  bundle.lesions->others[0].model = std::make_unique<FakeModel>(
      BatchShape{2, 1, 4, 4}, std::vector<std::int64_t>{2, 6},
      [](const float* x) { return std::vector<float>{2, 2, 2, 2, x[2], 1, 3.5F, 3.5F, 1, 1, 0.75F, 1}; });
  const Pipeline pipeline(std::move(bundle), 1);
  Prepared image = image_of(0.9F, 0.75F, 0.5F);
  image::Plane half{4, 4, std::vector<float>(16)};
  half.values[2] = 0.25F;
  image.planes.push_back(half);
  image.mappings.push_back({20, 40, 0, 0});
  const auto results = pipeline.run(std::vector<Prepared>{image});
  // both see (20, 40)-(60, 120): (3 * 0.5 + 1 * 0.25) / 4; the second box has 1 * 0.75 / 4, which is below 0.2
  CHECK(results[0]->lesions == std::vector<boxes::Detection>{{{20, 40, 60, 120}, 0, 0.4375}});
}

TEST_CASE("a detector of an ensemble that gives no number makes the image unusable") {
  Bundle bundle = bundle_of_pixels(2);
  bundle.manifest.lesions = LesionStage{{}, {0.55, {1, 1}, 0, 100}};
  LoadedStage other = loaded(2, {1, 6}, [](const float* x) { return std::vector<float>{4, 4, 4, 4, x[3], 1}; });
  other.manifest.output = DetectorOutput{{"Nodule/Mass"}, 0.1, {}, YoloLayout{}};
  bundle.lesions->others.push_back(std::move(other));
  std::vector<Prepared> images{image_of(0.9F, 0.75F, 0.5F), image_of(0.9F, 0.75F, 0.5F)};
  images[1].planes[0].values[3] = std::numeric_limits<float>::quiet_NaN();
  const auto results = Pipeline(std::move(bundle), 1).run(images);
  REQUIRE(results[0]);
  CHECK(results[0]->lesions.size() == 1);
  CHECK(results[1].error().reason == "lesion model gave a value that is no number");
}

namespace {

// A crop stage that sees the whole image at 8 x 8 and marks what is brighter than a half, in front of a detector that
// sees the square around that.
Bundle cropping() {
  Bundle bundle = bundle_of_pixels(2);
  bundle.manifest.pa.reset();
  bundle.pa.reset();
  LoadedModel crop = loaded(1, {1, side, side}, [](const float* x) {
    std::vector<float> values(x, x + side * side);
    return values;
  });
  crop.manifest.input.recipe.look.preset = image::Preset::bits;
  crop.manifest.input.recipe.fitting.sampling.filter = image::Filter::nearest;
  crop.manifest.output = SegmentOutput{0.5, false};
  bundle.crop = std::move(crop);
  for (LoadedModel* model :
       {static_cast<LoadedModel*>(&bundle.abnormality), static_cast<LoadedModel*>(&*bundle.lesions)}) {
    model->manifest.input.recipe = bundle.crop->manifest.input.recipe;
    model->manifest.input.recipe.steps = {image::CropStep{}};
  }
  return bundle;
}

// Black but for the pixels of x 8 to 24 and y 16 to 32.
image::Source with_bright_square() {
  image::Source source;
  source.width = source.height = 64;
  source.bits_stored = 8;
  source.samples.assign(64 * 64, 0);
  for (int y = 16; y < 32; ++y) {
    for (int x = 8; x < 24; ++x) source.samples[static_cast<std::size_t>(y * 64 + x)] = 255;
  }
  return source;
}

}  // namespace

TEST_CASE("the crop stage's mask is what later models crop to, and boxes come out in original pixels") {
  const Pipeline pipeline(cropping(), 1);
  const auto prepared = pipeline.prepare(with_bright_square());
  REQUIRE(prepared);
  REQUIRE(prepared->planes.size() == 1);
  CHECK(prepared->mappings[0] == image::Mapping{2, 2, 8, 16});
  CHECK(prepared->planes[0].values == std::vector<float>(side * side, 1.0F));
  const auto results = pipeline.run(std::vector<Prepared>{*prepared});
  // the detector's box is (2, 2)-(6, 6) of the square
  CHECK(results[0]->lesions == std::vector<boxes::Detection>{{{12, 20, 20, 28}, 0, 1}});
}

TEST_CASE("an image in which the crop stage finds nothing, or no number, is unusable") {
  image::Source black = with_bright_square();
  black.samples.assign(black.samples.size(), 0);
  const auto empty = Pipeline(cropping(), 1).prepare(black);
  REQUIRE_FALSE(empty);
  CHECK(empty.error().reason == "mask is empty");
  Bundle bundle = cropping();
  bundle.crop->model = std::make_unique<FakeModel>(
      bundle.crop->shape, std::vector<std::int64_t>{1, side, side},
      [](const float*) { return std::vector<float>(side * side, std::numeric_limits<float>::quiet_NaN()); });
  const auto broken = Pipeline(std::move(bundle), 1).prepare(with_bright_square());
  REQUIRE_FALSE(broken);
  CHECK(broken.error().reason == "crop model gave a value that is no number");
}
