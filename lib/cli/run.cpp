// SPDX-License-Identifier: Apache-2.0
#include "cli/run.hpp"

#include "base/error.hpp"
#include "base/number.hpp"
#include "cli/file_claims.hpp"
#include "cli/inputs.hpp"
#include "cli/outputs.hpp"
#include "cli/path_names.hpp"
#include "cli/progress.hpp"
#include "cli/settings.hpp"
#include "provenance/hash.hpp"
#include "provenance/run_record.hpp"

#include <unistd.h>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <deque>
#include <filesystem>

namespace cxrval::cli {
namespace {

using base::Error;

constexpr std::uint64_t most_warnings = 10;
constexpr const char* record_suffix = ".run.json";

// SOURCE_DATE_EPOCH makes records reproducible, as packagers expect of a build date.
std::string utc_now() {
  std::time_t now = std::time(nullptr);
  if (const char* fixed = std::getenv("SOURCE_DATE_EPOCH")) {
    if (const auto seconds = base::parse_integer<std::int64_t>(fixed)) now = static_cast<std::time_t>(*seconds);
  }
  std::tm parts{};
  ::gmtime_r(&now, &parts);
  char text[32];
  return {text, std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &parts)};
}

Progress::When progress_when(const Settings& settings) {
  if (settings.progress == "always") return Progress::When::always;
  return settings.progress == "never" || settings.quiet ? Progress::When::never : Progress::When::automatic;
}

}  // namespace

class Run::Impl {
 public:
  Impl(std::string tool, std::string version, const std::vector<std::string>& arguments, const Settings& settings)
      : settings_(settings),
        names_(settings.names),
        progress_(tool, progress_when(settings)),
        inputs_(settings_, names_, claims_),
        outputs_(settings_, names_, claims_) {
    record_.tool = std::move(tool);
    record_.version = std::move(version);
    record_.started = utc_now();
    for (const std::string& argument : arguments) record_.arguments.push_back(names_.shown_argument(argument));
    for (const std::string& key : {settings_.redact_key_file, settings_.pseudonym_key_file}) {
      if (!key.empty()) claims_.read(key);
    }
    if (!settings_.run_dir.empty()) check_run_dir();
    if (!settings_.rejects.empty()) open_rejects();
    if (outputs_.last_checkpoint()) take_accounts(outputs_.last_checkpoint()->accounts);
  }

  std::string shown(const std::string& path) const { return names_.shown(path); }
  void check_not_written(const std::string& path) const { claims_.check_not_written(path); }

  void say(const std::string& message) {
    progress_.clear();
    const std::string line = record_.tool + ": " + one_line(message) + '\n';
    std::fwrite(line.data(), 1, line.size(), stderr);
  }

  Ledger& ledger(const std::string& unit, const std::string& written_as) {
    for (Ledger& known : ledgers_) {
      if (known.account().unit == unit) return known;
    }
    return ledgers_.emplace_back(unit, written_as);
  }

  void reject(const std::string& unit, const base::Fault& fault, std::string_view text, std::uint64_t count) {
    ledger(unit, "written").rejected(fault.reason, count);
    rejected_ += count;
    if (warnings_ < most_warnings) {
      const std::string times = count == 1 ? "" : " (" + std::to_string(count) + ' ' + unit + ')';
      say("warning: " + base::to_string(fault.place) + ": " + fault.reason + times);
      ++warnings_;
      warned_of_ += count;
    }
    if (rejects_ == nullptr) return;
    const auto number = [](std::size_t value) { return value == 0 ? std::string() : std::to_string(value); };
    const std::vector<std::string> cells{
        unit,         one_line(fault.place.file), number(fault.place.line), number(fault.place.column),
        fault.reason, std::string(text)};
    rejects_->write(cells);
  }

  int finish() {
    inputs_.check_mappings();
    for (const Ledger& account : ledgers_) account.check();
    if (rejected_ > warned_of_) {
      say("warning: " + std::to_string(rejected_ - warned_of_) + " more records rejected" +
          (rejects_ == nullptr ? "; name a file for them with --rejects" : ""));
    }
    if (too_many_rejects()) return end_without_output();
    record_.exit_code = rejected_ > 0 && !settings_.max_rejects ? 3 : 0;
    complete();
    say_ledger();
    return record_.exit_code;
  }

