// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "infer/model.hpp"

#include <memory>
#include <optional>
#include <string>

namespace cxrval::infer {

// The version of the LibTorch that this program was built with, such as 1.13.1.
std::string torch_version();

// Loads TorchScript (torch.jit.save) on the CPU in evaluation mode, freezes it and optimises it for inference. Its
// forward method is called in inference mode with one thread, with a batch; or, where it takes a list of tensors as
// torchvision's detection models do, with the batch's images, each channels x height x width. It gives a tensor, or
// tuples and lists of tensors and of dicts of boxes, labels and scores; what is none of these is passed over. Nothing
// is printed. Throws Error naming the file and this LibTorch's version when the file cannot be loaded, and when weights
// are NaN or infinite.
std::unique_ptr<Model> load_torch_model(const std::string& bytes, const std::string& file, const BatchShape& shape);

// Where LibTorch runs a model.
struct TorchDevice {
  std::string name = "cpu";     // or cuda, or cuda:N
  bool half_precision = false;  // weights and values of 16 bits; not on the CPU
};

// Why this LibTorch cannot run models there on this machine; nothing when it can.
std::optional<std::string> fault_of(const TorchDevice& device);

// load_torch_model for any device that has no fault_of. On a GPU the module is frozen and not optimised further, and
// batches go there and results come back one by one.
std::unique_ptr<Model> load_torch_model_on(const TorchDevice& device, const std::string& bytes, const std::string& file,
                                           const BatchShape& shape);

// load_torch_model, run as a Plan (plan.hpp) where the model is a TorchNetwork (torch_network.hpp) and the processor
// has plans; else as load_torch_model runs it, and engine() says why.
std::unique_ptr<Model> load_planned_model(const std::string& bytes, const std::string& file, const BatchShape& shape);

}  // namespace cxrval::infer
