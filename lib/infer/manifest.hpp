// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "boxes/suppression.hpp"
#include "image/recipe.hpp"
#include "infer/gate.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace cxrval::infer {

// What a network is fed: one greyscale image made by the recipe, repeated over the channels, each normalised as
// (value - mean) / std in float.
struct InputSpec {
  image::Recipe recipe;
  int channels = 1;         // 1 or 3
  std::vector<float> mean;  // one a channel
  std::vector<float> std;   // one a channel, greater than 0

  int width() const { return recipe.fitting.width; }
  int height() const { return recipe.fitting.height; }
  bool operator==(const InputSpec&) const = default;
};

// What the values of a binary model are: the log-odds of the positive class, its probability, or one unnormalised
// logit for each of `classes` classes.
enum class BinaryForm { logit, probability, class_logits };

struct BinaryOutput {
  BinaryForm form = BinaryForm::logit;
  int classes = 1;   // values for each image; more than 1 for class_logits only
  int positive = 0;  // index of the positive class among them
};

// One value for each of at least two classes of which one holds: unnormalised logits, or probabilities.
struct MultiClassOutput {
  std::vector<std::string> classes;
  bool logits = true;
};

// One value for each class, any of which may hold: log-odds, or probabilities.
struct MultiLabelOutput {
  std::vector<std::string> classes;
  bool logits = true;
};

// One value for each pixel of the input: log-odds that it belongs to the mask, or the probability of it.
struct SegmentOutput {
  double threshold = 0.5;  // pixels with a greater probability are in the mask
  bool logits = true;
};

// What a detector gives for each image.

// N rows of 5 + C values: centre x, centre y, width and height in input pixels, objectness, and C class probabilities
// (YOLOv5's export). A score is objectness * class probability.
struct YoloLayout {
  bool operator==(const YoloLayout&) const = default;
};

// Boxes (K x 4: x_min, y_min, x_max, y_max in input pixels), labels (K) and scores (K), as torchvision's detection
// models give them. There label 0 is the background, so that the first class has label 1.
struct TorchvisionLayout {
  int first_label = 1;
  bool operator==(const TorchvisionLayout&) const = default;
};

// Class logits (N x C, each its own sigmoid) and box regressions (N x 4: ty, tx, th, tw) for the N anchors of
// efficientdet_anchors.
struct EfficientDetLayout {
  int candidates = 5000;  // the highest logits that become boxes, before any suppression
  bool operator==(const EfficientDetLayout&) const = default;
};

using DetectorLayout = std::variant<YoloLayout, TorchvisionLayout, EfficientDetLayout>;

struct DetectorOutput {
  std::vector<std::string> classes;
  double score_threshold = 0;  // detections with a score greater than this are kept
  boxes::Suppression suppression;
  DetectorLayout layout = YoloLayout{};
};

// By task: "binary", "multi_class", "multi_label", "segment", "detect".
using ModelOutput = std::variant<BinaryOutput, MultiClassOutput, MultiLabelOutput, SegmentOutput, DetectorOutput>;

// The manifest's word for it.
std::string_view task_of(const ModelOutput& output);

// One network: its weights, what goes in and what comes out.
struct ModelManifest {
  std::string name;
  std::string version;
  std::string file;    // TorchScript, relative to the manifest's folder
  std::string sha256;  // of that file, 64 lower-case hexadecimal digits
  InputSpec input;
  ModelOutput output;
  std::string provenance;  // where it comes from: training data, licence, date
};

// What a gate looks at where models tell several classes apart: the chance that one of these holds or, when negated,
// that none of them does.
struct Positive {
  std::vector<std::string> classes;
  bool negated = false;
};

// A stage with a gate: images that pass it go on (pa) or are abnormal (abnormality). Several models are an ensemble,
// whose probability is the mean of theirs.
struct GatedStage {
  std::vector<std::string> models;  // model manifests' files, relative to the pipeline manifest's folder
  Gate gate;
  std::optional<Positive> positive{};  // of multi-class and multi-label models, not of binary ones
};

// A model of several groups of images, of which only some go on (Dicom Imaging Router: abdominal, adult chest,
// pediatric chest, spine, others).
struct RouterStage {
  std::vector<std::string> models;
  std::vector<std::string> pass;  // images whose most probable class is among these go on
};

// How the boxes of several detectors become one list: boxes::fuse.
struct Fusion {
  double iou_threshold = 0.55;
  std::vector<double> weights;  // one a model
  double score_threshold = 0;   // fused boxes with a greater score are kept
  std::size_t most = 100;       // for each image, best first
};

struct LesionStage {
  std::vector<std::string> models;
  Fusion fusion;  // of more than one model
};

// The pipeline of the paper's Fig. 2: PA classifier, abnormality classifier, lesion detector. Without a PA stage every
// image goes to the abnormality classifier; without a lesion stage no boxes are given. A router stands in front.
struct PipelineManifest {
  std::string name;
  std::string version;
  std::string description;
  std::optional<std::string> crop{};  // the model manifest's file of what makes the masks that later models crop to
  std::optional<RouterStage> router{};
  std::optional<GatedStage> pa;
  GatedStage abnormality;
  std::optional<LesionStage> lesions;
};

// Both read a JSON text of at most 1 MiB; `file` is its name in messages. They throw Error naming the file with line
// and column for text that is no JSON, and with the JSON Pointer (RFC 6901) of the value for anything missing, unknown,
// given twice or out of range. Sizes are 8 to 4096 pixels. A file that a manifest names must lie in its folder or
// below.
PipelineManifest parse_pipeline(std::string_view json, const std::string& file);
ModelManifest parse_model(std::string_view json, const std::string& file);

}  // namespace cxrval::infer
