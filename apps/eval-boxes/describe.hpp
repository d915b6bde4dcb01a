// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/run.hpp"
#include "material.hpp"
#include "wanted.hpp"

#include <string>

namespace cxrval::eval_boxes {

// How many boxes and images each class has, in the truth and among the detected boxes, and how much of the image its
// boxes cover, where the image's size is known.
void write_description(const std::string& path, const Material& material, const Wanted& wanted, cli::Run& run);

}  // namespace cxrval::eval_boxes