  // Devices and pipes get no record beside them.
  void claim_record() {
    if (outputs_.main_is_file()) claims_.write(settings_.output + record_suffix);
  }

  // What must be the same when a later run goes on with this one.
  std::string identity() const {
    std::string text = record_.tool + '\n' + record_.version + '\n';
    text += settings_.format == table::Format::csv ? "csv\n" : "jsonl\n";
    for (const auto& [name, value] : record_.settings) text += name + '\t' + value + '\n';
    for (const std::string& role : outputs_.roles()) text += role + '\n';
    return provenance::sha256(text);
  }

  ResumePoint resume_point() {
    identity_ = identity();
    const auto& last = outputs_.last_checkpoint();
    if (!last) return {};
    if (last->identity != identity_) {
      throw Error({shown(settings_.output)},
                  "an earlier run began it with other models, options or outputs; give the "
                  "same, or remove FILE.partial.journal to begin anew");
    }
    record_.settings["resumed_after"] = std::to_string(last->inputs);
    return {last->inputs, last->inputs_sha256};
  }

  void checkpoint(std::uint64_t inputs, const std::string& inputs_sha256) {
    provenance::Checkpoint checkpoint{identity_, inputs, inputs_sha256, {}, {}};
    for (const Ledger& account : ledgers_) checkpoint.accounts.push_back(account.account());
    outputs_.checkpoint(std::move(checkpoint));
  }

  const Settings& settings_;
  PathNames names_;
  Progress progress_;
  provenance::RunRecord record_;
  FileClaims claims_;
  Inputs inputs_;
  Outputs outputs_;

 private:
  // Records that an earlier run rejected were warned of there.
  void take_accounts(const std::vector<provenance::Account>& accounts) {
    for (const provenance::Account& account : accounts) {
      ledgers_.emplace_back(account);
      rejected_ += ledgers_.back().rejected_count();
    }
    warned_of_ = rejected_;
  }

  // Before the work, which may take hours, and not after it.
  void check_run_dir() const {
    std::error_code error;
    std::filesystem::create_directories(settings_.run_dir, error);
    if (!std::filesystem::is_directory(settings_.run_dir, error) || ::access(settings_.run_dir.c_str(), W_OK) != 0) {
      throw Error({settings_.run_dir}, "is no folder that can be written to");
    }
  }

  // --rejects FILE exists after every run, also one without rejects.
  void open_rejects() {
    using table::Kind;
    rejects_ = &outputs_.create_table(
        "rejects", settings_.rejects,
        {{"unit"}, {"file"}, {"line", Kind::number}, {"column", Kind::number}, {"reason"}, {"record"}},
        base::Access::owner_only);
  }

  bool too_many_rejects() const {
    if (rejected_ == 0 || !settings_.max_rejects) return false;
    std::uint64_t read = 0;
    for (const Ledger& account : ledgers_) {
      if (account.rejected_count() > 0) read += account.account().read;
    }
    const MaxRejects& most = *settings_.max_rejects;
    const double limit = most.percent ? most.limit / 100 * static_cast<double>(read) : most.limit;
    return static_cast<double>(rejected_) > limit;
  }

  // The rejects are what the user needs now; no other output is put in place.
  int end_without_output() {
    if (rejects_ != nullptr) rejects_->close();
    say("error: " + std::to_string(rejected_) +
        " records rejected, more than --max-rejects allows; no output is put in place");
    say_ledger();
    return 1;
  }

  void say_ledger() {
    progress_.clear();
    if (!settings_.quiet && !ledgers_.empty()) say(ledger_line());
  }

  // All or nothing: whatever can fail (a full disk) fails before the first output appears under its name.
  void complete() {
    record_.outputs = outputs_.prepare();
    const auto run_records = prepare_run_records();
    outputs_.close();
    for (const auto& sink : run_records) sink->close();
    outputs_.drop_journal();
  }

