// SPDX-License-Identifier: Apache-2.0
#include "infer/operators.hpp"

#include "infer/arguments.hpp"

#include <algorithm>
#include <cmath>
#include <unordered_map>
#include <utility>

namespace cxrval::infer {
struct Operators {
  using Handler = Image (*)(NetworkBuilder&, const Arguments&);

  static std::size_t image(const Arguments& arguments, std::size_t i) { return argument<Image>(arguments, i).value; }

  static Image unary(NetworkBuilder& to, const Arguments& arguments, Operation operation) {
    const std::size_t input = image(arguments, 0);
    return to.add(std::move(operation), {input}, to.vectors_[input]);
  }

  static Image same(NetworkBuilder&, const Arguments& arguments) { return argument<Image>(arguments, 0); }

  static Image dropout(NetworkBuilder& to, const Arguments& arguments) {
    if (argument<bool>(arguments, 2)) throw NotANetwork("a dropout in training");
    return same(to, arguments);
  }

  static Image convolution_of(NetworkBuilder& to, const Arguments& arguments, std::int64_t groups) {
    const Array& weights = argument<Array>(arguments, 1);
    if (weights.sizes.size() != 4) throw NotANetwork("a convolution of another rank");
    const auto stride = pair(arguments, 3);
    const auto padding = pair(arguments, 4);
    const auto dilation = pair(arguments, 5);
    Convolution operation;
    operation.outputs = whole(weights.sizes[0]);
    operation.groups = whole(groups);
    operation.weights = weights.values;
    operation.bias = vector_of(arguments, 2, static_cast<std::size_t>(operation.outputs), 0);
    operation.window = {whole(weights.sizes[2]),
                        whole(weights.sizes[3]),
                        stride[0],
                        stride[1],
                        padding[0],
                        padding[1],
                        padding[0],
                        padding[1],
                        dilation[0],
                        dilation[1]};
    return unary(to, arguments, std::move(operation));
  }

  static Image conv2d(NetworkBuilder& to, const Arguments& arguments) {
    return convolution_of(to, arguments, argument<std::int64_t>(arguments, 6));
  }

  // Where the windows that pixels are spread over do not meet: a 1 x 1 convolution for each place in them.
  static Image transposed_convolution(NetworkBuilder& to, const Arguments& arguments) {
    const Array& weights = argument<Array>(arguments, 1);
    const int factor = weights.sizes.size() == 4 ? whole(weights.sizes[2]) : 0;
    const bool apart = factor > 1 && weights.sizes[3] == factor && pair(arguments, 3) == std::vector{factor, factor} &&
                       pair(arguments, 4) == std::vector{0, 0} && pair(arguments, 7) == std::vector{0, 0} &&
                       argument<std::int64_t>(arguments, 8) == 1 && !to.vectors_[image(arguments, 0)];
    if (!apart) throw NotANetwork("a transposed convolution");
    const auto inputs = static_cast<std::size_t>(weights.sizes[0]);
    const auto outputs = static_cast<std::size_t>(weights.sizes[1]);
    const std::size_t places = static_cast<std::size_t>(factor) * static_cast<std::size_t>(factor);
    const std::vector<float> bias = vector_of(arguments, 2, outputs, 0);
    Convolution operation;
    operation.outputs = whole(weights.sizes[1] * weights.sizes[2] * weights.sizes[3]);
    for (std::size_t i = 0; i < places * outputs; ++i) {
      operation.bias.push_back(bias[i % outputs]);
      for (std::size_t input = 0; input < inputs; ++input)
        operation.weights.push_back(weights.values[(input * outputs + i % outputs) * places + i / outputs]);
    }
    return to.add(Spread{factor}, {unary(to, arguments, std::move(operation)).value}, false);
  }

  static Image conv_transpose2d(NetworkBuilder& to, const Arguments& a) {
    return transposed_convolution(to, {a.at(0), a.at(1), a.at(2), a.at(3), a.at(4), a.at(7), true, a.at(5), a.at(6)});
  }

