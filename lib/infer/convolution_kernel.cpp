// SPDX-License-Identifier: Apache-2.0
#include "infer/convolution_kernel.hpp"

#include "infer/blocked.hpp"
#include "infer/winograd.hpp"

#include <algorithm>
#include <oneapi/dnnl/dnnl.hpp>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

namespace cxrval::infer {
namespace {

using dnnl::memory;

const dnnl::engine& processor() {
  static const dnnl::engine engine(dnnl::engine::kind::cpu, 0);
  return engine;
}

memory::format_tag image_tag(int block) {
  return block == 16 ? memory::format_tag::nChw16c : memory::format_tag::nChw8c;
}

memory::format_tag scalable_weights_tag(int block) {
  return block == 16 ? memory::format_tag::OIhw16i16o : memory::format_tag::OIhw8i8o;
}

memory::desc image_desc(const Shape& shape, memory::format_tag tag) {
  return {{1, shape.channels, shape.height, shape.width}, memory::data_type::f32, tag};
}

void append_eltwise(dnnl::post_ops& ops, dnnl::algorithm algorithm, float alpha = 0, float beta = 0) {
#if DNNL_VERSION_MAJOR >= 3
  ops.append_eltwise(algorithm, alpha, beta);
#else
  ops.append_eltwise(1.0F, algorithm, alpha, beta);
#endif
}

void append(dnnl::post_ops& ops, const Activation& activation) {
  using dnnl::algorithm;
  switch (activation.function) {
    case Function::relu:
      return append_eltwise(ops, algorithm::eltwise_relu);
    case Function::leaky_relu:
      return append_eltwise(ops, algorithm::eltwise_relu, activation.alpha);
    case Function::silu:
      return append_eltwise(ops, algorithm::eltwise_swish, 1);
    case Function::sigmoid:
      return append_eltwise(ops, algorithm::eltwise_logistic);
    case Function::tanh:
      return append_eltwise(ops, algorithm::eltwise_tanh);
    case Function::clamp:
      return append_eltwise(ops, algorithm::eltwise_clip, activation.alpha, activation.beta);
    case Function::hard_sigmoid:
      append_eltwise(ops, algorithm::eltwise_linear, 1.0F / 6, 0.5F);
      return append_eltwise(ops, algorithm::eltwise_clip, 0, 1);
    case Function::hard_swish:
      return append_eltwise(ops, algorithm::eltwise_hardswish, 1.0F / 6, 0.5F);
  }
}

dnnl::primitive_attr attributes_of(const Convolution& operation) {
  dnnl::post_ops ops;
  if (operation.adds) ops.append_sum(1.0F);
  if (operation.activation) append(ops, *operation.activation);
  dnnl::primitive_attr attributes;
  attributes.set_post_ops(ops);
  attributes.set_scratchpad_mode(dnnl::scratchpad_mode::user);
  return attributes;
}

struct Descriptions {
  memory::desc input;
  memory::desc weights;
  memory::desc bias;
  memory::desc output;
};

using Description = dnnl::convolution_forward::primitive_desc;

Description describe(const Convolution& operation, const Descriptions& of, dnnl::algorithm algorithm) {
  const Window& window = operation.window;
  const memory::dims strides{window.stride_y, window.stride_x};
  const memory::dims dilations{window.dilation_y - 1, window.dilation_x - 1};
  const memory::dims before{window.pad_top, window.pad_left};
  const memory::dims behind{window.pad_bottom, window.pad_right};
  const auto kind = dnnl::prop_kind::forward_inference;
  const dnnl::primitive_attr attributes = attributes_of(operation);
#if DNNL_VERSION_MAJOR >= 3
  return {processor(), kind,    algorithm, of.input, of.weights, of.bias,
          of.output,   strides, dilations, before,   behind,     attributes};
#else
  return {{kind, algorithm, of.input, of.weights, of.bias, of.output, strides, dilations, before, behind},
          attributes,
          processor()};
#endif
}

Description describe_direct(const Convolution& operation, const Descriptions& of) {
  try {
    return describe(operation, of, dnnl::algorithm::convolution_direct);
  } catch (const dnnl::error&) {
    throw std::runtime_error("a convolution that oneDNN does not know");
  }
}

memory::dims weight_dims(const Convolution& operation, int channels) {
  const Window& window = operation.window;
  if (operation.groups == 1) return {operation.outputs, channels, window.kernel_height, window.kernel_width};
  return {operation.groups, operation.outputs / operation.groups, channels / operation.groups, window.kernel_height,
          window.kernel_width};
}

memory packed(std::vector<float>& values, const memory::desc& plain, const memory::desc& wanted) {
  memory source(plain, processor(), values.data());
  memory made(wanted, processor());
  dnnl::stream stream(processor());
  dnnl::reorder(source, made).execute(stream, source, made);
  stream.wait();
  return made;
}

}  // namespace

int channels_in_a_block() {
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl")) {
    return 16;
  }
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) return 8;
#endif
  return 0;
}

