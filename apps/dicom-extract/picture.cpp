// SPDX-License-Identifier: Apache-2.0
#include "picture.hpp"

#include "base/bytes.hpp"
#include "image/png.hpp"

#include <utility>

namespace cxrval::dicom_extract {

base::Result<Pictures> draw(const dicom::ImageFile& file, const std::string& shown, const Drawing& drawing) {
  const base::Result<dicom::FrameRange> frames = file.frames(drawing.frame);
  if (!frames) return tl::unexpected(frames.error());
  Pictures pictures;
  for (int frame = frames->begin; frame < frames->end; ++frame) {
    const base::Result<image::Source> source = file.frame(frame);
    if (!source) return tl::unexpected(source.error());
    const base::Result<image::Plane> plane = image::render(*source, drawing.look);
    if (!plane) return base::fault({shown}, plane.error().reason);
    const image::Steps steps = image::describe(*source, drawing.look);
    pictures.preset = steps.preset;
    pictures.polarity = steps.polarity;
    Picture picture{frame, {}};
    image::write_png(*plane, image::PngDepth::bits8, *base::memory_sink(picture.png));
    pictures.frames.push_back(std::move(picture));
  }
  return pictures;
}

}  // namespace cxrval::dicom_extract
