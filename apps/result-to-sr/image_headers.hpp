// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/run.hpp"
#include "dicom/header.hpp"
#include "material.hpp"
#include "options.hpp"
#include "sr/header_value.hpp"

#include <cstddef>
#include <string>

namespace cxrval::result_to_sr {

// What a report needs of an image's file.
struct ImageHeader {
  std::string sop_class;
  std::string series_uid;
  int rows = 0;
  int columns = 0;
  sr::HeaderValues values;
  std::size_t left_out = 0;  // values that are not valid DICOM; they are empty
};

class HeaderReader {
 public:
  // Throws UsageError for a --charset that is none.
  HeaderReader(const Options& options, cli::Run& run);

  // Faults: those of dicom::read_header, with the file as their place; and a header that is not the row's: another
  // study, series, image or patient.
  base::Result<ImageHeader> read(const ImageRow& row, const std::string& study_uid) const;

 private:
  const Options& options_;
  cli::Run& run_;
  dicom::HeaderRequest request_;
};

}  // namespace cxrval::result_to_sr
