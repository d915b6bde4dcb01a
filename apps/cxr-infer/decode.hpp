// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/shard.hpp"
#include "dicom/candidate.hpp"
#include "dicom/cxr_rules.hpp"
#include "dicom/header.hpp"
#include "dicom/image.hpp"
#include "image/preset.hpp"
#include "image_ids.hpp"
#include "infer/pipeline.hpp"
#include "inputs.hpp"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cxrval::cxr_infer {

// What is read of the inputs and how.
struct Reading {
  std::optional<dicom::CxrRules> filter;  // nothing: every image goes to the AI
  dicom::FrameChoice frame;
  std::optional<ImageIds> image_ids;  // nothing: PNG and JPEG images are left out
  std::optional<int> image_bits;      // of PNG and JPEG images; nothing: the file's depth
  std::string masks;                  // folder of PNG masks; empty: none
  std::optional<cli::Shard> shard;    // nothing: the images of all patients
};

// One image on its way to a row.
struct Decoded {
  std::string shown;                        // its file
  int frame = 0;                            // from 1; 0 for images of one frame
  std::optional<dicom::Header> header;      // nothing when it cannot be read
  bool other_shard = false;                 // another run's
  std::string_view not_cxr;                 // the rule that decided against it, empty for a chest X-ray
  std::optional<base::Fault> fault;         // why the image cannot be used
  image::Steps steps;                       // what was done to the pixels
  std::optional<infer::Prepared> prepared;  // of images that go to the pipeline
};

// The frames of a file that have not been read yet. Only some are at a time, so that memory does not grow with their
// number.
struct FramesLeft {
  Input input;
  dicom::ImageFile file;
  Decoded of_file;  // what every frame has
  dicom::FrameRange range;
};

struct DecodedFile {
  dicom::Candidate kind = dicom::Candidate::image;
  std::vector<Decoded> images;                 // one, or the first frames; none of a file that is no image
  std::unique_ptr<FramesLeft> left = nullptr;  // nothing: these are all
};

// Reads files as far as needed: pixels only of images that pass the filter. read() may run in several threads at once.
class Decoder {
 public:
  // Both must outlive the decoder. Throws UsageError when the pipeline needs masks and there are none, or the reverse.
  Decoder(const Reading& reading, const infer::Pipeline& pipeline);

  DecodedFile read(const Input& input) const;
  // The next frames; none when all are read.
  std::vector<Decoded> read(FramesLeft& left) const;

 private:
  // Images that cannot be told a patient are in a shard by their paths.
  bool is_other_shard(const Decoded& image, const Input& input) const;
  DecodedFile read_any(const Input& input) const;
  DecodedFile read_dicom(const Input& input) const;
  Decoded read_frame(const FramesLeft& of, int frame) const;
  DecodedFile read_raster(const Input& input, std::string_view bytes) const;
  void prepare(Decoded& image, const image::Source& source, const std::string& stem) const;
  base::Result<infer::Prepared> prepared(const image::Source& source, const std::string& sop_uid,
                                         const std::string& stem) const;
  base::Result<image::Mask> read_mask(const std::string& sop_uid, const std::string& stem) const;

  const Reading& reading_;
  const infer::Pipeline& pipeline_;
};

}  // namespace cxrval::cxr_infer
