// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "infer/network.hpp"

namespace cxrval::infer {

// The same function in fewer passes over memory, equal up to rounding:
//  - a scale and shift behind a convolution goes into its weights;
//  - an activation behind a convolution, a sum or a scale and shift becomes a part of it, and a sum a part of the
//    convolution that gives one of its terms;
//  - a flattened image behind which stands a convolution of vectors is not flattened: the kernel covers the image, of
//  up to 7 x 7;
//  - an average pooling goes before the 1 x 1 convolution whose output it takes: both are linear;
//  - factors of channels go into the weights of the convolution that takes the product, where those are fewer values
//    than the image has.
// Values that nothing uses are left out. Throws std::invalid_argument for a network that does not fit together.
Network simplify(Network network);

}  // namespace cxrval::infer