  static Image general_convolution(NetworkBuilder& to, const Arguments& arguments) {
    if (argument<bool>(arguments, 6)) return transposed_convolution(to, arguments);
    return convolution_of(to, arguments, argument<std::int64_t>(arguments, 8));
  }

  static Image linear(NetworkBuilder& to, const Arguments& arguments) {
    if (!to.vectors_[image(arguments, 0)]) throw NotANetwork("a linear layer of images");
    const Array& weights = argument<Array>(arguments, 1);
    Convolution operation;
    operation.outputs = whole(weights.sizes.at(0));
    operation.weights = weights.values;
    operation.bias = vector_of(arguments, 2, static_cast<std::size_t>(operation.outputs), 0);
    return unary(to, arguments, std::move(operation));
  }

  static Image batch_norm(NetworkBuilder& to, const Arguments& arguments) {
    if (argument<bool>(arguments, 5)) throw NotANetwork("a batch normalisation in training");
    const auto channels = static_cast<std::size_t>(to.shapes_[image(arguments, 0)].channels);
    const std::vector<float> weight = vector_of(arguments, 1, channels, 1);
    const std::vector<float> bias = vector_of(arguments, 2, channels, 0);
    const std::vector<float> mean = vector_of(arguments, 3, channels, 0);
    const std::vector<float> variance = vector_of(arguments, 4, channels, 1);
    const double epsilon = number(arguments.at(7));
    ScaleShift operation{std::vector<float>(channels), std::vector<float>(channels), {}};
    for (std::size_t c = 0; c < channels; ++c) {
      const double scale = double{weight[c]} / std::sqrt(double{variance[c]} + epsilon);
      operation.scale[c] = static_cast<float>(scale);
      operation.shift[c] = static_cast<float>(double{bias[c]} - double{mean[c]} * scale);
    }
    return unary(to, arguments, std::move(operation));
  }

  template <Function function>
  static Image activation(NetworkBuilder& to, const Arguments& arguments) {
    return unary(to, arguments, Activation{function});
  }

  static Image leaky_relu(NetworkBuilder& to, const Arguments& arguments) {
    return unary(to, arguments, Activation{Function::leaky_relu, static_cast<float>(number(arguments.at(1)))});
  }

  static Image relu6(NetworkBuilder& to, const Arguments& arguments) {
    return unary(to, arguments, Activation{Function::clamp, 0, 6});
  }

  static Image hardtanh(NetworkBuilder& to, const Arguments& arguments) {
    const auto low = static_cast<float>(number(arguments.at(1)));
    const auto high = static_cast<float>(number(arguments.at(2)));
    return unary(to, arguments, Activation{Function::clamp, low, high});
  }

  // A number, or a tensor that is one number for each channel of the image.
  static std::vector<float> per_channel(const NetworkBuilder& to, const Argument& given, std::size_t image) {
    const auto channels = static_cast<std::size_t>(to.shapes_[image].channels);
    const auto* array = std::get_if<Array>(&given);
    if (array == nullptr) return std::vector<float>(channels, static_cast<float>(number(given)));
    if (array->values.size() == 1) return std::vector<float>(channels, array->values[0]);
    const std::size_t behind = to.vectors_[image] ? 1 : 3;
    const bool fits = array->values.size() == channels && array->sizes.size() >= behind &&
                      array->sizes[array->sizes.size() - behind] == static_cast<std::int64_t>(channels);
    if (!fits) throw NotANetwork("a constant that is not one number for each channel");
    return array->values;
  }

  static Image scaled(NetworkBuilder& to, std::size_t image, std::vector<float> scale) {
    const std::vector<float> zeros(scale.size());
    return to.add(ScaleShift{std::move(scale), zeros, {}}, {image}, to.vectors_[image]);
  }

