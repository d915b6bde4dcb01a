// SPDX-License-Identifier: Apache-2.0
#include "yolo_boxes.hpp"

#include "base/error.hpp"
#include "boxes/yolo.hpp"

#include <array>
#include <filesystem>
#include <optional>
#include <string_view>

namespace cxrval::eval_boxes {
namespace {

constexpr std::size_t longest_file = 16 << 20;
constexpr std::string_view ending = ".txt";

base::Result<std::string> contents(base::ByteSource& source) {
  std::string text;
  std::array<char, 1 << 14> buffer;
  while (const std::size_t size = source.read(buffer.data(), buffer.size())) {
    text.append(buffer.data(), size);
    if (text.size() > longest_file) return base::fault({source.name(), 0, 0}, "more than 16 MiB of text");
  }
  return text;
}

template <class Take>
void for_each_line(std::string_view text, Take take) {
  for (std::size_t number = 1; !text.empty(); ++number) {
    const std::size_t end = text.find('\n');
    std::string_view line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    if (line.ends_with('\r')) line.remove_suffix(1);
    take(line, number);
  }
}

// The labels of one image.
struct ImageLabels {
  const std::string& id;
  const std::optional<study::PixelSize>& size;
  const std::vector<std::string>& names;

  void take(std::string_view line, const base::Place& place, Intake& intake) const {
    const auto box = boxes::parse_yolo(line, place);
    if (!box) {
      intake.reject(box.error(), line);
    } else if (box->class_number >= names.size()) {
      intake.reject({place, "class has no name in --names"}, line);
    } else if (!size) {
      intake.reject({place, "the image's size is not known; give its rows and columns in --images"}, line);
    } else if (intake.scored() && !box->score) {
      intake.reject({place, "no score"}, line);
    } else {
      RawBox raw{id, names[box->class_number], "", boxes::in_pixels(box->share, {size->width, size->height}),
                 box->score.value_or(1)};
      raw.edges = true;
      intake.add(raw, {place, line});
    }
  }
};

}  // namespace

std::vector<std::string> read_names(const std::string& path, cli::Run& run) {
  const auto source = run.open("names", path);
  const auto text = contents(*source);
  if (!text) throw base::Error(text.error().place, text.error().reason);
  std::vector<std::string> names;
  for_each_line(*text, [&](std::string_view line, std::size_t number) {
    if (line.empty()) throw base::Error({source->name(), number}, "empty line where the name of a class should stand");
    names.emplace_back(line);
  });
  if (names.empty()) throw base::Error({source->name(), 0, 0}, "no name of a class");
  return names;
}

void read_yolo(const std::string& folder, const std::vector<std::string>& names, Intake& intake, cli::Run& run) {
  const ImageList& images = intake.images();
  cli::Ledger& files = run.ledger("files", "used");
  for (const base::WalkedFile& file : run.walk(intake.role(), folder)) {
    const std::string name = std::filesystem::path(file.path).filename().string();
    const std::string id = name.ends_with(ending) ? name.substr(0, name.size() - ending.size()) : "";
    const auto image = images.find(id);
    files.read();
    if (!image) {
      files.excluded(name.ends_with(ending) ? images.why_not(id) : "not_txt");
      continue;
    }
    const auto text = contents(*base::open_source(file.path, file.shown));
    if (!text) {
      run.reject("files", text.error());
      continue;
    }
    files.written();
    const ImageLabels labels{id, images.images()[*image].size, names};
    for_each_line(*text, [&](std::string_view line, std::size_t number) {
      if (line.find_first_not_of(" \t") != std::string_view::npos) labels.take(line, {file.shown, number, 0}, intake);
    });
  }
}

}  // namespace cxrval::eval_boxes
