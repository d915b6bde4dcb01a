// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <variant>
#include <vector>

namespace cxrval::infer {

// The shape of one image's values: channels x height x width. A vector of n values is n x 1 x 1.
struct Shape {
  int channels = 0;
  int height = 1;
  int width = 1;

  std::size_t pixels() const { return static_cast<std::size_t>(height) * static_cast<std::size_t>(width); }
  std::size_t elements() const { return static_cast<std::size_t>(channels) * pixels(); }
  bool operator==(const Shape&) const = default;
};

enum class Function { relu, leaky_relu, silu, sigmoid, tanh, clamp, hard_sigmoid, hard_swish };

// A function of each value: relu max(x, 0); leaky_relu x or alpha x below 0; silu x / (1 + exp(-x)); sigmoid
// 1 / (1 + exp(-x)); tanh; clamp to [alpha, beta]; hard_sigmoid clamp(x / 6 + 1/2 to [0, 1]); hard_swish x times that.
struct Activation {
  Function function = Function::relu;
  float alpha = 0;
  float beta = 0;

  bool operator==(const Activation&) const = default;
};

// What a convolution or a pooling looks at: the kernel moved by stride over the input with zeros around it.
struct Window {
  int kernel_height = 1;
  int kernel_width = 1;
  int stride_y = 1;
  int stride_x = 1;
  int pad_top = 0;
  int pad_left = 0;
  int pad_bottom = 0;
  int pad_right = 0;
  int dilation_y = 1;  // 1: the kernel's values are neighbours
  int dilation_x = 1;

  bool operator==(const Window&) const = default;
};

// Inputs: the image; with `scales_input` the channels' factors (channels x 1 x 1), by which it is multiplied first;
// with `adds` an image of the output's shape. The result is activation(convolution + added).
struct Convolution {
  Window window;
  int outputs = 0;
  int groups = 1;
  std::vector<float> weights;  // outputs x (channels / groups) x kernel height x kernel width
  std::vector<float> bias;     // outputs
  bool scales_input = false;
  bool adds = false;
  std::optional<Activation> activation;
};

// x * scale + shift for each channel, and the activation of that.
struct ScaleShift {
  std::vector<float> scale;
  std::vector<float> shift;
  std::optional<Activation> activation;
};

struct Add {};          // two images of one shape
struct Multiply {};     // two of one shape, or an image and its channels' factors (channels x 1 x 1)
struct Concatenate {};  // along the channels
struct Flatten {};      // channels x height x width values, in that order, as a vector
struct ChannelMean {};  // over all pixels of a channel
struct ChannelMaximum {};

// Maximum, or average. Padding takes no part in a maximum; in an average it counts as zeros when counts_padding.
struct Pool {
  bool maximum = true;
  bool counts_padding = true;
  Window window;
};

// Each pixel becomes factor x factor equal ones.
struct Enlarge {
  int factor = 2;
};

// Channel (y * factor + x) * outputs + o of a pixel becomes channel o of the pixel at (y, x) of the factor x factor
// ones in its place.
struct Spread {
  int factor = 2;
};

// Inputs: an image and the larger one, of as many channels, that was pooled to its size by windows of factor x factor
// pixels side by side. Each value goes where in its window the larger image has its maximum (the first one in the order
// of rows), zeros everywhere else.
struct Unpool {
  int factor = 2;
};

using Operation = std::variant<Convolution, ScaleShift, Activation, Add, Multiply, Concatenate, Flatten, ChannelMean,
                               ChannelMaximum, Pool, Enlarge, Spread, Unpool>;

struct Node {
  Operation operation;
  std::vector<std::size_t> inputs;  // values: 0 is the network's input, i + 1 what node i gives
};

// A network for one image at a time, with every shape known: what a Plan is made of.
struct Network {
  Shape input;
  std::vector<Node> nodes;  // each after those that it takes
  std::vector<std::size_t> outputs;
};

// The shape that an operation gives; nothing when the inputs do not fit it.
std::optional<Shape> shape_of(const Operation& operation, std::span<const Shape> inputs);
// Those of all values, the input first. Throws std::invalid_argument when nodes do not fit together.
std::vector<Shape> shapes_of(const Network& network);

}  // namespace cxrval::infer
