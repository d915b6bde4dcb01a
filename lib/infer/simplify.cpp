// SPDX-License-Identifier: Apache-2.0
#include "infer/simplify.hpp"

#include <algorithm>
#include <limits>
#include <utility>

namespace cxrval::infer {
namespace {

constexpr std::size_t nowhere = std::numeric_limits<std::size_t>::max();

// What is merged takes the place of the later node, before which everything that it needs is there already; the earlier
// one is dead.
class Simplifier {
 public:
  explicit Simplifier(Network network)
      : network_(std::move(network)), uses_(network_.nodes.size() + 1), dead_(network_.nodes.size()) {
    shapes_ = shapes_of(network_);
    for (const Node& node : network_.nodes) {
      for (const std::size_t value : node.inputs) ++uses_[value];
    }
    for (const std::size_t value : network_.outputs) ++uses_[value];
  }

  Network run() && {
    each(&Simplifier::drop_flatten);
    each(&Simplifier::fold_scale);
    each(&Simplifier::take_activation);
    each(&Simplifier::pool_first);
    each(&Simplifier::take_sum);
    each(&Simplifier::take_activation);
    each(&Simplifier::take_factors);
    return std::move(*this).compacted();
  }

 private:
  void each(void (Simplifier::*pass)(std::size_t)) {
    for (std::size_t i = 0; i < network_.nodes.size(); ++i) {
      if (!dead_[i]) (this->*pass)(i);
    }
  }

  template <class T>
  T* at(std::size_t node) {
    return std::get_if<T>(&network_.nodes[node].operation);
  }

  // The node that gives a value which nothing else uses, if it is a T.
  template <class T>
  T* only_source(std::size_t value) {
    return value > 0 && uses_[value] == 1 ? at<T>(value - 1) : nullptr;
  }

  // Node `later`, which took the value of `earlier`, becomes `operation` with these inputs.
  void merge(std::size_t earlier, std::size_t later, Operation operation, std::vector<std::size_t> inputs) {
    dead_[earlier] = true;
    network_.nodes[later].operation = std::move(operation);
    network_.nodes[later].inputs = std::move(inputs);
  }

  void drop_flatten(std::size_t i) {
    auto* linear = at<Convolution>(i);
    if (linear == nullptr) return;
    const std::size_t value = network_.nodes[i].inputs[0];
    if (only_source<Flatten>(value) == nullptr || linear->window != Window{} || linear->groups != 1) return;
    const std::size_t image = network_.nodes[value - 1].inputs[0];
    constexpr int largest_kernel = 7;  // larger ones have no fast implementation
    if (shapes_[image].height > largest_kernel || shapes_[image].width > largest_kernel) return;
    linear->window.kernel_height = shapes_[image].height;
    linear->window.kernel_width = shapes_[image].width;
    network_.nodes[i].inputs[0] = image;
    dead_[value - 1] = true;
  }

  void fold_scale(std::size_t i) {
    const auto* scale = at<ScaleShift>(i);
    if (scale == nullptr) return;
    const std::size_t value = network_.nodes[i].inputs[0];
    auto* convolution = only_source<Convolution>(value);
    if (convolution == nullptr || convolution->activation || convolution->adds) return;
    Convolution folded = std::move(*convolution);
    const std::size_t kernel = folded.weights.size() / folded.bias.size();
    for (std::size_t o = 0; o < folded.bias.size(); ++o) {
      const auto begin = folded.weights.begin() + static_cast<std::ptrdiff_t>(o * kernel);
      std::transform(begin, begin + static_cast<std::ptrdiff_t>(kernel), begin,
                     [factor = scale->scale[o]](float weight) { return weight * factor; });
      folded.bias[o] = folded.bias[o] * scale->scale[o] + scale->shift[o];
    }
    folded.activation = scale->activation;
    merge(value - 1, i, std::move(folded), network_.nodes[value - 1].inputs);
  }

