// SPDX-License-Identifier: Apache-2.0
#include "cli/run.hpp"

#include "base/error.hpp"
#include "base/number.hpp"
#include "cli/file_claims.hpp"
#include "cli/path_names.hpp"
#include "cli/progress.hpp"
#include "cli/settings.hpp"
#include "provenance/hash.hpp"
#include "provenance/run_record.hpp"

#include <unistd.h>
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <deque>
#include <filesystem>
#include <set>

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

struct Input {
  provenance::Stream stream;
  provenance::Hash hash;
  std::unique_ptr<table::Reader> reader;
};

struct Output {
  provenance::Stream stream;
  provenance::Hash hash;
  std::unique_ptr<table::Writer> table;
  std::unique_ptr<base::ByteSink> bytes;
};

}  // namespace

class Run::Impl {
 public:
  Impl(std::string tool, std::string version, const std::vector<std::string>& arguments, const Settings& settings)
      : settings_(settings), names_(settings.names), progress_(tool, progress_when(settings)) {
    record_.tool = std::move(tool);
    record_.version = std::move(version);
    record_.started = utc_now();
    for (const std::string& argument : arguments) record_.arguments.push_back(shown_argument(argument));
    for (const std::string& key : {settings_.redact_key_file, settings_.pseudonym_key_file}) {
      if (!key.empty()) claims_.read(key);
    }
    if (!settings_.run_dir.empty()) check_run_dir();
    if (!settings_.rejects.empty()) open_rejects();
  }

  std::string shown(const std::string& path) const { return names_.shown(path); }

  Input& add_input(const std::string& role, const std::string& path) {
    if (path == "-" && std::exchange(stdin_taken_, true)) {
      throw base::UsageError("only one input can be standard input");
    }
    claims_.read(path);
    Input& input = inputs_.emplace_back();
    input.stream.role = role;
    input.stream.path = shown(path);
    return input;
  }

  std::unique_ptr<base::ByteSource> open(Input& input, const std::string& path) {
    return provenance::hashing_source(base::open_source(path, shown(path)), input.hash);
  }

  std::vector<base::WalkedFile> walk(const std::string& role, const std::string& path) {
    std::vector<base::WalkedFile> files = base::walk(path);
    Input& input = add_input(role, path);
    for (base::WalkedFile& file : files) {
      claims_.read(file.path);
      file.shown = shown(file.shown);
      std::string line = file.shown + '\t' + std::to_string(file.size);
      if (settings_.hash_inputs) line += '\t' + provenance::sha256_of_file(file.path);
      input.hash.add(line + '\n');
      input.stream.bytes += file.size;
    }
    input.stream.files = files.size();
    return files;
  }

  Output& add_output(const std::string& role, const std::string& path) {
    if (path == "-" && std::exchange(stdout_taken_, true)) {
      throw base::UsageError("only one output can be standard output");
    }
    claims_.write(path);
    Output& output = outputs_.emplace_back();
    output.stream.role = role;
    output.stream.path = shown(path);
    return output;
  }

  table::Writer& create_table(Output& output, const std::string& path, std::vector<table::Column> columns,
                              base::Access access) {
    auto sink = provenance::hashing_sink(base::open_sink(path, access, shown(path)), output.hash);
    output.table = std::make_unique<table::Writer>(std::move(sink), settings_.format, std::move(columns));
    return *output.table;
  }

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
    check_mappings();
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

  // The main output was opened; devices and pipes get no record beside them.
  void main_output_opened() {
    std::error_code error;
    const auto type = std::filesystem::status(settings_.output, error).type();
    main_output_is_file_ = settings_.output != "-" && (type == std::filesystem::file_type::not_found ||
                                                       type == std::filesystem::file_type::regular);
    if (main_output_is_file_) claims_.write(settings_.output + record_suffix);
  }

  const Settings& settings_;
  PathNames names_;
  Progress progress_;
  provenance::RunRecord record_;

