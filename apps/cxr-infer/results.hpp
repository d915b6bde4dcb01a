// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "decode.hpp"
#include "infer/pipeline.hpp"
#include "table/row.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace cxrval::cxr_infer {

// The results table: one row an image, the columns that every AI's results have in this toolkit.
std::vector<table::Column> result_columns();
// The boxes table: one row a lesion, in original pixels.
std::vector<table::Column> box_columns();

// The words of the column status.
enum class Status { ok, not_pa, not_cxr, rejected };

// The findings are nullptr where there are none (not_cxr, rejected).
struct Outcome {
  Status status = Status::rejected;
  std::string reason;
  const infer::Findings* findings = nullptr;
};

std::vector<std::string> result_row(const Decoded& image, const Outcome& outcome, const std::string& pipeline_hash);
std::vector<std::string> box_row(const std::string& sop_uid, const boxes::Detection& lesion,
                                 const std::vector<std::string>& classes);

}  // namespace cxrval::cxr_infer
