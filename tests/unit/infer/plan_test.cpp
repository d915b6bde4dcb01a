// SPDX-License-Identifier: Apache-2.0
#include "infer/plan.hpp"

#include "catch.hpp"
#include "infer/blocked.hpp"
#include "infer/convolution_kernel.hpp"
#include "infer/simplify.hpp"
#include "reference_network.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>
#include <optional>
#include <string>
#include <thread>
#include <vector>

using namespace cxrval::infer;
using reference::Inventor;
using reference::Values;

namespace {

// What rounding is relative to: the largest number of an output, or the largest sum of the sizes of the terms where an
// output is the sums of a convolution, for terms that cancel leave the rounding of what they were.
using Scales = std::vector<float>;

float largest_of(const Values& values) {
  float largest = 1e-3F;
  for (const float value : values) largest = std::max(largest, std::abs(value));
  return largest;
}

float sum_of_sizes(Convolution op, const Network& network, const Values& image, std::size_t input) {
  Network before = network;
  before.outputs = {input};
  Values sizes = reference::run(before, image).front();
  for (auto* values : {&sizes, &op.weights, &op.bias}) {
    for (float& value : *values) value = std::abs(value);
  }
  op.activation.reset();
  Network alone;
  alone.input = shapes_of(network)[input];
  alone.nodes.push_back({std::move(op), {0}});
  alone.outputs = {1};
  return largest_of(reference::run(alone, sizes).front());
}

Scales scales_of(const Network& network, const Values& image, const std::vector<Values>& expected) {
  Scales scales;
  for (std::size_t i = 0; i < expected.size(); ++i) {
    scales.push_back(largest_of(expected[i]));
    const std::size_t value = network.outputs[i];
    const auto* node = value == 0 ? nullptr : &network.nodes[value - 1];
    const auto* convolution = node == nullptr ? nullptr : std::get_if<Convolution>(&node->operation);
    if (convolution != nullptr && node->inputs.size() == 1)
      scales.back() = std::max(scales.back(), sum_of_sizes(*convolution, network, image, node->inputs[0]));
  }
  return scales;
}

bool close(const std::vector<Values>& a, const std::vector<Values>& b, const Scales& scales) {
  if (a.size() != b.size()) return false;
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (a[i].size() != b[i].size()) return false;
    for (std::size_t k = 0; k < a[i].size(); ++k) {
      if (!(std::abs(a[i][k] - b[i][k]) <= 2e-5F * scales[i])) return false;
    }
  }
  return true;
}

// Adds nodes to a network by what they take.
struct Draft {
  Network network;
  std::vector<Shape> shapes;

  explicit Draft(const Shape& input) : shapes{input} { network.input = input; }

  std::size_t add(Operation operation, std::vector<std::size_t> inputs) {
    std::vector<Shape> from;
    for (const std::size_t input : inputs) from.push_back(shapes[input]);
    shapes.push_back(shape_of(operation, from).value());
    network.nodes.push_back({std::move(operation), std::move(inputs)});
    return shapes.size() - 1;
  }
  const Shape& operator[](std::size_t value) const { return shapes[value]; }
};

void check(const Network& network, Inventor& inventor) {
  const Values image = inventor.values(network.input.elements());
  const std::vector<Values> expected = reference::run(network, image);
  const Scales scales = scales_of(network, image, expected);
  CHECK(close(reference::run(simplify(network), image), expected, scales));
  if (!Plan::is_supported()) return;
  const Plan plan(network);
  Plan::Workspace workspace(plan);
  const std::vector<Values> first = plan.run(image, workspace);
  CHECK(close(first, expected, scales));
  plan.run(inventor.values(network.input.elements()), workspace);
  CHECK(plan.run(image, workspace) == first);
  for (std::size_t i = 0; i < network.outputs.size(); ++i) {
    CHECK(plan.output_shapes()[i] == shapes_of(network)[network.outputs[i]]);
  }
}

