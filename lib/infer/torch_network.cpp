// SPDX-License-Identifier: Apache-2.0
#include "infer/torch_network.hpp"

#include "infer/operators.hpp"
#include "infer/torch_tail.hpp"

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

bool writes_over_arguments(const torch::jit::Node& node) {
  const c10::FunctionSchema* schema = node.maybeSchema();
  if (schema == nullptr) return false;
  const std::vector<c10::Argument>& arguments = schema->arguments();
  return std::any_of(arguments.begin(), arguments.end(), [](const c10::Argument& argument) {
    return argument.alias_info() != nullptr && argument.alias_info()->isWrite();
  });
}

// Reads a graph as an interpreter would, with images in place of tensors that depend on the input; everything else is
// worked out by LibTorch's own operators.
class GraphReader {
 public:
  explicit GraphReader(const Shape& input) : builder_(input) {}

  TorchNetwork read(const torch::jit::Graph& graph) && {
    if (graph.inputs().size() != 2) throw NotANetwork("a forward method of several arguments");
    images_[graph.inputs()[1]] = NetworkBuilder::input();
    read_block(*graph.block());
    std::vector<const Value*> results;
    add_results(graph.outputs()[0], results);
    if (tail_ == nullptr) {
      for (const Value* value : results) outputs_.push_back(image(value));
      return {std::move(builder_).finish(outputs_), nullptr};
    }
    std::vector<TorchTail::Place> places;
    for (const Value* value : results) places.push_back(place_of(value));
    tail_->finish(places);
    Network network = std::move(builder_).finish(outputs_);
    const bool convolves = std::any_of(network.nodes.begin(), network.nodes.end(), [](const Node& node) {
      return std::holds_alternative<Convolution>(node.operation);
    });
    if (!convolves) throw NotANetwork(fault_);
    return {std::move(network), std::move(tail_)};
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
    } else if ((kind == "aten::size" || kind == "aten::dim") && images_.count(node.inputs()[0]) > 0) {
      read_sizes(node);
    } else if (std::any_of(node.inputs().begin(), node.inputs().end(), [&](const Value* v) { return is_of_tail(v); })) {
      leave(node, kind);
    } else {
      apply_or_leave(node, kind);
    }
  }

  bool has_only_constants(const torch::jit::Node& node) const {
    return std::all_of(node.inputs().begin(), node.inputs().end(),
                       [this](const Value* value) { return constants_.count(value) > 0; });
  }

  void work_out(const torch::jit::Node& node) {
    const std::string kind = node.kind().toQualString();
    if (node.maybeOperator() == nullptr) throw NotANetwork(kind);
    if (tail_ != nullptr && writes_over_arguments(node)) throw NotANetwork(kind + " of a constant");
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
    if (const auto place = places_.find(from); place != places_.end()) places_[to] = place->second;
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

  void apply_or_leave(const torch::jit::Node& node, const std::string& kind) {
    try {
      apply(node, kind);
    } catch (const NotANetwork& fault) {
      if (writes_over_arguments(node)) throw;
      if (fault_.empty()) fault_ = fault.what();
      leave(node, kind);
    }
  }

  // To the tail.
  void leave(const torch::jit::Node& node, const std::string& kind) {
    const bool first = tail_ == nullptr;
    if (first) tail_ = std::make_shared<TorchTail>();
    std::vector<TorchTail::Place> inputs;
    for (const Value* value : node.inputs()) inputs.push_back(place_of(value));
    try {
      const std::vector<TorchTail::Place> outputs = tail_->add(node, inputs);
      for (std::size_t i = 0; i < outputs.size(); ++i) places_[node.outputs()[i]] = outputs[i];
    } catch (const NotANetwork& further) {
      throw NotANetwork(first ? fault_ : fault_ + ", and behind it " + further.what());
    } catch (const std::exception&) {
      throw NotANetwork(first ? fault_ : fault_ + ", and behind it " + kind);
    }
  }

  bool is_of_tail(const Value* value) const {
    if (places_.count(value) > 0) return true;
    const auto list = lists_.find(value);
    return list != lists_.end() && constants_.count(value) == 0 &&
           std::any_of(list->second.begin(), list->second.end(), [this](const Value* v) { return is_of_tail(v); });
  }

  bool is_left(Image image) const {
    return std::any_of(outputs_.begin(), outputs_.end(), [&](Image left) { return left.value == image.value; });
  }

  // In the tail, to which an image or a constant is taken when it is asked for.
  TorchTail::Place place_of(const Value* value) {
    if (const auto place = places_.find(value); place != places_.end()) return place->second;
    if (const auto known = images_.find(value); known != images_.end()) return place_of(known->second);
    if (const auto constant = constants_.find(value); constant != constants_.end())
      return tail_->add_constant(constant->second);
    const auto list = lists_.find(value);
    if (list == lists_.end()) throw NotANetwork("a value of another kind");
    std::vector<TorchTail::Place> members;
    for (const Value* member : list->second) members.push_back(place_of(member));
    return tail_->add(*value->node(), members).front();
  }

  TorchTail::Place place_of(Image image) {
    const auto [place, is_new] = image_places_.try_emplace(image.value);
    if (is_new) {
      place->second = tail_->add_image(builder_.sizes(image));
      outputs_.push_back(image);
    }
    return place->second;
  }

  void add_results(const Value* value, std::vector<const Value*>& results) const {
    const auto list = lists_.find(value);
    if (list == lists_.end()) return results.push_back(value);
    for (const Value* member : list->second) add_results(member, results);
  }

  // An operator that writes over its first argument changes it wherever it is known.
  void apply(const torch::jit::Node& node, const std::string& kind) {
    const bool gives_places = kind == "aten::max_pool2d_with_indices";
    if (node.outputs().size() != (gives_places ? 2U : 1U)) throw NotANetwork(kind);
    Arguments arguments;
    for (const Value* value : node.inputs()) arguments.push_back(given(value, kind));
    const bool writes_over = writes_over_arguments(node);
    if (writes_over && kind.back() != '_') throw NotANetwork(kind);
    if (writes_over && (builder_.has_view(image(node.inputs()[0])) || is_left(image(node.inputs()[0])))) {
      throw NotANetwork(kind + " of a value that has a view");
    }
    const Image result = builder_.apply(kind, arguments);
    if (writes_over) {
      const std::size_t old = image(node.inputs()[0]).value;
      for (auto& [value, known] : images_) {
        if (known.value == old) known = result;
      }
    }
    images_[node.outputs()[0]] = result;
    if (gives_places) maxima_[node.outputs()[1]] = result;
  }

  Argument given(const Value* value, const std::string& kind) const {
    const auto places = kind == "aten::max_unpool2d" ? maxima_.find(value) : maxima_.end();
    return places == maxima_.end() ? argument(value) : Argument(places->second);
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
  std::unordered_map<const Value*, Image> maxima_;  // of their places the pooled image
  std::unordered_map<const Value*, c10::IValue> constants_;
  std::unordered_map<const Value*, std::vector<const Value*>> lists_;
  std::vector<Image> outputs_;
  std::shared_ptr<TorchTail> tail_;
  std::string fault_;  // why there is one
  std::unordered_map<const Value*, TorchTail::Place> places_;
  std::unordered_map<std::size_t, TorchTail::Place> image_places_;
};

}  // namespace

TorchNetwork network_of(const torch::jit::Module& module, const Shape& input) {
  try {
    return GraphReader(input).read(*module.get_method("forward").graph());
  } catch (const NotANetwork&) {
    throw;
  } catch (const std::exception&) {
    throw NotANetwork("an operator with arguments of another kind");
  }
}

}  // namespace cxrval::infer
