// SPDX-License-Identifier: Apache-2.0
#include "infer/torch_tail.hpp"

#include "infer/operators.hpp"

#include <torch/script.h>

#include <algorithm>
#include <array>
#include <functional>
#include <stdexcept>
#include <string_view>
#include <utility>

namespace cxrval::infer {
namespace {

using torch::jit::Stack;
using Run = std::function<void(Stack&)>;

bool is_kept_out(const torch::jit::Node& node) {
  constexpr std::array<std::string_view, 23> names{
      "linear", "bilinear",  "matmul",     "mm",        "bmm",        "addmm",  "addbmm",        "baddbmm",
      "mv",     "addmv",     "dot",        "inner",     "einsum",     "ger",    "chain_matmul",  "linalg_matmul",
      "addr",   "tensordot", "batch_norm", "embedding", "as_strided", "stride", "is_contiguous",
  };
  const std::string kind = node.kind().toQualString();
  const std::string_view name = std::string_view(kind).substr(kind.rfind(':') + 1);
  const auto has = [&](std::string_view part) { return name.find(part) != std::string_view::npos; };
  return !node.blocks().empty() || node.isNondeterministic() || node.hasSideEffects() || has("conv") || has("rnn") ||
         has("lstm") || has("gru") || has("attention") || std::find(names.begin(), names.end(), name) != names.end();
}

void pack_list(Stack& stack, const c10::TypePtr& element) {
  c10::impl::GenericList list(element);
  for (c10::IValue& value : stack) list.push_back(std::move(value));
  stack = {list};
}

void unpack(Stack& stack, std::size_t outputs) {
  const c10::IValue whole = std::move(stack.back());
  const c10::ArrayRef<c10::IValue> members =
      whole.isTuple() ? c10::ArrayRef<c10::IValue>(whole.toTupleRef().elements()) : whole.toListRef();
  if (members.size() != outputs) throw std::runtime_error("a list of another length");
  stack.assign(members.begin(), members.end());
}

Run run_of(const torch::jit::Node& node) {
  const std::string kind = node.kind().toQualString();
  if (kind == "prim::ListConstruct") {
    return [element = node.output()->type()->expectRef<c10::ListType>().getElementType()](Stack& stack) {
      pack_list(stack, element);
    };
  }
  if (kind == "prim::TupleConstruct") return [](Stack& stack) { stack = {c10::ivalue::Tuple::create(stack)}; };
  if (kind == "prim::ListUnpack" || kind == "prim::TupleUnpack") {
    return [outputs = node.outputs().size()](Stack& stack) { unpack(stack, outputs); };
  }
  if (node.maybeOperator() == nullptr || node.maybeSchema() == nullptr) throw NotANetwork(kind);
  return [operation = node.getOperation()](Stack& stack) mutable { operation(stack); };
}

void add_tensors(const c10::IValue& value, std::vector<at::Tensor>& tensors) {
  if (value.isTensor() && value.toTensor().defined()) tensors.push_back(value.toTensor());
  if (value.isTuple()) {
    for (const c10::IValue& element : value.toTupleRef().elements()) add_tensors(element, tensors);
  } else if (value.isList()) {
    for (const c10::IValue& element : value.toListRef()) add_tensors(element, tensors);
  }
}

std::vector<at::Tensor> tensors_of(const c10::IValue& value) {
  std::vector<at::Tensor> tensors;
  add_tensors(value, tensors);
  return tensors;
}

bool leads_with_one(const at::Tensor& tensor) {
  return tensor.dim() > 0 && tensor.size(0) == 1;
}

bool is_first(std::int64_t axis, std::int64_t rank) {
  return axis == 0 || axis + rank <= 0;
}

// A slice of the whole axis is none.
bool is_whole_slice(const torch::jit::Node& node, const Stack& values) {
  const bool slice = node.kind() == c10::Symbol::fromQualString("aten::slice") && values.size() == 5;
  if (!slice || !values[4].isInt() || values[4].toInt() != 1) return false;
  const bool from_begin = values[2].isNone() || (values[2].isInt() && values[2].toInt() == 0);
  return from_begin && (values[3].isNone() || (values[3].isInt() && values[3].toInt() >= values[0].toTensor().size(0)));
}

bool goes_over_first_axis(const torch::jit::Node& node, const Stack& values) {
  constexpr std::array<std::string_view, 5> names{"dim", "dims", "dim0", "dim1", "start_dim"};
  const std::vector<at::Tensor> tensors = values.empty() ? std::vector<at::Tensor>() : tensors_of(values[0]);
  if (tensors.empty() || !leads_with_one(tensors[0])) return false;
  if (node.kind() == c10::Symbol::fromQualString("aten::size") || is_whole_slice(node, values)) return false;
  const bool permutes = node.kind() == c10::Symbol::fromQualString("aten::permute");
  const auto& arguments = node.schema().arguments();
  for (std::size_t i = 1; i < std::min(values.size(), arguments.size()); ++i) {
    if (std::find(names.begin(), names.end(), arguments[i].name()) == names.end()) continue;
    std::vector<std::int64_t> axes;
    if (values[i].isInt()) axes = {values[i].toInt()};
    if (values[i].isIntList()) axes = values[i].toIntVector();
    if (permutes && !axes.empty() && is_first(axes[0], tensors[0].dim())) axes.erase(axes.begin());
    const auto first = [&](std::int64_t axis) { return is_first(axis, tensors[0].dim()); };
    if (std::any_of(axes.begin(), axes.end(), first)) return true;
  }
  return false;
}

}  // namespace

struct TorchTail::State {
  struct Step {
    Run run;
    std::vector<Place> inputs;
    std::vector<Place> outputs;
    std::vector<Place> last_used;  // nothing needs these after it
  };

