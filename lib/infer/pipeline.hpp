// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.hpp"
#include "boxes/box.hpp"
#include "image/source.hpp"
#include "infer/bundle.hpp"
#include "infer/occlusion.hpp"
#include "infer/preprocess.hpp"

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace cxrval::infer {

// What the pipeline says about one image. Probabilities are rounded as as_written does. Scores are those of each class
// of a stage's models, in the order of LoadedModel::classes.
struct Findings {
  std::string router_class;                  // the router's most probable class; empty without a router
  std::optional<double> router_probability;  // of that class
  std::vector<double> router_scores;         // empty without a router
  bool is_routed = true;                     // the router passes the class; all below is empty when not

  std::optional<double> pa_probability;   // nothing without a PA stage
  bool is_pa = true;                      // passed the PA gate; all below is empty when not
  std::optional<double> probability;      // of being abnormal
  std::vector<double> scores;             // of the abnormality stage's classes; empty where its models are binary
  std::optional<bool> abnormal;           // passed the abnormality gate
  std::vector<boxes::Detection> lesions;  // of abnormal images only, best first, in original pixels
};

struct Judgement;

// The three stages of the paper's Fig. 2, and the router in front of them. The models of an ensemble judge each image
// on their own: probabilities are averaged as they would be written (as_written) and the mean is rounded so again; the
// boxes that each detector leaves are fused by boxes::fuse, then those whose score as written is above the fusion's
// score_threshold are kept, at most Fusion::most. Every stage runs on whole batches of one fixed shape: images that
// pass a gate are put together again, and the last batch is filled up with zeros.
class Pipeline {
 public:
  // `workers` batches run at once. Results do not depend on it.
  Pipeline(Bundle bundle, int workers);

  // May be called from several threads at once. With a crop stage its model is run on the image alone, and the mask
  // that it gives is the one that the other models crop to instead of `mask`. Faults are image::prepare's, "mask is
  // empty" for one without a pixel, and "crop model gave a value that is no number". Throws Error when the crop model
  // fails.
  base::Result<Prepared> prepare(const image::Source& source, const image::Mask* mask = nullptr) const;

  // One result for each image, in their order. An image for which a model gives a value that is not finite, or a
  // probability outside 0 to 1, is a Fault without a place ("NAME model gave a value that is no number",
  // NAME = router, pa, abnormality or lesion). Throws Error when a model fails or its output changes shape.
  std::vector<base::Result<Findings>> run(std::span<const Prepared> images) const;

  // Why an image is abnormal: the abnormality stage's mean probability of the image without the one with each cell
  // hidden. Each model of an ensemble is shown its own input. The cost is 257 images a model. Faults: "abnormality
  // model gave a value that is no number". Throws what run() throws.
  base::Result<OcclusionMap> occlude(const Prepared& image) const;

  // What the first model of the abnormality stage, or of the lesion stage (which must be there), sees of an image, and
  // where it lies in the original.
  struct View {
    const image::Plane& plane;
    const image::Mapping& mapping;
  };
  View abnormality_view(const Prepared& image) const { return view(image, abnormality_input_); }
  View lesion_view(const Prepared& image) const { return view(image, lesions_input_); }

  // The number of images that run() handles best at a time: a whole number of batches.
  std::size_t window() const;

  const Bundle& bundle() const { return bundle_; }

 private:
  struct Work;
  struct Stage {
    const LoadedStage& models;
    std::size_t first_input;
  };

  // What the stage says about each of the chosen images; nothing where a model gave no number.
  std::vector<std::optional<Judgement>> judge(const Work& work, const std::vector<std::size_t>& chosen,
                                              const Stage& stage) const;
  std::vector<std::optional<std::vector<boxes::Detection>>> find_lesions(const Work& work,
                                                                         const std::vector<std::size_t>& chosen) const;
  View view(const Prepared& image, std::size_t input) const;
  base::Result<image::Mask> crop_mask(const image::Source& source) const;
  void run_router(Work& work) const;
  void run_pa(Work& work) const;
  void run_abnormality(Work& work) const;
  void run_lesions(Work& work) const;

  Bundle bundle_;
  int workers_;
  Preprocessor preprocessor_;
  // the preprocessor's number of each stage's first input
  std::size_t pa_input_ = 0;
  std::size_t abnormality_input_ = 0;
  std::size_t lesions_input_ = 0;
};

}  // namespace cxrval::infer
