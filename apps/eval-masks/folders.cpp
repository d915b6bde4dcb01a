// SPDX-License-Identifier: Apache-2.0
#include "base/bytes.hpp"
#include "dicom/segmentation.hpp"
#include "intake.hpp"
#include "mask_files.hpp"

#include <filesystem>
#include <utility>

namespace cxrval::eval_masks {
namespace {

constexpr std::string_view ending = ".png";

// The folder that a file stands in, right below the one given; else empty.
std::string class_of(const std::string& path, const std::string& folder) {
  const std::filesystem::path parent = std::filesystem::path(path).lexically_relative(folder).parent_path();
  return parent.has_parent_path() ? "" : parent.string();
}

void take_png(const base::WalkedFile& file, const std::string& folder, Intake& intake) {
  const std::string name = std::filesystem::path(file.path).filename().string();
  if (!name.ends_with(ending)) return intake.exclude("not_png");
  const base::Place place{file.shown, 0, 0};
  RawMask raw{name.substr(0, name.size() - ending.size()), "", "", PngFile{file.path}};
  if (intake.format().kind == MaskFormat::png_classes) {
    raw.class_name = class_of(file.path, folder);
    if (raw.class_name.empty()) return intake.reject({place, "not in the folder of a class"}, raw);
  }
  intake.add(std::move(raw), {place, {}});
}

// Frames by image and segment.
void take_segmentation(const base::WalkedFile& file, Intake& intake) {
  cli::Ledger& files = intake.run().ledger("files", "used");
  files.read();
  const base::Result<std::string> bytes = read_mask_file(file.path, file.shown);
  if (!bytes) return intake.run().reject("files", bytes.error());
  const auto segmentation = dicom::SegmentationFile::parse(*bytes, file.shown);
  if (!segmentation) return intake.run().reject("files", segmentation.error());
  files.written();
  const std::vector<dicom::SegmentFrame>& frames = segmentation->frames();
  for (std::size_t i = 0; i < frames.size(); ++i) {
    const dicom::Segment& segment = segmentation->segments()[frames[i].segment];
    intake.add({frames[i].sop_uid, frames[i].frame, segment.label, SegFrame{file.path, i}}, {{file.shown, 0, 0}, {}});
  }
}

}  // namespace

void read_folder(const std::string& role, const std::string& path, Intake& intake) {
  for (const base::WalkedFile& file : intake.run().walk(role, path)) {
    if (intake.format().kind == MaskFormat::seg) {
      take_segmentation(file, intake);
    } else {
      take_png(file, path, intake);
    }
  }
}

}  // namespace cxrval::eval_masks
