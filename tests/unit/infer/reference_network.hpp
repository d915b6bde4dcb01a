// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "infer/network.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>
#include <span>
#include <vector>

// A Network run the slow and obvious way, each operation by its definition with sums in double.
namespace reference {

using namespace cxrval::infer;
using Values = std::vector<float>;

inline float value_of(const Activation& activation, float given) {
  const double x = given;
  const double sigmoid = 1 / (1 + std::exp(-x));
  const double hard = std::clamp(x / 6 + 0.5, 0.0, 1.0);
  switch (activation.function) {
    case Function::relu:
      return static_cast<float>(std::max(x, 0.0));
    case Function::leaky_relu:
      return static_cast<float>(x > 0 ? x : x * double{activation.alpha});
    case Function::silu:
      return static_cast<float>(x * sigmoid);
    case Function::sigmoid:
      return static_cast<float>(sigmoid);
    case Function::tanh:
      return static_cast<float>(std::tanh(x));
    case Function::clamp:
      return static_cast<float>(std::clamp(x, double{activation.alpha}, double{activation.beta}));
    case Function::hard_sigmoid:
      return static_cast<float>(hard);
    case Function::hard_swish:
      break;
  }
  return static_cast<float>(x * hard);
}

struct Tensor3 {
  Shape shape;
  Values values;

  explicit Tensor3(const Shape& of) : shape(of), values(of.elements()) {}
  std::size_t at(int c, int y, int x) const {
    return (static_cast<std::size_t>(c) * static_cast<std::size_t>(shape.height) + static_cast<std::size_t>(y)) *
               static_cast<std::size_t>(shape.width) +
           static_cast<std::size_t>(x);
  }
  bool has(int y, int x) const { return y >= 0 && y < shape.height && x >= 0 && x < shape.width; }
};

using Inputs = std::span<const Tensor3* const>;

// Calls visit(y, x, place in the kernel) for what a window sees from one output pixel, padding included.
template <class Visit>
void each_seen(const Window& window, int y, int x, const Visit& visit) {
  for (int ky = 0; ky < window.kernel_height; ++ky) {
    for (int kx = 0; kx < window.kernel_width; ++kx) {
      visit(y * window.stride_y - window.pad_top + ky * window.dilation_y,
            x * window.stride_x - window.pad_left + kx * window.dilation_x, ky * window.kernel_width + kx);
    }
  }
}

inline void run(const Convolution& op, Inputs in, Tensor3& out) {
  const Tensor3& image = *in[0];
  const int inputs = image.shape.channels / op.groups;
  const int outputs = op.outputs / op.groups;
  const int kernel = op.window.kernel_height * op.window.kernel_width;
  for (int o = 0; o < op.outputs; ++o) {
    for (int y = 0; y < out.shape.height; ++y) {
      for (int x = 0; x < out.shape.width; ++x) {
        double sum = op.bias[static_cast<std::size_t>(o)];
        for (int i = 0; i < inputs; ++i) {
          const int channel = o / outputs * inputs + i;
          const double factor = op.scales_input ? double{in[1]->values[static_cast<std::size_t>(channel)]} : 1.0;
          each_seen(op.window, y, x, [&](int from_y, int from_x, int place) {
            if (!image.has(from_y, from_x)) return;
            const auto weight = static_cast<std::size_t>((o * inputs + i) * kernel + place);
            sum += double{op.weights[weight]} * factor * double{image.values[image.at(channel, from_y, from_x)]};
          });
        }
        auto value = static_cast<float>(sum);
        if (op.adds) value += in.back()->values[out.at(o, y, x)];
        if (op.activation) value = value_of(*op.activation, value);
        out.values[out.at(o, y, x)] = value;
      }
    }
  }
}

inline void run(const ScaleShift& op, Inputs in, Tensor3& out) {
  for (std::size_t i = 0; i < out.values.size(); ++i) {
    const std::size_t channel = i / out.shape.pixels();
    const float value = in[0]->values[i] * op.scale[channel] + op.shift[channel];
    out.values[i] = op.activation ? value_of(*op.activation, value) : value;
  }
}

inline void run(const Activation& op, Inputs in, Tensor3& out) {
  for (std::size_t i = 0; i < out.values.size(); ++i) out.values[i] = value_of(op, in[0]->values[i]);
}

inline void run(const Add&, Inputs in, Tensor3& out) {
  for (std::size_t i = 0; i < out.values.size(); ++i) out.values[i] = in[0]->values[i] + in[1]->values[i];
}

inline void run(const Multiply&, Inputs in, Tensor3& out) {
  const bool same = in[0]->shape == in[1]->shape;
  for (std::size_t i = 0; i < out.values.size(); ++i) {
    out.values[i] = in[0]->values[i] * in[1]->values[same ? i : i / out.shape.pixels()];
  }
}

inline void run(const Concatenate&, Inputs in, Tensor3& out) {
  auto to = out.values.begin();
  for (const Tensor3* part : in) to = std::copy(part->values.begin(), part->values.end(), to);
}

inline void run(const Flatten&, Inputs in, Tensor3& out) {
  out.values = in[0]->values;
}

inline void run(const ChannelMean&, Inputs in, Tensor3& out) {
  const std::size_t pixels = in[0]->shape.pixels();
  for (std::size_t c = 0; c < out.values.size(); ++c) {
    double sum = 0;
    for (std::size_t p = 0; p < pixels; ++p) sum += double{in[0]->values[c * pixels + p]};
    out.values[c] = static_cast<float>(sum / static_cast<double>(pixels));
  }
}

inline void run(const ChannelMaximum&, Inputs in, Tensor3& out) {
  const auto pixels = static_cast<std::ptrdiff_t>(in[0]->shape.pixels());
  for (std::size_t c = 0; c < out.values.size(); ++c) {
    const auto begin = in[0]->values.begin() + static_cast<std::ptrdiff_t>(c) * pixels;
    out.values[c] = *std::max_element(begin, begin + pixels);
  }
}

inline void run(const Pool& op, Inputs in, Tensor3& out) {
  for (int c = 0; c < out.shape.channels; ++c) {
    for (int y = 0; y < out.shape.height; ++y) {
      for (int x = 0; x < out.shape.width; ++x) {
        double sum = 0;
        double most = -std::numeric_limits<double>::infinity();
        int seen = 0;
        each_seen(op.window, y, x, [&](int from_y, int from_x, int) {
          if (!in[0]->has(from_y, from_x)) return;
          const double value = in[0]->values[in[0]->at(c, from_y, from_x)];
          sum += value;
          most = std::max(most, value);
          ++seen;
        });
        const int count = op.counts_padding ? op.window.kernel_height * op.window.kernel_width : seen;
        out.values[out.at(c, y, x)] = static_cast<float>(op.maximum ? most : sum / count);
      }
    }
  }
}

inline void run(const Enlarge& op, Inputs in, Tensor3& out) {
  for (int c = 0; c < out.shape.channels; ++c) {
    for (int y = 0; y < out.shape.height; ++y) {
      for (int x = 0; x < out.shape.width; ++x) {
        out.values[out.at(c, y, x)] = in[0]->values[in[0]->at(c, y / op.factor, x / op.factor)];
      }
    }
  }
}

inline void run(const Spread& op, Inputs in, Tensor3& out) {
  for (int c = 0; c < out.shape.channels; ++c) {
    for (int y = 0; y < out.shape.height; ++y) {
      for (int x = 0; x < out.shape.width; ++x) {
        const int place = y % op.factor * op.factor + x % op.factor;
        out.values[out.at(c, y, x)] =
            in[0]->values[in[0]->at(place * out.shape.channels + c, y / op.factor, x / op.factor)];
      }
    }
  }
}

inline void run(const Unpool& op, Inputs in, Tensor3& out) {
  for (int c = 0; c < in[0]->shape.channels; ++c) {
    for (int y = 0; y < in[0]->shape.height; ++y) {
      for (int x = 0; x < in[0]->shape.width; ++x) {
        std::size_t best = out.at(c, y * op.factor, x * op.factor);
        for (int row = 0; row < op.factor; ++row) {
          for (int column = 0; column < op.factor; ++column) {
            const std::size_t at = out.at(c, y * op.factor + row, x * op.factor + column);
            if (in[1]->values[at] > in[1]->values[best]) best = at;
          }
        }
        out.values[best] = in[0]->values[in[0]->at(c, y, x)];
      }
    }
  }
}

inline std::vector<Values> run(const Network& network, const Values& image) {
  const std::vector<Shape> shapes = shapes_of(network);
  std::vector<Tensor3> values;
  for (const Shape& shape : shapes) values.emplace_back(shape);
  values[0].values = image;
  for (std::size_t i = 0; i < network.nodes.size(); ++i) {
    std::vector<const Tensor3*> inputs;
    for (const std::size_t input : network.nodes[i].inputs) inputs.push_back(&values[input]);
    std::visit([&](const auto& op) { run(op, inputs, values[i + 1]); }, network.nodes[i].operation);
  }
  std::vector<Values> outputs;
  for (const std::size_t output : network.outputs) outputs.push_back(values[output].values);
  return outputs;
}

// ---- invented networks ----

class Inventor {
 public:
  explicit Inventor(unsigned seed) : random_(seed) {}

