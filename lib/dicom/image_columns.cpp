// SPDX-License-Identifier: Apache-2.0
#include "dicom/image_columns.hpp"

#include <optional>

namespace cxrval::dicom {
namespace {

std::string iso(const std::optional<base::CivilTime>& time) {
  return time ? base::to_iso(*time) : "";
}

// 0 is an element that is not there.
std::string count(int value) {
  return value == 0 ? "" : std::to_string(value);
}

}  // namespace

std::vector<std::string> image_cells(const Header& header) {
  return {header.patient_id, header.study_uid, header.series_uid, header.sop_uid, iso(header.study_time),
          header.modality,   header.body_part, header.view,       header.sex,     header.birth_year};
}

std::vector<std::string> header_cells(const Header& header) {
  return {
      header.accession_number, iso(header.acquisition_time), header.laterality,         header.photometric,
      count(header.rows),      count(header.columns),        count(header.bits_stored), std::to_string(header.frames),
      header.transfer_syntax,  header.manufacturer,          header.manufacturer_model, header.patient_age,
      header.image_type,       header.burned_in_annotation,  warnings_cell(header)};
}

std::string warnings_cell(const Header& header) {
  std::string list;
  for (const std::string& word : header.warnings) list += (list.empty() ? "" : ";") + word;
  return list;
}

}  // namespace cxrval::dicom
