// SPDX-License-Identifier: Apache-2.0
#include "cli/run.hpp"

#include "base/error.hpp"
#include "base/number.hpp"
#include "cli/progress.hpp"
#include "cli/settings.hpp"
#include "provenance/hash.hpp"
#include "provenance/run_record.hpp"
#include "table/utf8.hpp"

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

// File names are bytes, tables are UTF-8: in a name that is not, each byte above 127 is written as \xNN.
std::string as_utf8(const std::string& name) {
  if (table::valid_utf8(name)) return name;
  static constexpr char digits[] = "0123456789abcdef";
  std::string text;
  for (const char c : name) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x80) {
      text += c;
    } else {
      text += {'\\', 'x', digits[byte >> 4], digits[byte & 15]};
    }
  }
  return text;
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
  Impl(std::string tool, std::string version, std::vector<std::string> arguments, const Settings& settings)
      : settings_(settings), progress_(tool, progress_when(settings)) {
    record_.tool = std::move(tool);
    record_.version = std::move(version);
    record_.started = utc_now();
    if (!settings_.redact_key_file.empty()) {
      redact_key_ = base::read_all(*base::open_source(settings_.redact_key_file), 1 << 20);
      if (redact_key_.empty()) throw Error({settings_.redact_key_file}, "empty; a key is needed");
    }
    for (const std::string& argument : arguments) {
      record_.arguments.push_back(argument.starts_with('-') ? argument : shown(argument));
    }
  }

  std::string shown(const std::string& path) const {
    if (redact_key_.empty() || path == "-") return as_utf8(path);
    return "path-" + provenance::keyed_hash(redact_key_, path).substr(0, 16);
  }

  Input& add_input(const std::string& role, const std::string& path) {
    if (path == "-" && std::exchange(stdin_taken_, true))
      throw base::UsageError("only one input can be standard input");
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
      std::string line = file.shown + '\t' + std::to_string(file.size);
      if (settings_.hash_inputs) line += '\t' + provenance::sha256_of_file(file.path);
      input.hash.add(line + '\n');
      input.stream.bytes += file.size;
      file.shown = shown(file.shown);
    }
    input.stream.files = files.size();
    return files;
  }

  Output& add_output(const std::string& role, const std::string& path) {
    if (path == "-" && std::exchange(stdout_taken_, true)) {
      throw base::UsageError("only one output can be standard output");
    }
    Output& output = outputs_.emplace_back();
    output.stream.role = role;
    output.stream.path = shown(path);
    return output;
  }

  table::Writer& create_table(Output& output, const std::string& path, std::vector<table::Column> columns,
                              base::Access access) {
    auto sink = provenance::hashing_sink(base::open_sink(path, access), output.hash);
    output.table = std::make_unique<table::Writer>(std::move(sink), settings_.format, std::move(columns));
    return *output.table;
  }

  void say(const std::string& message) {
    progress_.clear();
    const std::string line = record_.tool + ": " + message + '\n';
    std::fwrite(line.data(), 1, line.size(), stderr);
  }

  Ledger& ledger(const std::string& unit, const std::string& written_as) {
    for (Ledger& known : ledgers_) {
      if (known.account().unit == unit) return known;
    }
    return ledgers_.emplace_back(unit, written_as);
  }

  void reject(const std::string& unit, const base::Fault& fault, std::string_view text) {
    ledger(unit, "written").rejected(fault.reason);
    ++rejected_;
    if (rejected_ <= most_warnings) say("warning: " + base::to_string(fault.place) + ": " + fault.reason);
    if (!settings_.rejects.empty()) {
      const auto number = [](std::size_t value) { return value == 0 ? std::string() : std::to_string(value); };
      const std::vector<std::string> cells{
          unit,         fault.place.file, number(fault.place.line), number(fault.place.column),
          fault.reason, std::string(text)};
      rejects_table().write(cells);
    }
    const auto& most = settings_.max_rejects;
    if (most && !most->percent && static_cast<double>(rejected_) > most->limit) too_many_rejects();
  }

  // --rejects FILE exists after every run, also one without rejects.
  table::Writer& rejects_table() {
    using table::Kind;
    if (rejects_ == nullptr) {
      Output& output = add_output("rejects", settings_.rejects);
      rejects_ =
          &create_table(output, settings_.rejects,
                        {{"unit"}, {"file"}, {"line", Kind::number}, {"column", Kind::number}, {"reason"}, {"record"}},
                        base::Access::owner_only);
    }
    return *rejects_;
  }

  [[noreturn]] void too_many_rejects() const {
    throw Error(std::to_string(rejected_) +
                " records rejected, more than --max-rejects allows; nothing is put in place");
  }

  int finish() {
    if (!settings_.rejects.empty()) rejects_table();
    check_mappings();
    for (const Ledger& account : ledgers_) account.check();
    record_.exit_code = exit_code();
    if (rejected_ > most_warnings) {
      say("warning: " + std::to_string(rejected_ - most_warnings) + " more records rejected" +
          (settings_.rejects.empty() ? "; name a file for them with --rejects" : ""));
    }
    complete_outputs();
    write_run_records();
    progress_.clear();
    if (!settings_.quiet && !ledgers_.empty()) say(ledger_line());
    return record_.exit_code;
  }

  const Settings& settings_;
  Progress progress_;
  provenance::RunRecord record_;

 private:
  int exit_code() const {
    if (rejected_ == 0) return 0;
    if (!settings_.max_rejects) return 3;
    std::uint64_t read = 0;
    for (const Ledger& account : ledgers_) {
      if (account.rejected_count() > 0) read += account.account().read;
    }
    const MaxRejects& most = *settings_.max_rejects;
    const double limit = most.percent ? most.limit / 100 * static_cast<double>(read) : most.limit;
    if (static_cast<double>(rejected_) > limit) too_many_rejects();
    return 0;
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

  void complete_outputs() {
    for (Output& output : outputs_) {
      if (output.table) {
        output.table->close();
        output.stream.records = output.table->records_written();
      } else if (output.bytes) {
        output.bytes->close();
      }
      output.stream.sha256 = output.hash.digest();
      output.stream.bytes = output.hash.bytes();
      record_.outputs.push_back(output.stream);
    }
  }

  void write_run_records() {
    for (Input& input : inputs_) {
      input.stream.sha256 = input.hash.digest();
      if (!input.stream.files) input.stream.bytes = input.hash.bytes();
      if (input.reader) input.stream.records = input.reader->records_read();
      record_.inputs.push_back(input.stream);
    }
    for (const Ledger& account : ledgers_) record_.accounts.push_back(account.account());
    record_.finished = utc_now();
    const std::string json = provenance::to_json(record_);
    if (settings_.output != "-" && std::filesystem::is_regular_file(settings_.output)) {
      write_whole(settings_.output + ".run.json", json);
    }
    if (settings_.run_dir.empty()) return;
    std::error_code ignored;
    std::filesystem::create_directories(settings_.run_dir, ignored);
    const std::string name = record_.tool + '-' + provenance::sha256(json).substr(0, 12) + ".run.json";
    write_whole((std::filesystem::path(settings_.run_dir) / name).string(), json);
  }

  static void write_whole(const std::string& path, const std::string& text) {
    const auto sink = base::open_sink(path);
    sink->write(text);
    sink->close();
  }

  std::string ledger_line() const {
    std::string line;
    for (const Ledger& account : ledgers_) line += (line.empty() ? "" : "; ") + account.summary();
    return line;
  }

  std::string redact_key_;
  // Deques: what points into their elements must not move.
  std::deque<Input> inputs_;
  std::deque<Output> outputs_;
  std::deque<Ledger> ledgers_;
  table::Writer* rejects_ = nullptr;
  std::uint64_t rejected_ = 0;
  bool stdin_taken_ = false;
  bool stdout_taken_ = false;
};

