// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/run.hpp"
#include "material.hpp"
#include "options.hpp"

#include <optional>
#include <string>

namespace cxrval::result_to_sr {

// A frame's number from 1, 0 for an empty cell; nothing for anything else.
std::optional<int> parse_frame(const std::string& cell);

// The rows of the results table, counted in the unit images. Several rows of one image are one when they say the same,
// or when but one copy of it could be used; otherwise they are rejected. Throws Error for a table that lacks a column.
Material read_images(const Options& options, cli::Run& run);

}  // namespace cxrval::result_to_sr
