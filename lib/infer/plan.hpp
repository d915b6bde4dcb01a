// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "infer/network.hpp"

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace cxrval::infer {

// A network made ready to run image by image on one thread: weights packed, every value's place and every step fixed
// beforehand, convolutions by oneDNN. What it gives for an image depends on nothing but the image and the processor's
// kind.
class Plan {
 public:
  // Can this processor run plans (AVX-512 or AVX2)?
  static bool is_supported();

  // Simplifies the network first. Throws std::invalid_argument for a network that does not fit together, and
  // std::runtime_error for one with a convolution that oneDNN has no fast implementation of.
  explicit Plan(Network network);
  ~Plan();
  Plan(const Plan&) = delete;
  Plan& operator=(const Plan&) = delete;

  // The memory of one run at a time.
  class Workspace {
   public:
    explicit Workspace(const Plan& plan);

   private:
    friend class Plan;
    struct Free {
      void operator()(float* floats) const;
    };
    std::unique_ptr<float, Free> floats_;
  };

  // `image` has the network's input, plain channels x height x width. The outputs are plain too. May be called from
  // several threads at once, each with a workspace of its own; the calling thread's OpenMP must be set to one thread.
  std::vector<std::vector<float>> run(std::span<const float> image, Workspace& workspace) const;

  const std::vector<Shape>& output_shapes() const;
  std::size_t workspace_bytes() const;
  // One line a step: what it does, shapes, and with which implementation.
  std::vector<std::string> describe() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace cxrval::infer
