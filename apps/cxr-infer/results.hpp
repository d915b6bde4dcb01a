// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/patient_table.hpp"
#include "decode.hpp"
#include "infer/pipeline.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace cxrval::cxr_infer {

// The classes whose probabilities the results table holds: of the router (none without one), and of the abnormality
// stage where its models are not binary.
struct ScoredClasses {
  std::vector<std::string> router;
  std::vector<std::string> abnormality;
};

ScoredClasses scored_classes(const infer::Bundle& pipeline);

// The results table: one row an image, the columns that every AI's results have in this toolkit; more where the
// pipeline has a router (router_class, router_probability, router_score:CLASS) and where the abnormality stage has
// classes (score:CLASS), and the last, frame, where frames are images of their own. No two have the same name: a model
// names a class once, and no other column has a colon.
cli::PatientColumns result_columns(const ScoredClasses& classes, bool frames);
// The boxes table: one row a lesion, in original pixels.
cli::PatientColumns box_columns(bool frames);

// The words of the column status.
enum class Status { ok, not_pa, not_cxr, rejected };

// The findings are nullptr where there are none (not_cxr, rejected).
struct Outcome {
  Status status = Status::rejected;
  std::string reason;
  const infer::Findings* findings = nullptr;
};

// The cells of result_columns({}, false) and box_columns(false). Those of classes follow, then the frame: see
// class_cells and frame_cell.
std::vector<std::string> result_row(const Decoded& image, const Outcome& outcome, const std::string& pipeline_hash);
std::vector<std::string> box_row(const std::string& sop_uid, const boxes::Detection& lesion,
                                 const std::vector<std::string>& classes);
std::vector<std::string> class_cells(const Outcome& outcome, const ScoredClasses& classes);
std::string frame_cell(const Decoded& image);

}  // namespace cxrval::cxr_infer
