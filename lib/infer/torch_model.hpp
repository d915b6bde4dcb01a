// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "infer/model.hpp"

#include <memory>
#include <string>

namespace cxrval::infer {

// The version of the LibTorch that this program was built with, such as 1.13.1.
std::string torch_version();

// Loads TorchScript (torch.jit.save) on the CPU in evaluation mode, freezes it and optimises it for inference. Its
// forward method is called in inference mode with one thread, with a batch; or, where it takes a list of tensors as
// torchvision's detection models do, with the batch's images, each channels x height x width. It gives a tensor, or
// tuples and lists of tensors and of dicts of boxes, labels and scores; what is none of these is passed over. Nothing
// is printed. Throws Error naming the file and this
// LibTorch's version when the file cannot be loaded.
std::unique_ptr<Model> load_torch_model(const std::string& bytes, const std::string& file, const BatchShape& shape);

// The same, run as a Plan (plan.hpp) where the model is a Network and the processor has plans; else as
// load_torch_model runs it, and engine() says why.
std::unique_ptr<Model> load_planned_model(const std::string& bytes, const std::string& file, const BatchShape& shape);

}  // namespace cxrval::infer
