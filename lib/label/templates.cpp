// SPDX-License-Identifier: Apache-2.0
#include "label/templates.hpp"

#include "base/error.hpp"
#include "label/list_file.hpp"

#include <algorithm>

namespace cxrval::label {
namespace {

const std::string names = "chest_wall, pleura, lung or mediastinum";

Template template_of(const ListLine& line) {
  const auto region = std::find(region_names.begin(), region_names.end(), line.name);
  if (region == region_names.end()) {
    throw base::Error(line.place, "no template line; write " + names + ", a tab and the phrase");
  }
  return {static_cast<Region>(region - region_names.begin()), line.text};
}

}  // namespace

const std::vector<Template>& default_templates() {
  static const std::vector<Template> templates = {
      {Region::chest_wall, "không thấy hình bất thường xương lồng ngực"},
      {Region::chest_wall, "không thấy hình tổn thương xương lồng ngực"},
      {Region::pleura, "không thấy hình tràn dịch màng phổi"},
      {Region::pleura, "không thấy hình tràn dịch, khí màng phổi"},
      {Region::pleura, "không thấy hình tràn khí, tràn dịch màng phổi"},
      {Region::lung, "nhu mô phổi không thấy bất thường"},
      {Region::mediastinum, "hình tim và trung thất không thấy bất thường"},
      {Region::mediastinum, "hình tim và trung thất bình thường"},
  };
  return templates;
}

std::vector<Template> read_templates(base::ByteSource& source) {
  std::vector<Template> templates;
  for (const ListLine& line : read_list(source, "region\ttemplate", names)) templates.push_back(template_of(line));
  for (std::size_t i = 0; i < region_count; ++i) {
    const auto region = static_cast<Region>(i);
    const bool given =
        std::any_of(templates.begin(), templates.end(), [=](const Template& one) { return one.region == region; });
    if (!given) {
      throw base::Error({source.name()}, "no template for the region " + std::string(region_names[i]) +
                                             "; without one no report is normal");
    }
  }
  return templates;
}

}  // namespace cxrval::label
