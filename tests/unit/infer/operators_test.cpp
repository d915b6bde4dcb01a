// SPDX-License-Identifier: Apache-2.0
#include "infer/operators.hpp"

#include "catch.hpp"
#include "reference_network.hpp"

#include <cmath>

using namespace cxrval::infer;
using Integers = std::vector<std::int64_t>;
using reference::Values;

namespace {

const std::monostate none;

Image convolved(NetworkBuilder& builder, Image image, std::int64_t outputs) {
  const std::int64_t inputs = builder.sizes(image)[1];
  const Array weights{{outputs, inputs, 1, 1}, Values(static_cast<std::size_t>(outputs * inputs), 1)};
  return builder.apply("aten::conv2d",
                       {image, weights, none, Integers{1, 1}, Integers{0, 0}, Integers{1, 1}, std::int64_t{1}});
}

std::string refusal(const std::string& name, const Arguments& arguments) {
  NetworkBuilder builder({2, 4, 6});
  try {
    builder.apply(name, arguments);
  } catch (const NotANetwork& error) {
    return error.what();
  }
  return "taken";
}

Values run(const std::string& name, Arguments further, const Shape& shape, const Values& image) {
  NetworkBuilder builder(shape);
  further.insert(further.begin(), NetworkBuilder::input());
  const Image result = builder.apply(name, further);
  return reference::run(std::move(builder).finish({result}), image).front();
}

}  // namespace

TEST_CASE("sizes of tensors follow the operators") {
  NetworkBuilder builder({2, 4, 6});
  const Image image = convolved(builder, NetworkBuilder::input(), 5);
  CHECK(builder.sizes(image) == Integers{1, 5, 4, 6});
  const Image pooled =
      builder.apply("aten::max_pool2d", {image, Integers{3, 3}, Integers{2, 2}, Integers{1, 1}, Integers{1, 1}, false});
  CHECK(builder.sizes(pooled) == Integers{1, 5, 2, 3});
  const Image mean = builder.apply("aten::adaptive_avg_pool2d", {pooled, Integers{1, 1}});
  CHECK(builder.sizes(mean) == Integers{1, 5, 1, 1});
  const Image vector = builder.apply("aten::flatten", {mean, std::int64_t{1}, std::int64_t{-1}});
  CHECK(builder.sizes(vector) == Integers{1, 5});
  CHECK(builder.sizes(builder.apply("aten::view", {pooled, Integers{1, -1}})) == Integers{1, 30});
  const Array weights{{3, 5}, Values(15, 1)};
  CHECK(builder.sizes(builder.apply("aten::linear", {vector, weights, none})) == Integers{1, 3});
  CHECK(builder.sizes(builder.apply("aten::mean", {pooled, Integers{-1, -2}, false, none})) == Integers{1, 5});
  const Image both = builder.apply("aten::cat", {std::vector<Image>{pooled, pooled}, std::int64_t{1}});
  CHECK(builder.sizes(both) == Integers{1, 10, 2, 3});
  const Image large = builder.apply("aten::upsample_nearest2d", {pooled, none, std::vector<double>{2.0, 2.0}});
  CHECK(builder.sizes(large) == Integers{1, 5, 4, 6});
}

TEST_CASE("an image and what was flattened from it share their memory") {
  NetworkBuilder builder({2, 4, 6});
  const Image image = convolved(builder, NetworkBuilder::input(), 5);
  CHECK_FALSE(builder.has_view(image));
  const Image vector = builder.apply("aten::flatten", {image, std::int64_t{1}, std::int64_t{-1}});
  CHECK(builder.has_view(image));
  CHECK(builder.has_view(vector));
  CHECK_FALSE(builder.has_view(NetworkBuilder::input()));
}

TEST_CASE("a pool that changes nothing gives a tensor of its own, which can be written over alone") {
  NetworkBuilder builder({2, 4, 6});
  CHECK(builder.apply("aten::adaptive_avg_pool2d", {NetworkBuilder::input(), Integers{4, 6}}).value != 0);
}

TEST_CASE("batch normalisation is a scale and a shift of each channel") {
  const Array weight{{2}, {2, 3}};
  const Array bias{{2}, {0.5F, -1}};
  const Array mean{{2}, {1, 4}};
  const Array variance{{2}, {4, 9}};
  const Values found =
      run("aten::batch_norm", {weight, bias, mean, variance, false, 0.1, 0.0, true}, {2, 1, 1}, {3, 10});
  CHECK(found[0] == approx(2 * (3 - 1) / 2.0 + 0.5));
  CHECK(found[1] == approx(3 * (10 - 4) / 3.0 - 1));
}

TEST_CASE("arithmetic with constants is of each channel") {
  const Shape shape{2, 1, 2};
  const Values image{1, 2, 3, 4};
  const Array each{{1, 2, 1, 1}, {10, 20}};
  CHECK(run("aten::add", {each, std::int64_t{1}}, shape, image) == Values{11, 12, 23, 24});
  CHECK(run("aten::sub", {std::int64_t{1}, std::int64_t{1}}, shape, image) == Values{0, 1, 2, 3});
  CHECK(run("aten::mul", {each}, shape, image) == Values{10, 20, 60, 80});
  CHECK(run("aten::div", {Array{{}, {4}}}, shape, image) == Values{0.25F, 0.5F, 0.75F, 1});
  CHECK(run("aten::hardtanh_", {2.0, std::int64_t{3}}, shape, image) == Values{2, 2, 3, 3});
  CHECK(refusal("aten::add", {Image{0}, Array{{1, 1, 4, 6}, Values(24)}, std::int64_t{1}}) ==
        "a constant that is not one number for each channel");
}

