// SPDX-License-Identifier: Apache-2.0
#include "image/sidecar.hpp"

#include <nlohmann/json.hpp>
#include <string>

namespace cxrval::image {
namespace {

using Json = nlohmann::json;

// Deeper text is no header, and would use up the stack.
constexpr int deepest_json = 64;

Json parse(std::string_view text) {
  const auto shallow = [](int depth, Json::parse_event_t, Json&) { return depth <= deepest_json; };
  return Json::parse(text.begin(), text.end(), shallow, false);
}

std::string first_value(const Json& header, const char* key) {
  const auto element = header.find(key);
  if (element == header.end()) return "";
  if (element->is_string()) return element->get<std::string>();
  if (!element->is_object() || !element->contains("Value")) return "";
  const Json& value = element->at("Value");
  if (value.is_string()) return value.get<std::string>();
  return value.is_array() && !value.empty() && value.front().is_string() ? value.front().get<std::string>() : "";
}

}  // namespace

std::string_view read_sidecar(std::string_view json, Source& source) {
  const Json header = parse(json);
  if (!header.is_object()) return "sidecar is not a JSON object";
  const std::string shape = first_value(header, "20500020");
  if (shape == "IDENTITY") source.plut_shape = PlutShape::identity;
  if (first_value(header, "00280004") == "MONOCHROME1") source.photometric = Photometric::monochrome1;
  if (shape == "INVERSE") {
    source.plut_shape = PlutShape::inverse;
    source.photometric = Photometric::monochrome1;
  }
  return {};
}

}  // namespace cxrval::image