// Any operations in any order, so that every way to share memory comes up.
Network any_network(Inventor& inventor) {
  Draft draft({inventor.number(1, 3) == 1 ? 1 : 3, inventor.number(5, 20), inventor.number(5, 20)});
  std::vector<std::size_t> values{draft.add(inventor.convolution(draft[0], 8 * inventor.number(1, 5), 3), {0})};
  for (int i = inventor.number(3, 14); i > 0; --i) {
    const std::size_t some = values[static_cast<std::size_t>(inventor.number(0, static_cast<int>(values.size()) - 1))];
    const std::size_t last = values.back();
    const Shape shape = draft[last];
    switch (inventor.number(0, 11)) {
      case 0:
        values.push_back(draft.add(inventor.activation(), {last}));
        break;
      case 1:
        values.push_back(draft.add(inventor.scale_shift(shape), {last}));
        break;
      case 2:
        values.push_back(draft.add(inventor.convolution(shape, inventor.number(1, 40), 1), {last}));
        break;
      case 3:
        values.push_back(draft.add(inventor.convolution(shape, shape.channels, 3, shape.channels), {last}));
        break;
      case 4:
        if (draft[some] == shape && some != last) values.push_back(draft.add(Add{}, {last, some}));
        break;
      case 5:
        if (draft[some].height == shape.height && draft[some].width == shape.width) {
          values.push_back(draft.add(Concatenate{}, {some, last}));
        }
        break;
      case 6: {
        const std::size_t mean = draft.add(ChannelMean{}, {last});
        const std::size_t factors = draft.add(inventor.convolution(draft[mean], shape.channels, 1), {mean});
        const std::size_t gate = draft.add(Activation{Function::sigmoid}, {factors});
        values.push_back(draft.add(Multiply{}, {last, gate}));
        break;
      }
      case 7:
        if (shape.height > 3 && shape.width > 3) {
          values.push_back(draft.add(Pool{inventor.number(0, 1) == 0, true, {2, 2, 2, 2}}, {last}));
        }
        break;
      case 8:
        if (shape.elements() < 4000) values.push_back(draft.add(Enlarge{2}, {last}));
        break;
      case 9:
        if (shape.elements() < 4000) {
          const std::size_t wide = draft.add(inventor.convolution(shape, 4 * inventor.number(1, 20), 1), {last});
          values.push_back(draft.add(Spread{2}, {wide}));
        }
        break;
      case 10:
        if (shape.height > 3 && shape.width > 3) {
          const int factor = inventor.number(2, 3);
          const std::size_t pooled = draft.add(Pool{true, true, {factor, factor, factor, factor}}, {last});
          const std::size_t other = draft.add(inventor.convolution(draft[pooled], shape.channels, 1), {pooled});
          values.push_back(draft.add(Unpool{factor}, {other, last}));
        }
        break;
      default:
        if (draft[some] == shape) values.push_back(draft.add(Multiply{}, {last, some}));
        break;
    }
  }
  if (inventor.number(0, 1) == 0) {
    const std::size_t vector = draft.add(Flatten{}, {values.back()});
    values.push_back(draft.add(inventor.convolution(draft[vector], inventor.number(1, 5), 1), {vector}));
  }
  draft.network.outputs = {values.back(), values[values.size() / 2]};
  return draft.network;
}

}  // namespace

TEST_CASE("a plan of any network gives what its operations say") {
  Inventor inventor(7);
  for (int i = 0; i < 150; ++i) {
    CAPTURE(i);
    check(any_network(inventor), inventor);
  }
}

TEST_CASE("convolutions of every kind") {
  Inventor inventor(11);
  const int channels = GENERATE(1, 3, 16, 20);
  const int outputs = GENERATE(1, 24);
  const int kernel = GENERATE(1, 3, 5);
  const int stride = GENERATE(1, 2);
  const int dilation = GENERATE(1, 2);
  CAPTURE(channels, outputs, kernel, stride, dilation);
  Draft draft({channels, 13, 17});
  Convolution op = inventor.convolution(draft[0], outputs, kernel);
  op.window.stride_y = op.window.stride_x = stride;
  op.window.dilation_y = op.window.dilation_x = dilation;
  op.window.pad_left = 0;
  draft.network.outputs = {draft.add(inventor.activation(), {draft.add(std::move(op), {0})})};
  check(draft.network, inventor);
}