  static Image shifted(NetworkBuilder& to, std::size_t image, std::vector<float> shift) {
    const std::vector<float> ones(shift.size(), 1.0F);
    return to.add(ScaleShift{ones, std::move(shift), {}}, {image}, to.vectors_[image]);
  }

  // The image first and the channels' factors second.
  static Image of_two(NetworkBuilder& to, const Arguments& arguments, Operation operation) {
    std::size_t a = image(arguments, 0);
    std::size_t b = image(arguments, 1);
    if (to.shapes_[a].pixels() < to.shapes_[b].pixels()) std::swap(a, b);
    if (to.vectors_[a] != to.vectors_[b]) throw NotANetwork("an image and a vector in one operation");
    return to.add(std::move(operation), {a, b}, to.vectors_[a]);
  }

  static void require_unweighted(const Arguments& arguments) {
    if (number(arguments.at(2)) != 1) throw NotANetwork("a weighted sum");
  }

  static Image sum(NetworkBuilder& to, const Arguments& arguments) {
    require_unweighted(arguments);
    if (is_image(arguments, 0) && is_image(arguments, 1)) return of_two(to, arguments, Add{});
    const std::size_t of = is_image(arguments, 0) ? 0 : 1;
    const std::size_t input = image(arguments, of);
    std::vector<float> shift = per_channel(to, arguments[1 - of], input);
    return shifted(to, input, std::move(shift));
  }

  static Image difference(NetworkBuilder& to, const Arguments& arguments) {
    require_unweighted(arguments);
    const std::size_t input = image(arguments, 0);
    std::vector<float> shift = per_channel(to, arguments.at(1), input);
    for (float& value : shift) value = -value;
    return shifted(to, input, std::move(shift));
  }

  static Image product(NetworkBuilder& to, const Arguments& arguments) {
    if (is_image(arguments, 0) && is_image(arguments, 1)) return of_two(to, arguments, Multiply{});
    const std::size_t of = is_image(arguments, 0) ? 0 : 1;
    const std::size_t input = image(arguments, of);
    std::vector<float> scale = per_channel(to, arguments.at(1 - of), input);
    return scaled(to, input, std::move(scale));
  }

  static Image quotient(NetworkBuilder& to, const Arguments& arguments) {
    if (arguments.size() != 2) throw NotANetwork("a rounded quotient");
    const std::size_t input = image(arguments, 0);
    std::vector<float> scale = per_channel(to, arguments[1], input);
    for (float& value : scale) value = 1 / value;
    return scaled(to, input, std::move(scale));
  }

  static Image concatenation(NetworkBuilder& to, const Arguments& arguments) {
    const auto& parts = argument<std::vector<Image>>(arguments, 0);
    if (argument<std::int64_t>(arguments, 1) != 1 || parts.empty()) throw NotANetwork("aten::cat of another axis");
    const bool vector = to.vectors_[parts[0].value];
    std::vector<std::size_t> inputs;
    for (const Image& part : parts) {
      if (to.vectors_[part.value] != vector) throw NotANetwork("images and vectors in one list");
      inputs.push_back(part.value);
    }
    return to.add(Concatenate{}, std::move(inputs), vector);
  }

  static Image max_pool(NetworkBuilder& to, const Arguments& arguments) {
    const Window window =
        pool_window(to.shapes_[image(arguments, 0)], arguments, argument<bool>(arguments, 5), pair(arguments, 4));
    return unary(to, arguments, Pool{true, true, window});
  }

  // The second argument, the places of maxima, is the pooled image that they belong to.
  static Image unpool(NetworkBuilder& to, const Arguments& arguments) {
    const std::size_t maxima = image(arguments, 1);
    const auto* pool = maxima == 0 ? nullptr : std::get_if<Pool>(&to.network_.nodes[maxima - 1].operation);
    if (pool == nullptr || !pool->maximum) throw NotANetwork("an unpooling without a pooling");
    const int factor = pool->window.kernel_height;
    const std::size_t pooled = to.network_.nodes[maxima - 1].inputs[0];
    const Shape& shape = to.shapes_[pooled];
    const bool apart = pool->window == Window{factor, factor, factor, factor} &&
                       argument<Integers>(arguments, 2) == Integers{shape.height, shape.width};
    if (!apart) throw NotANetwork("an unpooling of windows that are not side by side");
    return to.add(Unpool{factor}, {image(arguments, 0), pooled}, false);
  }