  std::vector<Step> steps;
  std::vector<c10::IValue> values;  // while it is built what zeros give, then the constants
  std::vector<bool> constant;
  std::vector<Place> images;
  std::vector<Place> results;
  std::vector<std::vector<std::int64_t>> image_sizes;
  std::vector<std::vector<std::int64_t>> result_sizes;
  std::size_t operators = 0;

  Place add(c10::IValue value, bool is_constant) {
    values.push_back(std::move(value));
    constant.push_back(is_constant);
    return values.size() - 1;
  }

  bool lies_in_foreign_memory(const at::Tensor& tensor) const {
    for (Place place = 0; place < values.size(); ++place) {
      const bool foreign = constant[place] || std::find(images.begin(), images.end(), place) != images.end();
      if (!foreign) continue;
      const std::vector<at::Tensor> there = tensors_of(values[place]);
      const auto shared = [&](const at::Tensor& other) { return tensor.is_alias_of(other); };
      if (std::any_of(there.begin(), there.end(), shared)) return true;
    }
    return false;
  }

  bool writes_elsewhere(const torch::jit::Node& node, const std::vector<Place>& inputs) const {
    const auto& arguments = node.schema().arguments();
    for (std::size_t i = 0; i < std::min(arguments.size(), inputs.size()); ++i) {
      if (arguments[i].alias_info() == nullptr || !arguments[i].alias_info()->isWrite()) continue;
      const c10::IValue& written = values[inputs[i]];
      if (!written.isTensor() || lies_in_foreign_memory(written.toTensor())) return true;
    }
    return false;
  }

  // Every tensor that is made from images has one for each of them.
  bool mixes_images(const std::vector<Place>& inputs, const Stack& given) const {
    const auto made_from_images = [&](Place place) {
      const std::vector<at::Tensor> tensors = constant[place] ? std::vector<at::Tensor>() : tensors_of(values[place]);
      return std::any_of(tensors.begin(), tensors.end(), leads_with_one);
    };
    if (std::none_of(inputs.begin(), inputs.end(), made_from_images)) return false;
    return std::any_of(given.begin(), given.end(), [](const c10::IValue& value) {
      const std::vector<at::Tensor> tensors = tensors_of(value);
      return !std::all_of(tensors.begin(), tensors.end(), leads_with_one);
    });
  }

  Stack worked_out(const Step& step) const {
    Stack stack;
    for (const Place place : step.inputs) stack.push_back(values[place]);
    const c10::InferenceMode inference;
    step.run(stack);
    return stack;
  }

