// SPDX-License-Identifier: Apache-2.0
#include "infer/arguments.hpp"

namespace cxrval::infer {
namespace {

// The padding behind an image by which the number of places is rounded up; none where the last would begin in it.
int more_behind(int room, int stride, int end) {
  const int missing = (stride - room % stride) % stride;
  return (room + missing) / stride * stride < end ? missing : 0;
}

}  // namespace

bool is_none(const Arguments& arguments, std::size_t i) {
  return i >= arguments.size() || std::holds_alternative<std::monostate>(arguments[i]);
}

bool is_image(const Arguments& arguments, std::size_t i) {
  return i < arguments.size() && std::holds_alternative<Image>(arguments[i]);
}

double number(const Argument& given) {
  if (const auto* whole = std::get_if<std::int64_t>(&given)) return static_cast<double>(*whole);
  if (const auto* real = std::get_if<double>(&given)) return *real;
  throw NotANetwork("an argument that is no number");
}

int whole(std::int64_t value) {
  if (value < -(1 << 24) || value > 1 << 24) throw NotANetwork("a number that is too large");
  return static_cast<int>(value);
}

std::vector<int> pair(const Arguments& arguments, std::size_t i) {
  if (const auto* single = std::get_if<std::int64_t>(&arguments.at(i))) return {whole(*single), whole(*single)};
  const Integers& list = argument<Integers>(arguments, i);
  if (list.size() == 1) return {whole(list[0]), whole(list[0])};
  if (list.size() != 2) throw NotANetwork("a list of another length");
  return {whole(list[0]), whole(list[1])};
}

std::vector<float> vector_of(const Arguments& arguments, std::size_t i, std::size_t size, float usual) {
  if (is_none(arguments, i)) return std::vector<float>(size, usual);
  const Array& array = argument<Array>(arguments, i);
  if (array.values.size() != size) throw NotANetwork("a constant of another size");
  return array.values;
}

Window pool_window(const Shape& shape, const Arguments& arguments, bool rounds_up, const std::vector<int>& dilation) {
  const auto kernel = pair(arguments, 1);
  const auto stride = argument<Integers>(arguments, 2).empty() ? kernel : pair(arguments, 2);
  const auto padding = pair(arguments, 3);
  Window window{kernel[0],  kernel[1],  stride[0],  stride[1],   padding[0],
                padding[1], padding[0], padding[1], dilation[0], dilation[1]};
  if (rounds_up) {
    const auto room = [&](int size, std::size_t axis) {
      return size + 2 * padding[axis] - (dilation[axis] * (kernel[axis] - 1) + 1);
    };
    window.pad_bottom += more_behind(room(shape.height, 0), stride[0], shape.height + padding[0]);
    window.pad_right += more_behind(room(shape.width, 1), stride[1], shape.width + padding[1]);
  }
  return window;
}

}  // namespace cxrval::infer