namespace {

bool is_fast(const Description& description) {
  return std::string_view(description.impl_info_str()).find("ref") == std::string_view::npos;
}

// Winograd's way takes a quarter to a half of the multiplications (Lavin and Gray, Fast Algorithms for Convolutional
// Neural Networks, 2016). oneDNN 2 has it for AVX-512; where there is none it says so, or has a slow one.
std::optional<Description> describe_winograd(const Convolution& operation, const Descriptions& of) {
  const Window& window = operation.window;
  const bool suits = window.kernel_height == 3 && window.kernel_width == 3 && window.stride_y == 1 &&
                     window.stride_x == 1 && window.dilation_y == 1 && window.dilation_x == 1 && operation.groups == 1;
  if (!suits) return std::nullopt;
  try {
    const Description found = describe(operation, of, dnnl::algorithm::convolution_winograd);
    return is_fast(found) ? std::optional(found) : std::nullopt;
  } catch (const dnnl::error&) {
    return std::nullopt;
  }
}

Description describe_fastest(const Convolution& operation, const Descriptions& of) {
  const std::optional<Description> winograd = describe_winograd(operation, of);
  return winograd ? *winograd : describe_direct(operation, of);
}

std::size_t block_count(int channels, int block) {
  return static_cast<std::size_t>((channels + block - 1) / block);
}

WeightBlocks weight_blocks(const Convolution& operation, int channels, int block) {
  const Window& window = operation.window;
  return {block, block_count(operation.outputs, block), block_count(channels, block),
          static_cast<std::size_t>(window.kernel_height) * static_cast<std::size_t>(window.kernel_width)};
}

// Weights of further inputs, zeros behind the others.
void add_inputs(Convolution& operation, int channels, int wanted) {
  const auto outputs = static_cast<std::size_t>(operation.outputs);
  const std::size_t kernel = operation.weights.size() / outputs / static_cast<std::size_t>(channels);
  const std::size_t row = static_cast<std::size_t>(channels) * kernel;
  const std::size_t wide_row = static_cast<std::size_t>(wanted) * kernel;
  std::vector<float> weights(outputs * wide_row);
  for (std::size_t o = 0; o < outputs; ++o) {
    std::copy_n(operation.weights.data() + o * row, row, weights.data() + o * wide_row);
  }
  operation.weights = std::move(weights);
}

Shape output_of(Convolution& operation, const Shape& input) {
  const bool adds = std::exchange(operation.adds, false);
  const bool scales = std::exchange(operation.scales_input, false);
  const std::optional<Shape> shape = shape_of(operation, std::span(&input, 1));
  operation.adds = adds;
  operation.scales_input = scales;
  return shape.value();
}

}  // namespace

struct ConvolutionKernel::State {
  Description description;
  dnnl::convolution_forward primitive;
  memory weights;
  memory bias;
  Blocks output;
  std::optional<Activation> activation;  // that oneDNN does not do
  // The factors of a convolution that scales its input go into the weights, or, where oneDNN has no fast convolution of
  // weights in blocks, into a copy of the image.
  WeightBlocks scaled_weights{16, 0, 0, 0};
  std::optional<Blocks> scaled_image;
  std::optional<Winograd> winograd;  // in place of oneDNN's primitive, then there is none of the above

  std::size_t scaled_floats() const { return scaled_image ? scaled_image->floats() : scaled_weights.floats(); }
};

