// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

namespace cxrval::dicom {

// Runs a decoder that may end its process on damaged input (OpenJPEG's of High-Throughput JPEG 2000 has assertions
// about coded data) in a process of its own, which is silent and leaves no core file. `decode` fills `size` words and
// says whether it could; it must not need a lock that another thread may hold. Nothing when it could not, or died.
std::optional<std::vector<std::uint16_t>> decode_isolated(std::size_t size,
                                                          const std::function<bool(std::uint16_t*)>& decode);

}  // namespace cxrval::dicom
