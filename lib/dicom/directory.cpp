// SPDX-License-Identifier: Apache-2.0
#include "dicom/directory.hpp"

#include "base/bytes.hpp"
#include "base/error.hpp"
#include "dicom/file.hpp"

#include <algorithm>
#include <filesystem>
#include <optional>
#include <string_view>
#include <system_error>
#include <unordered_set>
#include <utility>

namespace cxrval::dicom {
namespace {

namespace fs = std::filesystem;

constexpr std::uint32_t records_tag = tag(0x0004, 0x1220);
constexpr std::uint32_t in_use_tag = tag(0x0004, 0x1410);
constexpr std::uint32_t file_id_tag = tag(0x0004, 0x1500);

// FOLDER\FOLDER\FILE as a path; nothing when it could lead elsewhere.
std::optional<std::string> path_of(std::string_view file_id) {
  std::string path;
  while (true) {
    const std::size_t end = file_id.find('\\');
    const std::string_view part = trim(file_id.substr(0, end));
    const bool plain = part.find_first_of(std::string_view("/\0", 2)) == std::string_view::npos;
    if (part.empty() || part == "." || part == ".." || !plain) return std::nullopt;
    path += (path.empty() ? "" : "/") + std::string(part);
    if (end == std::string_view::npos) return path;
    file_id.remove_prefix(end + 1);
  }
}

std::string as_it_lies(const fs::path& folder, std::string path) {
  std::error_code unknown;
  if (fs::exists(folder / path, unknown)) return path;
  std::string lower = path;
  std::transform(lower.begin(), lower.end(), lower.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return fs::exists(folder / lower, unknown) ? lower : path;
}

Outcome<std::vector<std::string>> file_ids(const File& file) {
  const Element* records = file.data.find(records_tag);
  if (records == nullptr) return tl::unexpected(std::string_view("not a DICOMDIR"));
  const Encoding encoding = file.data.encoding();
  const Outcome<std::vector<Range>> items = items_of(*file.buffer, *records, encoding);
  if (!items) return tl::unexpected(items.error());
  std::vector<std::string> paths;
  std::unordered_set<std::string> seen;
  for (const Range& item : *items) {
    Outcome<std::vector<Element>> elements =
        read_elements(*file.buffer, item, encoding_below(*records, encoding), false);
    if (!elements) return tl::unexpected(elements.error());
    const DataSet record(*file.buffer, std::move(*elements), encoding);
    const std::string_view id = record.trimmed(file_id_tag);
    if (id.empty() || record.word(in_use_tag) == 0) continue;
    std::optional<std::string> path = path_of(id);
    if (!path) return tl::unexpected(std::string_view("a file id of the DICOMDIR leads out of its folder"));
    if (seen.insert(*path).second) paths.push_back(std::move(*path));
  }
  return paths;
}

}  // namespace

base::Result<std::vector<std::string>> read_directory(const std::string& path, const std::string& shown) {
  try {
    const Outcome<File> file = read_file(base::open_source(path, shown));
    if (!file) return base::fault({shown}, std::string(file.error()));
    Outcome<std::vector<std::string>> paths = file_ids(*file);
    if (!paths) return base::fault({shown}, std::string(paths.error()));
    const fs::path folder = fs::path(path).parent_path();
    for (std::string& one : *paths) one = as_it_lies(folder, std::move(one));
    return std::move(*paths);
  } catch (const base::Error&) {
    return base::fault({shown}, "cannot be opened or read");
  }
}

}  // namespace cxrval::dicom
