// SPDX-License-Identifier: Apache-2.0
#include "infer/network.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace cxrval::infer {
namespace {

// How often a kernel fits along one axis.
int places(int size, int kernel, int dilation, int stride) {
  const int room = size - (dilation * (kernel - 1) + 1);
  return room < 0 ? 0 : room / stride + 1;
}

std::optional<Shape> moved(const Window& window, const Shape& input, int channels) {
  const bool sound = window.kernel_height > 0 && window.kernel_width > 0 && window.stride_y > 0 &&
                     window.stride_x > 0 && window.dilation_y > 0 && window.dilation_x > 0 && window.pad_top >= 0 &&
                     window.pad_left >= 0 && window.pad_bottom >= 0 && window.pad_right >= 0;
  if (!sound) return std::nullopt;
  const int height = input.height + window.pad_top + window.pad_bottom;
  const int width = input.width + window.pad_left + window.pad_right;
  const Shape shape{channels, places(height, window.kernel_height, window.dilation_y, window.stride_y),
                    places(width, window.kernel_width, window.dilation_x, window.stride_x)};
  return shape.height > 0 && shape.width > 0 ? std::optional(shape) : std::nullopt;
}

bool is_factors(const Shape& shape, const Shape& image) {
  return shape == Shape{image.channels, 1, 1};
}

using Shapes = std::span<const Shape>;

std::optional<Shape> give(const Convolution& op, Shapes inputs) {
  if (inputs.size() != 1U + (op.scales_input ? 1U : 0U) + (op.adds ? 1U : 0U)) return std::nullopt;
  const Shape& image = inputs[0];
  if (op.groups < 1 || op.outputs < 1 || image.channels % op.groups != 0 || op.outputs % op.groups != 0) {
    return std::nullopt;
  }
  const auto kernel =
      static_cast<std::size_t>(op.window.kernel_height) * static_cast<std::size_t>(op.window.kernel_width);
  const auto outputs = static_cast<std::size_t>(op.outputs);
  if (op.weights.size() != outputs * static_cast<std::size_t>(image.channels / op.groups) * kernel) return std::nullopt;
  if (op.bias.size() != outputs || (op.scales_input && !is_factors(inputs[1], image))) return std::nullopt;
  const std::optional<Shape> shape = moved(op.window, image, op.outputs);
  return shape && op.adds && inputs.back() != *shape ? std::nullopt : shape;
}

std::optional<Shape> give(const ScaleShift& op, Shapes inputs) {
  if (inputs.size() != 1) return std::nullopt;
  const auto channels = static_cast<std::size_t>(inputs[0].channels);
  return op.scale.size() == channels && op.shift.size() == channels ? std::optional(inputs[0]) : std::nullopt;
}

std::optional<Shape> give(const Activation&, Shapes inputs) {
  return inputs.size() == 1 ? std::optional(inputs[0]) : std::nullopt;
}

std::optional<Shape> give(const Add&, Shapes inputs) {
  return inputs.size() == 2 && inputs[0] == inputs[1] ? std::optional(inputs[0]) : std::nullopt;
}

std::optional<Shape> give(const Multiply&, Shapes inputs) {
  const bool fits = inputs.size() == 2 && (inputs[0] == inputs[1] || is_factors(inputs[1], inputs[0]));
  return fits ? std::optional(inputs[0]) : std::nullopt;
}

std::optional<Shape> give(const Concatenate&, Shapes inputs) {
  if (inputs.empty()) return std::nullopt;
  Shape shape = inputs[0];
  for (const Shape& further : inputs.subspan(1)) {
    if (further.height != shape.height || further.width != shape.width) return std::nullopt;
    shape.channels += further.channels;
  }
  return shape;
}

std::optional<Shape> give(const Flatten&, Shapes inputs) {
  return inputs.size() == 1 ? std::optional(Shape{static_cast<int>(inputs[0].elements()), 1, 1}) : std::nullopt;
}

std::optional<Shape> give(const ChannelMean&, Shapes inputs) {
  return inputs.size() == 1 ? std::optional(Shape{inputs[0].channels, 1, 1}) : std::nullopt;
}

std::optional<Shape> give(const ChannelMaximum&, Shapes inputs) {
  return give(ChannelMean{}, inputs);
}

std::optional<Shape> give(const Pool& op, Shapes inputs) {
  return inputs.size() == 1 ? moved(op.window, inputs[0], inputs[0].channels) : std::nullopt;
}

std::optional<Shape> give(const Enlarge& op, Shapes inputs) {
  if (inputs.size() != 1 || op.factor < 1) return std::nullopt;
  return Shape{inputs[0].channels, inputs[0].height * op.factor, inputs[0].width * op.factor};
}

std::optional<Shape> give(const Spread& op, Shapes inputs) {
  if (inputs.size() != 1 || op.factor < 1 || inputs[0].channels % (op.factor * op.factor) != 0) return std::nullopt;
  return Shape{inputs[0].channels / (op.factor * op.factor), inputs[0].height * op.factor, inputs[0].width * op.factor};
}

std::optional<Shape> give(const Unpool& op, Shapes inputs) {
  if (inputs.size() != 2 || op.factor < 1) return std::nullopt;
  const Shape pooled{inputs[1].channels, inputs[1].height / op.factor, inputs[1].width / op.factor};
  return inputs[0] == pooled ? std::optional(inputs[1]) : std::nullopt;
}

}  // namespace

std::optional<Shape> shape_of(const Operation& operation, std::span<const Shape> inputs) {
  return std::visit([&](const auto& op) { return give(op, inputs); }, operation);
}

std::vector<Shape> shapes_of(const Network& network) {
  std::vector<Shape> shapes{network.input};
  for (const Node& node : network.nodes) {
    std::vector<Shape> inputs;
    for (const std::size_t input : node.inputs) {
      if (input >= shapes.size()) throw std::invalid_argument("a node takes what comes after it");
      inputs.push_back(shapes[input]);
    }
    const std::optional<Shape> shape = shape_of(node.operation, inputs);
    if (!shape) throw std::invalid_argument("the inputs do not fit the node");
    shapes.push_back(*shape);
  }
  return shapes;
}

}  // namespace cxrval::infer
