// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "dicom/frame_choice.hpp"
#include "dicom/header.hpp"
#include "image/source.hpp"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace cxrval::dicom {

// A file opened once for its header and its frames. The header is read by open() and parse(), pixels only by frame().
// Objects may be used in parallel, one object by one thread at a time.
class ImageFile {
 public:
  // `shown` is the file's name for messages; faults are read_header's.
  static base::Result<ImageFile> open(const std::string& path, const std::string& shown,
                                      const HeaderRequest& request = {});
  // The same of a file in memory, which is not copied: the bytes must outlive the ImageFile.
  static base::Result<ImageFile> parse(std::string_view bytes, const std::string& shown);

  ImageFile(ImageFile&&) noexcept;
  ImageFile& operator=(ImageFile&&) noexcept;
  ~ImageFile();

  const Header& header() const;
  // Number of Frames (0028,0008), at least 1.
  int frames() const { return header().frames; }

  // The frames that are meant. Where they are several, all that the header tells of are looked for, without decoding
  // any, so that a header cannot make up a million. Faults: those of FrameChoice::of, and of frame() where they are
  // true of every frame.
  base::Result<FrameRange> frames(const FrameChoice& choice) const;

  // The stored words of one greyscale frame, from 0, never rendered: implicit and explicit little endian, explicit big
  // endian, deflated, RLE, JPEG (.50 .51 .53 .55 .57 .70), JPEG-LS (.80 .81), JPEG 2000 (.90 .91) and HTJ2K (.201 .202
  // .203). A codestream is decoded as what it is, whatever the transfer syntax says. Where it contradicts the header
  // about bits and sign, reconcile() of pixel_layout.hpp says which one holds. Of a file on disk only this frame's
  // bytes are read, uncompressed words straight into their place.
  //
  // Faults: "no pixel data", "unsupported transfer syntax: NAME" (NAME of PS3.6 table A-1, or unknown), "not a
  // greyscale image", "no such frame", "number of frames is not what its header says", "rows or columns are zero",
  // "more than 134217728 pixels", "bits allocated is neither 8 nor 16", "bits stored or high bit out of range", "pixel
  // data shorter than its header says", "pixel data cannot be decoded", "data set is damaged" (encapsulated pixels that
  // are no codestream under a transfer syntax without one), "lookup table is damaged", "rescale slope or intercept is
  // not a number", "cannot be opened or read".
  base::Result<image::Source> frame(int index) const;

  // What was doubtful about the frames given so far, each word once, in the order it was met: codestream_bits_differ,
  // codestream_sign_differs, codestream_values_clamped, codestream_of_other_syntax, offset_table_wrong.
  const std::vector<std::string_view>& warnings() const;

 private:
  struct State;
  explicit ImageFile(std::unique_ptr<State> state);

  std::unique_ptr<State> state_;
};

}  // namespace cxrval::dicom
