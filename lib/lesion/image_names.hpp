// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/error.hpp"

#include <string>
#include <unordered_map>

namespace cxrval::lesion {

// What stands where an image is named: its id, or the name of its file.
enum class ImageNaming { id, file_name };

// "id" or "file_name", as options have it.
ImageNaming parse_naming(const std::string& word);

// A file's name without folders and the ending .dcm, .dicom, .png, .jpg or .jpeg, in small or capital letters.
std::string stem(const std::string& path);

// The names of the images of one table.
class ImageNames {
 public:
  explicit ImageNames(ImageNaming naming) : naming_(naming) {}

  // The id as it stands there, or the file's stem. Throws Error where another file of the table has the same stem.
  std::string of(const std::string& cell, const base::Place& place);

 private:
  ImageNaming naming_;
  std::unordered_map<std::string, std::string> files_;  // by their stem
};

}  // namespace cxrval::lesion