  int number(int low, int high) { return low + static_cast<int>(random_() % static_cast<unsigned>(high - low + 1)); }

  Values values(std::size_t count, float scale = 1) {
    Values made(count);
    for (float& value : made) value = (static_cast<float>(random_() % 20001) / 10000.0F - 1) * scale;
    return made;
  }

  Convolution convolution(const Shape& input, int outputs, int kernel, int groups = 1) {
    Convolution op;
    op.window.kernel_height = op.window.kernel_width = kernel;
    op.window.pad_top = op.window.pad_left = op.window.pad_bottom = op.window.pad_right = kernel / 2;
    op.outputs = outputs;
    op.groups = groups;
    const int taps = input.channels / groups * kernel * kernel;
    op.weights = values(static_cast<std::size_t>(outputs) * static_cast<std::size_t>(taps),
                        1.5F / std::sqrt(static_cast<float>(taps)));
    op.bias = values(static_cast<std::size_t>(outputs), 0.3F);
    return op;
  }

  ScaleShift scale_shift(const Shape& input) {
    const auto channels = static_cast<std::size_t>(input.channels);
    return {values(channels, 1.2F), values(channels, 0.3F), {}};
  }

  Activation activation() {
    constexpr Activation all[] = {
        {Function::relu}, {Function::leaky_relu, 0.1F},   {Function::silu},       {Function::sigmoid},
        {Function::tanh}, {Function::clamp, -0.5F, 0.8F}, {Function::hard_swish}, {Function::hard_sigmoid}};
    return all[number(0, 7)];
  }

 private:
  std::mt19937 random_;
};

}  // namespace reference
