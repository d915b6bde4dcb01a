// SPDX-License-Identifier: Apache-2.0
#include "infer/winograd.hpp"

#include <algorithm>
#include <array>

#if defined(__x86_64__)
#include <immintrin.h>
#define CXRVAL_AVX2 [[gnu::target("avx2,fma")]]
#endif

namespace cxrval::infer {
namespace {

constexpr std::size_t block = 8;
constexpr int tile = 2;                          // a tile of the output is 2 x 2, of the input 4 x 4
constexpr std::size_t places = 16;               // of a transformed tile
constexpr std::size_t panel = 2;                 // blocks of outputs that are made together
constexpr std::size_t rows = 6;                  // tiles that are multiplied together: 12 sums in 16 registers
constexpr std::size_t chunk_floats = 64 * 1024;  // of transformed tiles, half of a usual second-level cache

std::size_t blocks_of(int channels) {
  return (static_cast<std::size_t>(channels) + block - 1) / block;
}

std::size_t tiles_across(int size) {
  return static_cast<std::size_t>((size + tile - 1) / tile);
}

// G g G^T of a 3 x 3 kernel.
std::array<float, places> transformed(const float* kernel) {
  const auto spread = [](float a, float b, float c) {
    return std::array<float, 4>{a, (a + b + c) / 2, (a - b + c) / 2, c};
  };
  std::array<std::array<float, 4>, 3> columns{};
  for (std::size_t x = 0; x < 3; ++x) columns[x] = spread(kernel[x], kernel[3 + x], kernel[6 + x]);
  std::array<float, places> all{};
  for (std::size_t y = 0; y < 4; ++y) {
    const auto row = spread(columns[0][y], columns[1][y], columns[2][y]);
    std::copy(row.begin(), row.end(), all.begin() + static_cast<std::ptrdiff_t>(4 * y));
  }
  return all;
}

#if defined(__x86_64__)

using Vector = __m256;

struct Source {
  const float* plane;
  int height;
  int width;
};

CXRVAL_AVX2 [[gnu::always_inline]] inline Vector value_at(const Source& source, int y, int x) {
  if (y < 0 || y >= source.height || x < 0 || x >= source.width) return _mm256_setzero_ps();
  const auto pixel = static_cast<std::size_t>(y) * static_cast<std::size_t>(source.width) + static_cast<std::size_t>(x);
  return _mm256_loadu_ps(source.plane + pixel * block);
}

// B^T d B of the tile at (y, x) of a block of the input, to places that lie `stride` floats apart.
CXRVAL_AVX2 void transform_input(const Source& source, int y, int x, float* out, std::size_t stride) {
  Vector rows_done[4][4];
  const bool inside = y >= 0 && x >= 0 && y + 4 <= source.height && x + 4 <= source.width;
  const std::size_t line = static_cast<std::size_t>(source.width) * block;
  const float* first =
      inside ? source.plane + static_cast<std::size_t>(y) * line + static_cast<std::size_t>(x) * block : nullptr;
  for (int c = 0; c < 4; ++c) {
    Vector d[4];
    for (int r = 0; r < 4; ++r) {
      d[r] = inside ? _mm256_loadu_ps(first + static_cast<std::size_t>(r) * line + static_cast<std::size_t>(c) * block)
                    : value_at(source, y + r, x + c);
    }
    rows_done[0][c] = _mm256_sub_ps(d[0], d[2]);
    rows_done[1][c] = _mm256_add_ps(d[1], d[2]);
    rows_done[2][c] = _mm256_sub_ps(d[2], d[1]);
    rows_done[3][c] = _mm256_sub_ps(d[1], d[3]);
  }
  for (std::size_t r = 0; r < 4; ++r) {
    const Vector* d = rows_done[r];
    float* const to = out + 4 * r * stride;
    _mm256_storeu_ps(to, _mm256_sub_ps(d[0], d[2]));
    _mm256_storeu_ps(to + stride, _mm256_add_ps(d[1], d[2]));
    _mm256_storeu_ps(to + 2 * stride, _mm256_sub_ps(d[2], d[1]));
    _mm256_storeu_ps(to + 3 * stride, _mm256_sub_ps(d[1], d[3]));
  }
}

// Unrolled so early that the sums stay in registers.
// `count` tiles of `inputs` values each times weights of inputs x (vectors x block) outputs.
template <std::size_t count, std::size_t vectors>
CXRVAL_AVX2 void multiply(const float* tiles, std::size_t inputs, const float* weights, float* out) {
  Vector sums[count][vectors];
#pragma GCC unroll 6
  for (std::size_t t = 0; t < count; ++t) {
#pragma GCC unroll 2
    for (std::size_t k = 0; k < vectors; ++k) sums[t][k] = _mm256_setzero_ps();
  }
  for (std::size_t c = 0; c < inputs; ++c, weights += vectors * block) {
    Vector weight[vectors];
#pragma GCC unroll 2
    for (std::size_t k = 0; k < vectors; ++k) weight[k] = _mm256_loadu_ps(weights + k * block);
#pragma GCC unroll 6
    for (std::size_t t = 0; t < count; ++t) {
      const Vector value = _mm256_broadcast_ss(tiles + t * inputs + c);
#pragma GCC unroll 2
      for (std::size_t k = 0; k < vectors; ++k) sums[t][k] = _mm256_fmadd_ps(value, weight[k], sums[t][k]);
    }
  }
#pragma GCC unroll 6
  for (std::size_t t = 0; t < count; ++t) {
#pragma GCC unroll 2
    for (std::size_t k = 0; k < vectors; ++k) _mm256_storeu_ps(out + (t * vectors + k) * block, sums[t][k]);
  }
}

template <std::size_t vectors>
void multiply_all(const float* tiles, std::size_t count, std::size_t inputs, const float* weights, float* out) {
  constexpr std::size_t width = vectors * block;
  for (; count >= rows; count -= rows, tiles += rows * inputs, out += rows * width) {
    multiply<rows, vectors>(tiles, inputs, weights, out);
  }
  switch (count) {
    case 1:
      return multiply<1, vectors>(tiles, inputs, weights, out);
    case 2:
      return multiply<2, vectors>(tiles, inputs, weights, out);
    case 3:
      return multiply<3, vectors>(tiles, inputs, weights, out);
    case 4:
      return multiply<4, vectors>(tiles, inputs, weights, out);
    case 5:
      return multiply<5, vectors>(tiles, inputs, weights, out);
    default:
      return;
  }
}

struct Target {
  float* plane;
  int height;
  int width;
  const float* bias;
  bool adds;
  bool relu;
};

// A^T m A of places that lie `stride` floats apart, to the 2 x 2 tile at (y, x) as far as the output goes.
CXRVAL_AVX2 void transform_output(const float* in, std::size_t stride, const Target& target, int y, int x) {
  Vector m[2][4];
  for (std::size_t c = 0; c < 4; ++c) {
    const Vector second = _mm256_loadu_ps(in + (4 + c) * stride);
    const Vector third = _mm256_loadu_ps(in + (8 + c) * stride);
    m[0][c] = _mm256_add_ps(_mm256_add_ps(_mm256_loadu_ps(in + c * stride), second), third);
    m[1][c] = _mm256_sub_ps(_mm256_sub_ps(second, third), _mm256_loadu_ps(in + (12 + c) * stride));
  }
  const Vector bias = _mm256_loadu_ps(target.bias);
  for (int r = 0; r < std::min(tile, target.height - y); ++r) {
    const Vector* row = m[r];
    Vector values[2] = {_mm256_add_ps(_mm256_add_ps(row[0], row[1]), row[2]),
                        _mm256_sub_ps(_mm256_sub_ps(row[1], row[2]), row[3])};
    const auto pixel = static_cast<std::size_t>(y + r) * static_cast<std::size_t>(target.width);
    float* out = target.plane + (pixel + static_cast<std::size_t>(x)) * block;
    for (int c = 0; c < std::min(tile, target.width - x); ++c, out += block) {
      Vector value = _mm256_add_ps(values[c], bias);
      if (target.adds) value = _mm256_add_ps(value, _mm256_loadu_ps(out));
      // a value that is no number stays none
      if (target.relu) value = _mm256_max_ps(_mm256_setzero_ps(), value);
      _mm256_storeu_ps(out, value);
    }
  }
}

#endif

}  // namespace

bool Winograd::suits(const Convolution& operation, const Shape& input) {
#if defined(__x86_64__)
  constexpr int fewest_channels = 16;
  // A small image of many channels would wait for the transformed weights.
  constexpr std::size_t fewest_pixels = 36;
  constexpr std::size_t most_weights = 256 * 1024;
  const Window& window = operation.window;
  const bool form = window.kernel_height == 3 && window.kernel_width == 3 && window.stride_y == 1 &&
                    window.stride_x == 1 && window.dilation_y == 1 && window.dilation_x == 1 && operation.groups == 1;
  const bool plain = !operation.activation || operation.activation == Activation{Function::relu};
  const std::size_t weights = places * operation.weights.size() / 9;
  return form && plain && !operation.scales_input && input.channels >= fewest_channels &&
         operation.outputs >= fewest_channels && (input.pixels() >= fewest_pixels || weights <= most_weights);
#else
  static_cast<void>(operation);
  static_cast<void>(input);
  return false;
#endif
}

Winograd::Winograd(const Convolution& operation, const Shape& input)
    : input_(input),
      output_{operation.outputs, input.height + operation.window.pad_top + operation.window.pad_bottom - 2,
              input.width + operation.window.pad_left + operation.window.pad_right - 2},
      pad_top_(operation.window.pad_top),
      pad_left_(operation.window.pad_left),
      adds_(operation.adds),
      relu_(operation.activation.has_value()) {
  const auto inputs = static_cast<std::size_t>(input.channels);
  const std::size_t outputs = blocks_of(operation.outputs) * block;
  // not so few that the weights pass through the processor too often
  tiles_in_chunk_ = std::max(3 * rows, chunk_floats / (places * inputs) / rows * rows);
  bias_ = operation.bias;
  bias_.resize(outputs);
  weights_.resize(places * inputs * outputs);
  for (std::size_t o = 0; o < operation.bias.size(); ++o) {
    const std::size_t begin = o / (panel * block) * panel * block;
    const std::size_t width = std::min(panel * block, outputs - begin);
    for (std::size_t c = 0; c < inputs; ++c) {
      const auto values = transformed(operation.weights.data() + (o * inputs + c) * 9);
      for (std::size_t p = 0; p < places; ++p) {
        weights_[begin * places * inputs + (p * inputs + c) * width + o - begin] = values[p];
      }
    }
  }
}

std::size_t Winograd::scratch_floats() const {
  return places * tiles_in_chunk_ * (static_cast<std::size_t>(input_.channels) + panel * block);
}

#if defined(__x86_64__)

// Some tiles in the order of rows, their inputs transformed.
struct Winograd::Tiles {
  std::size_t first;
  std::size_t count;
  std::size_t across;
  const float* transformed;
  float* products;

