// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/run.hpp"
#include "material.hpp"

#include <string>

namespace cxrval::result_to_sr {

// Puts the rows of a boxes table to their images, counted in the unit boxes. A box of an image that the results do not
// have is excluded. Throws Error for a table that lacks a column.
void read_boxes(const std::string& path, Material& material, cli::Run& run);

}  // namespace cxrval::result_to_sr
