// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace cxrval::stats {

// A study with a score (a higher one is more abnormal), its truth and the patient it is of.
struct ScoredStudy {
  double score = 0;  // finite
  bool positive = false;
  std::uint32_t patient = 0;
};

// Studies in ascending order of their scores. Everything about scores is computed over this order, and resamples are
// weights in it: how often each study was drawn.
class Scored {
 public:
  // Patients are numbers below some bound, best from an order that does not depend on how the studies were read; equal
  // scores are brought into the order (negative before positive, then patient), so that the order given does not
  // matter; -0 is 0. Throws base::Error for a score that is not finite and above 2e9 studies.
  explicit Scored(std::vector<ScoredStudy> studies);

  std::size_t size() const { return scores_.size(); }
  std::size_t positives() const { return positives_; }
  std::size_t negatives() const { return size() - positives_; }
  std::span<const double> scores() const { return scores_; }
  std::span<const std::uint8_t> positive() const { return positive_; }   // 1 or 0
  std::span<const std::uint32_t> patients() const { return patients_; }  // renumbered from 0 without gaps
  std::uint32_t patient_count() const { return patient_count_; }
  // Where each run of equal scores ends (one behind its last study); the last is size().
  std::span<const std::uint32_t> tie_ends() const { return tie_ends_; }

 private:
  std::vector<double> scores_;
  std::vector<std::uint8_t> positive_;
  std::vector<std::uint32_t> patients_;
  std::vector<std::uint32_t> tie_ends_;
  std::size_t positives_ = 0;
  std::uint32_t patient_count_ = 0;
};

}  // namespace cxrval::stats
