// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "infer/model.hpp"

#include <memory>
#include <string>

namespace cxrval::infer {

// The version of the LibTorch that this program was built with, such as 1.13.1.
std::string torch_version();

// Loads TorchScript (torch.jit.save) on the CPU in evaluation mode, freezes it and optimises it for inference. A
// forward method with one tensor argument is called in inference mode with one thread; its result is a tensor, or a
// tuple whose first element is one (YOLOv5's export). Nothing is printed. Throws Error naming the file and this
// LibTorch's version when the file cannot be loaded.
std::unique_ptr<Model> load_torch_model(const std::string& bytes, const std::string& file, const BatchShape& shape);

// The same, run as a Plan (plan.hpp) where the model is a Network and the processor has plans; else as
// load_torch_model runs it, and engine() says why.
std::unique_ptr<Model> load_planned_model(const std::string& bytes, const std::string& file, const BatchShape& shape);

}  // namespace cxrval::infer
