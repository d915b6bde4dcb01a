// SPDX-License-Identifier: Apache-2.0
#include "image/raster.hpp"

#include "image/raster_format.hpp"

#include <algorithm>

namespace cxrval::image {

std::optional<RasterKind> raster_kind(std::string_view bytes) {
  if (bytes.starts_with("\x89PNG\r\n\x1A\n")) return RasterKind::png;
  if (bytes.starts_with("\xFF\xD8\xFF")) return RasterKind::jpeg;
  return std::nullopt;
}

base::Result<Source> read_raster(std::string_view bytes, const RasterOptions& options) {
  const std::optional<RasterKind> kind = raster_kind(bytes);
  if (!kind) return base::fault({}, "not a PNG or JPEG image");
  base::Result<Source> source = kind == RasterKind::png ? read_png(bytes) : read_jpeg(bytes);
  if (!source || !options.bits_stored) return source;
  if (*options.bits_stored > source->bits_stored) return base::fault({}, "the declared bits are more than the file's");
  const unsigned most = (1U << static_cast<unsigned>(std::max(0, *options.bits_stored))) - 1;
  const std::vector<std::uint16_t>& samples = source->samples;
  if (std::any_of(samples.begin(), samples.end(), [most](std::uint16_t word) { return word > most; })) {
    return base::fault({}, "a pixel is larger than the declared bits allow");
  }
  source->bits_stored = *options.bits_stored;
  return source;
}

}  // namespace cxrval::image
