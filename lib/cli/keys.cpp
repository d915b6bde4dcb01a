// SPDX-License-Identifier: Apache-2.0
#include "cli/keys.hpp"

#include "base/error.hpp"
#include "cli/id_rule.hpp"
#include "cli/run.hpp"

#include <filesystem>
#include <system_error>

namespace cxrval::cli {
namespace {

using base::UsageError;
using std::filesystem::perms;

bool is_open_to_others(const std::string& path) {
  std::error_code unknown;
  const auto status = std::filesystem::status(path, unknown);
  return std::filesystem::is_regular_file(status) &&
         (status.permissions() & (perms::group_all | perms::others_all)) != perms::none;
}

void refuse_idle_options(const Settings& settings, const std::string& normalize_id) {
  if (settings.keep_text) throw UsageError("--keep-text needs --pseudonymize");
  if (settings.ids_for_pseudonyms && normalize_id != deid::PatientIdRule().to_string()) {
    throw UsageError("--normalize-id needs --pseudonymize");
  }
}

}  // namespace

std::unique_ptr<base::ByteSource> open_secret(const std::string& path, Run& run) {
  if (is_open_to_others(path)) run.warn(base::Place{run.shown(path)}, "other users of this machine can read it");
  return base::open_source(path, run.shown(path));
}

void read_keys(Settings& settings, const std::string& normalize_id) {
  const std::string& file = settings.pseudonym_key_file;
  if (!normalize_id.empty()) settings.patient_ids = parse_id_rule(normalize_id);
  if (file.empty()) {
    refuse_idle_options(settings, normalize_id);
    settings.names = PathNames(settings.redact_key_file);
    return;
  }
  if (!settings.redact_key_file.empty()) {
    throw UsageError("--pseudonymize hashes paths by its own key and leaves nothing to --redact-paths");
  }
  if (file == "-") throw UsageError("--pseudonymize needs a file, not standard input");
  const deid::Key key = deid::read_key(*base::open_source(file));
  settings.names = PathNames(key);
  settings.pseudonyms.emplace(
      deid::Settings{key, settings.patient_ids.value_or(deid::PatientIdRule()), settings.keep_text});
  settings.key_is_open = is_open_to_others(file);
}

}  // namespace cxrval::cli
