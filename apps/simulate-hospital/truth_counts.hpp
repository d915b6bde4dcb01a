// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "options.hpp"
#include "phantom/hospital.hpp"

#include <cstddef>
#include <map>
#include <string>

namespace cxrval::simulate_hospital {

// What the tools must count in a hospital, in alphabetical order of the names (docs/formats.md).
using Counts = std::map<std::string, std::size_t>;
Counts counts_of(const phantom::Hospital& hospital, const Options& options);

}  // namespace cxrval::simulate_hospital
