// SPDX-License-Identifier: Apache-2.0
#include "infer/blocked.hpp"

#include "infer/swish.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

// The loops below are plain C++ over the channels of a block; compiled once for each width of vector they are as fast
// as intrinsics.
#if defined(__x86_64__)
#define CXRVAL_WIDE [[gnu::target("avx512f,avx512bw,avx512dq,avx512vl,prefer-vector-width=512")]]
#define CXRVAL_NARROW [[gnu::target("avx2")]]
#else
#define CXRVAL_WIDE
#define CXRVAL_NARROW
#endif

namespace cxrval::infer {
namespace {

template <int block>
[[gnu::always_inline]] inline void scale_shift_of(const float* in, const Blocks& layout, const Factors& factors,
                                                  float* out) {
  const std::size_t pixels = layout.shape.pixels();
  for (std::size_t b = 0; b < layout.count(); ++b) {
    float scale[block];
    float shift[block];
    std::copy_n(factors.scale + b * block, block, scale);
    std::copy_n(factors.shift + b * block, block, shift);
    for (std::size_t p = 0; p < pixels; ++p, in += block, out += block) {
      for (int i = 0; i < block; ++i) {
        const float value = in[i] * scale[i] + shift[i];
        out[i] = value < factors.least ? factors.least : value;  // no number stays none
      }
    }
  }
}

template <int block>
[[gnu::always_inline]] inline void multiply_channels_of(const float* image, const float* factors, const Blocks& layout,
                                                        float* out) {
  const std::size_t pixels = layout.shape.pixels();
  for (std::size_t b = 0; b < layout.count(); ++b) {
    float factor[block];
    std::copy_n(factors + b * block, block, factor);
    for (std::size_t p = 0; p < pixels; ++p, image += block, out += block) {
      for (int i = 0; i < block; ++i) out[i] = image[i] * factor[i];
    }
  }
}

// Four sums side by side: one addition need not wait for the one before.
template <int block>
[[gnu::always_inline]] inline void channel_mean_of(const float* in, const Blocks& layout, float* out) {
  constexpr std::size_t lanes = 4;
  const std::size_t pixels = layout.shape.pixels();
  const float share = 1.0F / static_cast<float>(pixels);
  for (std::size_t b = 0; b < layout.count(); ++b) {
    float sums[lanes][block] = {};
    std::size_t p = 0;
    for (; p + lanes <= pixels; p += lanes, in += lanes * block) {
      for (std::size_t lane = 0; lane < lanes; ++lane) {
        for (int i = 0; i < block; ++i) sums[lane][i] += in[lane * block + static_cast<std::size_t>(i)];
      }
    }
    for (; p < pixels; ++p, in += block) {
      for (int i = 0; i < block; ++i) sums[0][i] += in[i];
    }
    for (int i = 0; i < block; ++i) {
      out[b * block + static_cast<std::size_t>(i)] = ((sums[0][i] + sums[1][i]) + (sums[2][i] + sums[3][i])) * share;
    }
  }
}

template <int block>
[[gnu::always_inline]] inline void channel_maximum_of(const float* in, const Blocks& layout, float* out) {
  const std::size_t pixels = layout.shape.pixels();
  for (std::size_t b = 0; b < layout.count(); ++b) {
    float most[block];
    std::copy_n(in, block, most);
    for (std::size_t p = 0; p < pixels; ++p, in += block) {
      for (int i = 0; i < block; ++i) most[i] = in[i] > most[i] ? in[i] : most[i];
    }
    std::copy_n(most, block, out + b * block);
  }
}

// The part of a kernel's row or column that lies in the image, as numbers of its values.
struct Part {
  int begin = 0;
  int end = 0;
};

[[gnu::always_inline]] inline Part part_of(int first, int kernel, int dilation, int size) {
  const int begin = first >= 0 ? 0 : (-first + dilation - 1) / dilation;
  const int end = first >= size ? 0 : std::min(kernel, (size - first + dilation - 1) / dilation);
  return {begin, std::max(begin, end)};
}

template <int block>
[[gnu::always_inline]] inline void pool_place(const float* plane, int width, const Pool& op, const int (&first)[2],
                                              const Part (&parts)[2], float* out) {
  float value[block];
  std::fill_n(value, block, op.maximum ? -std::numeric_limits<float>::infinity() : 0.0F);
  for (int ky = parts[0].begin; ky < parts[0].end; ++ky) {
    for (int kx = parts[1].begin; kx < parts[1].end; ++kx) {
      const int y = first[0] + ky * op.window.dilation_y;
      const int x = first[1] + kx * op.window.dilation_x;
      const float* in = plane + (static_cast<std::ptrdiff_t>(y) * width + x) * block;
      if (op.maximum) {
        for (int i = 0; i < block; ++i) value[i] = in[i] > value[i] ? in[i] : value[i];
      } else {
        for (int i = 0; i < block; ++i) value[i] += in[i];
      }
    }
  }
  if (!op.maximum) {
    const int all = op.window.kernel_height * op.window.kernel_width;
    const int seen = (parts[0].end - parts[0].begin) * (parts[1].end - parts[1].begin);
    const float count = static_cast<float>(op.counts_padding ? all : seen);
    for (int i = 0; i < block; ++i) value[i] /= count;
  }
  std::copy_n(value, block, out);
}

template <int block>
[[gnu::always_inline]] inline void pool_of(const float* in, const Blocks& layout, const Pool& op, float* out) {
  const Shape& from = layout.shape;
  const Window& window = op.window;
  const Shape to = shape_of(op, std::span(&from, 1)).value();
  for (std::size_t b = 0; b < layout.count(); ++b) {
    const float* plane = in + b * from.pixels() * block;
    for (int y = 0; y < to.height; ++y) {
      const int top = y * window.stride_y - window.pad_top;
      const Part rows = part_of(top, window.kernel_height, window.dilation_y, from.height);
      for (int x = 0; x < to.width; ++x, out += block) {
        const int left = x * window.stride_x - window.pad_left;
        const Part columns = part_of(left, window.kernel_width, window.dilation_x, from.width);
        pool_place<block>(plane, from.width, op, {top, left}, {rows, columns}, out);
      }
    }
  }
}

template <int block>
[[gnu::always_inline]] inline void scale_weights_of(const float* weights, const WeightBlocks& layout,
                                                    const float* factors, float* out) {
  for (std::size_t o = 0; o < layout.outputs; ++o) {
    for (std::size_t i = 0; i < layout.inputs; ++i) {
      for (std::size_t k = 0; k < layout.kernel; ++k) {
        for (std::size_t input = 0; input < block; ++input, weights += block, out += block) {
          const float factor = factors[i * block + input];
          for (int output = 0; output < block; ++output) out[output] = weights[output] * factor;
        }
      }
    }
  }
}

CXRVAL_WIDE void scale_shift_16(const float* in, const Blocks& layout, const Factors& factors, float* out) {
  scale_shift_of<16>(in, layout, factors, out);
}
CXRVAL_NARROW void scale_shift_8(const float* in, const Blocks& layout, const Factors& factors, float* out) {
  scale_shift_of<8>(in, layout, factors, out);
}
CXRVAL_WIDE void multiply_channels_16(const float* image, const float* factors, const Blocks& layout, float* out) {
  multiply_channels_of<16>(image, factors, layout, out);
}
CXRVAL_NARROW void multiply_channels_8(const float* image, const float* factors, const Blocks& layout, float* out) {
  multiply_channels_of<8>(image, factors, layout, out);
}
CXRVAL_WIDE void channel_mean_16(const float* in, const Blocks& layout, float* out) {
  channel_mean_of<16>(in, layout, out);
}
CXRVAL_NARROW void channel_mean_8(const float* in, const Blocks& layout, float* out) {
  channel_mean_of<8>(in, layout, out);
}
CXRVAL_WIDE void channel_maximum_16(const float* in, const Blocks& layout, float* out) {
  channel_maximum_of<16>(in, layout, out);
}
CXRVAL_NARROW void channel_maximum_8(const float* in, const Blocks& layout, float* out) {
  channel_maximum_of<8>(in, layout, out);
}
CXRVAL_WIDE void pool_16(const float* in, const Blocks& layout, const Pool& op, float* out) {
  pool_of<16>(in, layout, op, out);
}
CXRVAL_NARROW void pool_8(const float* in, const Blocks& layout, const Pool& op, float* out) {
  pool_of<8>(in, layout, op, out);
}
CXRVAL_WIDE void scale_weights_16(const float* weights, const WeightBlocks& layout, const float* factors, float* out) {
  scale_weights_of<16>(weights, layout, factors, out);
}
CXRVAL_NARROW void scale_weights_8(const float* weights, const WeightBlocks& layout, const float* factors, float* out) {
  scale_weights_of<8>(weights, layout, factors, out);
}

void clear_padding(const Blocks& layout, float* blocks) {
  const auto padded = static_cast<int>(layout.count()) * layout.block;
  for (int channel = layout.shape.channels; channel < padded; ++channel) {
    for (std::size_t p = 0; p < layout.shape.pixels(); ++p) blocks[layout.at(channel, p)] = 0;
  }
}

float sigmoid(float x) {
  return 1.0F / (1.0F + std::exp(-x));
}

float value_of(const Activation& activation, float x) {
  switch (activation.function) {
    case Function::relu:
      return x < 0 ? 0 : x;
    case Function::leaky_relu:
      return x > 0 ? x : activation.alpha * x;
    case Function::silu:
      return x * sigmoid(x);
    case Function::sigmoid:
      return sigmoid(x);
    case Function::tanh:
      return std::tanh(x);
    case Function::clamp:
      return std::min(std::max(x, activation.alpha), activation.beta);
    case Function::hard_sigmoid:
      return std::min(std::max(x / 6 + 0.5F, 0.0F), 1.0F);
    case Function::hard_swish:
      break;
  }
  return x * std::min(std::max(x / 6 + 0.5F, 0.0F), 1.0F);
}

}  // namespace

void to_blocks(const float* plain, const Blocks& layout, float* blocks) {
  const std::size_t pixels = layout.shape.pixels();
  for (int channel = 0; channel < layout.shape.channels; ++channel) {
    for (std::size_t p = 0; p < pixels; ++p) blocks[layout.at(channel, p)] = *plain++;
  }
  clear_padding(layout, blocks);
}

void to_plain(const float* blocks, const Blocks& layout, float* plain) {
  const std::size_t pixels = layout.shape.pixels();
  for (int channel = 0; channel < layout.shape.channels; ++channel) {
    for (std::size_t p = 0; p < pixels; ++p) *plain++ = blocks[layout.at(channel, p)];
  }
}

void scale_shift(const float* in, const Blocks& layout, const Factors& factors, float* out) {
  (layout.block == 16 ? scale_shift_16 : scale_shift_8)(in, layout, factors, out);
}

void activate(const float* in, const Blocks& layout, const Activation& activation, float* out) {
  const std::size_t floats = layout.floats();
  if (activation.function == Function::relu) {
    for (std::size_t i = 0; i < floats; ++i) out[i] = in[i] < 0 ? 0 : in[i];
    return;
  }
  if (activation.function == Function::silu) return swish(in, floats, layout.block, out);
  for (std::size_t i = 0; i < floats; ++i) out[i] = value_of(activation, in[i]);
  clear_padding(layout, out);
}

void add(const float* a, const float* b, const Blocks& layout, float* out) {
  for (std::size_t i = 0; i < layout.floats(); ++i) out[i] = a[i] + b[i];
}

void multiply(const float* a, const float* b, const Blocks& layout, float* out) {
  for (std::size_t i = 0; i < layout.floats(); ++i) out[i] = a[i] * b[i];
}

void multiply_channels(const float* image, const float* factors, const Blocks& layout, float* out) {
  (layout.block == 16 ? multiply_channels_16 : multiply_channels_8)(image, factors, layout, out);
}

void channel_mean(const float* in, const Blocks& layout, float* out) {
  (layout.block == 16 ? channel_mean_16 : channel_mean_8)(in, layout, out);
}

void channel_maximum(const float* in, const Blocks& layout, float* out) {
  (layout.block == 16 ? channel_maximum_16 : channel_maximum_8)(in, layout, out);
}

void pool(const float* in, const Blocks& layout, const Pool& operation, float* out) {
  (layout.block == 16 ? pool_16 : pool_8)(in, layout, operation, out);
}

void enlarge(const float* in, const Blocks& layout, int factor, float* out) {
  const Shape& shape = layout.shape;
  const auto block = static_cast<std::size_t>(layout.block);
  for (std::size_t b = 0; b < layout.count(); ++b) {
    for (int y = 0; y < shape.height * factor; ++y) {
      const float* row = in + (b * shape.pixels() + static_cast<std::size_t>(y / factor * shape.width)) * block;
      for (int x = 0; x < shape.width * factor; ++x, out += block) {
        std::copy_n(row + static_cast<std::size_t>(x / factor) * block, block, out);
      }
    }
  }
}

void spread(const float* in, const Blocks& layout, int factor, float* out) {
  const int places = factor * factor;
  const auto width = static_cast<std::size_t>(layout.shape.width);
  const auto step = static_cast<std::size_t>(factor);
  const Blocks to{layout.block,
                  {layout.shape.channels / places, layout.shape.height * factor, layout.shape.width * factor}};
  const bool by_block = to.shape.channels % layout.block == 0;
  const int together = by_block ? layout.block : 1;
  for (int channel = 0; channel < layout.shape.channels; channel += together) {
    const auto place = static_cast<std::size_t>(channel / to.shape.channels);
    const int made = channel % to.shape.channels;
    for (std::size_t p = 0; p < layout.shape.pixels(); ++p) {
      const std::size_t y = p / width * step + place / step;
      const std::size_t x = p % width * step + place % step;
      std::copy_n(in + layout.at(channel, p), together, out + to.at(made, y * width * step + x));
    }
  }
  clear_padding(to, out);
}

void unpool(const float* in, const float* pooled, const Blocks& layout, int factor, float* out) {
  const auto block = static_cast<std::size_t>(layout.block);
  const auto width = static_cast<std::size_t>(layout.shape.width);
  const auto side = static_cast<std::size_t>(factor);
  const std::size_t rows = static_cast<std::size_t>(layout.shape.height) / side;
  const std::size_t columns = width / side;
  std::fill_n(out, layout.floats(), 0.0F);
  for (std::size_t window = 0; window < layout.count() * rows * columns; ++window) {
    const std::size_t plane = window / (rows * columns) * layout.shape.pixels();
    const std::size_t corner = plane + window / columns % rows * side * width + window % columns * side;
    for (std::size_t i = 0; i < block; ++i, ++in) {
      std::size_t best = corner * block + i;
      for (std::size_t k = 1; k < side * side; ++k) {
        const std::size_t at = (corner + k / side * width + k % side) * block + i;
        if (pooled[at] > pooled[best] || std::isnan(pooled[at])) best = at;
      }
      out[best] = *in;
    }
  }
}

void copy_channels(const float* in, const Blocks& layout, int channel, const Blocks& into, float* out) {
  if (channel % layout.block == 0) {
    std::copy_n(in, layout.floats(), out + into.at(channel, 0));
    return;
  }
  for (int c = 0; c < layout.shape.channels; ++c) {
    for (std::size_t p = 0; p < layout.shape.pixels(); ++p) out[into.at(channel + c, p)] = in[layout.at(c, p)];
  }
  if (channel + layout.shape.channels == into.shape.channels) clear_padding(into, out);
}

void scale_weights(const float* weights, const WeightBlocks& layout, const float* factors, float* out) {
  (layout.block == 16 ? scale_weights_16 : scale_weights_8)(weights, layout, factors, out);
}

}  // namespace cxrval::infer
