// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.hpp"
#include "base/walk.hpp"
#include "cli/run.hpp"

#include <optional>
#include <string>
#include <vector>

namespace cxrval::dicom_extract {

struct Input {
  base::WalkedFile file;
  bool named = false;                  // itself, in a list or in a DICOMDIR, and not found in a folder
  bool is_dicomdir = false;            // named: what it lists follows it
  std::optional<base::Fault> fault{};  // of a DICOMDIR that cannot be read
};

// The files of the inputs in their order: of folders in byte order of their paths, of `-` as standard input lists them,
// of a DICOMDIR that is named as it lists them. A listed file that does not exist is an input all the same, to be
// rejected when it is opened.
std::vector<Input> list_inputs(const std::vector<std::string>& paths, cli::Run& run);

}  // namespace cxrval::dicom_extract
