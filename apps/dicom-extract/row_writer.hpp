// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/patient_table.hpp"
#include "cli/run.hpp"
#include "dicom/candidate.hpp"
#include "dicom/cxr_rules.hpp"
#include "inputs.hpp"
#include "picture.hpp"

#include <cstddef>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace cxrval::dicom_extract {

// One input file on its way to a row.
struct Extracted {
  std::string shown;
  dicom::Candidate candidate = dicom::Candidate::image;
  std::optional<base::Result<dicom::Header>> header;  // of images
  dicom::CxrVerdict verdict;                          // of headers that could be read
  std::optional<base::Result<Pictures>> pictures;     // of images that are drawn
};

struct RowSettings {
  bool only_cxr = false;
  std::size_t rule_tags = 0;         // so many of a header's extra values are the rules' and not the user's
  std::vector<dicom::TagPath> tags;  // the others
  std::string png;                   // folder of the pictures; empty for none
};

// Counts every file, writes its row and its pictures.
class RowWriter {
 public:
  RowWriter(RowSettings settings, cli::Run& run);

  void take(Extracted file);

 private:
  void take_image(const Extracted& file);
  void write(const Extracted& file, const std::string& status, const std::string& reason);
  void reject(const Extracted& file, const base::Fault& fault);
  // The names of the files, parted by ;.
  std::string write_pictures(const std::string& sop_uid, const std::vector<Picture>& pictures);

  RowSettings settings_;
  cli::Run& run_;
  cli::PatientTable table_;
  cli::Ledger& files_;
  cli::Ledger& images_;
  std::set<std::string> picture_names_;
};

}  // namespace cxrval::dicom_extract
