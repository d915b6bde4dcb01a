// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "infer/network.hpp"

#include <cstddef>
#include <limits>
#include <span>

namespace cxrval::infer {

// One image's values in blocks of channels: ceil(channels / block) x height x width x block. The places behind the last
// channel are zero, before and after every function here. Block is 16 or 8, whatever fills this processor's vectors.
struct Blocks {
  int block = 16;
  Shape shape;

  std::size_t count() const {
    return (static_cast<std::size_t>(shape.channels) + static_cast<std::size_t>(block) - 1) /
           static_cast<std::size_t>(block);
  }
  std::size_t floats() const { return count() * shape.pixels() * static_cast<std::size_t>(block); }
  // Of a channel's value at a pixel.
  std::size_t at(int channel, std::size_t pixel) const {
    const auto number = static_cast<std::size_t>(channel);
    const auto size = static_cast<std::size_t>(block);
    return (number / size * shape.pixels() + pixel) * size + number % size;
  }
};

// Between blocks and plain channels x height x width.
void to_blocks(const float* plain, const Blocks& layout, float* blocks);
void to_plain(const float* blocks, const Blocks& layout, float* plain);

// The operations of Network on blocks. Output and first input may be the same memory where their shapes are the same.
// `scale` and `shift` are as long as the blocks' channels with their padding, which is zero; values below `least`
// become that, which is 0 or less.
struct Factors {
  const float* scale = nullptr;
  const float* shift = nullptr;
  float least = -std::numeric_limits<float>::infinity();
};
void scale_shift(const float* in, const Blocks& layout, const Factors& factors, float* out);
void activate(const float* in, const Blocks& layout, const Activation& activation, float* out);
void add(const float* a, const float* b, const Blocks& layout, float* out);
void multiply(const float* a, const float* b, const Blocks& layout, float* out);
void multiply_channels(const float* image, const float* factors, const Blocks& layout, float* out);
void channel_mean(const float* in, const Blocks& layout, float* out);
void channel_maximum(const float* in, const Blocks& layout, float* out);
void pool(const float* in, const Blocks& layout, const Pool& operation, float* out);
void enlarge(const float* in, const Blocks& layout, int factor, float* out);
void spread(const float* in, const Blocks& layout, int factor, float* out);
// `layout` is of `pooled`, the larger image; `out` shares memory with neither.
void unpool(const float* in, const float* pooled, const Blocks& layout, int factor, float* out);
// Copies an image's channels behind the first `channel` ones of a larger one.
void copy_channels(const float* in, const Blocks& layout, int channel, const Blocks& into, float* out);

// Weights in blocks of block inputs x block outputs (oneDNN's OIhw16i16o or OIhw8i8o) times the factor of each input.
struct WeightBlocks {
  int block = 16;
  std::size_t outputs = 0;  // blocks of them
  std::size_t inputs = 0;   // blocks of them
  std::size_t kernel = 1;   // height x width

  std::size_t floats() const {
    return outputs * inputs * kernel * static_cast<std::size_t>(block) * static_cast<std::size_t>(block);
  }
};
void scale_weights(const float* weights, const WeightBlocks& layout, const float* factors, float* out);

}  // namespace cxrval::infer