  static Image average_pool(NetworkBuilder& to, const Arguments& arguments) {
    if (!is_none(arguments, 6)) throw NotANetwork("an average with a divisor of its own");
    if (argument<bool>(arguments, 4)) throw NotANetwork("an average of windows that leave the image");
    return unary(to, arguments,
                 Pool{false, argument<bool>(arguments, 5),
                      pool_window(to.shapes_[image(arguments, 0)], arguments, false, {1, 1})});
  }

  static Image adaptive_pool(NetworkBuilder& to, const Arguments& arguments) {
    const auto wanted = pair(arguments, 1);
    const Shape& shape = to.shapes_[image(arguments, 0)];
    if (wanted[0] == 1 && wanted[1] == 1) return unary(to, arguments, ChannelMean{});
    const bool whole_parts =
        wanted[0] > 0 && wanted[1] > 0 && shape.height % wanted[0] == 0 && shape.width % wanted[1] == 0;
    if (!whole_parts) throw NotANetwork("an adaptive pool of parts of pixels");
    const int height = shape.height / wanted[0];
    const int width = shape.width / wanted[1];
    return unary(to, arguments, Pool{false, true, {height, width, height, width}});
  }

  // Over all pixels; to a vector unless the axes are kept.
  template <class Over>
  static Image over_pixels(NetworkBuilder& to, const Arguments& arguments) {
    const std::size_t input = image(arguments, 0);
    Integers axes = argument<Integers>(arguments, 1);
    for (std::int64_t& axis : axes) axis = axis < 0 ? axis + 4 : axis;
    std::sort(axes.begin(), axes.end());
    if (to.vectors_[input] || axes != Integers{2, 3}) throw NotANetwork("a mean or maximum over other axes");
    return to.add(Over{}, {input}, !argument<bool>(arguments, 2));
  }

  static Image flatten(NetworkBuilder& to, const Arguments& arguments) {
    const std::size_t input = image(arguments, 0);
    if (to.vectors_[input]) return same(to, arguments);
    const auto first = argument<std::int64_t>(arguments, 1);
    const auto last = argument<std::int64_t>(arguments, 2);
    if (first != 1 || (last != -1 && last != 3)) throw NotANetwork("aten::flatten of other axes");
    return to.add(Flatten{}, {input}, true);
  }

  static Image reshape(NetworkBuilder& to, const Arguments& arguments) {
    const Image input = argument<Image>(arguments, 0);
    Integers wanted = argument<Integers>(arguments, 1);
    const auto elements = static_cast<std::int64_t>(to.shapes_[input.value].elements());
    std::int64_t known = 1;
    for (const std::int64_t size : wanted) known *= size == -1 ? 1 : size;
    for (std::int64_t& size : wanted) size = size == -1 && known > 0 ? elements / known : size;
    if (wanted == to.sizes(input)) return input;
    if (to.vectors_[input.value] || wanted != Integers{1, elements}) throw NotANetwork("a view of another shape");
    return to.add(Flatten{}, {input.value}, true);
  }

  static Image enlarge(NetworkBuilder& to, const Arguments& arguments) {
    const Shape& shape = to.shapes_[image(arguments, 0)];
    std::vector<double> factors;
    if (!is_none(arguments, 1)) {
      const auto wanted = pair(arguments, 1);
      factors = {double(wanted[0]) / shape.height, double(wanted[1]) / shape.width};
    } else {
      factors = argument<std::vector<double>>(arguments, 2);
    }
    const bool is_whole = factors.size() == 2 && factors[0] == factors[1] && factors[0] >= 1 && factors[0] <= 64 &&
                          factors[0] == std::floor(factors[0]);
    if (!is_whole) throw NotANetwork("an enlargement by no whole factor");
    return unary(to, arguments, Enlarge{static_cast<int>(factors[0])});
  }

