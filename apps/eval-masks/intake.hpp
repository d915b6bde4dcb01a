// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/error.hpp"
#include "boxes/box.hpp"
#include "cli/run.hpp"
#include "study/image_list.hpp"
#include "wanted.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace cxrval::eval_masks {

// Where a mask's pixels come from. Files are read when their image is compared.
struct PngFile {
  std::string path;
};
struct SegFrame {
  std::string path;
  std::size_t frame = 0;
};
struct RunLength {
  std::string code;
  int width = 0;
  int height = 0;
};
using Content = std::variant<PngFile, SegFrame, RunLength, boxes::Box>;

// Classes with numbers in the order in which they came up.
class Classes {
 public:
  std::uint32_t number(const std::string& name);
  // The numbers in the byte order of the names.
  const std::map<std::string, std::uint32_t>& by_name() const { return numbers_; }

 private:
  std::map<std::string, std::uint32_t> numbers_;
};

struct MaskRecord {
  std::uint32_t class_number = 0;
  base::Place place;
  Content content;
};

// The masks of one side, by image of the list.
struct MaskSide {
  std::vector<std::vector<MaskRecord>> of_image;
  std::vector<bool> spoilt;  // a mask of the image was rejected: what is left of it is not its mask
};

enum class Side { truth, predicted };

// A mask as a file has it. Without classes all are of one without a name, which --classes does not leave out.
struct RawMask {
  std::string sop_uid;
  std::string frame{};
  std::string class_name{};
  Content content{};
};

// Where a record stands, and its text for --rejects.
struct Origin {
  base::Place place;
  std::string_view text{};
};

// Why a record that --classes does not keep is excluded.
inline constexpr const char* other_class = "other_class";

// Takes the masks of one side, and counts what becomes of each in the unit truths or predictions.
class Intake {
 public:
  // All must outlive it.
  Intake(Side side, const study::ImageList& images, const Wanted& wanted, Classes& classes, cli::Run& run);

  const char* role() const { return side_ == Side::truth ? "truth" : "MASKS"; }
  const char* unit() const { return side_ == Side::truth ? "truths" : "predictions"; }
  const Format& format() const { return side_ == Side::truth ? wanted_.truth : wanted_.masks; }
  const Wanted& wanted() const { return wanted_; }
  cli::Run& run() { return run_; }
  // Only predicted boxes have a score.
  bool scored() const { return side_ == Side::predicted && wanted_.min_score.has_value(); }

  // The image that a record names; nothing where it is not evaluated.
  const study::ListedImage* find(const std::string& sop_uid, const std::string& frame) const;
  // Whether --classes keeps the class. A mask that it does not keep never spoils its image, whatever its content.
  bool wants(const std::string& class_name) const;
  void add(RawMask raw, const Origin& origin);
  void exclude(const std::string& reason);
  // A record that cannot be used; of an image that is known it spoils the image.
  void reject(const base::Fault& fault, const RawMask& raw, std::string_view text = {});

  MaskSide take() { return std::move(masks_); }

 private:
  Side side_;
  const study::ImageList& images_;
  const Wanted& wanted_;
  Classes& classes_;
  cli::Run& run_;
  cli::Ledger& ledger_;
  MaskSide masks_;
};

// Tables: boxes, paths of PNG files, run-length codes.
void read_table(const std::string& path, Intake& intake);
// Folders of PNG files, and DICOM Segmentation files.
void read_folder(const std::string& path, Intake& intake);

}  // namespace cxrval::eval_masks
