// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "composition.hpp"
#include "example.hpp"

#include <vector>

namespace cxrval::validation_report {

// With --images: the image of each example that decided (the ok one with the highest probability), small, with the
// boxes of --boxes on it. One that cannot be read is warned of and left out.
void write_pictures(const Composition& at, const std::vector<Example>& examples);

}  // namespace cxrval::validation_report
