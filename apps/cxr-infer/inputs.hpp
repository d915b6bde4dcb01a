// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/walk.hpp"
#include "cli/run.hpp"
#include "options.hpp"
#include "path_list.hpp"

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace cxrval::cxr_infer {

struct Input {
  base::WalkedFile file;
  std::string relative;  // the path below the folder that was given, as it was listed, or the file's name
  bool named = false;    // on the command line itself or in a list, not found in a folder
  // No file: a live list is silent, so that nothing is gained by waiting for a full batch.
  bool is_pause = false;

  static std::size_t weight() { return 0; }
};

// The files to read, one by one, of the arguments in their order: files and folders, the latter in byte order of their
// paths; or what lists or header tables name, in their order.
class Inputs {
 public:
  // Folders are walked now.
  Inputs(const Options& options, cli::Run& run);

  // Nothing at the end. Throws Error for a list that was cut and for a table without a usable path.
  std::optional<Input> next();
  // Ends the inputs, also for a next() of another thread that waits for a list.
  void stop();
  // 0 when lists are read as they come.
  std::size_t total() const { return knows_total_ ? total_ : 0; }

 private:
  using Part = std::function<std::optional<Input>()>;

  void add_walked(const std::string& path, cli::Run& run);
  void add_list(const std::string& path, const Options& options, cli::Run& run);
  void add_headers(const std::string& path, const std::string& root, cli::Run& run);

  std::vector<Part> parts_;
  std::vector<std::shared_ptr<PathList>> lists_;
  std::size_t current_ = 0;
  std::size_t total_ = 0;
  bool knows_total_ = true;
};

}  // namespace cxrval::cxr_infer