ConvolutionKernel::ConvolutionKernel(Convolution operation, const Shape& given, bool plain_input) {
  const int block = channels_in_a_block();
  const Shape output = output_of(operation, given);
  // oneDNN refuses images of less than one block of channels; the places behind the last channel are zeros anyway.
  Shape input = given;
  if (!plain_input && operation.groups == 1) {
    input.channels = static_cast<int>(block_count(given.channels, block)) * block;
    add_inputs(operation, given.channels, input.channels);
  }
  const memory::dims dims = weight_dims(operation, input.channels);
  const auto type = memory::data_type::f32;
  const auto plain_tag = operation.groups == 1 ? memory::format_tag::oihw : memory::format_tag::goihw;
  const memory::desc plain_bias({operation.outputs}, type, memory::format_tag::a);
  Descriptions of{image_desc(input, plain_input ? memory::format_tag::nchw : image_tag(block)),
                  {dims, type, memory::format_tag::any},
                  plain_bias,
                  image_desc(output, image_tag(block))};
  state_ = std::make_unique<State>();
  state_->output = Blocks{block, output};
  // oneDNN's swish takes longer than a pass of its own over the output.
  if (operation.activation == Activation{Function::silu}) state_->activation.swap(operation.activation);
  if (block == 8 && !plain_input && Winograd::suits(operation, input)) {
    state_->winograd.emplace(operation, input);
    return;
  }
  if (operation.scales_input) {
    of.weights = {dims, type, scalable_weights_tag(block)};
    state_->description = describe_direct(operation, of);
    if (is_fast(state_->description)) {
      state_->scaled_weights = weight_blocks(operation, input.channels, block);
    } else {
      state_->scaled_image = Blocks{block, input};
      of.weights = {dims, type, memory::format_tag::any};
    }
  }
  if (state_->scaled_weights.inputs == 0) state_->description = describe_fastest(operation, of);
  if (!is_fast(state_->description)) throw std::runtime_error("no fast convolution");
  state_->primitive = dnnl::convolution_forward(state_->description);
  state_->weights = packed(operation.weights, {dims, type, plain_tag}, state_->description.weights_desc());
  state_->bias = packed(operation.bias, plain_bias, plain_bias);
}

ConvolutionKernel::~ConvolutionKernel() = default;

std::size_t ConvolutionKernel::scratch_floats() const {
  if (state_->winograd) return state_->winograd->scratch_floats();
  constexpr std::size_t cache_line = 16;
  const std::size_t bytes = state_->description.scratchpad_desc().get_size();
  return state_->scaled_floats() + (bytes + sizeof(float) - 1) / sizeof(float) + cache_line;
}

void ConvolutionKernel::run_primitive(const Memory& given) const {
  thread_local dnnl::stream stream(processor());
  const auto& description = state_->description;
  const float* input = given.input;
  memory weights = state_->weights;
  if (state_->scaled_image) {
    multiply_channels(input, given.factors, *state_->scaled_image, given.scratch);
    input = given.scratch;
  } else if (state_->scaled_weights.inputs > 0) {
    scale_weights(static_cast<const float*>(weights.get_data_handle()), state_->scaled_weights, given.factors,
                  given.scratch);
    weights = memory(description.weights_desc(), processor(), given.scratch);
  }
  state_->primitive.execute(
      stream, {{DNNL_ARG_SRC, memory(description.src_desc(), processor(), const_cast<float*>(input))},
               {DNNL_ARG_WEIGHTS, weights},
               {DNNL_ARG_BIAS, state_->bias},
               {DNNL_ARG_DST, memory(description.dst_desc(), processor(), given.output)},
               {DNNL_ARG_SCRATCHPAD,
                memory(description.scratchpad_desc(), processor(), given.scratch + state_->scaled_floats())}});
}

void ConvolutionKernel::run(const Memory& given) const {
  if (state_->winograd) {
    state_->winograd->run(given.input, given.output, given.scratch);
  } else {
    run_primitive(given);
  }
  if (state_->activation) activate(given.output, state_->output, *state_->activation, given.output);
}

const char* ConvolutionKernel::implementation() const {
  return state_->winograd ? "winograd:avx2" : state_->description.impl_info_str();
}

}  // namespace cxrval::infer
