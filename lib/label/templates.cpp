// SPDX-License-Identifier: Apache-2.0
#include "label/templates.hpp"

#include "base/error.hpp"
#include "text/normalize.hpp"
#include "text/utf8.hpp"

#include <algorithm>
#include <utility>

namespace cxrval::label {
namespace {

constexpr std::size_t file_limit = std::size_t{1} << 16;
constexpr std::size_t phrase_limit = 1000;

std::string_view take_line(std::string_view& text) {
  const std::size_t end = text.find('\n');
  std::string_view line = text.substr(0, end);
  text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

Template parse_line(std::string_view line, const base::Place& place) {
  const std::size_t tab = line.find('\t');
  const std::string_view name = line.substr(0, tab);
  const auto region = std::find(region_names.begin(), region_names.end(), name);
  if (tab == std::string_view::npos || region == region_names.end()) {
    throw base::Error(place, "no template line; write chest_wall, pleura, lung or mediastinum, a tab and the phrase");
  }
  const std::string_view phrase = line.substr(tab + 1);
  if (phrase.size() > phrase_limit) throw base::Error(place, "template of more than 1000 bytes");
  if (phrase.find('\t') != std::string_view::npos) throw base::Error(place, "more than two columns");
  const std::string normal_form = text::normalized(phrase);
  if (normal_form.empty()) throw base::Error(place, "empty template");
  if (normal_form.find('\n') != std::string::npos) throw base::Error(place, "template with a line break");
  return {static_cast<Region>(region - region_names.begin()), std::string(phrase)};
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
  const std::string bytes = base::read_all(source, file_limit);
  if (!text::is_valid_utf8(bytes)) throw base::Error({source.name()}, "is not UTF-8; save the list as UTF-8");
  std::string_view rest = bytes;
  if (rest.starts_with("\xEF\xBB\xBF")) rest.remove_prefix(3);
  if (take_line(rest) != "region\ttemplate") {
    throw base::Error({source.name(), 1}, "no list of templates; its first line must be region, a tab, template");
  }
  std::vector<Template> templates;
  for (std::size_t line = 2; !rest.empty(); ++line) {
    templates.push_back(parse_line(take_line(rest), {source.name(), line}));
  }
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
