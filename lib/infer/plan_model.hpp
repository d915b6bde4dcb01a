// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "infer/model.hpp"
#include "infer/network.hpp"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace cxrval::infer {

// What is done with a plan's outputs for one image.
struct PlanTail {
  // Each output plain; gives tensors 1 x ... of sizes that are the same for every image. Called from several threads.
  // Empty: the outputs are the results.
  std::function<std::vector<Tensor>(std::vector<std::vector<float>>)> run;
  std::string remark;  // for engine()
};

// A Model that runs a Network image by image as a Plan. `prepare_thread` is called in
// every thread that runs it, before its first image, and sets OpenMP to one thread. Throws what Plan throws.
std::unique_ptr<Model> make_plan_model(Network network, const BatchShape& shape, std::function<void()> prepare_thread,
                                       PlanTail tail);

}  // namespace cxrval::infer
