// SPDX-License-Identifier: Apache-2.0
#include "deid/patient_id.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace cxrval::deid {
namespace {

constexpr std::string_view prefix_word = "strip-prefix:";
constexpr std::string_view map_word = "map:";

bool is_blank(char c) {
  return static_cast<unsigned char>(c) <= 0x20 || c == 0x7f;
}
bool is_small(char c) {
  return c >= 'a' && c <= 'z';
}
bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_of_prefix(char c) {
  return is_small(c) || (c >= 'A' && c <= 'Z') || c == '-' || c == '_' || c == '.' || c == '/' || is_blank(c);
}

std::string_view trim(std::string_view id) {
  while (!id.empty() && is_blank(id.front())) id.remove_prefix(1);
  while (!id.empty() && is_blank(id.back())) id.remove_suffix(1);
  return id;
}

void make_upper(std::string& text) {
  for (char& c : text) {
    if (is_small(c)) c = static_cast<char>(c - 'a' + 'A');
  }
}

std::string_view without_zeros(std::string_view id) {
  while (id.size() > 1 && id.front() == '0' && !is_blank(id[1])) id.remove_prefix(1);
  return id;
}

std::string_view without_any_prefix(std::string_view id) {
  const auto end = std::find_if_not(id.begin(), id.end(), is_of_prefix);
  if (end != id.end() && is_digit(*end)) id.remove_prefix(static_cast<std::size_t>(end - id.begin()));
  return id;
}

// 0-12 loses its zero, and then what has become a prefix.
std::string_view bare(std::string_view id) {
  while (true) {
    const std::string_view less = without_zeros(without_any_prefix(id));
    if (less.size() == id.size()) return id;
    id = less;
  }
}

bool longer_first(const std::string& a, const std::string& b) {
  return a.size() != b.size() ? a.size() > b.size() : a < b;
}

}  // namespace

bool PatientIdMap::add(std::string_view from, std::string_view to) {
  const auto [known, is_new] = to_.try_emplace(std::string(from), to);
  return is_new || known->second == to;
}

std::optional<std::string_view> PatientIdMap::find(std::string_view from) const {
  const auto known = to_.find(from);
  return known == to_.end() ? std::nullopt : std::optional<std::string_view>(known->second);
}

std::optional<PatientIdRule> PatientIdRule::parse(std::string_view list) {
  PatientIdRule rule;
  rule.trim_ = false;
  if (list == "none") return rule;
  for (bool more = true; more;) {
    const std::size_t comma = list.find(',');
    const std::string_view word = list.substr(0, comma);
    if (word == "trim") {
      rule.trim_ = true;
    } else if (word == "upper") {
      rule.upper_ = true;
    } else if (word == "strip-leading-zeros") {
      rule.strip_ = true;
    } else if (word.starts_with(prefix_word) && word.size() > prefix_word.size()) {
      rule.prefixes_.emplace_back(word.substr(prefix_word.size()));
    } else if (word.starts_with(map_word) && word.size() > map_word.size() && rule.map_file_.empty()) {
      rule.map_file_ = rule.map_shown_ = word.substr(map_word.size());
    } else {
      return std::nullopt;
    }
    more = comma != std::string_view::npos;
    if (more) list.remove_prefix(comma + 1);
  }
  if (rule.upper_) std::for_each(rule.prefixes_.begin(), rule.prefixes_.end(), make_upper);
  std::sort(rule.prefixes_.begin(), rule.prefixes_.end(), longer_first);
  rule.prefixes_.erase(std::unique(rule.prefixes_.begin(), rule.prefixes_.end()), rule.prefixes_.end());
  return rule;
}

PatientIdRule PatientIdRule::loosest() {
  PatientIdRule rule;
  rule.upper_ = rule.any_prefix_ = rule.strip_ = true;
  return rule;
}

void PatientIdRule::set_map(PatientIdMap map, std::string shown) {
  map_ = std::make_shared<const PatientIdMap>(std::move(map));
  map_shown_ = std::move(shown);
}

std::string_view PatientIdRule::before_map(std::string_view id, std::string& scratch) const {
  if (trim_) id = trim(id);
  if (upper_ && std::any_of(id.begin(), id.end(), is_small)) {
    scratch.assign(id);
    make_upper(scratch);
    id = scratch;
  }
  for (const std::string& prefix : prefixes_) {
    if (id.size() <= prefix.size() || !id.starts_with(prefix)) continue;
    id.remove_prefix(prefix.size());
    if (trim_) id = trim(id);
    break;
  }
  if (any_prefix_) return bare(id);
  return strip_ ? without_zeros(id) : id;
}

std::string_view PatientIdRule::apply(std::string_view id, std::string& scratch) const {
  id = before_map(id, scratch);
  if (map_file_.empty()) return id;
  if (!map_) throw std::logic_error("patient ids are normalised before their map is read");
  return map_->find(id).value_or(id);
}

std::string PatientIdRule::apply(std::string_view id) const {
  std::string scratch;
  return std::string(apply(id, scratch));
}

std::string PatientIdRule::to_string() const {
  std::string list;
  const auto append = [&list](bool used, std::string_view word, std::string_view value = {}) {
    if (!used) return;
    if (!list.empty()) list += ',';
    list.append(word).append(value);
  };
  append(trim_, "trim");
  append(upper_, "upper");
  for (const std::string& prefix : prefixes_) append(true, prefix_word, prefix);
  append(strip_, "strip-leading-zeros");
  append(!map_file_.empty(), map_word, map_shown_);
  return list.empty() ? "none" : list;
}

std::size_t collisions(const PatientIdRule& rule, std::span<std::string_view> ids) {
  for (std::string_view& id : ids) id = trim(id);
  const auto differs = [&ids](std::string_view id) { return id != ids.front(); };
  if (std::none_of(ids.begin(), ids.end(), differs)) return 0;
  std::sort(ids.begin(), ids.end());
  std::unordered_map<std::string, std::size_t> alike;
  std::string scratch;
  for (std::size_t i = 0; i < ids.size(); ++i) {
    if (i == 0 || ids[i] != ids[i - 1]) ++alike[std::string(rule.before_map(ids[i], scratch))];
  }
  std::size_t count = 0;
  for (const auto& [normal, forms] : alike) count += forms > 1 ? forms : 0;
  return count;
}

}  // namespace cxrval::deid
