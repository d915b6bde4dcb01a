// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "dicom/header.hpp"

#include <array>
#include <string>
#include <string_view>
#include <vector>

namespace cxrval::dicom {

// What every table of images begins with, from headers or from an AI, and the header's cells in this order.
inline constexpr std::array<std::string_view, 10> image_columns = {"patient_id", "study_uid", "series_uid", "sop_uid",
                                                                   "study_time", "modality",  "body_part",  "view",
                                                                   "sex",        "birth_year"};
std::vector<std::string> image_cells(const Header& header);

// The further columns of the header table, and their cells.
inline constexpr std::array<std::string_view, 15> header_columns = {
    "accession", "acquisition_time", "laterality",   "photometric", "rows", "columns",    "bits",
    "frames",    "transfer_syntax",  "manufacturer", "model",       "age",  "image_type", "burned_in_annotation",
    "warnings"};
std::vector<std::string> header_cells(const Header& header);

// The cell of the column warnings: the header's, parted by ;.
std::string warnings_cell(const Header& header);

}  // namespace cxrval::dicom