  static const std::unordered_map<std::string, Handler>& known();
};

const std::unordered_map<std::string, Operators::Handler>& Operators::known() {
  static const std::unordered_map<std::string, Handler> all{
      {"_convolution", general_convolution},
      {"conv2d", conv2d},
      {"conv_transpose2d", conv_transpose2d},
      {"linear", linear},
      {"batch_norm", batch_norm},
      {"relu", activation<Function::relu>},
      {"silu", activation<Function::silu>},
      {"sigmoid", activation<Function::sigmoid>},
      {"tanh", activation<Function::tanh>},
      {"hardswish", activation<Function::hard_swish>},
      {"hardsigmoid", activation<Function::hard_sigmoid>},
      {"leaky_relu", leaky_relu},
      {"relu6", relu6},
      {"hardtanh", hardtanh},
      {"add", sum},
      {"sub", difference},
      {"mul", product},
      {"div", quotient},
      {"cat", concatenation},
      {"max_pool2d", max_pool},
      {"max_pool2d_with_indices", max_pool},
      {"max_unpool2d", unpool},
      {"avg_pool2d", average_pool},
      {"adaptive_avg_pool2d", adaptive_pool},
      {"mean", over_pixels<ChannelMean>},
      {"amax", over_pixels<ChannelMaximum>},
      {"flatten", flatten},
      {"view", reshape},
      {"reshape", reshape},
      {"upsample_nearest2d", enlarge},
      {"dropout", dropout},
      {"feature_dropout", dropout},
      {"contiguous", same},
      {"detach", same},
  };
  return all;
}

NetworkBuilder::NetworkBuilder(const Shape& input) : network_{input, {}, {}}, shapes_{input}, vectors_{false} {}

Image NetworkBuilder::add(Operation operation, std::vector<std::size_t> inputs, bool vector) {
  std::vector<Shape> from;
  for (const std::size_t input : inputs) from.push_back(shapes_[input]);
  const std::optional<Shape> shape = shape_of(operation, from);
  if (!shape) throw NotANetwork("an operation whose inputs do not fit");
  network_.nodes.push_back({std::move(operation), std::move(inputs)});
  shapes_.push_back(*shape);
  vectors_.push_back(vector);
  return {shapes_.size() - 1};
}

Image NetworkBuilder::apply(const std::string& name, const Arguments& arguments) {
  constexpr std::string_view space = "aten::";
  std::string plain = name.starts_with(space) ? name.substr(space.size()) : std::string();
  if (plain.ends_with('_')) plain.pop_back();
  const auto handler = Operators::known().find(plain);
  if (handler == Operators::known().end()) throw NotANetwork(name);
  try {
    return handler->second(*this, arguments);
  } catch (const std::out_of_range&) {
    throw NotANetwork(name + " with fewer arguments");
  }
}

std::vector<std::int64_t> NetworkBuilder::sizes(Image image) const {
  const Shape& shape = shapes_[image.value];
  if (vectors_[image.value]) return {1, shape.channels};
  return {1, shape.channels, shape.height, shape.width};
}

bool NetworkBuilder::has_view(Image image) const {
  const std::vector<Node>& nodes = network_.nodes;
  const auto is_flatten = [](const Node& node) { return std::holds_alternative<Flatten>(node.operation); };
  if (image.value > 0 && is_flatten(nodes[image.value - 1])) return true;
  return std::any_of(nodes.begin(), nodes.end(),
                     [&](const Node& node) { return is_flatten(node) && node.inputs[0] == image.value; });
}

Network NetworkBuilder::finish(const std::vector<Image>& outputs) && {
  for (const Image& output : outputs) network_.outputs.push_back(output.value);
  return std::move(network_);
}

}  // namespace cxrval::infer
