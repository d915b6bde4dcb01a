// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "file_parts.hpp"

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace cxrval::his_extract {

// What one worker takes at a time: some 256 KiB of the input, whole small files or parts of larger ones.
struct Batch {
  std::vector<std::variant<const InputFile*, Part>> items;
  std::size_t bytes = 0;
  std::size_t inputs_begun = 0;  // of Inputs::size()

  std::size_t weight() const { return bytes; }
};

// Deals out the session files of files, folders, archives and standard input in their order. What is large, or may
// unpack to something large, is read and cut here; small files are left to the workers.
class Inputs {
 public:
  // Profile and run must outlive this.
  Inputs(const std::vector<std::string>& paths, const his::Profile& profile, cli::Run& run);

  std::optional<Batch> next();
  std::size_t size() const { return files_.size(); }  // archives count as one

 private:
  void add(const std::string& path);
  bool advance(Batch& batch);

  const his::Profile& profile_;
  cli::Run& run_;
  std::vector<InputFile> files_;
  std::unique_ptr<base::ByteSource> standard_input_;
  std::size_t begun_ = 0;
  std::unique_ptr<FileParts> parts_;  // of the file that is being read here
};

}  // namespace cxrval::his_extract