  void take_activation(std::size_t i) {
    const auto* activation = at<Activation>(i);
    if (activation == nullptr) return;
    const std::size_t value = network_.nodes[i].inputs[0];
    const Activation wanted = *activation;
    if (auto* scale = only_source<ScaleShift>(value); scale != nullptr && !scale->activation) {
      ScaleShift merged = std::move(*scale);
      merged.activation = wanted;
      merge(value - 1, i, std::move(merged), network_.nodes[value - 1].inputs);
    } else if (auto* convolution = only_source<Convolution>(value); convolution != nullptr) {
      if (convolution->activation) return;
      convolution->activation = wanted;
      merge(value - 1, i, std::move(*convolution), network_.nodes[value - 1].inputs);
    }
  }

  void pool_first(std::size_t i) {
    const auto* pool = at<Pool>(i);
    if (pool == nullptr || pool->maximum) return;
    const Window& window = pool->window;
    if (window.pad_top != 0 || window.pad_left != 0 || window.pad_bottom != 0 || window.pad_right != 0) return;
    const std::size_t value = network_.nodes[i].inputs[0];
    const auto* convolution = only_source<Convolution>(value);
    if (convolution == nullptr || convolution->window != Window{} || convolution->activation || convolution->adds)
      return;
    std::swap(network_.nodes[value - 1].operation, network_.nodes[i].operation);
    const Shape& image = shapes_[network_.nodes[value - 1].inputs[0]];
    shapes_[value] = shape_of(network_.nodes[value - 1].operation, std::span(&image, 1)).value();
  }

  void take_sum(std::size_t i) {
    if (at<Add>(i) == nullptr) return;
    // The later term: the other is there before it is begun.
    std::vector<std::size_t> terms = network_.nodes[i].inputs;
    std::sort(terms.begin(), terms.end(), std::greater<>());
    for (std::size_t k = 0; k < terms.size(); ++k) {
      auto* convolution = only_source<Convolution>(terms[k]);
      if (convolution == nullptr || convolution->adds || convolution->activation) continue;
      convolution->adds = true;
      std::vector<std::size_t> inputs = network_.nodes[terms[k] - 1].inputs;
      inputs.push_back(terms[1 - k]);
      merge(terms[k] - 1, i, std::move(*convolution), std::move(inputs));
      return;
    }
  }

  void take_factors(std::size_t i) {
    auto* convolution = at<Convolution>(i);
    if (convolution == nullptr || convolution->scales_input || convolution->groups != 1) return;
    const std::size_t value = network_.nodes[i].inputs[0];
    if (only_source<Multiply>(value) == nullptr) return;
    const std::vector<std::size_t> product = network_.nodes[value - 1].inputs;
    const bool by_channel = shapes_[product[1]] == Shape{shapes_[product[0]].channels, 1, 1};
    if (!by_channel || convolution->weights.size() > shapes_[product[0]].elements()) return;
    convolution->scales_input = true;
    std::vector<std::size_t>& inputs = network_.nodes[i].inputs;
    inputs[0] = product[0];
    inputs.insert(inputs.begin() + 1, product[1]);
    dead_[value - 1] = true;
  }

  void mark_unused() {
    std::vector<bool> used(network_.nodes.size() + 1);
    for (const std::size_t value : network_.outputs) used[value] = true;
    for (std::size_t i = network_.nodes.size(); i-- > 0;) {
      if (!used[i + 1]) dead_[i] = true;
      if (dead_[i]) continue;
      for (const std::size_t value : network_.nodes[i].inputs) used[value] = true;
    }
  }

  Network compacted() && {
    mark_unused();
    Network made{network_.input, {}, {}};
    std::vector<std::size_t> moved(network_.nodes.size() + 1, nowhere);
    moved[0] = 0;
    for (std::size_t i = 0; i < network_.nodes.size(); ++i) {
      if (dead_[i]) continue;
      for (std::size_t& value : network_.nodes[i].inputs) value = moved[value];
      made.nodes.push_back(std::move(network_.nodes[i]));
      moved[i + 1] = made.nodes.size();
    }
    for (const std::size_t value : network_.outputs) made.outputs.push_back(moved[value]);
    return made;
  }

  Network network_;
  std::vector<Shape> shapes_;
  std::vector<std::size_t> uses_;
  std::vector<bool> dead_;
};

}  // namespace

Network simplify(Network network) {
  return Simplifier(std::move(network)).run();
}

}  // namespace cxrval::infer
