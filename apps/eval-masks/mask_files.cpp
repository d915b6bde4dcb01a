// SPDX-License-Identifier: Apache-2.0
#include "mask_files.hpp"

#include "base/bytes.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

namespace cxrval::eval_masks {
namespace {

constexpr std::size_t largest_file = std::size_t{1} << 30;

}  // namespace

base::Result<std::string> read_mask_file(const std::string& path, const std::string& shown) {
  try {
    return base::read_all(*base::open_source(path), largest_file);
  } catch (const base::Error&) {
    return base::fault({shown}, "cannot be opened or read");
  }
}

base::Result<const dicom::SegmentationFile*> SegFiles::open(const std::string& path) {
  const auto found = std::find_if(open_.begin(), open_.end(), [&](const Open& each) { return each.path == path; });
  if (found != open_.end()) {
    open_.splice(open_.begin(), open_, found);
    return &*open_.front().file;
  }
  auto bytes = read_mask_file(path, "");
  if (!bytes) return tl::unexpected(bytes.error());
  // Parsed where it stays: the parsed file looks into the bytes.
  std::list<Open> fresh;
  fresh.push_back({path, std::move(*bytes)});
  auto file = dicom::SegmentationFile::parse(fresh.front().bytes, "");
  if (!file) return tl::unexpected(file.error());
  fresh.front().file = std::move(*file);
  open_.splice(open_.begin(), fresh);
  std::size_t held = std::accumulate(open_.begin(), open_.end(), std::size_t{0},
                                     [](std::size_t sum, const Open& each) { return sum + each.bytes.size(); });
  while (open_.size() > 1 && (open_.size() > most_files || held > most_bytes)) {
    held -= open_.back().bytes.size();
    open_.pop_back();
  }
  return &*open_.front().file;
}

base::Result<image::Mask> SegFiles::mask(const SegFrame& frame, double fraction) {
  const auto file = open(frame.path);
  if (!file) return tl::unexpected(file.error());
  if (frame.frame >= (*file)->frames().size()) return base::fault({}, "the file has changed while it was read");
  return (*file)->mask(frame.frame, fraction);
}

}  // namespace cxrval::eval_masks
