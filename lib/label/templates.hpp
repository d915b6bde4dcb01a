// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/bytes.hpp"

#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace cxrval::label {

// The anatomical regions that a report without findings describes (arXiv 2104.02256, Table 2).
enum class Region { chest_wall, pleura, lung, mediastinum };

constexpr std::size_t region_count = 4;
constexpr std::array<std::string_view, region_count> region_names = {"chest_wall", "pleura", "lung", "mediastinum"};

// A phrase that says that its region is normal.
struct Template {
  Region region = Region::chest_wall;
  std::string phrase;

  bool operator==(const Template&) const = default;
};

// The eight of arXiv 2104.02256, Table 2; the same as data/templates/vindr-phutho.tsv.
const std::vector<Template>& default_templates();

// Reads a list: UTF-8 text, the header line `region<TAB>template`, then one template a line. Throws Error with its
// place for anything else, for a region without a template, and for a template of nothing but blanks, with a line
// break or of more than 1,000 bytes, and for a list of more than 64 KiB.
std::vector<Template> read_templates(base::ByteSource& source);

}  // namespace cxrval::label