Run::Run(std::string tool, std::string version, std::vector<std::string> arguments, const Settings& settings)
    : impl_(std::make_unique<Impl>(std::move(tool), std::move(version), std::move(arguments), settings)) {}
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
  return create_table("output", impl_->settings_.output, std::move(columns));
}

table::Writer& Run::create_table(const std::string& role, const std::string& path, std::vector<table::Column> columns,
                                 base::Access access) {
  return impl_->create_table(impl_->add_output(role, path), path, std::move(columns), access);
}

base::ByteSink& Run::create_output() {
  Output& output = impl_->add_output("output", impl_->settings_.output);
  output.bytes = provenance::hashing_sink(base::open_sink(impl_->settings_.output), output.hash);
  return *output.bytes;
}

bool Run::output_is_terminal() const {
  return impl_->settings_.output == "-" && ::isatty(STDOUT_FILENO) == 1;
}

Ledger& Run::ledger(const std::string& unit, const std::string& written_as) {
  return impl_->ledger(unit, written_as);
}

void Run::reject(const std::string& unit, const base::Fault& fault, std::string_view record_text) {
  impl_->reject(unit, fault, record_text);
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

std::string Run::shown(const std::string& path) const {
  return impl_->shown(path);
}
int Run::finish() {
  return impl_->finish();
}

}  // namespace cxrval::cli
