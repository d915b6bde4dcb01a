// SPDX-License-Identifier: Apache-2.0
#include "settings.hpp"

#include "records.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <string_view>

namespace cxrval::validation_report {
namespace {

using Names = std::vector<const char*>;

const std::map<std::string_view, Names>& names_by_tool() {
  static const std::map<std::string_view, Names> names{
      {"his-extract", {"service", "all-services", "base-code", "profile_name"}},
      {"label-reports", {"templates", "steps", "without", "join-lines", "empty", "words"}},
      {"cxr-infer", {"filter", "rules", "frame", "half", "device", "batch", "libtorch", "shard"}},
      {"dicom-extract", {"filter", "rules", "charset"}},
      {"match",
       {"window", "window_bounds", "precision", "pairing", "open-sessions", "closing-minute", "day-only", "study-rule",
        "near-best", "normalize-id", "utc-offset", "skew", "device", "allow-mixed-models"}},
      {"bootstrap-f1",
       {"recipe", "counts", "threshold", "unit", "method", "resamples", "level", "quantile-type", "stratify", "exact",
        "rule", "group", "indeterminate", "verification", "prevalence"}},
      {"eval-boxes", {"preset", "iou", "unit", "rule", "resamples", "level"}},
      {"compare-labels", {"key", "interval"}}};
  return names;
}

// Options that take a word that is built in, or a file.
constexpr std::array<std::string_view, 3> words_or_files{"templates", "words", "rules"};
constexpr std::array<std::string_view, 3> built_in{"built-in", "paper", "lenient"};

std::string shown(std::string_view name, const std::string& value, const Language& say) {
  if (std::find(words_or_files.begin(), words_or_files.end(), name) != words_or_files.end()) {
    const bool is_word = std::any_of(built_in.begin(), built_in.end(), [&](std::string_view word) {
      return value == word || value.starts_with(std::string(word) + ':');
    });
    return is_word || value.empty() ? value : say("a file of one's own", "một tệp riêng");
  }
  if (name == "normalize-id") {
    const std::size_t map = value.find("map:");
    if (map != std::string::npos) return value.substr(0, map) + say("a table of ids", "bảng đối chiếu mã");
  }
  return value;
}

}  // namespace

std::vector<Setting> shown_settings(const provenance::RunRecord& record, const Language& say) {
  std::vector<Setting> settings;
  const auto names = names_by_tool().find(record.tool);
  if (names == names_by_tool().end()) return settings;
  for (const char* name : names->second) {
    const std::string value = shown(name, setting(record, name), say);
    if (!value.empty() && value != "false" && value != "none") settings.push_back({name, value});
  }
  if (record.seed) settings.push_back({"seed", std::to_string(*record.seed)});
  return settings;
}

std::string shown_setting(const provenance::RunRecord& record, const std::string& name, const Language& say) {
  return shown(name, setting(record, name), say);
}

}  // namespace cxrval::validation_report
