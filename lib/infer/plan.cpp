// SPDX-License-Identifier: Apache-2.0
#include "infer/plan.hpp"

#include "infer/blocked.hpp"
#include "infer/convolution_kernel.hpp"
#include "infer/placement.hpp"
#include "infer/simplify.hpp"

#include <algorithm>
#include <cstring>
#include <functional>
#include <new>
#include <stdexcept>
#include <utility>

namespace cxrval::infer {
namespace {

constexpr std::align_val_t cache_line{64};

// What a step sees of a run.
struct Frame {
  const float* image = nullptr;  // plain
  float* values = nullptr;
  float* scratch = nullptr;
};

struct Step {
  std::string name;
  std::function<void(const Frame&)> run;
};

std::string text_of(const Shape& shape) {
  return std::to_string(shape.channels) + "x" + std::to_string(shape.height) + "x" + std::to_string(shape.width);
}

std::vector<float> padded(std::vector<float> values, const Blocks& layout) {
  values.resize(layout.count() * static_cast<std::size_t>(layout.block));
  return values;
}

// Makes the steps of one network.
class Builder {
 public:
  explicit Builder(Network network) : network_(std::move(network)), block_(channels_in_a_block()) {
    shapes_ = shapes_of(network_);
    for (const Node& node : network_.nodes) {
      const bool takes_input = std::count(node.inputs.begin(), node.inputs.end(), std::size_t{0}) > 0;
      if (takes_input && !std::holds_alternative<Convolution>(node.operation)) input_in_blocks_ = true;
    }
    constexpr int most_plain_channels = 3;
    if (network_.input.channels > most_plain_channels) input_in_blocks_ = true;
    placement_ = place(network_, block_, input_in_blocks_);
  }

  void build() {
    if (input_in_blocks_) {
      add_step("input in blocks " + text_of(network_.input), [to = offset(0), layout = blocks(0)](const Frame& frame) {
        to_blocks(frame.image, layout, frame.values + to);
      });
    }
    for (std::size_t i = 0; i < network_.nodes.size(); ++i) {
      value_ = i + 1;
      inputs_ = network_.nodes[i].inputs;
      std::visit([this](auto& operation) { make(operation); }, network_.nodes[i].operation);
    }
  }

  std::vector<Step> steps;
  std::size_t scratch_floats = 0;

  Blocks blocks(std::size_t value) const { return {block_, shapes_[value]}; }
  std::size_t offset(std::size_t value) const { return placement_.offsets[value]; }
  const Network& network() const { return network_; }
  std::size_t value_floats() const { return placement_.floats; }

 private:
  void add_step(std::string name, std::function<void(const Frame&)> run) {
    steps.push_back({std::move(name), std::move(run)});
  }

  std::string shown(const std::string& name) const {
    return name + " " + text_of(shapes_[inputs_[0]]) + " -> " + text_of(shapes_[value_]);
  }

  // A step that makes the value from its first input.
  template <class Work>
  void add_unary(const std::string& name, Work work) {
    add_step(shown(name), [work, from = offset(inputs_[0]), to = offset(value_), layout = blocks(inputs_[0])](
                              const Frame& frame) { work(frame.values + from, layout, frame.values + to); });
  }

  void make(Convolution& operation) {
    if (operation.adds && offset(inputs_.back()) != offset(value_)) {
      add_step("copy " + text_of(shapes_[value_]),
               [from = offset(inputs_.back()), to = offset(value_), floats = blocks(value_).floats()](
                   const Frame& frame) { std::copy_n(frame.values + from, floats, frame.values + to); });
    }
    const bool plain = inputs_[0] == 0 && !input_in_blocks_;
    const Window window = operation.window;
    const int groups = operation.groups;
    const bool scales = operation.scales_input;
    auto kernel = std::make_shared<const ConvolutionKernel>(std::move(operation), shapes_[inputs_[0]], plain);
    scratch_floats = std::max(scratch_floats, kernel->scratch_floats());
    const std::string name = "convolution " + std::to_string(window.kernel_height) + "x" +
                             std::to_string(window.kernel_width) + " stride " + std::to_string(window.stride_y) +
                             " groups " + std::to_string(groups) + (scales ? " scaled" : "") + " [" +
                             kernel->implementation() + "]";
    const std::size_t from = plain ? 0 : offset(inputs_[0]);
    const std::size_t factors = scales ? offset(inputs_[1]) : 0;
    add_step(shown(name), [kernel, plain, from, factors, to = offset(value_)](const Frame& frame) {
      kernel->run(
          {plain ? frame.image : frame.values + from, frame.values + factors, frame.values + to, frame.scratch});
    });
  }

  void make(ScaleShift& operation) {
    const Blocks layout = blocks(inputs_[0]);
    auto scale = std::make_shared<const std::vector<float>>(padded(std::move(operation.scale), layout));
    auto shift = std::make_shared<const std::vector<float>>(padded(std::move(operation.shift), layout));
    const bool relu = operation.activation == Activation{Function::relu};
    const auto further = relu ? std::nullopt : operation.activation;
    add_unary("scale and shift", [scale, shift, relu, further](const float* in, const Blocks& of, float* out) {
      Factors factors{scale->data(), shift->data()};
      if (relu) factors.least = 0;
      scale_shift(in, of, factors, out);
      if (further) activate(out, of, *further, out);
    });
  }

  void make(Activation& operation) {
    add_unary("activation",
              [operation](const float* in, const Blocks& of, float* out) { activate(in, of, operation, out); });
  }

  void make(Add&) {
    add_unary_with_second("add",
                          [](const float* a, const float* b, const Blocks& of, float* out) { add(a, b, of, out); });
  }

