// SPDX-License-Identifier: Apache-2.0
#include "pictures.hpp"

#include "base/bytes.hpp"
#include "base/error.hpp"
#include "base/number.hpp"
#include "deid/patient_id.hpp"
#include "dicom/image.hpp"
#include "image/colour_picture.hpp"
#include "image/png.hpp"
#include "image/recipe.hpp"

#include <algorithm>
#include <array>
#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace cxrval::validation_report {
namespace {

namespace fs = std::filesystem;

constexpr int side = 256;
constexpr image::Colour orange{230, 159, 0};  // of Okabe and Ito 2008

constexpr std::array box_columns{"x_min", "y_min", "x_max", "y_max"};

template <class Take>
void each_row(table::Reader& reader, Take take) {
  table::Row row;
  while (next_row(reader, row)) take(row);
}

std::string study_rule(const Composition& at) {
  const auto* record = at.material.records.find("match");
  return record == nullptr ? "" : setting(*record, "study-rule");
}

// Patients' ids as match compared them; its record does not hold what a map says.
deid::PatientIdRule normal_ids(const Composition& at) {
  const auto* record = at.material.records.find("match");
  if (record == nullptr) return at.options.normalize_id;
  const auto rule = deid::PatientIdRule::parse(setting(*record, "normalize-id"));
  return rule && rule->map_file().empty() ? *rule : at.options.normalize_id;
}

// Whether it stands for the study rather than the other, whatever the order of the rows.
bool is_before(const Radiograph& image, const Radiograph& other) {
  if (other.path.empty()) return true;
  if (image.time != other.time) return image.time > other.time;
  if (image.probability != other.probability) return image.probability > other.probability;
  return image.sop_uid < other.sop_uid;
}

// For each example, among the ok images of its own patient, the one that stands for the study. Several patients may
// have the same study_uid.
class ImageSearch {
 public:
  ImageSearch(const Composition& at, const std::vector<Example*>& examples)
      : reader_(at.run.open_table("results", at.options.results)), examples_(examples), ids_(normal_ids(at)) {
    if (study_rule(at) == "latest") time_ = reader_.require("image_time");
  }

  void run() {
    each_row(reader_, [&](const table::Row& row) {
      if (row.cells[status_] == "ok") take(row);
    });
  }

 private:
  void take(const table::Row& row) {
    for (Example* example : examples_) {
      if (!is_of(row, *example)) continue;
      Radiograph image{row.cells[path_],
                       row.cells[sop_],
                       time_ ? row.cells[*time_] : "",
                       base::parse_real(row.cells[probability_]).value_or(0),
                       {}};
      if (is_before(image, example->image)) example->image = std::move(image);
    }
  }
  bool is_of(const table::Row& row, const Example& example) const {
    if (row.cells[study_] != example.study_uid) return false;
    if (ids_.apply(row.cells[patient_]) != ids_.apply(example.patient_id)) return false;
    const std::string facility = facility_ ? row.cells[*facility_] : "";
    return facility.empty() || example.facility_id.empty() || facility == example.facility_id;
  }

  table::Reader& reader_;
  const std::vector<Example*>& examples_;
  deid::PatientIdRule ids_;
  std::size_t patient_ = reader_.require("patient_id");
  std::size_t study_ = reader_.require("study_uid");
  std::size_t path_ = reader_.require("path");
  std::size_t sop_ = reader_.require("sop_uid");
  std::size_t status_ = reader_.require("status");
  std::size_t probability_ = reader_.require("probability");
  std::optional<std::size_t> facility_ = reader_.find("facility_id");
  std::optional<std::size_t> time_;
};

void add_boxes(const Composition& at, const std::vector<Example*>& examples) {
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
    for (Example* example : examples) {
      Radiograph& image = example->image;
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

base::Result<std::string> draw(const std::string& folder, const Radiograph& image) {
  if (image.path.empty()) return base::fault({}, "the results have no ok image of this study and patient");
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
  for (const MarkedBox& box : image.boxes) {
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

std::string classes(const std::vector<MarkedBox>& boxes) {
  std::string names;
  for (const MarkedBox& box : boxes) {
    if (names.find(box.name) == std::string::npos) names += (names.empty() ? "" : ", ") + box.name;
  }
  return names;
}

const char* which_images(const Composition& at) {
  const Language& say = at.say;
  const std::string rule = study_rule(at);
  if (rule == "latest")
    return say("Of each study the image that was taken last is shown, which gave the study its result.",
               "Mỗi ca chụp hiển thị ảnh chụp sau cùng, là ảnh quyết định kết quả của ca.");
  if (rule == "max")
    return say("Of each study the image with the highest probability is shown, which gave the study its result.",
               "Mỗi ca chụp hiển thị ảnh có xác suất cao nhất, là ảnh quyết định kết quả của ca.");
  if (rule == "mean")
    return say(
        "Of each study the image with the highest probability is shown; the study's result comes from the mean "
        "over its images.",
        "Mỗi ca chụp hiển thị ảnh có xác suất cao nhất; kết quả của ca là từ trung bình các ảnh.");
  return say("Of each study the image with the highest probability is shown.",
             "Mỗi ca chụp hiển thị ảnh có xác suất cao nhất.");
}

}  // namespace

void add_images(const Composition& at, const std::vector<Example*>& examples) {
  if (at.options.images.empty()) return;
  ImageSearch(at, examples).run();
  add_boxes(at, examples);
}

void write_pictures(const Composition& at, const std::vector<Example>& examples) {
  if (at.options.images.empty()) return;
  const Language& say = at.say;
  std::vector<report::Picture> pictures;
  std::size_t number = 0;
  for (const Example& example : examples) {
    const Radiograph& image = example.image;
    ++number;
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
  if (pictures.empty()) return;
  at.page.paragraph(which_images(at));
  at.page.pictures(pictures);
}

}  // namespace cxrval::validation_report
