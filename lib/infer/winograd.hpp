// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "infer/network.hpp"

#include <cstddef>
#include <vector>

namespace cxrval::infer {

// A 3 x 3 convolution moved by one, by the minimal filtering F(2 x 2, 3 x 3) of Lavin and Gray (Fast Algorithms for
// Convolutional Neural Networks, 2016): 16 multiplications for 4 places in place of 36, and as exact as a direct one.
// For processors with AVX2 and FMA and blocks of 8 channels, where oneDNN has nothing of the kind.
class Winograd {
 public:
  // Can it do the operation, which has nothing behind it but a sum and a ReLU, and does it pay? `input` has whole
  // blocks of channels.
  static bool suits(const Convolution& operation, const Shape& input);

  // For an operation that it suits.
  Winograd(const Convolution& operation, const Shape& input);

  // Floats of working memory that run() needs.
  std::size_t scratch_floats() const;
  // `output` holds what is added already, where the operation adds. May be called from several threads at once, each
  // with scratch of its own.
  void run(const float* input, float* output, float* scratch) const;

 private:
  struct Tiles;

  void transform(const float* input, const Tiles& tiles, float* out) const;
  // The outputs from `begin` on that are made together.
  void make_panel(const Tiles& tiles, std::size_t begin, float* output) const;

  Shape input_;
  Shape output_;
  int pad_top_;
  int pad_left_;
  bool adds_;
  bool relu_;
  std::size_t tiles_in_chunk_;
  std::vector<float> weights_;  // panels of one or two blocks of outputs, places of the transform, inputs, outputs
  std::vector<float> bias_;     // with zeros behind the last output
};

}  // namespace cxrval::infer
