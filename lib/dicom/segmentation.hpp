// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.hpp"
#include "image/mask.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace cxrval::dicom {

// One kind of thing that is marked: an item of Segment Sequence (0062,0002).
struct Segment {
  std::uint16_t number = 0;  // (0062,0004)
  std::string label;         // (0062,0005), UTF-8
};

// One frame, which marks one segment on one image.
struct SegmentFrame {
  std::size_t segment = 0;  // index into the segments
  std::string sop_uid;      // of the image
  std::string frame;        // of a multi-frame image, its number; else empty
};

// A Segmentation object (Segmentation Storage, PS3.3 A.51 and C.8.20): Segmentation Type BINARY, a bit a pixel and
// native, or FRACTIONAL, 8 bits and any transfer syntax that ImageFile reads.
class SegmentationFile {
 public:
  // `shown` is the file's name for messages. The bytes are not copied and must outlive it. Faults: those of read_file;
  // "not a segmentation" (another SOP Class), "segmentation type is neither BINARY nor FRACTIONAL", "segment number is
  // missing or stands twice", "segment label is missing or not in its character set", "maximum fractional value is
  // missing", "number of frames is not that of the functional groups", "a frame names no segment", "a frame names no
  // image" (Derivation Image Sequence, else the only image of Referenced Series Sequence), "a frame names several
  // images", "no pixel data", "rows or columns are zero", "more than 134217728 pixels", "bits allocated does not fit
  // the segmentation type".
  static base::Result<SegmentationFile> parse(std::string_view bytes, const std::string& shown);

  SegmentationFile(SegmentationFile&&) noexcept;
  SegmentationFile& operator=(SegmentationFile&&) noexcept;
  ~SegmentationFile();

  const std::vector<Segment>& segments() const;
  const std::vector<SegmentFrame>& frames() const;

  // A frame's pixels: of BINARY those whose bit is 1, of FRACTIONAL those whose value is above 0 and at least
  // `fraction` (0 to 1) of Maximum Fractional Value (0062,000E). Faults: "pixel data shorter than its header says", and
  // ImageFile::frame's.
  base::Result<image::Mask> mask(std::size_t frame, double fraction) const;

 private:
  struct State;
  explicit SegmentationFile(std::unique_ptr<State> state);

  std::unique_ptr<State> state_;
};

}  // namespace cxrval::dicom
