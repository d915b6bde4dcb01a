// SPDX-License-Identifier: Apache-2.0
#include "infer/placement.hpp"

#include "infer/blocked.hpp"

#include <algorithm>
#include <limits>
#include <numeric>
#include <optional>
#include <utility>

namespace cxrval::infer {
namespace {

constexpr std::size_t alignment = 16;  // floats

// Memory of its own, from the step before which it is written to the last one that reads it.
struct Storage {
  std::size_t floats = 0;
  std::size_t first = std::numeric_limits<std::size_t>::max();
  std::size_t last = 0;
  bool shared = false;  // several values lie in it at a time
  std::size_t offset = 0;

  bool meets(const Storage& other) const { return first <= other.last && other.first <= last; }
};

struct Spot {
  std::size_t storage = 0;
  std::size_t offset = 0;

  bool operator==(const Spot&) const = default;
};

class Placer {
 public:
  Placer(const Network& network, std::vector<Shape> shapes, int block)
      : network_(network),
        shapes_(std::move(shapes)),
        block_(block),
        spots_(shapes_.size()),
        last_use_(shapes_.size()) {
    for (std::size_t i = 0; i < network.nodes.size(); ++i) {
      for (const std::size_t value : network.nodes[i].inputs) last_use_[value] = i;
    }
    for (const std::size_t value : network.outputs) last_use_[value] = network.nodes.size();
  }

  Placement run(bool input_too) {
    if (input_too) spots_[0] = new_storage(0);
    place_concatenated();
    for (std::size_t i = 0; i < network_.nodes.size(); ++i) {
      const std::size_t value = i + 1;
      if (!spots_[value]) spots_[value] = spot_of_input(i);
      if (!spots_[value]) spots_[value] = new_storage(value);
    }
    set_times();
    const std::size_t floats = lay_out();
    Placement placement{std::vector<std::size_t>(spots_.size()), floats};
    for (std::size_t value = input_too ? 0 : 1; value < spots_.size(); ++value) {
      placement.offsets[value] = storages_[spots_[value]->storage].offset + spots_[value]->offset;
    }
    return placement;
  }

 private:
  Blocks blocks(std::size_t value) const { return {block_, shapes_[value]}; }

  Spot new_storage(std::size_t value) {
    storages_.push_back({(blocks(value).floats() + alignment - 1) / alignment * alignment});
    return {storages_.size() - 1, 0};
  }

  // Large ones first: the smaller ones of a dense block are their beginnings.
  void place_concatenated() {
    std::vector<std::size_t> nodes;
    for (std::size_t i = 0; i < network_.nodes.size(); ++i) {
      if (std::holds_alternative<Concatenate>(network_.nodes[i].operation)) nodes.push_back(i);
    }
    std::stable_sort(nodes.begin(), nodes.end(),
                     [&](std::size_t a, std::size_t b) { return blocks(a + 1).floats() > blocks(b + 1).floats(); });
    for (const std::size_t node : nodes) place_parts(node);
  }

  void place_parts(std::size_t node) {
    const std::size_t whole = node + 1;
    if (!spots_[whole]) spots_[whole] = common_spot(node);
    if (!spots_[whole]) spots_[whole] = new_storage(whole);
    int channel = 0;
    for (const std::size_t part : network_.nodes[node].inputs) {
      if (channel % block_ != 0) return;
      if (!spots_[part] && part != 0 && shapes_[part].channels % block_ == 0) {
        spots_[part] = Spot{spots_[whole]->storage, spots_[whole]->offset + blocks(whole).at(channel, 0)};
        storages_[spots_[part]->storage].shared = true;
      }
      channel += shapes_[part].channels;
    }
  }

  // Where the parts lie one behind the other already.
  std::optional<Spot> common_spot(std::size_t node) {
    const std::vector<std::size_t>& parts = network_.nodes[node].inputs;
    const std::optional<Spot> first = spots_[parts[0]];
    if (!first) return std::nullopt;
    int channel = 0;
    for (const std::size_t part : parts) {
      const Spot wanted{first->storage, first->offset + blocks(node + 1).at(channel, 0)};
      if (spots_[part] != wanted || shapes_[part].channels % block_ != 0) return std::nullopt;
      channel += shapes_[part].channels;
    }
    storages_[first->storage].shared = true;
    return first;
  }

  // The input that a step may write over, if any.
  std::optional<std::size_t> replaced_input(std::size_t i) const {
    const Node& node = network_.nodes[i];
    if (const auto* convolution = std::get_if<Convolution>(&node.operation)) {
      return convolution->adds ? std::optional(node.inputs.back()) : std::nullopt;
    }
    const bool by_value =
        std::holds_alternative<Activation>(node.operation) || std::holds_alternative<ScaleShift>(node.operation) ||
        std::holds_alternative<Add>(node.operation) || std::holds_alternative<Multiply>(node.operation);
    return by_value ? std::optional(node.inputs[0]) : std::nullopt;
  }

  std::optional<Spot> spot_of_input(std::size_t i) {
    const std::optional<std::size_t> input = replaced_input(i);
    if (!input || !spots_[*input] || last_use_[*input] != i) return std::nullopt;
    const std::vector<std::size_t>& inputs = network_.nodes[i].inputs;
    if (std::count(inputs.begin(), inputs.end(), *input) != 1) return std::nullopt;
    return storages_[spots_[*input]->storage].shared ? std::nullopt : spots_[*input];
  }

  void set_times() {
    for (std::size_t value = 0; value < spots_.size(); ++value) {
      if (!spots_[value]) continue;
      Storage& storage = storages_[spots_[value]->storage];
      const std::size_t made = value == 0 ? 0 : value - 1;
      storage.first = std::min(storage.first, made);
      storage.last = std::max({storage.last, made, last_use_[value]});
    }
  }

  // Large ones first, each at the lowest place that is free all the time that it is needed.
  std::size_t lay_out() {
    std::vector<std::size_t> order(storages_.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return storages_[a].floats > storages_[b].floats; });
    std::vector<std::size_t> laid;  // by their offset
    std::size_t floats = 0;
    for (const std::size_t number : order) {
      Storage& storage = storages_[number];
      for (const std::size_t other : laid) {
        const Storage& there = storages_[other];
        if (!there.meets(storage)) continue;
        if (storage.offset + storage.floats <= there.offset) break;
        storage.offset = std::max(storage.offset, there.offset + there.floats);
      }
      const auto behind = std::upper_bound(laid.begin(), laid.end(), storage.offset,
                                           [&](std::size_t at, std::size_t b) { return at < storages_[b].offset; });
      laid.insert(behind, number);
      floats = std::max(floats, storage.offset + storage.floats);
    }
    return floats;
  }

  const Network& network_;
  std::vector<Shape> shapes_;
  int block_;
  std::vector<std::optional<Spot>> spots_;
  std::vector<std::size_t> last_use_;
  std::vector<Storage> storages_;
};

}  // namespace

Placement place(const Network& network, int block, bool input_too) {
  return Placer(network, shapes_of(network), block).run(input_too);
}

}  // namespace cxrval::infer
