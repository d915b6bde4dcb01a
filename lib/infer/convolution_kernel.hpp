// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "infer/network.hpp"

#include <cstddef>
#include <memory>
#include <vector>

namespace cxrval::infer {

// The channels in a block for this processor's vectors: 16 with AVX-512, 8 with AVX2; 0 for others, which have no plan.
int channels_in_a_block();

// One convolution of fixed shape with packed weights, run by oneDNN or as Winograd on one thread. Input and output are
// Blocks; the input is plain channels x height x width where `plain_input`.
class ConvolutionKernel {
 public:
  // Takes the weights out of `operation`. Throws std::runtime_error when oneDNN has none or no fast implementation.
  ConvolutionKernel(Convolution operation, const Shape& input, bool plain_input);
  ~ConvolutionKernel();
  ConvolutionKernel(const ConvolutionKernel&) = delete;
  ConvolutionKernel& operator=(const ConvolutionKernel&) = delete;

  // Floats of working memory that run() needs.
  std::size_t scratch_floats() const;

  struct Memory {
    const float* input = nullptr;
    const float* factors = nullptr;  // of the input's channels with their padding, where the operation scales_input
    float* output = nullptr;         // holds what is added already, where the operation adds
    float* scratch = nullptr;
  };
  // May be called from several threads at once, each with memory of its own, aligned to 64 bytes.
  void run(const Memory& memory) const;

  // The name of the implementation, oneDNN's or ours, for reports.
  const char* implementation() const;

 private:
  void run_primitive(const Memory& memory) const;

  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace cxrval::infer
