// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/run.hpp"
#include "inputs.hpp"
#include "provenance/hash.hpp"

#include <chrono>
#include <cstddef>
#include <string>

namespace cxrval::cxr_infer {

// How far a run is along its inputs: where it goes on, its checkpoints and its progress.
class Course {
 public:
  // Passes over the inputs that an earlier run is done with. Throws Error when they are others now. Everything that
  // Run::resume_point wants must be done.
  Course(Inputs& inputs, cli::Run& run);

  // It is so long since the last checkpoint that rows should not wait any more.
  bool is_late() const;
  // The rows of the inputs taken so far are written (`is_clear`), or wait.
  void took(const Input& input, bool is_clear);
  // All are written.
  void keep();

 private:
  using Clock = std::chrono::steady_clock;

  void add(const Input& input);

  Inputs& inputs_;
  cli::Run& run_;
  provenance::Hash names_;
  std::size_t taken_ = 0;
  std::size_t kept_ = 0;  // at the last checkpoint
  Clock::time_point kept_at_ = Clock::now();
};

}  // namespace cxrval::cxr_infer
