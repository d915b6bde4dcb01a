// SPDX-License-Identifier: Apache-2.0
#include "image_ids.hpp"

#include "base/error.hpp"
#include "table/reader.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace cxrval::cxr_infer {
namespace {

using base::UsageError;
using dicom::Header;

struct Field {
  std::string_view name;
  std::string Header::*value;
};

constexpr std::array<Field, 9> fields = {{{"patient_id", &Header::patient_id},
                                          {"study_uid", &Header::study_uid},
                                          {"series_uid", &Header::series_uid},
                                          {"sop_uid", &Header::sop_uid},
                                          {"modality", &Header::modality},
                                          {"body_part", &Header::body_part},
                                          {"view", &Header::view},
                                          {"sex", &Header::sex},
                                          {"birth_year", &Header::birth_year}}};

std::string* field_of(Header& header, std::string_view name) {
  const auto found = std::find_if(fields.begin(), fields.end(), [name](const Field& f) { return f.name == name; });
  return found == fields.end() ? nullptr : &(header.*found->value);
}

std::string_view file_name(std::string_view path) {
  return path.substr(path.rfind('/') + 1);
}

std::string_view without_extension(std::string_view path) {
  const std::size_t dot = path.rfind('.');
  const bool has = dot != std::string_view::npos && path.find('/', dot) == std::string_view::npos;
  return has ? path.substr(0, dot) : path;
}

// The last parts of a path, `folders` of them before the file; nothing when it has fewer.
std::optional<std::string_view> tail(std::string_view path, std::size_t folders) {
  std::size_t begin = path.size();
  for (std::size_t i = 0; i <= folders; ++i) {
    if (begin == 0) return std::nullopt;
    const std::size_t slash = path.rfind('/', begin - 1);
    if (slash == std::string_view::npos) {
      if (i < folders) return std::nullopt;
      return path;
    }
    begin = slash;
  }
  return path.substr(begin + 1);
}

void name_by_file(Header& header, std::string_view relative) {
  if (header.sop_uid.empty()) header.sop_uid = std::string(without_extension(file_name(relative)));
  if (header.study_uid.empty()) header.study_uid = header.sop_uid;
}

Header row_header(const table::Reader& table, const table::Row& row) {
  Header header;
  for (const Field& field : fields) {
    if (const auto column = table.find(field.name)) header.*field.value = row.cells[*column];
  }
  const auto column = table.find("study_time");
  if (!column || row.cells[*column].empty()) return header;
  header.study_time = base::parse_iso(row.cells[*column]);
  if (!header.study_time) throw base::Error(table.place(row, *column), "study_time is not YYYY-MM-DDTHH:MM[:SS]");
  return header;
}

}  // namespace

ImageIds::ImageIds(const std::string& choice, cli::Run& run) {
  if (choice == "name") return;
  if (choice.find('{') == std::string::npos) {
    ids_ = read_table(choice, run);
    return;
  }
  ids_ = parse_pattern(choice);
  folders_ = static_cast<std::size_t>(std::count(choice.begin(), choice.end(), '/'));
  pattern_extension_ = without_extension(choice) != choice;
}

// Where two pairs of braces touch, nobody can tell where the first ends.
void ImageIds::check_field(const std::string& name, const Pattern& before) {
  Header any;
  if (!name.empty() && field_of(any, name) == nullptr) {
    throw UsageError("--image-ids: " + name + " is no column of images that a pattern can fill");
  }
  const auto same = [&name](const Part& part) { return part.is_field && part.text == name; };
  if (!name.empty() && std::any_of(before.begin(), before.end(), same)) {
    throw UsageError("--image-ids: " + name + " is there twice");
  }
  if (!before.empty() && before.back().is_field) {
    throw UsageError("--image-ids: two pairs of braces need something between them");
  }
}

ImageIds::Pattern ImageIds::parse_pattern(std::string_view text) {
  Pattern pattern;
  while (!text.empty()) {
    const std::size_t open = text.find('{');
    if (open > 0) pattern.push_back({std::string(text.substr(0, open)), false});
    if (open == std::string_view::npos) break;
    const std::size_t close = text.find('}', open);
    if (close == std::string_view::npos) throw UsageError("--image-ids: a { without its }");
    const std::string name(text.substr(open + 1, close - open - 1));
    check_field(name, pattern);
    pattern.push_back({name, true});
    text.remove_prefix(close + 1);
  }
  return pattern;
}

ImageIds::Table ImageIds::read_table(const std::string& path, cli::Run& run) {
  table::Reader& rows = run.open_table("image ids", path);
  const std::size_t file = rows.require("path");
  Table table;
  table::Row row;
  while (true) {
    const base::Result<bool> more = rows.next(row);
    if (!more) throw base::Error(more.error().place, more.error().reason);
    if (!*more) return table;
    if (!table.emplace(row.cells[file], row_header(rows, row)).second) {
      throw base::Error(rows.place(row, file), "this file was named before");
    }
  }
}

bool ImageIds::fits(const Pattern& pattern, std::size_t part, std::string_view text, Header& header) {
  if (part == pattern.size()) return text.empty();
  const Part& here = pattern[part];
  if (!here.is_field) {
    return text.starts_with(here.text) && fits(pattern, part + 1, text.substr(here.text.size()), header);
  }
  for (std::size_t size = 1; size <= text.size() && text[size - 1] != '/'; ++size) {
    if (!fits(pattern, part + 1, text.substr(size), header)) continue;
    if (std::string* value = field_of(header, here.text)) *value = std::string(text.substr(0, size));
    return true;
  }
  return false;
}

base::Result<Header> ImageIds::header_of(const std::string& relative) const {
  Header header;
  if (const Table* table = std::get_if<Table>(&ids_)) {
    auto found = table->find(relative);
    if (found == table->end()) found = table->find(file_name(relative));
    if (found == table->end()) return base::fault({}, "the image is not in the table of ids");
    header = found->second;
  } else if (const Pattern* pattern = std::get_if<Pattern>(&ids_)) {
    const std::optional<std::string_view> path = tail(relative, folders_);
    const bool fit = path && fits(*pattern, 0, pattern_extension_ ? *path : without_extension(*path), header);
    if (!fit) return base::fault({}, "the file's name does not fit the pattern of ids");
  } else {
    header.patient_id = std::string(without_extension(file_name(relative)));
  }
  name_by_file(header, relative);
  return header;
}

}  // namespace cxrval::cxr_infer
