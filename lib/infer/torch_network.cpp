// SPDX-License-Identifier: Apache-2.0
#include "infer/torch_network.hpp"

#include "infer/operators.hpp"

#include <torch/script.h>

#include <algorithm>
#include <string>
#include <unordered_map>
#include <utility>

namespace cxrval::infer {
namespace {

using torch::jit::Value;

Array array_of(const at::Tensor& tensor) {
  const at::Tensor plain = tensor.to(torch::kCPU, torch::kFloat32).contiguous();
  const float* data = plain.data_ptr<float>();
  return {plain.sizes().vec(), {data, data + plain.numel()}};
}

Argument argument_of(const c10::IValue& constant) {
  if (constant.isNone()) return std::monostate();
  if (constant.isBool()) return constant.toBool();
  if (constant.isInt()) return constant.toInt();
  if (constant.isDouble()) return constant.toDouble();
  if (constant.isString()) return constant.toStringRef();
  if (constant.isIntList()) return constant.toIntVector();
  if (constant.isDoubleList()) return constant.toDoubleVector();
  if (constant.isTensor()) return array_of(constant.toTensor());
  throw NotANetwork("a constant of another kind");
}

// Reads a graph as an interpreter would, with images in place of tensors that depend on the input; everything else is
// worked out by LibTorch's own operators.
class GraphReader {
 public:
  explicit GraphReader(const Shape& input) : builder_(input) {}

  Network read(const torch::jit::Graph& graph) && {
    if (graph.inputs().size() != 2) throw NotANetwork("a forward method of several arguments");
    images_[graph.inputs()[1]] = NetworkBuilder::input();
    read_block(*graph.block());
    std::vector<Image> outputs;
    const auto tuple = lists_.find(graph.outputs()[0]);
    if (tuple == lists_.end()) {
      outputs.push_back(image(graph.outputs()[0]));
    } else {
      for (const Value* value : tuple->second) outputs.push_back(image(value));
    }
    return std::move(builder_).finish(outputs);
  }

 private:
  void read_block(const torch::jit::Block& block) {
    for (const torch::jit::Node* node : block.nodes()) read_node(*node);
  }

  void read_node(const torch::jit::Node& node) {
    const std::string kind = node.kind().toQualString();
    if (kind == "prim::Constant") {
      constants_[node.output()] = torch::jit::toIValue(node.output()).value_or(c10::IValue());
    } else if (kind == "prim::If") {
      read_branch(node);
    } else if (kind == "prim::ListConstruct" || kind == "prim::TupleConstruct") {
      read_list(node);
    } else if (has_only_constants(node)) {
      work_out(node);
    } else if (kind == "aten::size" || kind == "aten::dim") {
      read_sizes(node);
    } else {
      apply(node, kind);
    }
  }

  bool has_only_constants(const torch::jit::Node& node) const {
    return std::all_of(node.inputs().begin(), node.inputs().end(),
                       [this](const Value* value) { return constants_.count(value) > 0; });
  }

  void work_out(const torch::jit::Node& node) {
    if (node.maybeOperator() == nullptr) throw NotANetwork(node.kind().toQualString());
    torch::jit::Stack stack;
    for (const Value* value : node.inputs()) stack.push_back(constants_.at(value));
    node.getOperation()(stack);
    const std::size_t first = stack.size() - node.outputs().size();
    for (std::size_t i = 0; i < node.outputs().size(); ++i) constants_[node.outputs()[i]] = stack[first + i];
  }

  void read_branch(const torch::jit::Node& node) {
    const auto condition = constants_.find(node.input());
    if (condition == constants_.end()) throw NotANetwork("a branch that depends on the image");
    const torch::jit::Block& block = *node.blocks()[condition->second.toBool() ? 0 : 1];
    read_block(block);
    for (std::size_t i = 0; i < node.outputs().size(); ++i) rename(node.outputs()[i], block.outputs()[i]);
  }

  void rename(const Value* to, const Value* from) {
    if (const auto constant = constants_.find(from); constant != constants_.end()) constants_[to] = constant->second;
    if (const auto list = lists_.find(from); list != lists_.end()) lists_[to] = list->second;
    if (const auto known = images_.find(from); known != images_.end()) images_[to] = known->second;
  }

  void read_list(const torch::jit::Node& node) {
    lists_[node.output()] = {node.inputs().begin(), node.inputs().end()};
    const auto list_type = node.output()->type()->cast<c10::ListType>();
    if (!list_type || !has_only_constants(node)) return;
    c10::impl::GenericList list(list_type->getElementType());
    for (const Value* value : node.inputs()) list.push_back(constants_.at(value));
    constants_[node.output()] = list;
  }

  void read_sizes(const torch::jit::Node& node) {
    const std::vector<std::int64_t> sizes = builder_.sizes(image(node.inputs()[0]));
    const auto rank = static_cast<std::int64_t>(sizes.size());
    if (node.kind() == c10::Symbol::fromQualString("aten::dim")) {
      constants_[node.output()] = rank;
    } else if (node.inputs().size() == 1) {
      constants_[node.output()] = c10::List<std::int64_t>(sizes);
    } else {
      const std::int64_t axis = constants_.at(node.inputs()[1]).toInt();
      constants_[node.output()] = sizes.at(static_cast<std::size_t>(axis < 0 ? axis + rank : axis));
    }
  }

  // An operator that writes over its first argument changes it wherever it is known.
  void apply(const torch::jit::Node& node, const std::string& kind) {
    if (node.outputs().size() != 1) throw NotANetwork(kind);
    Arguments arguments;
    for (const Value* value : node.inputs()) arguments.push_back(argument(value));
    const bool writes_over = kind.back() == '_';
    if (writes_over && builder_.has_view(image(node.inputs()[0]))) {
      throw NotANetwork(kind + " of a value that has a view");
    }
    const Image result = builder_.apply(kind, arguments);
    if (writes_over) {
      const std::size_t old = image(node.inputs()[0]).value;
      for (auto& [value, known] : images_) {
        if (known.value == old) known = result;
      }
    }
    images_[node.output()] = result;
  }

  Argument argument(const Value* value) const {
    if (const auto known = images_.find(value); known != images_.end()) return known->second;
    if (const auto constant = constants_.find(value); constant != constants_.end())
      return argument_of(constant->second);
    const auto list = lists_.find(value);
    if (list == lists_.end()) throw NotANetwork("a value of another kind");
    std::vector<Image> images;
    for (const Value* member : list->second) images.push_back(image(member));
    return images;
  }

  Image image(const Value* value) const {
    const auto found = images_.find(value);
    if (found == images_.end()) throw NotANetwork("a result that is no image");
    return found->second;
  }

  NetworkBuilder builder_;
  std::unordered_map<const Value*, Image> images_;
  std::unordered_map<const Value*, c10::IValue> constants_;
  std::unordered_map<const Value*, std::vector<const Value*>> lists_;
};

}  // namespace

Network network_of(const torch::jit::Module& module, const Shape& input) {
  try {
    return GraphReader(input).read(*module.get_method("forward").graph());
  } catch (const NotANetwork&) {
    throw;
  } catch (const std::exception&) {
    throw NotANetwork("an operator with arguments of another kind");
  }
}

}  // namespace cxrval::infer
