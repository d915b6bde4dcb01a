// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/error.hpp"
#include "boxes/box.hpp"
#include "cli/run.hpp"
#include "study/image_list.hpp"
#include "table/reader.hpp"
#include "wanted.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
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

// Classes or folds with numbers in the order in which they came up.
class Names {
 public:
  std::uint32_t number(const std::string& name);
  // The numbers in the byte order of the names.
  const std::map<std::string, std::uint32_t>& by_name() const { return numbers_; }

 private:
  std::map<std::string, std::uint32_t> numbers_;
};

// Those of both sides. Without classes to tell apart, or folds of masks, there is one without a name.
struct Groups {
  Names classes;
  Names folds;
  bool image_folds = false;  // folds are of images; masks have none
};

struct MaskRecord {
  std::uint32_t class_number = 0;
  std::uint32_t fold = 0;  // 0 of the truth, which is that of all folds
  base::Place place;
  Content content;
};

// The masks of one side, by image of the list.
struct MaskSide {
  std::vector<std::vector<MaskRecord>> of_image;
  std::vector<bool> spoilt;  // a mask of the image was rejected: what is left of it is not its mask
  std::vector<bool> others;  // the image has a mask of a class that is not kept: a box, or one that cannot be read
  // Masks of such classes that may be empty, by image; of the truth, and where they matter (truth_alone).
  std::vector<std::vector<MaskRecord>> unseen_others;
};

enum class Side { truth, predicted };

// Looks into the unseen masks of other classes, by several threads: `others` says then which images have a pixel there.
void look_at_others(MaskSide& truth, const Wanted& wanted, int threads);

// Why an image is not one of those wanted, by its true masks alone; empty where it may be.
std::string left_out_by(const MaskSide& truth, std::size_t image, OnlyImages only);

// A mask as a file has it. Without classes all are of one without a name, which is always kept.
struct RawMask {
  std::string sop_uid;
  std::string frame{};
  std::string class_name{};
  Content content{};
  std::string fold{};
};

// Where a record stands, and its text for --rejects; of a table also the column, from 1, of its class.
struct Origin {
  base::Place place;
  std::string_view text{};
  std::size_t class_column = 0;

  base::Place class_place() const { return {place.file, place.line, class_column > 0 ? class_column : place.column}; }
};

// Why a record of a class that is not kept is excluded.
inline constexpr const char* other_class = "other_class";
inline constexpr const char* no_fold = "no_fold";

// Takes the masks of one side, and counts what becomes of each in the unit truths or predictions.
class Intake {
 public:
  // All must outlive it.
  Intake(Side side, const study::ImageList& images, const Wanted& wanted, Groups& groups, cli::Run& run);

  const char* unit() const { return side_ == Side::truth ? "truths" : "predictions"; }
  const Format& format() const { return side_ == Side::truth ? wanted_.truth : wanted_.masks; }
  const Wanted& wanted() const { return wanted_; }
  cli::Run& run() { return run_; }
  // Only predicted boxes have a score.
  bool scored() const { return side_ == Side::predicted && wanted_.min_score.has_value(); }

  // What comes from now on is of this fold, unless its record says another.
  void begin_fold(const std::string& name);
  // There is such a fold, though all of its masks may be left out. Throws Error, with the place, for more than 200.
  void meet_fold(const std::string& name, const base::Place& place);

  // The image that a record names; nothing where it is not evaluated.
  const study::ListedImage* find(const std::string& sop_uid, const std::string& frame) const;
  // Whether the class is kept. A mask of another one never spoils its image, whatever its content.
  bool wants(const std::string& class_name) const;
  // Throws Error, with the place, for more than 200 classes to tell apart.
  void add(RawMask raw, const Origin& origin);
  void exclude(const std::string& reason);
  // Whether it matters what masks of other classes hold.
  bool looks_at_others() const { return side_ == Side::truth && wanted_.only == OnlyImages::truth_alone; }
  // Of a class that is not kept; without content where it cannot be read or does not matter.
  void exclude_class(const RawMask& raw, const Origin& origin, std::optional<Content> content);
  // A record that cannot be used; of an image that is known it spoils the image.
  void reject(const base::Fault& fault, const RawMask& raw, std::string_view text = {});

  MaskSide take() { return std::move(masks_); }

 private:
  Side side_;
  const study::ImageList& images_;
  const Wanted& wanted_;
  Groups& groups_;
  std::string fold_;
  cli::Run& run_;
  cli::Ledger& ledger_;
  MaskSide masks_;
};

// Tables of boxes, paths of PNG files, run-length codes. `path` is that of the table; `fold_column`, where it is not
// empty, says which fold a mask is of.
void read_table(table::Reader& table, const std::string& path, const std::string& fold_column, Intake& intake);
// Folders of PNG files, and DICOM Segmentation files. `role` names them in the run record.
void read_folder(const std::string& role, const std::string& path, Intake& intake);

}  // namespace cxrval::eval_masks
