// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "infer/network.hpp"

#include <cstddef>
#include <vector>

namespace cxrval::infer {

// Where the values of a network lie while it runs, in floats from the beginning of one piece of memory, in Blocks of
// `block` channels. The network's input (value 0) lies elsewhere unless `input_too`.
//  - What is concatenated lies in its place of the whole from the beginning, where every part but the last fills its
//    blocks.
//  - What is added to a convolution lies where the sum will be, and the output of a step that goes value by value where
//    its input is, if nothing needs that any more.
//  - Memory is used again when nothing needs what lies there; every place is a multiple of 64 bytes.
struct Placement {
  std::vector<std::size_t> offsets;  // of each value
  std::size_t floats = 0;            // in all
};

Placement place(const Network& network, int block, bool input_too);

}  // namespace cxrval::infer
