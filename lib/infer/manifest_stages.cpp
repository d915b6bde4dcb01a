// SPDX-License-Identifier: Apache-2.0
#include "infer/manifest.hpp"
#include "infer/manifest_node.hpp"

#include <algorithm>
#include <cstddef>

namespace cxrval::infer {

namespace {

constexpr std::size_t most_models = 16;

Gate read_gate(const ManifestNode& node) {
  const std::optional<Gate> gate = parse_gate(node.text());
  if (!gate) node.fail("must be a gate such as \"> 0.5\" with a threshold from 0 to 1");
  return *gate;
}

// Different texts; `noun` is for the message.
std::vector<std::string> read_set(const std::vector<ManifestNode>& items, const std::string& noun,
                                  std::string (ManifestNode::*read)() const) {
  std::vector<std::string> all;
  for (const ManifestNode& item : items) {
    const std::string text = (item.*read)();
    if (std::find(all.begin(), all.end(), text) != all.end()) item.fail(noun + " named twice");
    all.push_back(text);
  }
  return all;
}

std::vector<std::string> read_models(const ManifestNode& stage) {
  const auto list = stage.find("models");
  if (!list) return {stage.at("model").relative_file()};
  if (stage.find("model")) list->fail("is instead of model, not beside it");
  const std::vector<ManifestNode> items = list->items();
  if (items.empty() || items.size() > most_models) list->fail("must name 1 to 16 models");
  return read_set(items, "model", &ManifestNode::relative_file);
}

std::vector<std::string> read_classes(const ManifestNode& node) {
  std::vector<std::string> classes = read_set(node.items(), "class", &ManifestNode::text);
  if (classes.empty()) node.fail("must name at least one class");
  return classes;
}

std::optional<Positive> read_positive(const ManifestNode& stage) {
  const auto positive = stage.find("positive");
  const auto negative = stage.find("negative");
  if (positive && negative) negative->fail("is instead of positive, not beside it");
  if (positive) return Positive{read_classes(*positive), false};
  if (negative) return Positive{read_classes(*negative), true};
  return std::nullopt;
}

GatedStage read_gated_stage(const ManifestNode& node) {
  node.object_of({"model", "models", "gate", "positive", "negative"});
  return {read_models(node), read_gate(node.at("gate")), read_positive(node)};
}

RouterStage read_router(const ManifestNode& node) {
  node.object_of({"model", "models", "pass"});
  return {read_models(node), read_classes(node.at("pass"))};
}

void read_weights(const ManifestNode& node, std::vector<double>& weights) {
  const std::vector<ManifestNode> items = node.items();
  if (items.size() != weights.size()) node.fail("must have one number for each model");
  std::transform(items.begin(), items.end(), weights.begin(),
                 [](const ManifestNode& item) { return item.number(1e-6, 1e6, "from 1e-6 to 1e6"); });
}

Fusion read_fusion(const std::optional<ManifestNode>& node, std::size_t models) {
  Fusion fusion;
  fusion.weights.assign(models, 1.0);
  if (!node) return fusion;
  node->object_of({"iou_threshold", "weights", "score_threshold", "max_boxes"});
  if (const auto iou = node->find("iou_threshold")) fusion.iou_threshold = iou->fraction();
  if (const auto weights = node->find("weights")) read_weights(*weights, fusion.weights);
  if (const auto score = node->find("score_threshold")) fusion.score_threshold = score->fraction();
  if (const auto most = node->find("max_boxes")) fusion.most = static_cast<std::size_t>(most->integer(1, 1000));
  return fusion;
}

LesionStage read_lesions(const ManifestNode& node) {
  node.object_of({"model", "models", "fusion"});
  const auto fusion = node.find("fusion");
  if (fusion && !node.find("models")) fusion->fail("is for models only");
  LesionStage lesions{read_models(node), {}};
  lesions.fusion = read_fusion(fusion, lesions.models.size());
  return lesions;
}

}  // namespace

PipelineManifest parse_pipeline(std::string_view json, const std::string& file) {
  const ManifestNode root = ManifestNode::root(json, file);
  root.object_of({"format", "name", "version", "description", "stages"});
  root.at("format").word({"cxrval-pipeline-1"});
  PipelineManifest pipeline;
  pipeline.name = root.at("name").text();
  pipeline.version = root.at("version").text();
  if (const auto description = root.find("description")) pipeline.description = description->text();
  const ManifestNode stages = root.at("stages");
  stages.object_of({"crop", "router", "pa", "abnormality", "lesions"});
  if (const auto crop = stages.find("crop")) {
    crop->object_of({"model"});
    pipeline.crop = crop->at("model").relative_file();
  }
  if (const auto router = stages.find("router")) pipeline.router = read_router(*router);
  if (const auto pa = stages.find("pa")) pipeline.pa = read_gated_stage(*pa);
  pipeline.abnormality = read_gated_stage(stages.at("abnormality"));
  if (const auto lesions = stages.find("lesions")) pipeline.lesions = read_lesions(*lesions);
  return pipeline;
}

}  // namespace cxrval::infer
