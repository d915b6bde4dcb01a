// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <array>
#include <string_view>

namespace cxrval::table {

// The columns that tools read by name (docs/formats.md): what --map may name on its left side.
inline constexpr std::array<std::string_view, 52> shared_columns{"abnormal_status",
                                                                 "birth_year",
                                                                 "body_part",
                                                                 "box_height",
                                                                 "box_width",
                                                                 "check_in_time",
                                                                 "check_out_time",
                                                                 "class",
                                                                 "class_name",
                                                                 "columns",
                                                                 "conclusion",
                                                                 "description",
                                                                 "facility_id",
                                                                 "frame",
                                                                 "image_id",
                                                                 "image_quality",
                                                                 "image_time",
                                                                 "label",
                                                                 "label_strict",
                                                                 "label_warnings",
                                                                 "modality",
                                                                 "pa_probability",
                                                                 "path",
                                                                 "patient_id",
                                                                 "pipeline_hash",
                                                                 "pixel_preset",
                                                                 "polarity",
                                                                 "probability",
                                                                 "rad_id",
                                                                 "reader",
                                                                 "reason",
                                                                 "report_time",
                                                                 "rle",
                                                                 "rows",
                                                                 "score",
                                                                 "series_uid",
                                                                 "service_id",
                                                                 "session_id",
                                                                 "sex",
                                                                 "sop_uid",
                                                                 "source",
                                                                 "status",
                                                                 "study_birth_year",
                                                                 "study_sex",
                                                                 "study_time",
                                                                 "study_uid",
                                                                 "utc_offset",
                                                                 "view",
                                                                 "x_max",
                                                                 "x_min",
                                                                 "y_max",
                                                                 "y_min"};

inline bool is_shared_column(std::string_view name) {
  return std::find(shared_columns.begin(), shared_columns.end(), name) != shared_columns.end();
}

}  // namespace cxrval::table
