// SPDX-License-Identifier: Apache-2.0
#include "inputs.hpp"

#include <algorithm>
#include <filesystem>
#include <string_view>
#include <system_error>
#include <utility>

namespace cxrval::his_extract {
namespace {

constexpr std::size_t batch_bytes = std::size_t{256} << 10;
constexpr std::size_t batch_items = 1024;

// An archive of this size that has the name of a session file unpacks to what a worker can hold.
bool is_small(const InputFile& file) {
  constexpr std::size_t small = std::size_t{128} << 10;
  constexpr std::string_view ending = ".xml";
  if (file.size == 0 || file.size > small || file.path.size() < ending.size()) return false;
  const std::string_view end = std::string_view(file.path).substr(file.path.size() - ending.size());
  return std::equal(end.begin(), end.end(), ending.begin(), [](char a, char b) { return a == b || (a | 0x20) == b; });
}

}  // namespace

Inputs::Inputs(const std::vector<std::string>& paths, const his::Profile& profile, cli::Run& run)
    : profile_(profile), run_(run) {
  for (const std::string& path : paths) add(path);
}

void Inputs::add(const std::string& path) {
  if (path == "-") {
    standard_input_ = run_.open("INPUT", path);
    files_.push_back({path, standard_input_->name(), false, 0});
    return;
  }
  std::error_code unknown;  // what cannot be told is walk()'s error
  const bool in_folder = std::filesystem::is_directory(path, unknown);
  for (base::WalkedFile& file : run_.walk("INPUT", path)) {
    files_.push_back({std::move(file.path), std::move(file.shown), in_folder, static_cast<std::size_t>(file.size)});
  }
}

std::optional<Batch> Inputs::next() {
  Batch batch;
  while (batch.bytes < batch_bytes && batch.items.size() < batch_items && advance(batch)) continue;
  if (batch.items.empty()) return std::nullopt;
  batch.inputs_begun = begun_;
  return batch;
}

bool Inputs::advance(Batch& batch) {
  if (parts_) {
    if (std::optional<Part> part = parts_->next()) {
      if (const auto* segment = std::get_if<his::Segment>(&*part)) batch.bytes += segment->bytes.size();
      batch.items.emplace_back(std::move(*part));
    } else {
      parts_.reset();
    }
    return true;
  }
  if (begun_ == files_.size()) return false;
  const InputFile& file = files_[begun_++];
  if (is_small(file)) {
    batch.bytes += file.size;
    batch.items.emplace_back(&file);
  } else {
    parts_ = std::make_unique<FileParts>(file, file.path == "-" ? std::move(standard_input_) : nullptr, profile_, run_);
  }
  return true;
}

}  // namespace cxrval::his_extract
