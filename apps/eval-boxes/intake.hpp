// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/error.hpp"
#include "cli/run.hpp"
#include "material.hpp"
#include "wanted.hpp"

#include <string>
#include <string_view>

namespace cxrval::eval_boxes {

// What VinDr-CXR and VinBigData call an image without any lesion, as if it were a class.
inline constexpr const char* no_finding = "No finding";

// Where its box stands.
inline constexpr boxes::Box one_pixel{0, 0, 1, 1};

// A box as a file has it.
struct RawBox {
  std::string image;
  std::string class_name;
  std::string reader{};
  boxes::Box box{};
  double score = 1;
  bool crowd = false;
  bool edges = false;  // its corners are edges in any case: COCO and YOLO give widths
};

enum class Side { found, truth };

// Where a record stands, and its text for --rejects.
struct Source {
  base::Place place;
  std::string_view text;
};

// Takes the boxes of one file into the material, and counts what becomes of each in the unit boxes or truths. Throws
// base::Error for more than most_classes or most_readers.
class Intake {
 public:
  // All must outlive it.
  Intake(Side side, Material& material, const Wanted& wanted, cli::Run& run);

  const ImageList& images() const { return material_.images; }
  lesion::ImageNaming naming() const { return wanted_.naming; }
  bool no_finding_counts() const { return wanted_.no_finding; }
  bool scored() const { return side_ == Side::found; }
  const char* role() const { return side_ == Side::found ? "BOXES" : "truth"; }
  const char* unit() const { return side_ == Side::found ? "boxes" : "truths"; }
  // A box of class no_finding says that a reader saw nothing on an image: left out, or a class like others.
  void add(const RawBox& raw, const Source& source);
  void reject(const base::Fault& fault, std::string_view text);
  // Merges doubled records; called once, behind the last one.
  void finish();

 private:
  BoxFormat format() const { return side_ == Side::truth ? wanted_.truth_format : wanted_.boxes_format; }
  std::uint32_t class_number(const std::string& name, const Source& source);
  std::uint32_t reader_number(const std::string& name, const Source& source);

  Side side_;
  Material& material_;
  const Wanted& wanted_;
  cli::Run& run_;
  cli::Ledger& ledger_;
  std::vector<PlacedBox> boxes_;
};

}  // namespace cxrval::eval_boxes
