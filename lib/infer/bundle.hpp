// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "boxes/box.hpp"
#include "infer/manifest.hpp"
#include "infer/model.hpp"
#include "infer/probability.hpp"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace cxrval::infer {

struct LoadedModel {
  ModelManifest manifest;
  std::string weights;  // the weight file's path, for messages
  BatchShape shape;
  std::vector<boxes::Box> anchors{};      // efficientdet_anchors of the input, for that layout
  std::optional<ClassChoice> positive{};  // what a gate looks at, of a multi-class or multi-label model
  std::unique_ptr<Model> model{};

  // Of a multi-class or multi-label model or a detector, in the manifest's order; none of any other.
  std::vector<std::string> classes() const;
};

// The models of a stage: one, or the first of an ensemble and the others, which have the same task and the same
// classes.
struct LoadedStage : LoadedModel {
  std::vector<LoadedModel> others{};

  std::vector<const LoadedModel*> members() const;
};

// A pipeline manifest with its models, loaded and tried.
struct Bundle {
  PipelineManifest manifest;
  std::optional<LoadedModel> crop{};  // for one image at a time
  std::optional<LoadedStage> router{};
  std::optional<LoadedStage> pa;
  LoadedStage abnormality;
  std::optional<LoadedStage> lesions;
  // SHA-256 of the text that lists "pipeline", and "crop", "router", "pa", "abnormality" and "lesions" as far as there
  // are any, each with a blank and the SHA-256 of its manifest (and of its weights after another blank), a line each;
  // an ensemble has a line for each of its models. Thresholds stand in the manifests, so whatever can change a result
  // changes the hash.
  std::string hash;

  // Does a model crop to masks that no stage of the pipeline makes?
  bool needs_masks() const;
};

// Reads a pipeline manifest and all that it names, relative to it, for batches of `batch` images. The weights that are
// hashed are the bytes that are loaded. Each model is run once on zeros. Throws Error, naming the file, when something
// cannot be read, when weights are not those of their manifest's sha256, when a stage has a model of the wrong task or
// models of different classes, when a gate looks at a class that its models do not know, when there is a crop stage and
// no later model has the step crop_to_mask, when the router shall pass a class that it does not know, and when a
// model's output does not have the shape that its manifest says (check_output).
Bundle load_bundle(const std::string& path, int batch, const ModelLoader& load);

}  // namespace cxrval::infer
