// SPDX-License-Identifier: Apache-2.0
#include "infer/manifest.hpp"

#include "infer/manifest_node.hpp"
#include "infer/manifest_output.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <initializer_list>

namespace cxrval::infer {

namespace {

std::vector<float> read_channels(const ManifestNode& node, int channels, double lowest, const std::string& range) {
  const std::vector<ManifestNode> items = node.items();
  if (items.size() != static_cast<std::size_t>(channels)) node.fail("must have one number for each channel");
  std::vector<float> values;
  for (const ManifestNode& item : items) values.push_back(static_cast<float>(item.number(lowest, 1e6, range)));
  return values;
}

image::Look read_look(const ManifestNode& input) {
  image::Look look;
  const ManifestNode preset = input.at("pixel_preset");
  const std::optional<image::Preset> known = image::parse_preset(preset.text());
  if (!known) preset.fail("not a pixel preset");
  look.preset = *known;
  if (const auto polarity = input.find("polarity")) {
    const std::optional<image::PolarityRule> rule = image::parse_polarity(polarity->text());
    if (!rule) polarity->fail("must be one of auto, photometric, plut, none, invert");
    look.polarity = *rule;
  }
  if (const auto voi = input.find("voi")) {
    if (look.preset != image::Preset::voi) voi->fail("is for pixel_preset voi only");
    look.voi = static_cast<std::size_t>(voi->integer(1, 1000) - 1);
  }
  return look;
}

image::Step read_step(const ManifestNode& node) {
  node.object_of({"step", "size", "clip", "tiles"});
  const std::string kind = node.at("step").word({"median", "clahe", "crop_to_mask"});
  const auto only = [&](std::string_view wanted, std::initializer_list<const char*> keys) {
    if (kind == wanted) return;
    for (const char* key : keys) {
      if (const auto extra = node.find(key)) extra->fail("is for step " + std::string(wanted) + " only");
    }
  };
  only("median", {"size"});
  only("clahe", {"clip", "tiles"});
  if (kind == "median") {
    const ManifestNode size = node.at("size");
    const int side = size.integer(3, 9);
    if (side % 2 == 0) size.fail("must be 3, 5, 7 or 9");
    return image::MedianStep{side};
  }
  if (kind == "clahe") {
    return image::ClaheStep{{node.at("clip").number(0, 1e6, "from 0 to 1e6"), node.at("tiles").integer(1, 64)}};
  }
  return image::CropStep{};
}

std::vector<image::Step> read_steps(const ManifestNode& node) {
  std::vector<image::Step> steps;
  bool cropped = false;
  for (const ManifestNode& item : node.items()) {
    steps.push_back(read_step(item));
    if (!std::holds_alternative<image::CropStep>(steps.back())) continue;
    if (cropped) item.fail("a second crop_to_mask");
    cropped = true;
  }
  return steps;
}

image::Sampling read_sampling(const ManifestNode& node) {
  image::Sampling sampling;
  const std::string filter = node.at("filter").word({"bilinear", "bicubic", "area", "nearest"});
  if (filter == "bicubic") sampling.filter = image::Filter::bicubic;
  if (filter == "area") sampling.filter = image::Filter::area;
  if (filter == "nearest") sampling.filter = image::Filter::nearest;
  const auto antialias = node.find("antialias");
  if (filter == "area" || filter == "nearest") {
    if (antialias) antialias->fail("is for filters bilinear and bicubic only");
    return sampling;
  }
  sampling.antialias = node.at("antialias").boolean();
  return sampling;
}

// Width and height are already there.
void read_resize(const ManifestNode& node, image::Fitting& fitting) {
  if (node.is_text()) {
    node.word({"stretch"});
    return;
  }
  node.object_of({"fit", "filter", "antialias", "pad", "short_side"});
  const std::string fit = node.at("fit").word({"stretch", "letterbox", "centre_crop"});
  fitting.sampling = read_sampling(node);
  const auto pad = node.find("pad");
  const auto side = node.find("short_side");
  if (pad && fit != "letterbox") pad->fail("is for fit letterbox only");
  if (side && fit != "centre_crop") side->fail("is for fit centre_crop only");
  if (fit == "letterbox") {
    fitting.fit = image::Fit::letterbox;
    fitting.pad = static_cast<float>(node.at("pad").fraction());
  }
  if (fit == "centre_crop") fitting.fit = image::Fit::centre_crop;
  if (side) fitting.short_side = side->integer(std::max(fitting.width, fitting.height), 4096);
}

InputSpec read_input(const ManifestNode& node) {
  node.object_of({"width", "height", "channels", "pixel_preset", "polarity", "voi", "steps", "resize", "mean", "std"});
  InputSpec input;
  image::Recipe& recipe = input.recipe;
  recipe.fitting.width = node.at("width").integer(8, 4096);
  recipe.fitting.height = node.at("height").integer(8, 4096);
  input.channels = node.at("channels").integer(1, 3);
  if (input.channels == 2) node.at("channels").fail("must be 1 or 3");
  recipe.look = read_look(node);
  if (const auto steps = node.find("steps")) recipe.steps = read_steps(*steps);
  read_resize(node.at("resize"), recipe.fitting);
  input.mean = read_channels(node.at("mean"), input.channels, -1e6, "from -1e6 to 1e6");
  input.std = read_channels(node.at("std"), input.channels, 1e-6, "from 1e-6 to 1e6");
  return input;
}

std::string read_sha256(const ManifestNode& node) {
  const std::string digest = node.text();
  if (digest.size() != 64 || digest.find_first_not_of("0123456789abcdef") != std::string::npos) {
    node.fail("must be 64 lower-case hexadecimal digits");
  }
  return digest;
}

}  // namespace

std::string_view task_of(const ModelOutput& output) {
  constexpr std::array<std::string_view, std::variant_size_v<ModelOutput>> words{"binary", "multi_class", "multi_label",
                                                                                 "segment", "detect"};
  return words[output.index()];
}

ModelManifest parse_model(std::string_view json, const std::string& file) {
  const ManifestNode root = ManifestNode::root(json, file);
  root.object_of({"format", "name", "version", "task", "file", "sha256", "input", "output", "provenance"});
  root.at("format").word({"cxrval-model-1"});
  ModelManifest model;
  model.name = root.at("name").text();
  model.version = root.at("version").text();
  model.file = root.at("file").relative_file();
  model.sha256 = read_sha256(root.at("sha256"));
  model.input = read_input(root.at("input"));
  model.output = read_output(root);
  model.provenance = root.at("provenance").text();
  return model;
}

}  // namespace cxrval::infer
