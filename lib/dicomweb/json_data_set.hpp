// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cxrval::dicomweb {

// One data set of the DICOM JSON Model (PS3.18 section F.2), as a server's answer holds it. A tag is its group and
// element in one number, 0x00080018.
class JsonDataSet {
 public:
  struct Attribute {
    std::string text;                // values joined by \; of a person name the alphabetic part; empty without a value
    std::vector<JsonDataSet> items;  // of a sequence
  };

  // Nothing where the answer does not have the attribute, which tells nothing about the image; empty text where it says
  // that the attribute has no value. Without blanks and NULs at its ends.
  std::optional<std::string_view> text(std::uint32_t tag) const;
  // The items of a sequence; none where it is absent.
  const std::vector<JsonDataSet>& items(std::uint32_t tag) const;

  // What `other` has and this has not, such as what a study says about its images.
  void add(const JsonDataSet& other);
  void set(std::uint32_t tag, Attribute attribute) { attributes_.insert_or_assign(tag, std::move(attribute)); }

 private:
  std::map<std::uint32_t, Attribute> attributes_;
};

// The answer to a search: an array of data sets, or one data set, or nothing at all (a 204 has no body). Faults, with
// line and column of the text: "is no JSON", "is no list of data sets",
// "is nested too deeply or has too many values" (64 levels, 4,000,000 values). Numbers are kept as they are written;
// bulk data, inline binary, sequences more than eight deep and names that are no tags are left out.
base::Result<std::vector<JsonDataSet>> parse_data_sets(std::string_view json, const std::string& shown);

}  // namespace cxrval::dicomweb
