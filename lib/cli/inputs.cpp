// SPDX-License-Identifier: Apache-2.0
#include "cli/inputs.hpp"

#include "base/error.hpp"

#include <algorithm>
#include <utility>

namespace cxrval::cli {

Inputs::Inputs(const Settings& settings, const PathNames& names, FileClaims& claims)
    : settings_(settings), names_(names), claims_(claims) {}

Inputs::Input& Inputs::add(const std::string& role, const std::string& path) {
  if (path == "-" && std::exchange(stdin_taken_, true)) {
    throw base::UsageError("only one input can be standard input");
  }
  claims_.read(path);
  Input& input = inputs_.emplace_back();
  input.stream.role = role;
  input.stream.path = names_.shown(path);
  return input;
}

std::unique_ptr<base::ByteSource> Inputs::source(Input& input, const std::string& path) const {
  return provenance::hashing_source(base::open_source(path, names_.shown(path)), input.hash);
}

table::Reader& Inputs::open_table(const std::string& role, const std::string& path) {
  Input& input = add(role, path);
  input.table = std::make_unique<table::Reader>(source(input, path), settings_.map);
  return *input.table;
}

table::BlockReader& Inputs::open_blocks(const std::string& role, const std::string& path) {
  Input& input = add(role, path);
  input.blocks = std::make_unique<table::BlockReader>(source(input, path), settings_.map);
  return *input.blocks;
}

std::unique_ptr<base::ByteSource> Inputs::open(const std::string& role, const std::string& path) {
  return source(add(role, path), path);
}

std::vector<base::WalkedFile> Inputs::walk(const std::string& role, const std::string& path) {
  std::vector<base::WalkedFile> files = base::walk(path);
  Input& input = add(role, path);
  for (base::WalkedFile& file : files) {
    claims_.read(file.path);
    file.shown = names_.shown(file.shown);
    std::string line = file.shown + '\t' + std::to_string(file.size);
    if (settings_.hash_inputs) line += '\t' + provenance::sha256_of_file(file.path);
    input.hash.add(line + '\n');
    input.stream.bytes += file.size;
  }
  input.stream.files = files.size();
  return files;
}

bool Inputs::Input::mapped(std::string_view ours) const {
  return (table && table->mapped(ours)) || (blocks && blocks->mapped(ours));
}

void Inputs::check_mappings() const {
  for (const auto& [ours, theirs] : settings_.map) {
    const auto has_it = [&ours = ours](const Input& input) { return input.mapped(ours); };
    if (std::none_of(inputs_.begin(), inputs_.end(), has_it)) {
      throw base::Error("--map " + ours + "=" + theirs + ": no input has a column " + theirs);
    }
  }
}

std::vector<provenance::Stream> Inputs::streams() const {
  std::vector<provenance::Stream> streams;
  for (const Input& input : inputs_) {
    provenance::Stream& stream = streams.emplace_back(input.stream);
    stream.sha256 = input.hash.digest();
    if (!stream.files) stream.bytes = input.hash.bytes();
    if (input.table) stream.records = input.table->records_read();
    if (input.blocks) stream.records = input.blocks->records_read();
  }
  return streams;
}

}  // namespace cxrval::cli
