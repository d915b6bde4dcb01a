// SPDX-License-Identifier: Apache-2.0
#include "cli/outputs.hpp"

#include "base/error.hpp"

#include <array>
#include <filesystem>
#include <system_error>
#include <utility>

namespace cxrval::cli {
namespace {

namespace fs = std::filesystem;

bool is_file_or_new(const std::string& path) {
  std::error_code error;
  const auto type = fs::status(path, error).type();
  return path != "-" && (type == fs::file_type::not_found || type == fs::file_type::regular);
}

// An earlier run may have given the output its name and not come to the end of the others.
void take_back(const std::string& path, const provenance::Mark& mark) {
  std::error_code error;
  const std::string partial = base::partial_path(path);
  if (fs::exists(partial, error) || fs::file_size(path, error) != mark.bytes || error) return;
  fs::rename(path, partial, error);
}

// Throws Error unless the file holds what the mark says and nothing else.
void hash_marked(const std::string& path, const std::string& shown, const provenance::Mark& mark,
                 provenance::Hash& hash) {
  const auto source = base::open_source(path, shown);
  std::array<char, 1 << 16> block;
  while (const std::size_t count = source->read(block.data(), block.size())) hash.add({block.data(), count});
  if (hash.bytes() == mark.bytes && hash.digest() == mark.sha256) return;
  throw base::Error({shown}, "what an earlier run wrote of it has changed; remove FILE.partial.journal to begin anew");
}

}  // namespace

Outputs::Outputs(const Settings& settings, const PathNames& names, FileClaims& claims)
    : settings_(settings), names_(names), claims_(claims), main_is_file_(is_file_or_new(settings.output)) {
  if (!settings.resumable || !main_is_file_) {
    if (settings.resume) throw base::UsageError("--resume goes on with a file; name it by -o");
    return;
  }
  const std::string journal = base::partial_path(settings.output) + ".journal";
  claims_.write(journal);
  journal_.emplace(settings.output, names_.shown(settings.output), settings.resume);
  if (!journal_->last()) unfinished_.emplace_back(journal);
}

Outputs::~Outputs() {
  if (!journal_ || journal_->last()) return;
  for (const std::string& partial : partials_) {
    std::error_code ignored;
    fs::remove(partial, ignored);
  }
}

std::optional<provenance::Mark> Outputs::mark_of(const std::string& role) const {
  if (!last_checkpoint()) return std::nullopt;
  const auto found = last_checkpoint()->outputs.find(role);
  return found == last_checkpoint()->outputs.end() ? std::nullopt : std::optional(found->second);
}

const std::optional<provenance::Checkpoint>& Outputs::last_checkpoint() const {
  static const std::optional<provenance::Checkpoint> none;
  return journal_ ? journal_->last() : none;
}

Outputs::Output& Outputs::add(const std::string& role, const std::string& path) {
  if (path == "-" && std::exchange(stdout_taken_, true)) {
    throw base::UsageError("only one output can be standard output");
  }
  claims_.write(path);
  Output& output = outputs_.emplace_back();
  output.stream.role = role;
  output.stream.path = names_.shown(path);
  return output;
}

std::unique_ptr<base::ByteSink> Outputs::open(Output& output, const std::string& path, base::Access access) {
  const std::string& shown = output.stream.path;
  const auto mark = mark_of(output.stream.role);
  if (!journal_ || !is_file_or_new(path)) {
    if (mark) throw base::UsageError("--resume cannot go on with what an earlier run wrote to no file");
    return provenance::hashing_sink(base::open_sink(path, access, shown), output.hash);
  }
  std::error_code none_yet;
  const fs::path target = fs::canonical(path, none_yet);
  const std::string file = none_yet ? path : target.string();
  const std::string partial = base::partial_path(file);
  claims_.write(partial);
  if (mark) take_back(file, *mark);
  auto sink = base::open_partial(file, mark ? mark->bytes : 0, access, shown);
  partials_.push_back(partial);
  if (!journal_->last()) unfinished_.emplace_back(partial);
  if (mark) hash_marked(partial, shown, *mark, output.hash);
  return provenance::hashing_sink(std::move(sink), output.hash);
}

table::Writer& Outputs::create_table(const std::string& role, const std::string& path,
                                     std::vector<table::Column> columns, base::Access access) {
  Output& output = add(role, path);
  const auto mark = mark_of(role);
  const auto continued = mark ? std::optional<std::size_t>(mark->records) : std::nullopt;
  output.table =
      std::make_unique<table::Writer>(open(output, path, access), settings_.format, std::move(columns), continued);
  return *output.table;
}

base::ByteSink& Outputs::create_bytes(const std::string& role, const std::string& path, base::Access access) {
  Output& output = add(role, path);
  output.bytes = open(output, path, access);
  return *output.bytes;
}

std::vector<std::string> Outputs::roles() const {
  std::vector<std::string> all;
  for (const Output& output : outputs_) all.push_back(output.stream.role);
  return all;
}

void Outputs::checkpoint(provenance::Checkpoint checkpoint) {
  for (Output& output : outputs_) {
    if (output.table) output.table->flush();
    if (output.bytes) output.bytes->flush();
    checkpoint.outputs[output.stream.role] = {output.hash.bytes(), output.table ? output.table->records_written() : 0,
                                              output.hash.digest()};
  }
  if (!journal_) return;
  journal_->add(checkpoint);
  unfinished_.clear();
}

std::vector<provenance::Stream> Outputs::prepare() {
  std::vector<provenance::Stream> streams;
  for (Output& output : outputs_) {
    if (output.table) {
      output.table->prepare();
      output.stream.records = output.table->records_written();
    } else if (output.bytes) {
      output.bytes->prepare();
    }
    output.stream.sha256 = output.hash.digest();
    output.stream.bytes = output.hash.bytes();
    streams.push_back(output.stream);
  }
  return streams;
}

void Outputs::close() {
  for (Output& output : outputs_) {
    if (output.table) output.table->close();
    if (output.bytes) output.bytes->close();
  }
}

void Outputs::drop_journal() {
  if (journal_) journal_->remove();
}

}  // namespace cxrval::cli
