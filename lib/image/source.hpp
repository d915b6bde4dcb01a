// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace cxrval::image {

// A lookup table of DICOM PS3.3 C.11.1 (Modality LUT) or C.11.2 (VOI LUT): input `first` and everything below it gives
// entries.front(), `first + n - 1` and everything above it entries.back(). Entries are unsigned, `bits` wide (8 to 16).
struct Lut {
  int first = 0;
  int bits = 16;
  std::vector<std::uint16_t> entries;
};

// Window Center (0028,1050) and Window Width (0028,1051), in units of the Modality transformation's output.
struct Window {
  double centre = 0;
  double width = 0;
};

enum class VoiFunction { linear, linear_exact, sigmoid };  // (0028,1056), PS3.3 C.11.2.1.2 and C.11.2.1.3

// Photometric Interpretation (0028,0004): monochrome1 shows the lowest value white.
enum class Photometric { monochrome1, monochrome2 };

// Presentation LUT Shape (2050,0020): inverse shows the lowest value white.
enum class PlutShape { absent, identity, inverse };

// Stored values, both ends included, that stand for no measurement: Pixel Padding Value (0028,0120) and Pixel Padding
// Range Limit (0028,0121), PS3.3 C.7.5.1.1.2.
struct Padding {
  int low = 0;
  int high = 0;
};

// One greyscale image as it was stored, and what its header says about showing it. All samples are at most 16 bits.
struct Source {
  int width = 0;
  int height = 0;
  // Row-major, width * height stored words. Bits above bits_stored (overlays, rubbish) are already gone: unsigned
  // samples are masked, signed ones sign-extended to 16 bits, so that the word read as std::int16_t is the value.
  std::vector<std::uint16_t> samples;
  int bits_stored = 16;  // 1 to 16
  bool is_signed = false;

  double rescale_slope = 1;  // (0028,1053) and (0028,1052); not used when modality_lut is there
  double rescale_intercept = 0;
  std::optional<Lut> modality_lut;
  std::vector<Lut> voi_luts;  // in the header's order; the first is used
  std::vector<Window> windows;
  VoiFunction voi_function = VoiFunction::linear;

  Photometric photometric = Photometric::monochrome2;
  PlutShape plut_shape = PlutShape::absent;
  std::optional<Padding> padding;

  // The value that a stored word stands for.
  int value(std::uint16_t word) const { return is_signed ? static_cast<std::int16_t>(word) : static_cast<int>(word); }
};

// Row-major width * height values.
struct Plane {
  int width = 0;
  int height = 0;
  std::vector<float> values;
};

}  // namespace cxrval::image
