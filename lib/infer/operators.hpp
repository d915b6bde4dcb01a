// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "infer/network.hpp"

#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <variant>
#include <vector>

namespace cxrval::infer {

// The reason names what a Network does not know, such as an operator.
struct NotANetwork : std::runtime_error {
  using std::runtime_error::runtime_error;
};

// A constant tensor, the last index running fastest.
struct Array {
  std::vector<std::int64_t> sizes;
  std::vector<float> values;
};

// A value of the network that is being built.
struct Image {
  std::size_t value = 0;
};

// What an operator is given; std::monostate is None.
using Argument = std::variant<std::monostate, bool, std::int64_t, double, std::string, std::vector<std::int64_t>,
                              std::vector<double>, Array, Image, std::vector<Image>>;
using Arguments = std::vector<Argument>;

// Builds a Network operator by operator, as PyTorch's operators (namespace aten) are called. Tensors are those of one
// image: 1 x channels x height x width, or 1 x n.
class NetworkBuilder {
 public:
  explicit NetworkBuilder(const Shape& input);

  // The network's input.
  static Image input() { return {0}; }
  // The result of "aten::NAME" of these arguments, which are all that its schema has. An operator whose name ends in _
  // gives what it makes of its first argument, whose value stays as it is. Throws NotANetwork.
  Image apply(const std::string& name, const Arguments& arguments);
  // Of the tensor: two or four.
  std::vector<std::int64_t> sizes(Image image) const;
  // Does the tensor share its memory with another one, flattened from it or into it? What is written over one of them
  // is seen in the other.
  bool has_view(Image image) const;

  Network finish(const std::vector<Image>& outputs) &&;

 private:
  friend struct Operators;

  Image add(Operation operation, std::vector<std::size_t> inputs, bool vector);

  Network network_;
  std::vector<Shape> shapes_;
  std::vector<bool> vectors_;  // of each value: 1 x n
};

}  // namespace cxrval::infer
