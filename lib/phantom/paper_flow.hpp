// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "phantom/hospital.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace cxrval::phantom {

// The numbers of the VinDr-CXR clinical validation, as its section of results prints them.
struct PaperNumbers {
  int ai_results = 6585;
  int reports = 6687;
  int pairs = 6285;
  int patients = 5989;  // of the pairs
  int abnormal = 1756;  // pairs whose report is abnormal by its templates
  // Of the pairs. Not published: inferred from the F1 of 0.653 (0.635, 0.671).
  int true_positive = 1205;
  int false_positive = 729;
};
inline constexpr PaperNumbers paper_numbers;

// A row of the results table of an AI, one for each file of the PACS.
struct ResultRow {
  std::size_t image = 0;
  std::optional<double> pa_probability;
  std::optional<double> probability;  // of status ok: above 0.5 is abnormal
};

struct PaperFlow {
  Hospital hospital;
  std::vector<ResultRow> results;  // of a faultless AI, by path
};

// Two months of a hospital whose numbers are the paper's. Its AI results are studies with status ok; studies without an
// AI result (not_pa, not_cxr, rejected) come on top of them, which is our reading of the paper. The 300 studies and 402
// reports without a partner have every reason that can come out of HIS files and a results table; each pair is the only
// best one by the rule of match/matching.hpp, apart from studies of Outcome::duplicate, whose minute is that of the
// study that has the report: there the smaller Study Instance UID decides.
// An AI result is abnormal when a lesion is drawn on one of the study's judged images. What is drawn is less or more
// than the latent disease: disease may not show, and a shadow may look like one.
// The same seed gives the same flow. Throws std::invalid_argument for an image size that is not 64 to 512 (a nodule of
// one below 64 may have no pixel).
PaperFlow make_paper_flow(std::uint64_t seed, int image_size);

}  // namespace cxrval::phantom
