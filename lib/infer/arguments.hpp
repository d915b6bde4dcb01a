// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "infer/operators.hpp"

#include <cstddef>
#include <cstdint>
#include <variant>
#include <vector>

namespace cxrval::infer {

using Integers = std::vector<std::int64_t>;

// What an operator's handler asks of its arguments, by their place. Everything throws NotANetwork for another kind; an
// argument that is not there is of another kind, or None.
template <class T>
const T& argument(const Arguments& arguments, std::size_t i) {
  const T* value = i < arguments.size() ? std::get_if<T>(&arguments[i]) : nullptr;
  if (value == nullptr) throw NotANetwork("an argument of another kind");
  return *value;
}

bool is_none(const Arguments& arguments, std::size_t i);
bool is_image(const Arguments& arguments, std::size_t i);

double number(const Argument& given);
// Of a size or a count: no more than 2^24.
int whole(std::int64_t value);
// Two numbers, or one for both.
std::vector<int> pair(const Arguments& arguments, std::size_t i);
// A constant of `size` values; None is that many of `usual`.
std::vector<float> vector_of(const Arguments& arguments, std::size_t i, std::size_t size, float usual);
// Of a pooling of an image: kernel, stride (none: the kernel) and padding are the arguments from the second on. Where
// the number of places is rounded up, there is more padding behind the image.
Window pool_window(const Shape& shape, const Arguments& arguments, bool rounds_up, const std::vector<int>& dilation);

}  // namespace cxrval::infer
