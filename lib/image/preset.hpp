// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.hpp"
#include "image/source.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cxrval::image {

// How stored values become grey levels from 0 to 1. Every preset ends with the polarity, so that 1 is always bright and
// bright is dense (bone, MONOCHROME2's sense on a radiograph).
//
//   voi     what a viewer shows (DICOM PS3.4 N.2): Modality rescale or LUT, then the first VOI LUT, else the first
//           window by its function, else the smallest to the largest value as minmax does
//   minmax  Modality rescale or LUT, then the smallest value to 0 and the largest to 1, padding left out
//   bits    stored value / (2^bits_stored - 1), signed values shifted by 2^(bits_stored - 1); neither rescale nor VOI
enum class Preset { voi, minmax, bits };

std::optional<Preset> parse_preset(std::string_view word);
std::string_view to_word(Preset preset);

// Which part of the header decides whether grey levels are inverted. `automatic` follows Photometric Interpretation,
// which every image must have, and says when Presentation LUT Shape contradicts it; `plut` follows Presentation LUT
// Shape where it is present, as DCMTK and the CAAXR paper do.
enum class PolarityRule { automatic, photometric, plut, keep, invert };

std::optional<PolarityRule> parse_polarity(std::string_view word);

// What render() does to this source, in words for the results table.
struct Steps {
  bool inverted = false;
  // photometric (Presentation LUT Shape says the same or nothing), photometric_not_plut (it says the opposite and
  // lost), plut, plut_not_photometric, keep, invert.
  std::string_view polarity;
  // voi_lut, voi_window, voi_minmax (no usable LUT or window in the header), minmax, bits.
  std::string_view preset;
};

Steps describe(const Source& source, Preset preset, PolarityRule rule = PolarityRule::automatic);

// Grey level, 0 to 1, of each of the 65,536 words a sample may be. Arithmetic is double, rounded once to float.
// Faults: "image without pixels", "samples do not match the image's size", "every pixel is padding", "bits stored
// out of range", "rescale slope or intercept is not a number", "lookup table is damaged". A VOI LUT takes the modality
// value rounded to the nearest integer; padding pixels go through the chain like any other. An image of one value only
// has grey level 0 throughout before the polarity under minmax.
base::Result<std::vector<float>> grey_table(const Source& source, Preset preset,
                                            PolarityRule rule = PolarityRule::automatic);

// The whole chain: grey_table looked up for every sample.
base::Result<Plane> render(const Source& source, Preset preset, PolarityRule rule = PolarityRule::automatic);

}  // namespace cxrval::image
