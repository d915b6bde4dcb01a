// SPDX-License-Identifier: Apache-2.0
#include "inputs.hpp"

#include "base/error.hpp"
#include "table/reader.hpp"

#include <chrono>
#include <filesystem>
#include <system_error>
#include <utility>

namespace cxrval::cxr_infer {
namespace {

namespace fs = std::filesystem;

// A file that a list names; a path that is not absolute lies below `root`.
Input listed(const std::string& path, const std::string& root, const cli::Run& run) {
  Input input;
  input.file = {root.empty() ? path : (fs::path(root) / path).string(), run.shown(path), 0};
  input.relative = path;
  input.named = true;
  run.check_not_written(input.file.path);
  return input;
}

}  // namespace

Inputs::Inputs(const Options& options, cli::Run& run) {
  if (!options.root.empty() && options.from == "files") {
    throw base::UsageError("--root is for the paths of --from list and --from headers");
  }
  for (const std::string& path : options.inputs) {
    if (options.from == "headers") {
      add_headers(path, options.root, run);
    } else if (options.from == "list" || path == "-") {
      add_list(path, options, run);
    } else {
      add_walked(path, run);
    }
  }
}

void Inputs::add_walked(const std::string& path, cli::Run& run) {
  std::error_code unknown;  // what cannot be told is walk()'s error
  const bool named = !fs::is_directory(path, unknown);
  auto files = std::make_shared<std::vector<base::WalkedFile>>(run.walk("IMAGES", path));
  total_ += files->size();
  parts_.emplace_back([path, named, files, next = std::size_t{0}]() mutable -> std::optional<Input> {
    if (next == files->size()) return std::nullopt;
    const fs::path whole((*files)[next].path);
    std::string relative = named ? whole.filename().string() : whole.lexically_relative(path).string();
    return Input{std::move((*files)[next++]), std::move(relative), named};
  });
}

void Inputs::add_list(const std::string& path, const Options& options, cli::Run& run) {
  knows_total_ = false;
  const bool live = path == "-";
  auto source = run.open("IMAGES", path);
  const auto wait = std::chrono::milliseconds(static_cast<long>(options.max_wait * 1000));
  auto list =
      live ? std::make_shared<PathList>(std::move(source), wait) : std::make_shared<PathList>(std::move(source));
  lists_.push_back(list);
  parts_.emplace_back([list, root = options.root, &run]() -> std::optional<Input> {
    const std::optional<std::string> next = list->next();
    if (!next) return std::nullopt;
    if (next->empty()) return Input{{}, "", false, true};
    return listed(*next, root, run);
  });
}

void Inputs::add_headers(const std::string& path, const std::string& root, cli::Run& run) {
  knows_total_ = false;
  table::Reader& headers = run.open_table("IMAGES", path);
  const std::size_t column = headers.require("path");
  parts_.emplace_back([&headers, column, root, &run]() -> std::optional<Input> {
    table::Row row;
    const base::Result<bool> more = headers.next(row);
    if (!more) throw base::Error(more.error().place, more.error().reason);
    if (!*more) return std::nullopt;
    const std::string& image = row.cells[column];
    if (image.empty()) throw base::Error(headers.place(row, column), "path is empty");
    return listed(image, root, run);
  });
}

void Inputs::stop() {
  for (const auto& list : lists_) list->stop();
}

std::optional<Input> Inputs::next() {
  while (current_ < parts_.size()) {
    if (auto input = parts_[current_]()) return input;
    ++current_;
  }
  return std::nullopt;
}

}  // namespace cxrval::cxr_infer
