// SPDX-License-Identifier: Apache-2.0
#include "infer/model_output.hpp"

#include "base/error.hpp"
#include "catch.hpp"
#include "infer/efficientdet_anchors.hpp"

#include <cstdint>
#include <numeric>
#include <string>

using namespace cxrval;
using namespace cxrval::infer;

namespace {

using Output = decltype(ModelManifest::output);

// Values count on from `first`, so that each one tells where it stood.
Tensor tensor(std::vector<std::int64_t> shape, float first = 0) {
  std::int64_t count = 1;
  for (const std::int64_t length : shape) count *= length;
  Tensor made{std::move(shape), std::vector<float>(static_cast<std::size_t>(count))};
  std::iota(made.values.begin(), made.values.end(), first);
  return made;
}

LoadedModel model_of(int batch, Output output) {
  LoadedModel model;
  model.weights = "m.pt";
  model.shape = {batch, 1, 128, 128};
  model.manifest.output = std::move(output);
  return model;
}

LoadedModel detector_of(int batch, DetectorLayout layout) {
  return model_of(batch, DetectorOutput{{"a", "b"}, 0.1, {}, layout});
}

std::string fault(const std::vector<Tensor>& outputs, const LoadedModel& model) {
  try {
    check_output(outputs, model);
  } catch (const base::Error& error) {
    return error.what();
  }
  return "";
}

std::vector<float> part(const std::vector<Tensor>& outputs, const LoadedModel& model, std::size_t image,
                        std::size_t p) {
  const std::span<const float> values = values_of_image(outputs, model, image).at(p);
  return {values.begin(), values.end()};
}

}  // namespace

TEST_CASE("a binary model gives a value an image, whatever its axes") {
  const LoadedModel model = model_of(3, BinaryOutput{});
  for (const std::vector<std::int64_t>& shape : {std::vector<std::int64_t>{3}, {3, 1}, {3, 1, 1, 1}}) {
    CHECK(fault({tensor(shape)}, model).empty());
    CHECK(part({tensor(shape)}, model, 2, 0) == std::vector<float>{2});
  }
  CHECK(fault({}, model) == "m.pt: the model gives no values where its manifest says 3 x 1");
  CHECK(fault({tensor({1, 3})}, model) == "m.pt: the model gives 1 x 3 values where its manifest says 3 x 1");
  CHECK(fault({tensor({})}, model) == "m.pt: the model gives single values where its manifest says 3 x 1");
}

TEST_CASE("a model of several classes gives a value for each") {
  for (const Output& output : {Output{MultiClassOutput{{"a", "b", "c"}}}, Output{MultiLabelOutput{{"a", "b", "c"}}}}) {
    const LoadedModel model = model_of(2, output);
    CHECK(fault({tensor({2, 3, 1, 1})}, model).empty());
    CHECK(part({tensor({2, 3})}, model, 1, 0) == std::vector<float>{3, 4, 5});
    CHECK(fault({tensor({2, 2})}, model) == "m.pt: the model gives 2 x 2 values where its manifest says 2 x 3");
    CHECK_FALSE(fault({tensor({3, 2})}, model).empty());
  }
}

TEST_CASE("a segment model gives a value for each pixel of its input") {
  LoadedModel model = model_of(2, SegmentOutput{});
  model.shape.height = 16;
  model.shape.width = 24;
  CHECK(fault({tensor({2, 1, 16, 24})}, model).empty());
  CHECK(fault({tensor({2, 16, 24})}, model).empty());
  CHECK(part({tensor({2, 1, 16, 24})}, model, 1, 0).front() == 16 * 24);
  CHECK(fault({tensor({2, 1, 24, 16})}, model) ==
        "m.pt: the model gives 2 x 1 x 24 x 16 values where its manifest says 2 x 1 x 16 x 24");
  CHECK_FALSE(fault({tensor({2, 2, 16, 24})}, model).empty());
}

TEST_CASE("of a YOLO model the first tensor counts") {
  const LoadedModel model = detector_of(2, YoloLayout{});
  const std::vector<Tensor> outputs{tensor({2, 3, 7}), tensor({1})};
  CHECK(fault(outputs, model).empty());
  CHECK(values_of_image(outputs, model, 1).size() == 1);
  CHECK(part(outputs, model, 1, 0).front() == 21);
  CHECK(fault({tensor({1}), tensor({2, 3, 7})}, model) ==
        "m.pt: the model gives 1, 2 x 3 x 7 values where its manifest says 2 x N x 7");
}

