// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "image/source.hpp"

#include <string>

// Codestreams of invented images by DCMTK's and OpenJPEG's own encoders, for the tests of this folder.
namespace encode {

struct Jpeg2000Options {
  double peak_signal_to_noise = 0;  // dB of the 9-7 wavelet; 0 for lossless by the 5-3 wavelet
  int tile = 0;                     // pixels; 0 for one tile
  int layers = 1;
  int resolutions = 4;
  bool jp2 = false;
};

// precision and sign are the source's bits_stored and is_signed.
std::string jpeg2000(const cxrval::image::Source& source, const Jpeg2000Options& options = {});

enum class JpegMode { sequential, spectral_selection, progressive };

// Unsigned samples of 8 or 12 bits.
std::string jpeg_lossy(const cxrval::image::Source& source, JpegMode mode, int quality);
// Stored words as they are, 8, 12 or 16 bits wide as `bits_stored` needs; predictors 1 to 7 of ITU-T T.81 H.1.2.1.
std::string jpeg_lossless(const cxrval::image::Source& source, int predictor);
// Words of 8 or 16 bits, lossless: DCMTK 3.6.7's near-lossless encoder left out the end marker of some images.
std::string jpeg_ls(const cxrval::image::Source& source);
// PS3.5 annex G. Words of 8 or 16 bits.
std::string rle(const cxrval::image::Source& source);

}  // namespace encode
