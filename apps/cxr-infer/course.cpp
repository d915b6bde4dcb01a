// SPDX-License-Identifier: Apache-2.0
#include "course.hpp"

#include "base/error.hpp"

#include <optional>

namespace cxrval::cxr_infer {
namespace {

using namespace std::chrono_literals;

// A checkpoint waits for the disk; work of so long may be done again.
constexpr auto between_checkpoints = 1s;
constexpr auto longest_without = 60s;

}  // namespace

Course::Course(Inputs& inputs, cli::Run& run) : inputs_(inputs), run_(run) {
  const cli::ResumePoint begin = run.resume_point();
  while (taken_ < begin.inputs) {
    const std::optional<Input> input = inputs.next();
    if (!input) break;
    if (!input->is_pause) add(*input);
  }
  if (begin.inputs > 0 && (taken_ != begin.inputs || names_.digest() != begin.inputs_sha256)) {
    throw base::Error(
        "the inputs are not those of the run that --resume goes on with; give the same, or remove "
        "FILE.partial.journal to begin anew");
  }
  kept_ = taken_;
}

void Course::add(const Input& input) {
  names_.add(input.relative + '\n' + std::to_string(input.file.size) + '\n');
  ++taken_;
}

bool Course::is_late() const {
  return Clock::now() - kept_at_ > longest_without;
}

void Course::took(const Input& input, bool is_clear) {
  if (!input.is_pause) {
    add(input);
    run_.progress("images", taken_, inputs_.total());
  }
  if (is_clear && (input.is_pause || Clock::now() - kept_at_ > between_checkpoints)) keep();
}

void Course::keep() {
  if (kept_ < taken_) run_.checkpoint(taken_, names_.digest());
  kept_ = taken_;
  kept_at_ = Clock::now();
}

}  // namespace cxrval::cxr_infer
