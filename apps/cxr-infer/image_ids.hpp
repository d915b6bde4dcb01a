// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.hpp"
#include "cli/run.hpp"
#include "dicom/header.hpp"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace cxrval::cxr_infer {

// Whose a PNG or JPEG image is, which has no header to say so:
//   name        patient, study and image are called by the file's name without its extension
//   a pattern   such as {patient_id}_{}.png or p{patient_id}/s{study_uid}/{sop_uid}: names of image columns in braces
//               stand for what is found there (never a slash), {} for anything. It has as many folders as it has
//               slashes, counted from the file; with an extension it must fit that too. sop_uid not in it is the file's
//               name, study_uid not in it the sop_uid
//   a table     with a column path (the file's name, or its path below the folder given) and any image columns
class ImageIds {
 public:
  // A pattern has a {, anything but "name" is a table's path. Throws UsageError for a pattern that names no column, and
  // Error for a table that cannot be read, names a file twice, or holds a time that is none.
  ImageIds(const std::string& choice, cli::Run& run);

  // `relative` is the path below the folder that was given. Faults without a place: "the file's name does not fit the
  // pattern of ids", "the image is not in the table of ids".
  base::Result<dicom::Header> header_of(const std::string& relative) const;

 private:
  struct Part {
    std::string text;  // what stands there, or the column's name
    bool is_field = false;
  };
  using Pattern = std::vector<Part>;
  using Table = std::map<std::string, dicom::Header, std::less<>>;

  static Pattern parse_pattern(std::string_view text);
  static void check_field(const std::string& name, const Pattern& before);
  static Table read_table(const std::string& path, cli::Run& run);
  static bool fits(const Pattern& pattern, std::size_t part, std::string_view text, dicom::Header& header);

  std::variant<std::monostate, Pattern, Table> ids_;
  std::size_t folders_ = 0;         // that the pattern has
  bool pattern_extension_ = false;  // does it end in one?
};

}  // namespace cxrval::cxr_infer
