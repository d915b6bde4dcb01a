// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "image/source.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace cxrval::image {

constexpr std::size_t all_words = 65536;  // that a sample may be

// How often each word occurs among the samples.
std::vector<std::uint32_t> histogram(const Source& source);

// The Modality transformation of every word (PS3.3 C.11.1): the LUT, else value * slope + intercept.
std::vector<double> modality_values(const Source& source);

bool is_padding(const Source& source, std::uint16_t word);

// The VOI transformation that `index` chooses among the header's VOI LUTs, or among its windows where it has none.
// Index 0 is the first usable one; a window is usable when its width is allowed for the function: at least 1 for
// LINEAR, above 0 for the others (C.11.2.1.2, C.11.2.1.3).
struct Voi {
  const Lut* lut = nullptr;
  const Window* window = nullptr;
};
std::optional<Voi> choose_voi(const Source& source, std::size_t index);

// Modality values to 0..1; not clamped beyond what the function does itself.
void apply_voi(const Voi& voi, VoiFunction function, std::vector<double>& values);

// Why a source cannot be rendered; empty when it can.
std::string_view why_unusable(const Source& source);

}  // namespace cxrval::image
