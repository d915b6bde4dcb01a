// SPDX-License-Identifier: Apache-2.0
#include "choice.hpp"

#include "base/error.hpp"
#include "his/trim.hpp"

#include <algorithm>

namespace cxrval::his_extract {
namespace {

constexpr std::size_t most_recorded = 100;

std::string listed(const his::Selection& selection) {
  if (selection.all) return "all";
  if (selection.services.size() > most_recorded) return std::to_string(selection.services.size()) + " codes";
  std::string text;
  for (const std::string& service : selection.services) text += (text.empty() ? "" : ", ") + service;
  return text;
}

}  // namespace

his::Profile choose_profile(const Options& options, cli::Run& run) {
  if (options.profile == his::moh_profile().name) return his::moh_profile();
  his::Profile profile = his::read_profile(*run.open("profile", options.profile));
  run.record("profile_name", profile.name);
  return profile;
}

his::Selection choose_services(const Options& options, const his::Profile& profile, cli::Run& run) {
  const bool named = !options.services.empty() || !options.services_file.empty();
  if (options.all_services && named)
    throw base::UsageError("--all-services leaves nothing to --service and --services");
  if (options.all_services && options.base_code) throw base::UsageError("--all-services leaves nothing to --base-code");
  his::Selection selection;
  selection.services.clear();
  for (const std::string& service : options.services) {
    const std::string_view code = his::trimmed(service);
    if (code.empty()) throw base::UsageError("--service needs a code");
    selection.services.emplace_back(code);
  }
  if (!options.services_file.empty()) {
    for (std::string& code : his::read_services(*run.open("services", options.services_file))) {
      selection.services.push_back(std::move(code));
    }
  }
  if (!named) selection.services = profile.services;
  selection.all = options.all_services || selection.services.empty();
  selection.base_code = options.base_code;
  if (selection.all && options.base_code)
    throw base::UsageError("--base-code needs services, and the profile has none");
  std::sort(selection.services.begin(), selection.services.end());
  const auto end = std::unique(selection.services.begin(), selection.services.end());
  selection.services.erase(end, selection.services.end());
  run.record("service", listed(selection));
  return selection;
}

}  // namespace cxrval::his_extract
