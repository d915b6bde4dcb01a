// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.hpp"
#include "image/source.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cxrval::image {

// How stored values become grey levels from 0 to 1. Every preset ends with the polarity, so that 1 is always bright and
// bright is dense (bone, MONOCHROME2's sense on a radiograph). docs/pixels.md has each recipe with its source.
//
//   voi         what a viewer shows (DICOM PS3.4 N.2): Modality rescale or LUT, then a VOI LUT, else a window by its
//               function, else the smallest to the largest value as minmax does
//   minmax      Modality rescale or LUT, then the smallest value to 0 and the largest to 1, padding left out
//   percentile  the same with the 1st and the 99th percentile (numpy's "linear"), values beyond them clamped
//   bits        stored value / (2^bits_stored - 1), signed values shifted by 2^(bits_stored - 1); neither rescale nor
//               VOI (torchxrayvision's read_xray_dcm before its scaling to -1024..1024)
//   chexpert    CheXpert: stored value * 255 / largest, rounded to 8 bits; inverted; histogram equalised
//   mimic       MIMIC-CXR-JPG: stored values from smallest to largest onto 0..255, truncated; inverted; equalised
//   vindr       VinDr-CXR: as chexpert, equalised only when the largest stored value is above 255
enum class Preset { voi, minmax, percentile, bits, chexpert, mimic, vindr };

std::optional<Preset> parse_preset(std::string_view word);
std::string_view to_word(Preset preset);

// Which part of the header decides whether grey levels are inverted. `automatic` (the word is auto) follows Photometric
// Interpretation, which every image must have, and says when Presentation LUT Shape contradicts it; `plut` follows
// Presentation LUT Shape where it is present, as DCMTK and the CAAXR paper do; `none` never inverts, `invert` always.
enum class PolarityRule { automatic, photometric, plut, none, invert };

std::optional<PolarityRule> parse_polarity(std::string_view word);
std::string_view to_word(PolarityRule rule);

// What an image is to look like.
struct Look {
  Preset preset = Preset::voi;
  PolarityRule polarity = PolarityRule::automatic;
  // Which of the header's VOI LUTs, or of its windows where it has no VOI LUT, from 0; for preset voi only. 0 takes the
  // first usable one and falls back to minmax when there is none.
  std::size_t voi = 0;

  bool operator==(const Look&) const = default;
};

// What render() does to this source, in words for the results table.
struct Steps {
  bool inverted = false;
  // photometric (Presentation LUT Shape says the same or nothing), photometric_not_plut (it says the opposite and
  // lost), plut, plut_not_photometric, none, invert.
  std::string_view polarity;
  // voi_lut, voi_window, voi_minmax (no usable LUT or window in the header), or the preset's word.
  std::string_view preset;
};

Steps describe(const Source& source, const Look& look);

// Grey level, 0 to 1, of each of the 65,536 words a sample may be; words that do not occur may have any level. Every
// preset is such a table, those with histogram equalisation too. Arithmetic is double, rounded once to float; the 8-bit
// recipes compute as OpenCV and numpy do and give level / 255.
// Faults: "image without pixels", "samples do not match the image's size", "every pixel is padding", "bits stored
// out of range", "rescale slope or intercept is not a number", "lookup table is damaged", "the header has no such VOI
// LUT or window" (for look.voi > 0). A VOI LUT takes the modality value rounded to the nearest integer; padding pixels
// go through the chain like any other. An image of one value only has grey level 0 throughout before the polarity under
// minmax and percentile.
base::Result<std::vector<float>> grey_table(const Source& source, const Look& look);

// The whole chain: grey_table looked up for every sample.
base::Result<Plane> render(const Source& source, const Look& look);

}  // namespace cxrval::image
