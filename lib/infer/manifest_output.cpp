// SPDX-License-Identifier: Apache-2.0
#include "infer/manifest_output.hpp"

#include <algorithm>
#include <cstddef>
#include <initializer_list>
#include <optional>
#include <string>
#include <vector>

namespace cxrval::infer {

namespace {

void refuse(const ManifestNode& node, std::initializer_list<const char*> keys, const std::string& reason) {
  for (const char* key : keys) {
    if (const auto extra = node.find(key)) extra->fail(reason);
  }
}

std::vector<std::string> read_classes(const ManifestNode& node) {
  std::vector<std::string> classes;
  for (const ManifestNode& item : node.items()) {
    const std::string name = item.text();
    if (std::find(classes.begin(), classes.end(), name) != classes.end()) item.fail("class named twice");
    classes.push_back(name);
  }
  if (classes.empty() || classes.size() > 1000) node.fail("must name 1 to 1000 classes");
  return classes;
}

boxes::SuppressionKind read_suppression_kind(const ManifestNode& node) {
  using Kind = boxes::SuppressionKind;
  const auto kind = node.find("suppression");
  if (!kind) return Kind::hard;
  const std::string word = kind->word({"hard", "soft_linear", "soft_gaussian", "none"});
  if (word == "none") return Kind::none;
  if (word == "soft_linear") return Kind::soft_linear;
  return word == "soft_gaussian" ? Kind::soft_gaussian : Kind::hard;
}

boxes::Suppression read_suppression(const ManifestNode& node) {
  using Kind = boxes::SuppressionKind;
  boxes::Suppression suppression;
  suppression.kind = read_suppression_kind(node);
  if (suppression.kind == Kind::hard || suppression.kind == Kind::soft_linear) {
    suppression.iou_threshold = node.at("iou_threshold").fraction();
  } else {
    refuse(node, {"iou_threshold"}, "is for suppression hard and soft_linear only");
  }
  if (suppression.kind == Kind::soft_gaussian) {
    suppression.sigma = node.at("sigma").number(1e-3, 1e3, "from 1e-3 to 1e3");
  } else {
    refuse(node, {"sigma"}, "is for suppression soft_gaussian only");
  }
  if (suppression.kind == Kind::none) refuse(node, {"class_agnostic"}, "is not for suppression none");
  if (const auto agnostic = node.find("class_agnostic"); agnostic && agnostic->boolean()) {
    suppression.classes = boxes::Classes::together;
  }
  if (const auto most = node.find("max_boxes")) suppression.most = static_cast<std::size_t>(most->integer(1, 1000));
  return suppression;
}

void check_pyramid(const ManifestNode& input) {
  for (const char* side : {"width", "height"}) {
    const ManifestNode node = input.at(side);
    if (node.integer(8, 4096) % 128 != 0) node.fail("must be a multiple of 128 for layout efficientdet");
  }
}

DetectorLayout read_layout(const ManifestNode& node, const ManifestNode& input) {
  const std::string layout = node.at("layout").word({"yolo", "torchvision", "efficientdet"});
  if (layout != "torchvision") refuse(node, {"first_label"}, "is for layout torchvision only");
  if (layout != "efficientdet") refuse(node, {"candidates"}, "is for layout efficientdet only");
  if (layout == "torchvision") {
    TorchvisionLayout torchvision;
    if (const auto first = node.find("first_label")) torchvision.first_label = first->integer(0, 1000);
    return torchvision;
  }
  if (layout == "efficientdet") {
    check_pyramid(input);
    EfficientDetLayout efficientdet;
    if (const auto candidates = node.find("candidates")) efficientdet.candidates = candidates->integer(1, 100000);
    return efficientdet;
  }
  return YoloLayout{};
}

BinaryOutput read_binary_output(const ManifestNode& node) {
  node.object_of({"form", "classes", "positive"});
  const std::string form = node.at("form").word({"logit", "probability", "class_logits"});
  if (form == "class_logits") {
    const int classes = node.at("classes").integer(2, 10000);
    return {BinaryForm::class_logits, classes, node.at("positive").integer(0, classes - 1)};
  }
  refuse(node, {"classes", "positive"}, "is for form class_logits only");
  return {form == "logit" ? BinaryForm::logit : BinaryForm::probability, 1, 0};
}

DetectorOutput read_detector_output(const ManifestNode& node, const ManifestNode& input) {
  node.object_of({"layout", "classes", "score_threshold", "suppression", "iou_threshold", "sigma", "class_agnostic",
                  "max_boxes", "first_label", "candidates"});
  DetectorOutput output;
  output.layout = read_layout(node, input);
  output.classes = read_classes(node.at("classes"));
  output.score_threshold = node.at("score_threshold").fraction();
  output.suppression = read_suppression(node);
  return output;
}

std::vector<std::string> read_rival_classes(const ManifestNode& node) {
  std::vector<std::string> classes = read_classes(node);
  if (classes.size() < 2) node.fail("must name 2 to 1000 classes");
  return classes;
}

MultiClassOutput read_multi_class_output(const ManifestNode& node) {
  node.object_of({"form", "classes"});
  const bool logits = node.at("form").word({"class_logits", "probabilities"}) == "class_logits";
  return {read_rival_classes(node.at("classes")), logits};
}

MultiLabelOutput read_multi_label_output(const ManifestNode& node) {
  node.object_of({"form", "classes"});
  const bool logits = node.at("form").word({"logits", "probabilities"}) == "logits";
  return {read_classes(node.at("classes")), logits};
}

SegmentOutput read_segment_output(const ManifestNode& node) {
  node.object_of({"form", "threshold"});
  const bool logits = node.at("form").word({"logit", "probability"}) == "logit";
  return {node.at("threshold").fraction(), logits};
}

}  // namespace

ModelOutput read_output(const ManifestNode& manifest) {
  const std::string task = manifest.at("task").word({"binary", "multi_class", "multi_label", "segment", "detect"});
  const ManifestNode output = manifest.at("output");
  if (task == "binary") return read_binary_output(output);
  if (task == "multi_class") return read_multi_class_output(output);
  if (task == "multi_label") return read_multi_label_output(output);
  if (task == "segment") return read_segment_output(output);
  return read_detector_output(output, manifest.at("input"));
}

}  // namespace cxrval::infer