// Where a processor and oneDNN have Winograd's way, these take it.
TEST_CASE("3 x 3 convolutions moved by one, of awkward sizes, with a sum and an activation") {
  struct Size {
    int channels, outputs, height, width;
  };
  const Size size = GENERATE(as<Size>(), Size{64, 64, 2, 1}, Size{16, 32, 3, 2}, Size{20, 40, 7, 5},
                             Size{33, 17, 13, 17}, Size{16, 16, 33, 22}, Size{36, 48, 6, 14}, Size{256, 32, 11, 20});
  const int before = GENERATE(0, 1);
  const bool adds = GENERATE(false, true);
  const std::optional<Function> function =
      GENERATE(as<std::optional<Function>>(), std::nullopt, Function::relu, Function::silu);
  CAPTURE(size.channels, size.outputs, size.height, size.width, before, adds);
  Inventor inventor(29);
  Draft draft({size.channels, size.height, size.width});
  Convolution op = inventor.convolution(draft[0], size.outputs, 3);
  op.window.pad_top = before;
  std::size_t value = draft.add(op, {0});
  if (adds) value = draft.add(Add{}, {value, draft.add(op, {0})});
  if (function) value = draft.add(Activation{*function}, {value});
  draft.network.outputs = {value};
  check(draft.network, inventor);
}

TEST_CASE("with blocks of 8 channels 3 x 3 convolutions take our own way") {
  if (!Plan::is_supported() || channels_in_a_block() != 8) return;
  Inventor inventor(5);
  Draft draft({64, 14, 14});
  draft.network.outputs = {draft.add(inventor.convolution(draft[0], 32, 3), {0})};
  const std::vector<std::string> steps = Plan(draft.network).describe();
  CHECK(std::any_of(steps.begin(), steps.end(),
                    [](const std::string& step) { return step.find("[winograd:avx2]") != std::string::npos; }));
}

TEST_CASE("a swish is right for numbers of every size") {
  if (!Plan::is_supported()) return;
  constexpr float infinity = std::numeric_limits<float>::infinity();
  const Blocks layout{channels_in_a_block(), {channels_in_a_block(), 1, 1}};
  const auto swish = [&](float x) {
    Values values(layout.floats(), x);
    activate(values.data(), layout, {Function::silu}, values.data());
    for (const float value : values) CHECK(std::memcmp(&value, &values[0], sizeof value) == 0);
    return values[0];
  };
  for (double x = -86; x < 86; x += 0.013) {
    const auto given = static_cast<float>(x);
    const double expected = double{given} / (1 + std::exp(-double{given}));
    REQUIRE(std::abs(swish(given) - expected) <= 2e-6 * std::abs(expected));
  }
  for (const float large : {87.0F, 100.0F, 1e30F}) {
    CHECK(swish(large) == large);
    CHECK(std::abs(swish(-large)) <= 1e-35F * large);
  }
  CHECK(swish(0) == 0);
  CHECK(swish(infinity) == infinity);
  CHECK_FALSE(std::isfinite(swish(-infinity)));
  CHECK(std::isnan(swish(std::numeric_limits<float>::quiet_NaN())));
}

TEST_CASE("a value that is no number spoils what sees it") {
  if (!Plan::is_supported()) return;
  Inventor inventor(31);
  Draft draft({64, 14, 14});
  draft.network.outputs = {draft.add(inventor.convolution(draft[0], 32, 3), {0})};
  const Plan plan(draft.network);
  Plan::Workspace workspace(plan);
  Values image = inventor.values(draft[0].elements());
  image[14 * 5 + 6] = std::numeric_limits<float>::quiet_NaN();
  const Values spoilt = plan.run(image, workspace).front();
  for (std::size_t i = 0; i < spoilt.size(); ++i) {
    const std::size_t y = i / 14 % 14, x = i % 14;
    if (y >= 4 && y <= 6 && x >= 5 && x <= 7) CHECK(std::isnan(spoilt[i]));
  }
  image[14 * 5 + 6] = 0;
  const std::vector<Values> expected = reference::run(draft.network, image);
  CHECK(close(plan.run(image, workspace), expected, scales_of(draft.network, image, expected)));
}