  std::vector<std::unique_ptr<base::ByteSink>> prepare_run_records() {
    record_.inputs = inputs_.streams();
    for (const Ledger& account : ledgers_) record_.accounts.push_back(account.account());
    record_.finished = utc_now();
    const std::string json = provenance::to_json(record_);
    std::vector<std::unique_ptr<base::ByteSink>> sinks;
    const auto prepare = [&](const std::string& path) {
      sinks.push_back(base::open_sink(path, base::Access::everyone, shown(path)));
      sinks.back()->write(json);
      sinks.back()->prepare();
    };
    if (outputs_.main_is_file()) prepare(settings_.output + record_suffix);
    if (!settings_.run_dir.empty()) {
      const std::string name = record_.tool + '-' + provenance::sha256(json).substr(0, 12) + record_suffix;
      prepare((std::filesystem::path(settings_.run_dir) / name).string());
    }
    return sinks;
  }

  std::string ledger_line() const {
    std::string line;
    for (const Ledger& account : ledgers_) line += (line.empty() ? "" : "; ") + account.summary();
    return line;
  }

  std::deque<Ledger> ledgers_;  // what points into its elements must not move
  table::Writer* rejects_ = nullptr;
  std::uint64_t rejected_ = 0;
  std::uint64_t warnings_ = 0;
  std::uint64_t warned_of_ = 0;  // rejected records
  std::string identity_;
};

Run::Run(std::string tool, std::string version, std::vector<std::string> arguments, const Settings& settings)
    : impl_(std::make_unique<Impl>(std::move(tool), std::move(version), arguments, settings)) {}
Run::~Run() = default;

table::Reader& Run::open_table(const std::string& role, const std::string& path) {
  return impl_->inputs_.open_table(role, path);
}

table::BlockReader& Run::open_blocks(const std::string& role, const std::string& path) {
  return impl_->inputs_.open_blocks(role, path);
}

std::unique_ptr<base::ByteSource> Run::open(const std::string& role, const std::string& path) {
  return impl_->inputs_.open(role, path);
}

std::vector<base::WalkedFile> Run::walk(const std::string& role, const std::string& path) {
  return impl_->inputs_.walk(role, path);
}

table::Writer& Run::create_table(std::vector<table::Column> columns) {
  impl_->claim_record();
  return create_table("output", impl_->settings_.output, std::move(columns));
}

table::Writer& Run::create_table(const std::string& role, const std::string& path, std::vector<table::Column> columns,
                                 base::Access access) {
  return impl_->outputs_.create_table(role, path, std::move(columns), access);
}

base::ByteSink& Run::create_output(base::Access access) {
  impl_->claim_record();
  return create_output("output", impl_->settings_.output, access);
}

base::ByteSink& Run::create_output(const std::string& role, const std::string& path, base::Access access) {
  return impl_->outputs_.create_bytes(role, path, access);
}

table::Format Run::format() const {
  return impl_->settings_.format;
}

bool Run::output_is_terminal() const {
  return impl_->settings_.output == "-" && ::isatty(STDOUT_FILENO) == 1;
}

Ledger& Run::ledger(const std::string& unit, const std::string& written_as) {
  return impl_->ledger(unit, written_as);
}

void Run::reject(const std::string& unit, const base::Fault& fault, std::string_view record_text, std::uint64_t count) {
  impl_->reject(unit, fault, record_text, count);
}

void Run::warn(const std::string& message) {
  impl_->say("warning: " + message);
}
void Run::warn(const base::Place& place, const std::string& reason) {
  impl_->say("warning: " + base::to_string(place) + ": " + reason);
}
void Run::note(const std::string& message) {
  if (!impl_->settings_.quiet) impl_->say(message);
}

void Run::record(const std::string& name, const std::string& value) {
  impl_->record_.settings[name] = value;
}
void Run::record_seed(std::uint64_t seed) {
  impl_->record_.seed = seed;
}

void Run::progress(const std::string& unit, std::size_t done, std::size_t total) {
  impl_->progress_.show(unit, done, total);
}

void Run::conclude(const std::string& message) {
  if (impl_->progress_.is_heard()) impl_->say(message);
}

const std::optional<deid::Settings>& Run::pseudonyms() const {
  return impl_->settings_.pseudonyms;
}

ResumePoint Run::resume_point() {
  return impl_->resume_point();
}
void Run::checkpoint(std::uint64_t inputs, const std::string& inputs_sha256) {
  impl_->checkpoint(inputs, inputs_sha256);
}

std::string Run::shown(const std::string& path) const {
  return impl_->shown(path);
}
void Run::check_not_written(const std::string& path) const {
  impl_->check_not_written(path);
}
int Run::finish() {
  return impl_->finish();
}

}  // namespace cxrval::cli
