// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace cxrval::dicomweb {

// A Content-Type (RFC 9110 section 8.3): type and parameter names in lower case, values as they are meant, without
// quotes. Servers leave quotes out where the grammar wants them (type=application/dicom), so an unquoted value may hold
// anything but blanks and semicolons.
struct MediaType {
  std::string type;  // such as multipart/related
  std::vector<std::pair<std::string, std::string>> parameters;

  // The first of that name; nullptr without one.
  const std::string* find(std::string_view name) const;
};

// Nothing for a text without a type, with an open quote, or with a parameter that has no name or no value.
std::optional<MediaType> parse_media_type(std::string_view text);

// The boundary of a multipart body (RFC 2046 section 5.1.1); nothing where the type is no multipart, or the boundary is
// missing, empty, longer than 70 characters or ends with a blank.
std::optional<std::string> boundary_of(const MediaType& type);

}  // namespace cxrval::dicomweb