TEST_CASE("a dense block lies in one piece of memory, and each layer reads a part of it") {
  Inventor inventor(13);
  Draft draft({3, 12, 12});
  std::vector<std::size_t> features{draft.add(inventor.convolution(draft[0], 32, 3), {0})};
  for (int layer = 0; layer < 4; ++layer) {
    const std::size_t all = draft.add(Concatenate{}, features);
    const std::size_t normal = draft.add(inventor.scale_shift(draft[all]), {all});
    const std::size_t active = draft.add(Activation{Function::relu}, {normal});
    const std::size_t narrow = draft.add(inventor.convolution(draft[active], 24, 1), {active});
    features.push_back(draft.add(inventor.convolution(draft[narrow], 16, 3), {narrow}));
  }
  draft.network.outputs = {draft.add(Concatenate{}, features)};
  check(draft.network, inventor);
  if (!Plan::is_supported()) return;
  for (const std::string& step : Plan(draft.network).describe()) CHECK(step.find("copy") == std::string::npos);
}

TEST_CASE("squeeze and excitation goes into the weights behind it where those are few") {
  Inventor inventor(17);
  const int side = GENERATE(2, 24);
  Draft draft({3, side, side});
  const std::size_t image = draft.add(inventor.convolution(draft[0], 48, 3), {0});
  const std::size_t mean = draft.add(ChannelMean{}, {image});
  const std::size_t few = draft.add(inventor.convolution(draft[mean], 4, 1), {mean});
  const std::size_t active = draft.add(Activation{Function::silu}, {few});
  const std::size_t factors = draft.add(inventor.convolution(draft[active], 48, 1), {active});
  const std::size_t gate = draft.add(Activation{Function::sigmoid}, {factors});
  const std::size_t product = draft.add(Multiply{}, {image, gate});
  const std::size_t last = draft.add(inventor.convolution(draft[product], 16, 1), {product});
  const std::size_t other = draft.add(inventor.convolution(draft[0], 16, 1), {0});
  draft.network.outputs = {draft.add(Add{}, {last, other})};
  check(draft.network, inventor);
  const Network simple = simplify(draft.network);
  bool multiplies = false;
  for (const Node& node : simple.nodes) multiplies = multiplies || std::holds_alternative<Multiply>(node.operation);
  CHECK(multiplies == (side == 2));
}

TEST_CASE("an image's values do not depend on who runs beside it") {
  if (!Plan::is_supported()) return;
  Inventor inventor(19);
  const Network network = any_network(inventor);
  const Plan plan(network);
  std::vector<Values> images;
  for (int i = 0; i < 8; ++i) images.push_back(inventor.values(network.input.elements()));
  std::vector<std::vector<Values>> alone;
  Plan::Workspace workspace(plan);
  for (const Values& image : images) alone.push_back(plan.run(image, workspace));
  std::vector<std::vector<Values>> together(images.size());
  std::vector<std::thread> threads;
  for (std::size_t worker = 0; worker < 2; ++worker) {
    threads.emplace_back([&, worker] {
      Plan::Workspace own(plan);
      for (std::size_t i = worker; i < images.size(); i += 2) together[i] = plan.run(images[i], own);
    });
  }
  for (std::thread& thread : threads) thread.join();
  CHECK(alone == together);
}

TEST_CASE("what does not fit together is refused") {
  Inventor inventor(23);
  Draft draft({3, 8, 8});
  const std::size_t image = draft.add(inventor.convolution(draft[0], 16, 3), {0});
  draft.network.outputs = {image};
  Network wrong = draft.network;
  wrong.nodes[0].inputs = {1};
  CHECK_THROWS_AS(simplify(wrong), std::invalid_argument);
  wrong = draft.network;
  std::get<Convolution>(wrong.nodes[0].operation).weights.pop_back();
  CHECK_THROWS_AS(simplify(wrong), std::invalid_argument);
  if (!Plan::is_supported()) return;
  const Plan plan(draft.network);
  Plan::Workspace workspace(plan);
  CHECK_THROWS_AS(plan.run(Values(5), workspace), std::invalid_argument);
}
