// SPDX-License-Identifier: Apache-2.0
#include "infer/manifest_node.hpp"

#include "base/error.hpp"

#include <algorithm>
#include <cstddef>
#include <nlohmann/json.hpp>
#include <set>
#include <utility>

namespace cxrval::infer {

namespace {

using Json = nlohmann::json;

constexpr std::size_t largest_manifest = std::size_t{1} << 20;

base::Place place_of(std::string_view text, std::size_t offset, const std::string& file) {
  const std::string_view before = text.substr(0, std::min(offset, text.size()));
  const auto lines = static_cast<std::size_t>(std::count(before.begin(), before.end(), '\n'));
  const std::size_t line_start = before.rfind('\n') + 1;  // npos + 1 is 0
  return {file, lines + 1, before.size() - line_start + 1};
}

Json parse_json(std::string_view text, const std::string& file) {
  if (text.size() > largest_manifest) throw base::Error({file}, "manifest larger than 1 MiB");
  std::vector<std::set<std::string>> keys;
  const auto refuse_doubles = [&](int, Json::parse_event_t event, Json& value) {
    if (event == Json::parse_event_t::object_start) keys.emplace_back();
    if (event == Json::parse_event_t::object_end) keys.pop_back();
    if (event == Json::parse_event_t::key && !keys.back().insert(value.get<std::string>()).second) {
      throw base::Error({file}, "key " + value.get<std::string>() + " given twice in one object");
    }
    return true;
  };
  try {
    return Json::parse(text.begin(), text.end(), refuse_doubles);
  } catch (const Json::parse_error& error) {
    throw base::Error(place_of(text, error.byte == 0 ? 0 : error.byte - 1, file), "not valid JSON");
  } catch (const Json::exception&) {
    throw base::Error({file}, "not valid JSON: a number is out of range");
  }
}

const Json& json(const std::shared_ptr<const void>& value) {
  return *static_cast<const Json*>(value.get());
}

}  // namespace

ManifestNode::ManifestNode(std::shared_ptr<const void> value, std::string pointer, std::string file)
    : value_(std::move(value)), pointer_(std::move(pointer)), file_(std::move(file)) {}

ManifestNode ManifestNode::root(std::string_view json, const std::string& file) {
  return {std::make_shared<const Json>(parse_json(json, file)), "", file};
}

ManifestNode ManifestNode::child(const void* value, std::string_view key) const {
  std::string pointer = pointer_ + "/";
  for (const char c : key) pointer += c == '~' ? "~0" : c == '/' ? "~1" : std::string(1, c);
  return {std::shared_ptr<const void>(value_, value), std::move(pointer), file_};
}

void ManifestNode::fail(const std::string& reason) const {
  throw base::Error({file_}, (pointer_.empty() ? "" : pointer_ + ": ") + reason);
}

void ManifestNode::object_of(std::initializer_list<std::string_view> keys) const {
  if (!json(value_).is_object()) fail("must be an object");
  for (const auto& [key, value] : json(value_).items()) {
    if (std::find(keys.begin(), keys.end(), key) == keys.end()) child(&value, key).fail("unknown key");
  }
}

std::optional<ManifestNode> ManifestNode::find(const std::string& key) const {
  const auto found = json(value_).find(key);
  if (found == json(value_).end()) return std::nullopt;
  return child(&*found, key);
}

ManifestNode ManifestNode::at(const std::string& key) const {
  const std::optional<ManifestNode> found = find(key);
  if (!found) fail("key " + key + " is missing");
  return *found;
}

std::vector<ManifestNode> ManifestNode::items() const {
  if (!json(value_).is_array()) fail("must be an array");
  std::vector<ManifestNode> all;
  for (const Json& item : json(value_)) all.push_back(child(&item, std::to_string(all.size())));
  return all;
}

bool ManifestNode::is_text() const {
  return json(value_).is_string();
}

std::string ManifestNode::text() const {
  if (!is_text() || json(value_).get_ref<const std::string&>().empty()) fail("must be text that is not empty");
  return json(value_).get<std::string>();
}

std::string ManifestNode::word(std::initializer_list<std::string_view> words) const {
  const std::string given = text();
  if (std::find(words.begin(), words.end(), given) == words.end()) {
    std::string list;
    for (const std::string_view word : words) list += (list.empty() ? "" : ", ") + std::string(word);
    fail((words.size() == 1 ? "must be " : "must be one of ") + list);
  }
  return given;
}

bool ManifestNode::boolean() const {
  if (!json(value_).is_boolean()) fail("must be true or false");
  return json(value_).get<bool>();
}

int ManifestNode::integer(int low, int high) const {
  const bool whole = json(value_).is_number_integer();
  // compared as double, so that no 64-bit value wraps
  if (!whole || json(value_).get<double>() < low || json(value_).get<double>() > high) {
    fail("must be a whole number from " + std::to_string(low) + " to " + std::to_string(high));
  }
  return json(value_).get<int>();
}

double ManifestNode::number(double low, double high, const std::string& range) const {
  if (!json(value_).is_number() || !(json(value_).get<double>() >= low && json(value_).get<double>() <= high)) {
    fail("must be a number " + range);
  }
  return json(value_).get<double>();
}

double ManifestNode::fraction() const {
  return number(0, 1, "from 0 to 1");
}

std::string ManifestNode::relative_file() const {
  const std::string path = text();
  const bool climbs = path.front() == '/' || path == ".." || path.starts_with("../") || path.ends_with("/..") ||
                      path.find("/../") != std::string::npos || path.find('\0') != std::string::npos;
  if (climbs) fail("must be a file in the manifest's folder");
  return path;
}

}  // namespace cxrval::infer
