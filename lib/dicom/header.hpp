// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/civil_time.hpp"
#include "base/result.hpp"
#include "dicom/tag_path.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cxrval::dicom {

// What the tools need of one image's header. Only elements of the top level count: an icon's or a referenced image's
// are never taken. Text is UTF-8 (converted from Specific Character Set), without leading and trailing blanks and NULs.
// Absent elements are empty.
struct Header {
  std::string patient_id;                     // (0010,0020)
  std::string study_uid;                      // (0020,000D)
  std::string series_uid;                     // (0020,000E)
  std::string sop_uid;                        // (0008,0018), else (0002,0003) of the meta header
  std::string sop_class;                      // (0008,0016), else (0002,0002)
  std::optional<base::CivilTime> study_time;  // Study Date (0008,0020) and Time (0008,0030); nothing without both
  std::string modality;                       // (0008,0060)
  std::string body_part;                      // (0018,0015)
  std::string view;                           // View Position (0018,5101)
  std::string sex;                            // (0010,0040): M, F, O or empty
  std::string birth_year;                     // of (0010,0030): four digits, 1800 to 2199, or empty
  int rows = 0;                               // (0028,0010); 0 when absent
  int columns = 0;                            // (0028,0011)
  int bits_stored = 0;                        // (0028,0101)
  int frames = 1;                             // (0028,0008); 1 when absent or not a number
  std::string photometric;                    // (0028,0004)
  std::string transfer_syntax;                // UID; without one in the file, the one its data set looks like

  std::string accession_number;                     // (0008,0050)
  std::optional<base::CivilTime> acquisition_time;  // (0008,0022) and (0008,0032), else DateTime (0008,002A)
  std::string laterality;                           // Image Laterality (0020,0062), else Laterality (0020,0060)
  std::string manufacturer;                         // (0008,0070)
  std::string manufacturer_model;                   // (0008,1090)
  std::string patient_age;                          // (0010,1010), such as 045Y
  std::string image_type;                           // (0008,0008)
  std::string burned_in_annotation;                 // (0028,0301)

  std::vector<std::string> extra;  // the values of HeaderRequest::extra, in its order
  // Why some of the above is empty or odd, WORD:COLUMN: the words of decode_text and value_at, and uid_malformed (a UID
  // that is not digits and dots). Columns are called as in the table of images.
  std::vector<std::string> warnings;
};

struct HeaderRequest {
  std::vector<TagPath> extra;
  // The character set of text beyond ASCII whatever the file declares, for devices that declare none or a wrong one.
  std::string character_set;
};

// Reads up to Pixel Data and not the pixels (at most 64 MiB). PS3.10 files, files without preamble or without meta
// header when their data set begins with an element of group 0008, and data sets whose VR is other than their transfer
// syntax says. `shown` is the file's name for messages. Faults: "cannot be opened or read", "not a DICOM file", "data
// set is damaged", "deflated data set is too large", "a DICOMDIR is no image", "patient id is not in its declared
// character set" (a NUL inside it included), "a UID is longer than 64 characters or could be a path".
base::Result<Header> read_header(const std::string& path, const std::string& shown, const HeaderRequest& request = {});
// The same of a file in memory.
base::Result<Header> parse_header(std::string_view bytes, const std::string& shown, const HeaderRequest& request = {});

}  // namespace cxrval::dicom
