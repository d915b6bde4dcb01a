// SPDX-License-Identifier: Apache-2.0
#include "pictures.hpp"

#include "base/error.hpp"
#include "image/png.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <filesystem>
#include <system_error>
#include <vector>

namespace cxrval::cxr_infer {
namespace {

namespace fs = std::filesystem;

// A fall of so much has the full colour where none is larger: less is no explanation, and would be drawn as one.
constexpr double least_full = 0.05;

// By class, told apart on grey also without red or green; from Okabe and Ito 2008.
constexpr std::array<image::Colour, 7> colours = {
    {{230, 159, 0}, {86, 180, 233}, {0, 158, 115}, {240, 228, 66}, {0, 114, 178}, {213, 94, 0}, {204, 121, 167}}};

void make_folder(const std::string& folder, const cli::Run& run) {
  std::error_code failed;
  if (folder.empty() || fs::is_directory(folder, failed) || fs::create_directories(folder, failed)) return;
  throw base::Error({run.shown(folder)}, "cannot make the folder: " + failed.message());
}

// A UID, or what --image-ids calls an image, as the name of a file.
std::string file_name(const Decoded& image) {
  std::string name = image.header->sop_uid.empty() ? "image" : image.header->sop_uid;
  const auto is_plain = [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '.' || c == '-';
  };
  std::replace_if(
      name.begin(), name.end(), [&](char c) { return !is_plain(c); }, '_');
  if (name.front() == '.') name.front() = '_';
  return name + (image.frame == 0 ? "" : "_" + std::to_string(image.frame)) + ".png";
}

void write(const image::ColourPicture& picture, const std::string& folder, const Decoded& image, const cli::Run& run) {
  const std::string path = (fs::path(folder) / file_name(image)).string();
  const auto sink = base::open_sink(path, base::Access::owner_only, run.shown(path));
  image::write_png(picture, *sink);
  sink->close();
}

image::ColourPicture heatmap(const image::Plane& plane, const infer::OcclusionMap& map) {
  image::ColourPicture picture = image::grey_picture(plane);
  double full = least_full;
  for (const double fall : map.falls) full = std::max(full, std::abs(fall));
  image::lay_over(picture, {infer::OcclusionMap::side, infer::OcclusionMap::side, map.falls}, full);
  return picture;
}

image::ColourPicture overlay(const infer::Pipeline::View& view, const std::vector<boxes::Detection>& lesions) {
  image::ColourPicture picture = image::grey_picture(view.plane);
  const int thickness = std::max(1, std::max(picture.width, picture.height) / 256);
  const image::Mapping& map = view.mapping;
  // the best one on top
  for (auto lesion = lesions.rbegin(); lesion != lesions.rend(); ++lesion) {
    const boxes::Box& box = lesion->box;
    const image::Outline outline{(box.x_min - map.x_offset) / map.x_scale, (box.y_min - map.y_offset) / map.y_scale,
                                 (box.x_max - map.x_offset) / map.x_scale, (box.y_max - map.y_offset) / map.y_scale};
    image::draw_outline(picture, outline, colours[static_cast<std::size_t>(lesion->class_index) % colours.size()],
                        thickness);
  }
  return picture;
}

}  // namespace

Pictures::Pictures(const std::string& heatmaps, const std::string& overlays, const infer::Pipeline& pipeline,
                   cli::Run& run)
    : heatmaps_(heatmaps), overlays_(overlays), pipeline_(pipeline), run_(run) {
  if (!overlays.empty() && !pipeline.bundle().lesions) {
    throw base::UsageError("--overlay needs a pipeline with a lesion stage");
  }
  if (run.pseudonyms() && !(heatmaps.empty() && overlays.empty())) {
    throw base::UsageError(
        "--heatmap and --overlay draw what is burned into the pixels, a name perhaps; not with --pseudonymize");
  }
  make_folder(heatmaps, run);
  make_folder(overlays, run);
  std::error_code missing;
  if (fs::equivalent(heatmaps, overlays, missing)) {
    throw base::UsageError("--heatmap and --overlay give pictures of the same names; name two folders");
  }
}

void Pictures::draw(const Decoded& image, const infer::Prepared& prepared, const infer::Findings& findings) const {
  if (!overlays_.empty()) write(overlay(pipeline_.lesion_view(prepared), findings.lesions), overlays_, image, run_);
  if (heatmaps_.empty()) return;
  if (const auto map = pipeline_.occlude(prepared)) {
    write(heatmap(pipeline_.abnormality_view(prepared).plane, *map), heatmaps_, image, run_);
  } else {
    run_.warn({image.shown}, "no heat map: " + map.error().reason);
  }
}

}  // namespace cxrval::cxr_infer