  int y(std::size_t i) const { return static_cast<int>((first + i) / across) * tile; }
  int x(std::size_t i) const { return static_cast<int>((first + i) % across) * tile; }
};

void Winograd::transform(const float* input, const Tiles& tiles, float* out) const {
  const auto inputs = static_cast<std::size_t>(input_.channels);
  for (std::size_t i = 0; i < tiles.count; ++i) {
    for (std::size_t b = 0; b < inputs / block; ++b) {
      const Source source{input + b * input_.pixels() * block, input_.height, input_.width};
      transform_input(source, tiles.y(i) - pad_top_, tiles.x(i) - pad_left_, out + i * inputs + b * block,
                      tiles.count * inputs);
    }
  }
}

void Winograd::make_panel(const Tiles& tiles, std::size_t begin, float* output) const {
  const auto inputs = static_cast<std::size_t>(input_.channels);
  const std::size_t width = std::min(panel * block, bias_.size() - begin);
  for (std::size_t p = 0; p < places; ++p) {
    const float* weights = weights_.data() + begin * places * inputs + p * inputs * width;
    (width == block ? multiply_all<1> : multiply_all<2>)(tiles.transformed + p * tiles.count * inputs, tiles.count,
                                                         inputs, weights, tiles.products + p * tiles.count * width);
  }
  for (std::size_t b = 0; b < width / block; ++b) {
    float* plane = output + (begin / block + b) * output_.pixels() * block;
    const Target target{plane, output_.height, output_.width, bias_.data() + begin + b * block, adds_, relu_};
    for (std::size_t i = 0; i < tiles.count; ++i) {
      transform_output(tiles.products + i * width + b * block, tiles.count * width, target, tiles.y(i), tiles.x(i));
    }
  }
}

void Winograd::run(const float* input, float* output, float* scratch) const {
  const std::size_t across = tiles_across(output_.width);
  const std::size_t all = across * tiles_across(output_.height);
  float* const products = scratch + places * tiles_in_chunk_ * static_cast<std::size_t>(input_.channels);
  for (std::size_t first = 0; first < all; first += tiles_in_chunk_) {
    const Tiles tiles{first, std::min(tiles_in_chunk_, all - first), across, scratch, products};
    transform(input, tiles, scratch);
    for (std::size_t begin = 0; begin < bias_.size(); begin += panel * block) make_panel(tiles, begin, output);
  }
}

#else

void Winograd::run(const float*, float*, float*) const {}

#endif

}  // namespace cxrval::infer