  void make(Multiply&) {
    if (shapes_[inputs_[0]] == shapes_[inputs_[1]]) {
      add_unary_with_second(
          "multiply", [](const float* a, const float* b, const Blocks& of, float* out) { multiply(a, b, of, out); });
    } else {
      add_unary_with_second("multiply channels", [](const float* a, const float* b, const Blocks& of, float* out) {
        multiply_channels(a, b, of, out);
      });
    }
  }

  template <class Work>
  void add_unary_with_second(const std::string& name, Work work) {
    add_step(shown(name),
             [work, a = offset(inputs_[0]), b = offset(inputs_[1]), to = offset(value_), layout = blocks(inputs_[0])](
                 const Frame& frame) { work(frame.values + a, frame.values + b, layout, frame.values + to); });
  }

  void make(Concatenate&) {
    int channel = 0;
    const Blocks whole = blocks(value_);
    for (const std::size_t part : inputs_) {
      const bool there = channel % block_ == 0 && offset(part) == offset(value_) + whole.at(channel, 0);
      if (!there) {
        add_step("copy channels " + text_of(shapes_[part]),
                 [from = offset(part), to = offset(value_), of = blocks(part), channel, whole](const Frame& frame) {
                   copy_channels(frame.values + from, of, channel, whole, frame.values + to);
                 });
      }
      channel += shapes_[part].channels;
    }
  }

  void make(Flatten&) {
    add_unary("flatten", [](const float* in, const Blocks& of, float* out) {
      to_plain(in, of, out);
      const Blocks vector{of.block, {static_cast<int>(of.shape.elements()), 1, 1}};
      std::fill(out + of.shape.elements(), out + vector.floats(), 0.0F);
    });
  }

  void make(ChannelMean&) { add_unary("mean", channel_mean); }
  void make(ChannelMaximum&) { add_unary("maximum", channel_maximum); }

  void make(Pool& operation) {
    add_unary("pool", [operation](const float* in, const Blocks& of, float* out) { pool(in, of, operation, out); });
  }

  void make(Enlarge& operation) {
    add_unary("enlarge", [factor = operation.factor](const float* in, const Blocks& of, float* out) {
      enlarge(in, of, factor, out);
    });
  }

  void make(Spread& operation) {
    add_unary("spread", [factor = operation.factor](const float* in, const Blocks& of, float* out) {
      spread(in, of, factor, out);
    });
  }

  void make(Unpool& operation) {
    add_step(shown("unpool"), [factor = operation.factor, from = offset(inputs_[0]), pooled = offset(inputs_[1]),
                               to = offset(value_), layout = blocks(value_)](const Frame& frame) {
      unpool(frame.values + from, frame.values + pooled, layout, factor, frame.values + to);
    });
  }

  Network network_;
  int block_;
  std::vector<Shape> shapes_;
  Placement placement_;
  bool input_in_blocks_ = false;
  std::size_t value_ = 0;  // of the node that is being made
  std::vector<std::size_t> inputs_;
};

}  // namespace

struct Plan::State {
  struct Output {
    std::size_t offset = 0;
    Blocks layout;
  };

  std::vector<Step> steps;
  std::vector<Output> outputs;
  std::vector<Shape> output_shapes;
  std::size_t input_floats = 0;
  std::size_t value_floats = 0;
  std::size_t scratch_floats = 0;

  std::vector<std::vector<float>> read_outputs(const float* values) const {
    std::vector<std::vector<float>> all;
    for (const Output& output : outputs) {
      all.emplace_back(output.layout.shape.elements());
      to_plain(values + output.offset, output.layout, all.back().data());
    }
    return all;
  }
};

bool Plan::is_supported() {
  return channels_in_a_block() != 0;
}

Plan::Plan(Network network) : state_(std::make_unique<State>()) {
  Builder builder(simplify(std::move(network)));
  builder.build();
  state_->steps = std::move(builder.steps);
  for (const std::size_t value : builder.network().outputs) {
    if (value == 0) throw std::invalid_argument("an output is the input");
    state_->outputs.push_back({builder.offset(value), builder.blocks(value)});
    state_->output_shapes.push_back(builder.blocks(value).shape);
  }
  state_->input_floats = builder.network().input.elements();
  state_->value_floats = builder.value_floats();
  state_->scratch_floats = builder.scratch_floats;
}

Plan::~Plan() = default;

Plan::Workspace::Workspace(const Plan& plan)
    : floats_(static_cast<float*>(::operator new(plan.workspace_bytes(), cache_line))) {
  // Padding that a step leaves alone has to be zero from the beginning.
  std::memset(floats_.get(), 0, plan.workspace_bytes());
}

void Plan::Workspace::Free::operator()(float* floats) const {
  ::operator delete(floats, cache_line);
}

std::vector<std::vector<float>> Plan::run(std::span<const float> image, Workspace& workspace) const {
  if (image.size() != state_->input_floats) throw std::invalid_argument("the image has another size");
  float* const values = workspace.floats_.get();
  const Frame frame{image.data(), values, values + state_->value_floats};
  for (const Step& step : state_->steps) step.run(frame);
  return state_->read_outputs(values);
}

const std::vector<Shape>& Plan::output_shapes() const {
  return state_->output_shapes;
}

std::size_t Plan::workspace_bytes() const {
  return (state_->value_floats + state_->scratch_floats) * sizeof(float);
}

std::vector<std::string> Plan::describe() const {
  std::vector<std::string> lines;
  for (const Step& step : state_->steps) lines.push_back(step.name);
  return lines;
}

}  // namespace cxrval::infer
