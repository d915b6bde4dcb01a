// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.hpp"
#include "boxes/box.hpp"
#include "image/source.hpp"
#include "infer/bundle.hpp"
#include "infer/preprocess.hpp"

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace cxrval::infer {

// What the pipeline says about one image. Probabilities are rounded as as_written does.
struct Findings {
  std::optional<double> pa_probability;   // nothing without a PA stage
  bool is_pa = true;                      // passed the PA gate; all below is empty when not
  std::optional<double> probability;      // of being abnormal
  std::optional<bool> abnormal;           // passed the abnormality gate
  std::vector<boxes::Detection> lesions;  // of abnormal images only, best first, in original pixels
};

// The three stages of the paper's Fig. 2. Every stage runs on whole batches of one fixed shape: images that pass a gate
// are put together again, and the last batch is filled up with zeros.
class Pipeline {
 public:
  // `workers` batches run at once. Results do not depend on it.
  Pipeline(Bundle bundle, int workers);

  // May be called from several threads at once. Faults are image::prepare's.
  base::Result<Prepared> prepare(const image::Source& source, const image::Mask* mask = nullptr) const {
    return preprocessor_.prepare(source, mask);
  }

  // One result for each image, in their order. An image for which a model gives a value that is not finite, or a
  // probability outside 0 to 1, is a Fault without a place ("NAME model gave a value that is no number",
  // NAME = pa, abnormality or lesion). Throws Error when a model fails or its output changes shape.
  std::vector<base::Result<Findings>> run(std::span<const Prepared> images) const;

  // The number of images that run() handles best at a time: a whole number of batches.
  std::size_t window() const;

  const Bundle& bundle() const { return bundle_; }

 private:
  struct Work;

  void run_pa(Work& work) const;
  void run_abnormality(Work& work) const;
  void run_lesions(Work& work) const;

  Bundle bundle_;
  int workers_;
  Preprocessor preprocessor_;
};

}  // namespace cxrval::infer
