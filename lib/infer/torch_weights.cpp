// SPDX-License-Identifier: Apache-2.0
#include "infer/torch_weights.hpp"

#include <torch/csrc/jit/runtime/graph_iterator.h>
#include <torch/script.h>

#include <memory>

namespace cxrval::infer {
namespace {

bool has_nan(const at::Tensor& tensor) {
  return tensor.is_floating_point() && at::isnan(tensor).any().item<bool>();
}

bool is_broken(const at::Tensor& parameter) {
  return parameter.is_floating_point() && !at::isfinite(parameter).all().item<bool>();
}

bool has_nan_among_constants(const torch::jit::Module& module) {
  std::shared_ptr<torch::jit::Graph> graph = module.get_method("forward").graph();
  torch::jit::DepthFirstGraphNodeIterator nodes(graph);
  while (const torch::jit::Node* node = nodes.next()) {
    if (node->kind() != c10::prim::Constant || !node->hasAttribute(c10::attr::value)) continue;
    if (node->kindOf(c10::attr::value) == torch::jit::AttributeKind::t && has_nan(node->t(c10::attr::value)))
      return true;
  }
  return false;
}

}  // namespace

bool has_broken_weights(const torch::jit::Module& module) {
  for (const at::Tensor& parameter : module.parameters()) {
    if (is_broken(parameter)) return true;
  }
  for (const at::Tensor& buffer : module.buffers()) {
    if (has_nan(buffer)) return true;
  }
  return has_nan_among_constants(module);
}

}  // namespace cxrval::infer
