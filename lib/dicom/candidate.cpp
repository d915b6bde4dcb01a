// SPDX-License-Identifier: Apache-2.0
#include "dicom/candidate.hpp"

#include "base/bytes.hpp"
#include "base/error.hpp"
#include "dicom/file.hpp"
#include "dicom/header_fields.hpp"

#include <algorithm>
#include <memory>
#include <string_view>
#include <utility>

namespace cxrval::dicom {
namespace {

std::string_view name_of(std::string_view path) {
  return path.substr(path.rfind('/') + 1);
}

std::string lower_case(std::string_view text) {
  std::string lower(text);
  std::transform(lower.begin(), lower.end(), lower.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return lower;
}

// What stands behind the last dot, when that is an extension and not a part of a UID.
std::string extension_of(std::string_view name) {
  const std::size_t dot = name.rfind('.');
  if (dot == std::string_view::npos) return "";
  const std::string_view end = name.substr(dot + 1);
  const bool digits = std::all_of(end.begin(), end.end(), [](char c) { return c >= '0' && c <= '9'; });
  return digits ? "" : lower_case(end);
}

// What the name says; nothing when only the contents can tell.
std::optional<Candidate> judge_name(std::string_view path) {
  if (is_dicomdir_name(path)) return Candidate::dicomdir;
  const std::string extension = extension_of(name_of(path));
  return extension == "dcm" || extension == "dicom" ? std::optional(Candidate::image) : std::nullopt;
}

Candidate judge_contents(std::string_view path, Buffer& buffer) {
  if (buffer.need(132) && buffer.view(128, 4) == "DICM") return Candidate::image;
  return extension_of(name_of(path)).empty() && begins_data_set(buffer) ? Candidate::image : Candidate::other;
}

}  // namespace

bool is_dicomdir_name(std::string_view path) {
  return lower_case(name_of(path)) == "dicomdir";
}

Candidate judge_candidate(const std::string& path) {
  if (const std::optional<Candidate> known = judge_name(path)) return *known;
  try {
    Buffer buffer(base::open_source(path));
    return judge_contents(path, buffer);
  } catch (const base::Error&) {
    return Candidate::image;
  }
}

FoundFile read_found_file(const std::string& path, const std::string& shown, const HeaderRequest& request) {
  const std::optional<Candidate> known = judge_name(path);
  if (known == Candidate::dicomdir) return {Candidate::dicomdir, std::nullopt};
  try {
    auto buffer = std::make_unique<Buffer>(base::open_source(path, shown));
    if (!known && judge_contents(path, *buffer) == Candidate::other) return {Candidate::other, std::nullopt};
    return {Candidate::image, read_header(std::move(buffer), shown, request)};
  } catch (const base::Error&) {
    return {Candidate::image, base::fault({shown}, "cannot be opened or read")};
  }
}

}  // namespace cxrval::dicom
