// SPDX-License-Identifier: Apache-2.0
#include "his/paths.hpp"

#include <algorithm>

namespace cxrval::his {
namespace {

// Names as XML has them, without the ones that nobody uses: letters of any script, digits, _ . -
bool is_name(std::string_view text) {
  const auto begins = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || (static_cast<unsigned char>(c) & 0x80) != 0;
  };
  const auto goes_on = [&](char c) { return begins(c) || (c >= '0' && c <= '9') || c == '-' || c == '.'; };
  return !text.empty() && begins(text[0]) && std::all_of(text.begin(), text.end(), goes_on);
}

RecordPaths paths_of(std::string_view record, const std::array<std::string, field_count>& fields) {
  RecordPaths paths{};
  paths.record = Path(record);
  for (std::size_t i = 0; i < field_count; ++i) {
    const Path& path = paths.fields[i] = Path(fields[i]);
    if (path.given()) paths.given[paths.given_count++] = {i, path.size(), path.last()};
  }
  return paths;
}

}  // namespace

Path::Path(std::string_view text) {
  while (!text.empty()) {
    const std::size_t slash = text.find('/');
    const std::string_view step = text.substr(0, slash);
    if (step.starts_with('@')) {
      attribute_ = step.substr(1);
    } else if (count_ < longest) {
      steps_[count_++] = step;
    }
    text.remove_prefix(slash == std::string_view::npos ? text.size() : slash + 1);
  }
}

bool Path::is(std::span<const std::string_view> names) const {
  return names.size() == count_ && ends(names);
}

bool Path::ends(std::span<const std::string_view> names) const {
  if (names.size() < count_) return false;
  // The last name differs most often.
  for (std::size_t i = 1; i <= count_; ++i) {
    if (steps_[count_ - i] != names[names.size() - i]) return false;
  }
  return true;
}

Paths::Paths(const Profile& profile)
    : session(paths_of(profile.session, profile.session_fields)),
      report(paths_of(profile.report, profile.report_fields)) {}

std::string_view problem_of_path(std::string_view text, PathOf what) {
  std::size_t steps = 0;
  while (true) {
    const std::size_t slash = text.find('/');
    std::string_view step = text.substr(0, slash);
    const bool last = slash == std::string_view::npos;
    if (step.starts_with('@')) {
      if (what == PathOf::record) return "no path of an element; write names of elements with / between them";
      if (!last) return "an attribute stands before the end of a path";
      step.remove_prefix(1);
    }
    if (!is_name(step)) return "no path; write names of elements with / between them, without prefixes";
    if (++steps > Path::longest) return "a path of more than 8 steps";
    if (last) return {};
    text.remove_prefix(slash + 1);
  }
}

}  // namespace cxrval::his