TEST_CASE("a pool that rounds up has a last window only where that begins in the image") {
  NetworkBuilder builder({1, 6, 5});
  const auto pooled = [&](std::int64_t kernel, std::int64_t padding) {
    return builder.sizes(
        builder.apply("aten::max_pool2d", {NetworkBuilder::input(), Integers{kernel, kernel}, Integers{2, 2},
                                           Integers{padding, padding}, Integers{1, 1}, true}));
  };
  // PyTorch's: ceil((size + 2 padding - kernel) / 2) + 1, less one when that window would begin behind the image.
  CHECK(pooled(3, 0) == Integers{1, 1, 3, 2});
  CHECK(pooled(2, 0) == Integers{1, 1, 3, 3});
  CHECK(pooled(2, 1) == Integers{1, 1, 4, 3});
}

TEST_CASE("a transposed convolution whose windows do not meet puts each pixel's share into its own window") {
  // out(o, 2 y + ky, 2 x + kx) = sum over i of in(i, y, x) weights(i, o, ky, kx), and the bias
  constexpr std::size_t inputs = 2, outputs = 3, height = 2, width = 3, side = 2;
  reference::Inventor inventor(3);
  const Array weights{{2, 3, 2, 2}, inventor.values(inputs * outputs * side * side)};
  const Array bias{{3}, inventor.values(outputs)};
  const Values image = inventor.values(inputs * height * width);
  const Shape shape{inputs, height, width};
  const Integers two{2, 2}, none_of_them{0, 0}, one{1, 1};
  const Values found = run("aten::_convolution",
                           {weights, bias, two, none_of_them, one, true, none_of_them, std::int64_t{1}}, shape, image);
  CHECK(run("aten::conv_transpose2d", {weights, bias, two, none_of_them, none_of_them, std::int64_t{1}, one}, shape,
            image) == found);
  REQUIRE(found.size() == outputs * height * side * width * side);
  for (std::size_t at = 0; at < found.size(); ++at) {
    const std::size_t x = at % (width * side), y = at / (width * side) % (height * side);
    const std::size_t o = at / (width * side * height * side);
    double sum = bias.values[o];
    for (std::size_t i = 0; i < inputs; ++i) {
      const std::size_t weight = ((i * outputs + o) * side + y % side) * side + x % side;
      sum += double{image[(i * height + y / side) * width + x / side]} * double{weights.values[weight]};
    }
    CHECK(std::abs(double{found[at]} - sum) < 1e-5);
  }
}

TEST_CASE("an unpooling puts values where the maxima were, the first of equal ones") {
  NetworkBuilder builder({1, 2, 5});
  const Integers two{2, 2}, none_of_them{0, 0}, one{1, 1};
  const Image pooled = builder.apply("aten::max_pool2d_with_indices",
                                     {NetworkBuilder::input(), two, Integers{}, none_of_them, one, false});
  const Image negative = builder.apply("aten::mul", {pooled, -1.0});
  CHECK_THROWS_WITH(builder.apply("aten::max_unpool2d", {negative, pooled, Integers{2, 4}}),
                    "an unpooling of windows that are not side by side");
  CHECK_THROWS_WITH(builder.apply("aten::max_unpool2d", {negative, negative, Integers{2, 5}}),
                    "an unpooling without a pooling");
  const Image unpooled = builder.apply("aten::max_unpool2d", {negative, pooled, Integers{2, 5}});
  const Values image{1, 2, 6, 6, 9, 4, 3, 6, 5, 9};
  CHECK(reference::run(std::move(builder).finish({unpooled}), image).front() == Values{0, 0, -6, 0, 0, -4, 0, 0, 0, 0});
  NetworkBuilder padded({1, 4, 4});
  const Image of_padded =
      padded.apply("aten::max_pool2d_with_indices", {NetworkBuilder::input(), two, two, Integers{1, 1}, one, false});
  CHECK_THROWS_WITH(padded.apply("aten::max_unpool2d", {of_padded, of_padded, Integers{4, 4}}),
                    "an unpooling of windows that are not side by side");
}

TEST_CASE("what a network does not know is named") {
  const Image image{0};
  CHECK(refusal("aten::softmax", {image}) == "aten::softmax");
  CHECK(refusal("prim::Loop", {}) == "prim::Loop");
  CHECK(refusal("aten::relu", {}) == "an argument of another kind");
  CHECK(refusal("aten::dropout", {image, 0.5, true}) == "a dropout in training");
  CHECK(refusal("aten::linear", {image, Array{{1, 6}, Values(6)}, none}) == "a linear layer of images");
  CHECK(refusal("aten::view", {image, Integers{1, 4, -1}}) == "a view of another shape");
  CHECK(refusal("aten::mean", {image, Integers{1}, false, none}) == "a mean or maximum over other axes");
  CHECK(refusal("aten::adaptive_avg_pool2d", {image, Integers{3, 3}}) == "an adaptive pool of parts of pixels");
  CHECK(refusal("aten::upsample_nearest2d", {image, Integers{6, 9}, none}) == "an enlargement by no whole factor");
  CHECK(refusal("aten::add", {image, image, 0.5}) == "a weighted sum");
  const Array weights{{1, 2, 1, 1}, Values(2)};
  CHECK(refusal("aten::_convolution", {image, weights, none, Integers{1, 1}, Integers{0, 0}, Integers{1, 1}, true,
                                       Integers{0, 0}, std::int64_t{1}}) == "a transposed convolution");
  const Array meeting{{2, 1, 3, 3}, Values(18)};
  CHECK(refusal("aten::conv_transpose2d", {image, meeting, none, Integers{2, 2}, Integers{1, 1}, Integers{1, 1},
                                           std::int64_t{1}, Integers{1, 1}}) == "a transposed convolution");
  CHECK(refusal("aten::conv_transpose2d", {image}) == "aten::conv_transpose2d with fewer arguments");
}