 private:
  std::string shown_argument(const std::string& argument) const {
    const std::size_t equals = argument.find('=');
    if (!argument.starts_with('-') || argument == "-") return shown(argument);
    if (!names_.redacts()) return one_line(argument);
    if (!argument.starts_with("--"))
      return argument.substr(0, 2) + (argument.size() > 2 ? shown(argument.substr(2)) : "");
    if (equals == std::string::npos) return one_line(argument);
    return argument.substr(0, equals + 1) + shown(argument.substr(equals + 1));
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
    Output& output = add_output("rejects", settings_.rejects);
    rejects_ =
        &create_table(output, settings_.rejects,
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

  // A mapping that no input knows is a slip of the pen, and would silently read another column.
  void check_mappings() const {
    for (const auto& [ours, theirs] : settings_.map) {
      const auto has_it = [&ours = ours](const Input& input) { return input.reader && input.reader->mapped(ours); };
      if (std::none_of(inputs_.begin(), inputs_.end(), has_it)) {
        throw Error("--map " + ours + "=" + theirs + ": no input has a column " + theirs);
      }
    }
  }

  // All or nothing: whatever can fail (a full disk) fails before the first output appears under its name.
  void complete() {
    for (Output& output : outputs_) {
      if (output.table) {
        output.table->prepare();
        output.stream.records = output.table->records_written();
      } else if (output.bytes) {
        output.bytes->prepare();
      }
      output.stream.sha256 = output.hash.digest();
      output.stream.bytes = output.hash.bytes();
      record_.outputs.push_back(output.stream);
    }
    const auto run_records = prepare_run_records();
    for (Output& output : outputs_) {
      if (output.table) output.table->close();
      if (output.bytes) output.bytes->close();
    }
    for (const auto& sink : run_records) sink->close();
  }

  std::vector<std::unique_ptr<base::ByteSink>> prepare_run_records() {
    for (Input& input : inputs_) {
      input.stream.sha256 = input.hash.digest();
      if (!input.stream.files) input.stream.bytes = input.hash.bytes();
      if (input.reader) input.stream.records = input.reader->records_read();
      record_.inputs.push_back(input.stream);
    }
    for (const Ledger& account : ledgers_) record_.accounts.push_back(account.account());
    record_.finished = utc_now();
    const std::string json = provenance::to_json(record_);
    std::vector<std::unique_ptr<base::ByteSink>> sinks;
    const auto prepare = [&](const std::string& path) {
      sinks.push_back(base::open_sink(path, base::Access::everyone, shown(path)));
      sinks.back()->write(json);
      sinks.back()->prepare();
    };
    if (main_output_is_file_) prepare(settings_.output + record_suffix);
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

  FileClaims claims_;
  // Deques: what points into their elements must not move.
  std::deque<Input> inputs_;
  std::deque<Output> outputs_;
  std::deque<Ledger> ledgers_;
  table::Writer* rejects_ = nullptr;
  std::uint64_t rejected_ = 0;
  std::uint64_t warnings_ = 0;
  std::uint64_t warned_of_ = 0;  // rejected records
  bool main_output_is_file_ = false;
  bool stdin_taken_ = false;
  bool stdout_taken_ = false;
};

Run::Run(std::string tool, std::string version, std::vector<std::string> arguments, const Settings& settings)
    : impl_(std::make_unique<Impl>(std::move(tool), std::move(version), arguments, settings)) {}
Run::~Run() = default;

table::Reader& Run::open_table(const std::string& role, const std::string& path) {
  Input& input = impl_->add_input(role, path);
  input.reader = std::make_unique<table::Reader>(impl_->open(input, path), impl_->settings_.map);
  return *input.reader;
}

std::unique_ptr<base::ByteSource> Run::open(const std::string& role, const std::string& path) {
  return impl_->open(impl_->add_input(role, path), path);
}

std::vector<base::WalkedFile> Run::walk(const std::string& role, const std::string& path) {
  return impl_->walk(role, path);
}

table::Writer& Run::create_table(std::vector<table::Column> columns) {
  impl_->main_output_opened();
  return create_table("output", impl_->settings_.output, std::move(columns));
}

table::Writer& Run::create_table(const std::string& role, const std::string& path, std::vector<table::Column> columns,
                                 base::Access access) {
  return impl_->create_table(impl_->add_output(role, path), path, std::move(columns), access);
}

base::ByteSink& Run::create_output() {
  impl_->main_output_opened();
  return create_output("output", impl_->settings_.output);
}

base::ByteSink& Run::create_output(const std::string& role, const std::string& path, base::Access access) {
  Output& output = impl_->add_output(role, path);
  output.bytes = provenance::hashing_sink(base::open_sink(path, access, shown(path)), output.hash);
  return *output.bytes;
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

const std::optional<deid::Settings>& Run::pseudonyms() const {
  return impl_->settings_.pseudonyms;
}

std::string Run::shown(const std::string& path) const {
  return impl_->shown(path);
}
int Run::finish() {
  return impl_->finish();
}

}  // namespace cxrval::cli
