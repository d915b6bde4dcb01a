// SPDX-License-Identifier: Apache-2.0
#include "inputs.hpp"

#include "base/bytes.hpp"
#include "base/error.hpp"
#include "dicom/candidate.hpp"
#include "dicom/directory.hpp"

#include <cstddef>
#include <filesystem>
#include <string_view>
#include <system_error>
#include <utility>

namespace cxrval::dicom_extract {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t longest_list = std::size_t{256} << 20;

// `-` in a list is a file of that name.
std::string as_file(const std::string& path) {
  return path == "-" ? "./-" : path;
}

void add_named(base::WalkedFile file, cli::Run& run, std::vector<Input>& inputs) {
  if (!dicom::is_dicomdir_name(file.path)) {
    inputs.push_back({.file = std::move(file), .named = true});
    return;
  }
  const fs::path folder = fs::path(file.path).parent_path();
  base::Result<std::vector<std::string>> listed = dicom::read_directory(file.path, file.shown);
  Input directory{.file = std::move(file), .named = true, .is_dicomdir = true};
  if (!listed) directory.fault = std::move(listed.error());
  inputs.push_back(std::move(directory));
  if (!listed) return;
  for (const std::string& path : *listed) {
    inputs.push_back({.file = {as_file((folder / path).string()), run.shown(path), 0}, .named = true});
  }
}

void add_listed(cli::Run& run, std::vector<Input>& inputs) {
  const std::string list = base::read_all(*run.open("IMAGES", "-"), longest_list);
  if (!list.empty() && list.back() != '\n') {
    throw base::Error({"stdin"}, "the list of paths does not end in a line end");
  }
  std::string_view rest = list;
  while (!rest.empty()) {
    const std::size_t end = rest.find('\n');
    const std::string path(rest.substr(0, end));
    rest.remove_prefix(end + 1);
    if (!path.empty()) add_named({as_file(path), run.shown(path), 0}, run, inputs);
  }
}

}  // namespace

std::vector<Input> list_inputs(const std::vector<std::string>& paths, cli::Run& run) {
  std::vector<Input> inputs;
  std::error_code unknown;  // what cannot be told is walk()'s error
  for (const std::string& path : paths) {
    if (path == "-") {
      add_listed(run, inputs);
      continue;
    }
    const bool named = !fs::is_directory(path, unknown);
    for (base::WalkedFile& file : run.walk("IMAGES", path)) {
      if (named) {
        add_named(std::move(file), run, inputs);
      } else {
        inputs.push_back({.file = std::move(file)});
      }
    }
  }
  return inputs;
}

}  // namespace cxrval::dicom_extract
