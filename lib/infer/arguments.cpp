// SPDX-License-Identifier: Apache-2.0
#include "infer/arguments.hpp"

namespace cxrval::infer {

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

}  // namespace cxrval::infer