TEST_CASE("EfficientDet gives logits and regressions for each anchor") {
  LoadedModel model = detector_of(2, EfficientDetLayout{});
  model.anchors = efficientdet_anchors(128, 128);
  const auto n = static_cast<std::int64_t>(model.anchors.size());
  CHECK(n == 9 * (256 + 64 + 16 + 4 + 1));
  const std::vector<Tensor> outputs{tensor({2, n, 2}), tensor({2, n, 4}, 1e6F)};
  CHECK(fault(outputs, model).empty());
  CHECK(part(outputs, model, 1, 0).front() == static_cast<float>(2 * n));
  CHECK(part(outputs, model, 1, 1).size() == static_cast<std::size_t>(4 * n));
  CHECK(part(outputs, model, 0, 1).front() == 1e6F);
  const std::string wanted = " values where its manifest says 2 x 3069 x 2, 2 x 3069 x 4";
  CHECK(fault({outputs[0]}, model) == "m.pt: the model gives 2 x 3069 x 2" + wanted);
  CHECK(fault({outputs[1], outputs[0]}, model) == "m.pt: the model gives 2 x 3069 x 4, 2 x 3069 x 2" + wanted);
  CHECK(fault({tensor({2, n - 9, 2}), tensor({2, n - 9, 4})}, model) ==
        "m.pt: the model gives 2 x 3060 x 2, 2 x 3060 x 4" + wanted);
}

TEST_CASE("a torchvision detector gives three tensors for the batch or three for each image") {
  const LoadedModel model = detector_of(2, TorchvisionLayout{});
  const std::vector<Tensor> together{tensor({2, 3, 4}), tensor({2, 3}, 100), tensor({2, 3}, 200)};
  CHECK(fault(together, model).empty());
  CHECK(part(together, model, 1, 0).front() == 12);
  CHECK(part(together, model, 1, 1) == std::vector<float>{103, 104, 105});
  CHECK(part(together, model, 1, 2) == std::vector<float>{203, 204, 205});
  const std::vector<Tensor> apart{tensor({0, 4}), tensor({0}),      tensor({0}),
                                  tensor({2, 4}), tensor({2}, 100), tensor({2}, 200)};
  CHECK(fault(apart, model).empty());
  CHECK(part(apart, model, 0, 0).empty());
  CHECK(part(apart, model, 1, 0) == std::vector<float>{0, 1, 2, 3, 4, 5, 6, 7});
  CHECK(part(apart, model, 1, 2) == std::vector<float>{200, 201});
  const LoadedModel single = detector_of(1, TorchvisionLayout{});
  CHECK(fault({tensor({3, 4}), tensor({3}), tensor({3})}, single).empty());
  CHECK(fault({tensor({1, 3, 4}), tensor({1, 3}), tensor({1, 3})}, single).empty());
}

TEST_CASE("a torchvision detector whose boxes, labels and scores differ in number is refused") {
  const LoadedModel model = detector_of(2, TorchvisionLayout{});
  const std::vector<std::vector<Tensor>> wrong{
      {},
      {tensor({2, 3, 4}), tensor({2, 3}), tensor({2, 2})},
      {tensor({2, 3, 4}), tensor({2, 2}), tensor({2, 3})},
      {tensor({2, 3, 5}), tensor({2, 3}), tensor({2, 3})},
      {tensor({3, 3, 4}), tensor({3, 3}), tensor({3, 3})},
      {tensor({3, 4}), tensor({3}), tensor({3})},
      {tensor({1, 4}), tensor({1}), tensor({1}), tensor({2, 4}), tensor({2}), tensor({1})},
      {tensor({1, 4}), tensor({1}), tensor({1}), tensor({2, 5}), tensor({2}), tensor({2})},
  };
  for (const std::vector<Tensor>& outputs : wrong) {
    CHECK_THAT(fault(outputs, model), contains("says 2 x K x 4, 2 x K, 2 x K, or K x 4, K, K for each image"));
  }
}

TEST_CASE("a tensor whose values are not as many as its shape says is refused") {
  Tensor cut = tensor({2, 3, 7});
  cut.values.pop_back();
  CHECK_FALSE(fault({cut}, detector_of(2, YoloLayout{})).empty());
  CHECK_FALSE(fault({{{2, 1}, {0}}}, model_of(2, BinaryOutput{})).empty());
}
