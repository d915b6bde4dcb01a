// SPDX-License-Identifier: Apache-2.0
#include "deid/patient_id.hpp"

namespace cxrval::deid {
namespace {

bool is_blank(char c) {
  return static_cast<unsigned char>(c) <= 0x20 || c == 0x7f;
}

std::string_view trim(std::string_view id) {
  while (!id.empty() && is_blank(id.front())) id.remove_prefix(1);
  while (!id.empty() && is_blank(id.back())) id.remove_suffix(1);
  return id;
}

}  // namespace

std::optional<PatientIdRule> PatientIdRule::parse(std::string_view list) {
  PatientIdRule rule(false, false, false);
  if (list == "none") return rule;
  while (true) {
    const std::size_t comma = list.find(',');
    const std::string_view word = list.substr(0, comma);
    if (word == "trim") {
      rule.trim_ = true;
    } else if (word == "upper") {
      rule.upper_ = true;
    } else if (word == "strip-leading-zeros") {
      rule.strip_ = true;
    } else {
      return std::nullopt;
    }
    if (comma == std::string_view::npos) return rule;
    list.remove_prefix(comma + 1);
  }
}

std::string PatientIdRule::apply(std::string_view id) const {
  std::string normal(trim_ ? trim(id) : id);
  if (upper_) {
    for (char& c : normal) {
      if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    }
  }
  if (strip_) {
    while (normal.size() > 1 && normal.front() == '0' && !is_blank(normal[1])) normal.erase(0, 1);
  }
  return normal;
}

std::string PatientIdRule::to_string() const {
  std::string list;
  const auto append = [&](bool used, std::string_view word) {
    if (!used) return;
    if (!list.empty()) list += ',';
    list += word;
  };
  append(trim_, "trim");
  append(upper_, "upper");
  append(strip_, "strip-leading-zeros");
  return list.empty() ? "none" : list;
}

std::string CollisionCheck::add(std::string_view id) {
  std::string normal = rule_.apply(id);
  const std::string_view form = trim(id);
  const auto [known, is_new] = forms_.try_emplace(normal, Forms{std::string(form), {}});
  if (!is_new && known->second.first != form) known->second.others.emplace(form);
  return normal;
}

std::size_t CollisionCheck::collisions() const {
  std::size_t count = 0;
  for (const auto& [normal, forms] : forms_) {
    if (!forms.others.empty()) count += 1 + forms.others.size();
  }
  return count;
}

}  // namespace cxrval::deid