  void note_last_uses() {
    std::vector<bool> needed = constant;
    for (const Place place : results) needed[place] = true;
    for (auto step = steps.rbegin(); step != steps.rend(); ++step) {
      for (const std::vector<Place>* places : {&step->inputs, &step->outputs}) {
        for (const Place place : *places) {
          if (!needed[place]) step->last_used.push_back(place);
          needed[place] = true;
        }
      }
    }
  }
};

TorchTail::TorchTail() : state_(std::make_unique<State>()) {}

TorchTail::~TorchTail() = default;

TorchTail::Place TorchTail::add_image(const std::vector<std::int64_t>& sizes) {
  const c10::InferenceMode inference;
  state_->images.push_back(state_->add(torch::zeros(sizes), false));
  state_->image_sizes.push_back(sizes);
  return state_->images.back();
}

TorchTail::Place TorchTail::add_constant(const c10::IValue& constant) {
  return state_->add(constant, true);
}

std::vector<TorchTail::Place> TorchTail::add(const torch::jit::Node& node, const std::vector<Place>& inputs) {
  const std::string kind = node.kind().toQualString();
  if (is_kept_out(node)) throw NotANetwork(kind);
  State::Step step{run_of(node), inputs, {}, {}};
  const bool has_schema = node.maybeSchema() != nullptr;
  if (has_schema && state_->writes_elsewhere(node, inputs)) throw NotANetwork(kind + " of a value that is not its own");
  Stack values;
  for (const Place place : inputs) values.push_back(state_->values[place]);
  if (has_schema && goes_over_first_axis(node, values)) throw NotANetwork(kind + " over the images");
  const Stack given = state_->worked_out(step);
  if (given.size() != node.outputs().size()) throw NotANetwork(kind);
  if (state_->mixes_images(inputs, given)) throw NotANetwork(kind + " that mixes images");
  for (const c10::IValue& value : given) step.outputs.push_back(state_->add(value, false));
  state_->steps.push_back(step);
  if (kind.starts_with("aten::")) ++state_->operators;
  return step.outputs;
}

void TorchTail::finish(const std::vector<Place>& results) {
  for (const Place place : results) {
    const c10::IValue& value = state_->values[place];
    if (state_->constant[place] || !value.isTensor() || !leads_with_one(value.toTensor()))
      throw NotANetwork("a result that is no image");
    state_->result_sizes.push_back(value.toTensor().sizes().vec());
  }
  state_->results = results;
  state_->note_last_uses();
  for (Place place = 0; place < state_->values.size(); ++place) {
    if (!state_->constant[place]) state_->values[place] = c10::IValue();
  }
}

std::size_t TorchTail::operators() const {
  return state_->operators;
}

std::vector<Tensor> TorchTail::run(std::vector<std::vector<float>> images) const {
  const c10::InferenceMode inference;
  std::vector<c10::IValue> values = state_->values;
  for (std::size_t i = 0; i < state_->images.size(); ++i) {
    values[state_->images[i]] = torch::from_blob(images.at(i).data(), state_->image_sizes[i], torch::kFloat32);
  }
  Stack stack;
  for (const State::Step& step : state_->steps) {
    stack.clear();
    for (const Place place : step.inputs) stack.push_back(values[place]);
    step.run(stack);
    for (std::size_t i = 0; i < step.outputs.size(); ++i) values[step.outputs[i]] = std::move(stack.at(i));
    for (const Place place : step.last_used) values[place] = c10::IValue();
  }
  std::vector<Tensor> results;
  for (std::size_t i = 0; i < state_->results.size(); ++i) {
    const at::Tensor tensor = values[state_->results[i]].toTensor().to(torch::kCPU, torch::kFloat32).contiguous();
    if (tensor.sizes() != state_->result_sizes[i]) {
      throw std::runtime_error("the sizes of its results depend on the image; run it with --engine libtorch");
    }
    const float* data = tensor.data_ptr<float>();
    results.push_back({tensor.sizes().vec(), {data, data + tensor.numel()}});
  }
  return results;
}

}  // namespace cxrval::infer
