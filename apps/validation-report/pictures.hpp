// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "composition.hpp"
#include "example.hpp"

#include <vector>

namespace cxrval::validation_report {

// With --images: finds an ok image of each example, of its own patient and study, by the study rule of match's run
// record that which was taken last, else that with the highest probability; and its boxes of --boxes.
void add_images(const Composition& at, const std::vector<Example*>& examples);

// Shows them small, with their boxes. One that was not found or cannot be read is warned of and left out.
void write_pictures(const Composition& at, const std::vector<Example>& examples);

}  // namespace cxrval::validation_report
