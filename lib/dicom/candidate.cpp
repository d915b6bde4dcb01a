// SPDX-License-Identifier: Apache-2.0
#include "dicom/candidate.hpp"

#include "base/bytes.hpp"
#include "base/error.hpp"
#include "dicom/file.hpp"

#include <algorithm>
#include <string_view>

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

}  // namespace

Candidate judge_candidate(const std::string& path) {
  const std::string_view name = name_of(path);
  if (lower_case(name) == "dicomdir") return Candidate::dicomdir;
  const std::string extension = extension_of(name);
  if (extension == "dcm" || extension == "dicom") return Candidate::image;
  try {
    Buffer buffer(base::open_source(path));
    if (buffer.need(132) && buffer.view(128, 4) == "DICM") return Candidate::image;
    return extension.empty() && begins_data_set(buffer) ? Candidate::image : Candidate::other;
  } catch (const base::Error&) {
    return Candidate::image;
  }
}

}  // namespace cxrval::dicom
