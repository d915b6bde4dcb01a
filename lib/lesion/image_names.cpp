// SPDX-License-Identifier: Apache-2.0
#include "lesion/image_names.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace cxrval::lesion {

namespace {

// Of ASCII letters, whatever the locale.
char lower(char letter) {
  return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
}

}  // namespace

ImageNaming parse_naming(const std::string& word) {
  return word == "file_name" ? ImageNaming::file_name : ImageNaming::id;
}

std::string stem(const std::string& path) {
  const std::size_t slash = path.find_last_of("/\\");
  std::string name = slash == std::string::npos ? path : path.substr(slash + 1);
  constexpr std::array<std::string_view, 5> endings{".dcm", ".dicom", ".png", ".jpg", ".jpeg"};
  for (const std::string_view ending : endings) {
    if (name.size() <= ending.size()) continue;
    const std::size_t length = name.size() - ending.size();
    const bool ends = std::equal(ending.begin(), ending.end(), name.begin() + static_cast<std::ptrdiff_t>(length),
                                 [](char wanted, char found) { return wanted == lower(found); });
    if (ends) return name.substr(0, length);
  }
  return name;
}

std::string ImageNames::of(const std::string& cell, const base::Place& place) {
  if (naming_ == ImageNaming::id) return cell;
  std::string name = stem(cell);
  if (files_.emplace(name, cell).first->second != cell) {
    throw base::Error(place,
                      "an image has the file name of another one, apart from folder and ending; name them by id");
  }
  return name;
}

}  // namespace cxrval::lesion
