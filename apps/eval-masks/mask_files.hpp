// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.hpp"
#include "dicom/segmentation.hpp"
#include "intake.hpp"

#include <cstddef>
#include <list>
#include <optional>
#include <string>

namespace cxrval::eval_masks {

// The whole file. Faults: "cannot be opened or read".
base::Result<std::string> read_mask_file(const std::string& path, const std::string& shown);

// Segmentation files as one worker reads them. The last few stay parsed: the masks of the next images are most often
// other frames of the same files.
class SegFiles {
 public:
  static constexpr std::size_t most_files = 8;
  static constexpr std::size_t most_bytes = std::size_t{1} << 28;  // one file may be larger

  // Faults: those of the file and of its frame, without a place.
  base::Result<image::Mask> mask(const SegFrame& frame, double fraction);

 private:
  struct Open {
    std::string path;
    std::string bytes;
    std::optional<dicom::SegmentationFile> file{};
  };

  base::Result<const dicom::SegmentationFile*> open(const std::string& path);

  std::list<Open> open_;  // the one used last in front
};

// A mask from its file or code, which is not a box. Faults have the record's place.
base::Result<image::Mask> load_mask(const MaskRecord& record, const Format& format, double fraction, SegFiles& files);

bool has_pixel(const image::Mask& mask);

}  // namespace cxrval::eval_masks
