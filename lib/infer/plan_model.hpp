// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "infer/model.hpp"
#include "infer/network.hpp"

#include <functional>
#include <memory>

namespace cxrval::infer {

// A Model that runs a Network image by image as a Plan. `prepare_thread` is called in
// every thread that runs it, before its first image, and sets OpenMP to one thread. Throws what Plan throws.
std::unique_ptr<Model> make_plan_model(Network network, const BatchShape& shape, std::function<void()> prepare_thread);

}  // namespace cxrval::infer
