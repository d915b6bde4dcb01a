// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/error.hpp"
#include "cli/run.hpp"
#include "material.hpp"
#include "wanted.hpp"

#include <string>
#include <string_view>

namespace cxrval::eval_boxes {

// Where the box of no_finding stands.
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

// Where a record stands, and its text for --rejects; of a table also the columns, from 1, of its class and its reader.
struct Source {
  base::Place place;
  std::string_view text;
  std::size_t class_column = 0;
  std::size_t reader_column = 0;

  base::Place at(std::size_t column) const { return {place.file, place.line, column > 0 ? column : place.column}; }
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
  // Whether the readers of the truth must be named, for somebody else says who they are.
  bool needs_readers() const { return side_ == Side::truth && material_.readings_listed; }
  void meet_corners() { material_.has_corners = true; }
  const char* role() const { return side_ == Side::found ? "BOXES" : "truth"; }
  const char* unit() const { return side_ == Side::found ? "boxes" : "truths"; }
  // A box of class no_finding says that a reader saw nothing on an image: left out, or a class like others.
  void add(const RawBox& raw, const Source& source);
  void reject(const base::Fault& fault, std::string_view text);
  // Merges doubled records; called once, behind the last one.
  void finish();

 private:
  bool has_read(const Reading& reading) const;
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
