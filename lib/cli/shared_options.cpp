// SPDX-License-Identifier: Apache-2.0
#include "cli/shared_options.hpp"

#include "base/error.hpp"
#include "base/number.hpp"
#include "cli/app.hpp"
#include "cli/setters.hpp"
#include "table/shared_columns.hpp"

#include <algorithm>
#include <cstdlib>

namespace cxrval::cli {
namespace {

using base::UsageError;
using Texts = std::vector<std::string>;

MaxRejects parse_max_rejects(std::string text) {
  MaxRejects most;
  most.percent = text.ends_with('%');
  if (most.percent) text.pop_back();
  const auto limit = base::parse_real(text);
  const bool whole = base::parse_integer<std::uint64_t>(text).has_value();
  if (!limit || *limit < 0 || (most.percent ? *limit > 100 : !whole)) {
    throw UsageError("--max-rejects needs a count or a percentage, such as 10 or 0.5%");
  }
  most.limit = *limit;
  return most;
}

void add_mapping(table::ColumnMap& map, const Texts& given) {
  for (const std::string& text : given) {
    const std::size_t equals = text.find('=');
    if (equals == 0 || equals == std::string::npos || equals + 1 == text.size()) {
      throw UsageError("--map needs OURS=THEIRS, such as patient_id=PID");
    }
    if (!table::is_shared_column(text.substr(0, equals))) {
      throw UsageError("--map: " + text.substr(0, equals) + " is no column that cxrval reads; see docs/formats.md");
    }
    if (!map.emplace(text.substr(0, equals), text.substr(equals + 1)).second) {
      throw UsageError("--map names " + text.substr(0, equals) + " twice");
    }
  }
}

// The value is read when all options are known.
Option ids_option(std::string what, const deid::PatientIdRule& by_default) {
  return {.name = "normalize-id",
          .metavar = "RULES",
          .help = std::move(what) +
                  ": none, or a list of trim, upper, strip-prefix:P, strip-leading-zeros, map:FILE, applied in this "
                  "order (FILE: a table with columns from and to)",
          .default_text = by_default.to_string(),
          .group = Group::tables,
          .set = [](const Texts&) {}};
}

}  // namespace

Settings& settings() {
  static Settings shared;
  return shared;
}

App& App::writes_table(std::string what) {
  description_.options.push_back(
      {.name = "output",
       .short_name = 'o',
       .metavar = "FILE",
       .help = "write " + std::move(what) + " to FILE, which appears when it is complete, with FILE.run.json beside it",
       .default_text = "-",
       .group = Group::tables,
       .takes_file = true,
       .set = text_setter(settings().output)});
  const Setter set = [](const Texts& given) {
    settings().format = given.back() == "csv" ? table::Format::csv : table::Format::jsonl;
  };
  description_.options.push_back({.name = "format",
                                  .metavar = "csv|jsonl",
                                  .help = "how tables are written",
                                  .default_text = "csv",
                                  .words = {"csv", "jsonl"},
                                  .group = Group::tables,
                                  .set = set});
  return *this;
}

App& App::reads_table() {
  description_.options.push_back({.name = "map",
                                  .metavar = "OURS=THEIRS",
                                  .help = "read our column OURS from the column THEIRS; may be repeated",
                                  .group = Group::tables,
                                  .set = [](const Texts& given) { add_mapping(settings().map, given); }});
  return *this;
}

App& App::rejects(std::string unit) {
  description_.options.push_back({.name = "rejects",
                                  .metavar = "FILE",
                                  .help = "write each rejected " + std::move(unit) +
                                          " to FILE with its place and reason (holds patients' data: mode 0600)",
                                  .group = Group::tables,
                                  .takes_file = true,
                                  .set = text_setter(settings().rejects)});
  const Setter set = [](const Texts& given) { settings().max_rejects = parse_max_rejects(given.back()); };
  description_.options.push_back(
      {.name = "max-rejects",
       .metavar = "N|P%",
       .help =
           "up to so many rejected records end with exit code 0, more of them fail; without it any of them ends with 3",
       .group = Group::tables,
       .set = set});
  return *this;
}

App& App::threads(int& value) {
  const Setter set = [&value](const Texts& given) {
    const auto number = base::parse_integer<int>(given.back());
    if (!number || *number < 1 || *number > 1024) throw UsageError("--threads needs a number from 1 to 1024");
    value = *number;
  };
  description_.options.push_back({.name = "threads",
                                  .short_name = 'j',
                                  .metavar = "N",
                                  .help = "work with N threads; the output is the same for any N",
                                  .default_text = std::to_string(value),
                                  .group = Group::run,
                                  .set = set});
  return *this;
}

App& App::seed(std::uint64_t& value) {
  description_.options.push_back({.name = "seed",
                                  .metavar = "N",
                                  .help = "seed of the random numbers",
                                  .default_text = std::to_string(value),
                                  .group = Group::run,
                                  .set = number_setter("seed", value)});
  return *this;
}

App& App::normalize_id(deid::PatientIdRule& rule) {
  description_.options.push_back(ids_option("how patient ids are normalised before they are compared", rule));
  patient_ids_ = &rule;
  return *this;
}

App& App::pseudonymize() {
  Settings& shared = settings();
  auto& options = description_.options;
  options.push_back({.name = "pseudonymize",
                     .metavar = "KEYFILE",
                     .help = "write tables for sharing: ids, UIDs and paths are hashed by the key in KEYFILE (at least "
                             "32 bytes), dates move by weeks, free text is left out",
                     .group = Group::tables,
                     .takes_file = true,
                     .set = text_setter(shared.pseudonym_key_file)});
  options.push_back({.name = "keep-text",
                     .help = "with --pseudonymize: leave free text as it is, which may name the patient",
                     .group = Group::tables,
                     .set = [&shared](const Texts&) { shared.keep_text = true; }});
  const auto has_rule = [](const Option& option) { return option.name == "normalize-id"; };
  if (std::any_of(options.begin(), options.end(), has_rule)) return *this;
  shared.ids_for_pseudonyms = true;
  options.push_back(ids_option("with --pseudonymize: how patient ids are normalised before they are hashed", {}));
  return *this;
}

App& App::hash_inputs() {
  description_.options.push_back({.name = "hash-inputs",
                                  .help = "hash the contents of folders for the run record, not only their lists",
                                  .group = Group::run,
                                  .set = [](const Texts&) { settings().hash_inputs = true; }});
  return *this;
}

App& App::resumable() {
  settings().resumable = true;
  description_.options.push_back(
      {.name = "resume",
       .help =
           "go on with what an earlier run, ended in whatever way, left of -o FILE (FILE.partial); begin anew where "
           "there is nothing",
       .group = Group::run,
       .set = [](const Texts&) { settings().resume = true; }});
  return *this;
}

void add_common_options(Description& tool) {
  Settings& shared = settings();
  if (const char* folder = std::getenv("CXRVAL_RUN_DIR")) shared.run_dir = folder;
  auto& options = tool.options;
  options.push_back({.name = "run-dir",
                     .metavar = "DIR",
                     .help = "also write the run record into DIR, which collects those of a whole pipe",
                     .group = Group::run,
                     .takes_file = true,
                     .set = text_setter(shared.run_dir)});
  options.push_back(
      {.name = "redact-paths",
       .metavar = "KEYFILE",
       .help = "show paths as hashes keyed by the contents of KEYFILE, because file names may hold patient ids",
       .group = Group::run,
       .takes_file = true,
       .set = text_setter(shared.redact_key_file)});
  options.push_back({.name = "progress",
                     .metavar = "auto|always|never",
                     .help = "say how far the work is; auto: on a terminal, else one line a minute",
                     .default_text = "auto",
                     .words = {"auto", "always", "never"},
                     .group = Group::run,
                     .set = text_setter(shared.progress)});
  options.push_back({.name = "quiet",
                     .short_name = 'q',
                     .help = "say only warnings and errors",
                     .group = Group::run,
                     .set = [&shared](const Texts&) { shared.quiet = true; }});
  options.push_back({.name = "generate",
                     .metavar = "KIND",
                     .help = "print the tool's own man page, completion or examples",
                     .words = {"man", "bash-completion", "zsh-completion", "examples"},
                     .group = Group::run,
                     .set = [](const Texts&) {}});
  options.push_back({.name = "help", .help = "show this", .group = Group::run, .set = [](const Texts&) {}});
  options.push_back({.name = "version", .help = "show the version", .group = Group::run, .set = [](const Texts&) {}});
}

}  // namespace cxrval::cli
