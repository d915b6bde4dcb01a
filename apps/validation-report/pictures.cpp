// SPDX-License-Identifier: Apache-2.0
#include "pictures.hpp"

#include "base/bytes.hpp"
#include "base/error.hpp"
#include "base/number.hpp"
#include "dicom/image.hpp"
#include "image/colour_picture.hpp"
#include "image/png.hpp"
#include "image/recipe.hpp"

#include <algorithm>
#include <array>
#include <filesystem>
#include <map>
#include <optional>
#include <string>

namespace cxrval::validation_report {
namespace {

namespace fs = std::filesystem;

constexpr int side = 256;
constexpr image::Colour orange{230, 159, 0};  // of Okabe and Ito 2008

constexpr std::array box_columns{"x_min", "y_min", "x_max", "y_max"};

struct Box {
  std::string name;
  image::Outline outline;  // in pixels of the image
};

struct Found {
  std::string path;
  std::string sop_uid;
  double probability = -1;
  std::vector<Box> boxes;
};

template <class Take>
void each_row(table::Reader& reader, Take take) {
  table::Row row;
  while (next_row(reader, row)) take(row);
}

// By study: the image that gave it its probability.
std::map<std::string, Found> find_images(const Composition& at, const std::vector<Example>& examples) {
  std::map<std::string, Found> found;
  for (const Example& example : examples) found[example.study_uid];
  table::Reader& reader = at.run.open_table("results", at.options.results);
  const std::size_t study = reader.require("study_uid");
  const std::size_t path = reader.require("path");
  const std::size_t sop = reader.require("sop_uid");
  const std::size_t status = reader.require("status");
  const std::size_t probability = reader.require("probability");
  each_row(reader, [&](const table::Row& row) {
    const auto wanted = found.find(row.cells[study]);
    if (wanted == found.end() || row.cells[status] != "ok") return;
    const double own = base::parse_real(row.cells[probability]).value_or(0);
    if (own <= wanted->second.probability) return;
    wanted->second = {row.cells[path], row.cells[sop], own, {}};
  });
  return found;
}

void add_boxes(const Composition& at, std::map<std::string, Found>& images) {
  if (at.options.boxes.empty()) return;
  table::Reader& reader = at.run.open_table("boxes", at.options.boxes);
  const std::size_t sop = reader.require("sop_uid");
  const std::size_t name = reader.require("class");
  std::array<std::size_t, 4> corners{};
  std::transform(box_columns.begin(), box_columns.end(), corners.begin(),
                 [&](const char* column) { return reader.require(column); });
  each_row(reader, [&](const table::Row& row) {
    std::array<double, 4> at_pixels{};
    for (std::size_t i = 0; i < corners.size(); ++i) {
      const auto number = base::parse_real(row.cells[corners[i]]);
      if (!number) throw base::Error(reader.place(row, corners[i]), "not a number");
      at_pixels[i] = *number;
    }
    for (auto& [study, image] : images) {
      if (image.sop_uid == row.cells[sop])
        image.boxes.push_back({row.cells[name], {at_pixels[0], at_pixels[1], at_pixels[2], at_pixels[3]}});
    }
  });
}

// A table may name any path; only those below the folder are opened.
std::optional<fs::path> below(const std::string& folder, const std::string& path) {
  const fs::path relative(path);
  if (path.empty() || relative.is_absolute()) return std::nullopt;
  if (std::find(relative.begin(), relative.end(), "..") != relative.end()) return std::nullopt;
  return fs::path(folder) / relative;
}

base::Result<std::string> draw(const std::string& folder, const Found& image) {
  const auto path = below(folder, image.path);
  if (!path) return base::fault({}, "its path leads out of the folder");
  const auto file = dicom::ImageFile::open(path->string(), image.path);
  if (!file) return tl::unexpected(file.error());
  const auto source = file->frame(0);
  if (!source) return tl::unexpected(source.error());
  image::Recipe recipe;
  recipe.fitting.width = side;
  recipe.fitting.height = side;
  recipe.fitting.fit = image::Fit::letterbox;
  const auto fitted = image::prepare(*source, recipe);
  if (!fitted) return tl::unexpected(fitted.error());
  image::ColourPicture picture = image::grey_picture(fitted->plane);
  const image::Mapping& map = fitted->mapping;
  for (const Box& box : image.boxes) {
    const image::Outline& whole = box.outline;
    image::draw_outline(picture,
                        {(whole.x_min - map.x_offset) / map.x_scale, (whole.y_min - map.y_offset) / map.y_scale,
                         (whole.x_max - map.x_offset) / map.x_scale, (whole.y_max - map.y_offset) / map.y_scale},
                        orange, 2);
  }
  std::string png;
  image::write_png(picture, *base::memory_sink(png));
  return png;
}

std::string classes(const std::vector<Box>& boxes) {
  std::string names;
  for (const Box& box : boxes) {
    if (names.find(box.name) == std::string::npos) names += (names.empty() ? "" : ", ") + box.name;
  }
  return names;
}

}  // namespace

void write_pictures(const Composition& at, const std::vector<Example>& examples) {
  if (at.options.images.empty() || examples.empty()) return;
  std::map<std::string, Found> images = find_images(at, examples);
  add_boxes(at, images);
  const Language& say = at.say;
  std::vector<report::Picture> pictures;
  std::size_t number = 0;
  for (const Example& example : examples) {
    ++number;
    const Found& image = images[example.study_uid];
    const auto png = draw(at.options.images, image);
    if (!png) {
      at.run.warn("image of an example left out: " + png.error().reason);
      continue;
    }
    report::Markup caption = report::fill(say("Example {0}", "Ví dụ {0}"), {say.count(number)});
    if (const std::string names = classes(image.boxes); !names.empty())
      caption += report::Markup(": ") + report::Markup::given(names);
    pictures.push_back(
        {*png, say("Radiograph of example ", "Phim X-quang của ví dụ ") + std::to_string(number), caption});
  }
  at.page.pictures(pictures);
}

}  // namespace cxrval::validation_report
