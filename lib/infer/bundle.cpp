// SPDX-License-Identifier: Apache-2.0
#include "infer/bundle.hpp"

#include "base/bytes.hpp"
#include "base/error.hpp"
#include "infer/efficientdet_anchors.hpp"
#include "infer/model_output.hpp"
#include "provenance/hash.hpp"

#include <algorithm>
#include <cstddef>
#include <filesystem>
#include <string_view>
#include <utility>
#include <variant>

namespace cxrval::infer {

namespace {

constexpr std::size_t largest_manifest = std::size_t{1} << 20;
constexpr std::size_t largest_weights = std::size_t{1} << 32;

std::string read_file(const std::string& path, std::size_t limit) {
  return base::read_all(*base::open_source(path), limit);
}

std::string beside(const std::string& path, const std::string& relative) {
  return (std::filesystem::path(path).parent_path() / relative).string();
}

std::vector<boxes::Box> anchors_of(const ModelManifest& manifest) {
  const auto* detector = std::get_if<DetectorOutput>(&manifest.output);
  if (detector == nullptr || !std::holds_alternative<EfficientDetLayout>(detector->layout)) return {};
  return efficientdet_anchors(manifest.input.width(), manifest.input.height());
}

bool crops_to_mask(const LoadedModel& model) {
  const std::vector<image::Step>& steps = model.manifest.input.recipe.steps;
  return std::any_of(steps.begin(), steps.end(),
                     [](const image::Step& step) { return std::holds_alternative<image::CropStep>(step); });
}

bool crops_to_mask(const std::optional<LoadedStage>& stage) {
  if (!stage) return false;
  const std::vector<const LoadedModel*> members = stage->members();
  return std::any_of(members.begin(), members.end(), [](const LoadedModel* model) { return crops_to_mask(*model); });
}

bool a_model_crops(const Bundle& bundle) {
  const std::vector<const LoadedModel*> abnormality = bundle.abnormality.members();
  return crops_to_mask(bundle.router) || crops_to_mask(bundle.pa) || crops_to_mask(bundle.lesions) ||
         std::any_of(abnormality.begin(), abnormality.end(),
                     [](const LoadedModel* model) { return crops_to_mask(*model); });
}

// Loads the models of one bundle and collects the lines that its hash is made of.
class Loader {
 public:
  Loader(std::string path, int batch, const ModelLoader& load) : path_(std::move(path)), batch_(batch), load_(load) {}

  PipelineManifest pipeline() {
    const std::string text = read_file(path_, largest_manifest);
    lines_ = "pipeline " + provenance::sha256(text) + "\n";
    return parse_pipeline(text, path_);
  }

  LoadedModel crop(const std::string& file) {
    LoadedModel loaded = model({"crop", {"segment"}, 1}, file);
    if (crops_to_mask(loaded)) {
      throw base::Error({beside(path_, file)}, "/input/steps: the crop stage has no mask to crop to");
    }
    return loaded;
  }

  LoadedStage stage(const std::string& name, const std::vector<std::string>& files,
                    std::vector<std::string_view> tasks) {
    const Wanted wanted{name, std::move(tasks), batch_};
    LoadedStage stage{model(wanted, files.front())};
    for (std::size_t i = 1; i < files.size(); ++i) {
      stage.others.push_back(model(wanted, files[i]));
      if (stage.others.back().classes() != stage.classes()) {
        throw base::Error({beside(path_, files[i])},
                          "/output/classes: must be those of the " + name + " stage's first model, in their order");
      }
    }
    return stage;
  }

  LoadedStage router(const RouterStage& router) {
    LoadedStage stage = this->stage("router", router.models, {"multi_class"});
    indices_of(router.pass, stage, "router/pass");
    return stage;
  }

  LoadedStage gated(const std::string& name, const GatedStage& gated) {
    if (!gated.positive) return stage(name, gated.models, {"binary"});
    LoadedStage stage = this->stage(name, gated.models, {"multi_class", "multi_label"});
    const Positive& positive = *gated.positive;
    const std::string key = name + (positive.negated ? "/negative" : "/positive");
    stage.positive = ClassChoice{indices_of(positive.classes, stage, key), positive.negated};
    for (LoadedModel& other : stage.others) other.positive = stage.positive;
    return stage;
  }

  std::string hash() const { return provenance::sha256(lines_); }

 private:
  struct Wanted {
    std::string stage;
    std::vector<std::string_view> tasks;
    int batch;
  };

  static void check_task(const Wanted& wanted, const ModelManifest& manifest, const std::string& path) {
    const std::string_view task = task_of(manifest.output);
    if (std::find(wanted.tasks.begin(), wanted.tasks.end(), task) != wanted.tasks.end()) return;
    std::string tasks;
    for (const std::string_view one : wanted.tasks) tasks += (tasks.empty() ? "" : " or ") + std::string(one);
    const bool has_classes = wanted.tasks.front() == "binary" && task.starts_with("multi_");
    throw base::Error({path}, "/task: the " + wanted.stage + " stage wants " + tasks +
                                  (has_classes ? ", or the key positive or negative with classes" : ""));
  }

  std::vector<std::size_t> indices_of(const std::vector<std::string>& names, const LoadedStage& stage,
                                      const std::string& key) const {
    const std::vector<std::string> classes = stage.classes();
    std::vector<std::size_t> indices;
    for (std::size_t i = 0; i < names.size(); ++i) {
      const auto found = std::find(classes.begin(), classes.end(), names[i]);
      if (found == classes.end()) {
        throw base::Error({path_}, "/stages/" + key + "/" + std::to_string(i) + ": is no class of the stage's model");
      }
      indices.push_back(static_cast<std::size_t>(found - classes.begin()));
    }
    return indices;
  }

  LoadedModel model(const Wanted& wanted, const std::string& file) {
    const std::string manifest_path = beside(path_, file);
    const std::string text = read_file(manifest_path, largest_manifest);
    LoadedModel loaded;
    loaded.manifest = parse_model(text, manifest_path);
    check_task(wanted, loaded.manifest, manifest_path);
    loaded.weights = beside(manifest_path, loaded.manifest.file);
    const std::string bytes = read_file(loaded.weights, largest_weights);
    const std::string digest = provenance::sha256(bytes);
    if (digest != loaded.manifest.sha256) {
      throw base::Error({loaded.weights},
                        "is not the file whose sha256 its manifest gives; restore it or correct the manifest");
    }
    lines_ += wanted.stage + " " + provenance::sha256(text) + " " + digest + "\n";
    const InputSpec& input = loaded.manifest.input;
    loaded.shape = {wanted.batch, input.channels, input.height(), input.width()};
    loaded.anchors = anchors_of(loaded.manifest);
    loaded.model = load_(bytes, loaded.weights, loaded.shape);
    try_out(loaded);
    return loaded;
  }

  static void try_out(const LoadedModel& loaded) {
    const auto side = [](int length) { return static_cast<std::size_t>(length); };
    const BatchShape& shape = loaded.shape;
    const std::vector<float> zeros(side(shape.batch) * side(shape.channels) * side(shape.height) * side(shape.width));
    check_output(loaded.model->run(zeros), loaded);
  }

  std::string path_;
  int batch_;
  const ModelLoader& load_;
  std::string lines_;
};

}  // namespace

std::vector<std::string> LoadedModel::classes() const {
  if (const auto* rivals = std::get_if<MultiClassOutput>(&manifest.output)) return rivals->classes;
  if (const auto* labels = std::get_if<MultiLabelOutput>(&manifest.output)) return labels->classes;
  if (const auto* detector = std::get_if<DetectorOutput>(&manifest.output)) return detector->classes;
  return {};
}

std::vector<const LoadedModel*> LoadedStage::members() const {
  std::vector<const LoadedModel*> all{this};
  for (const LoadedModel& other : others) all.push_back(&other);
  return all;
}

bool Bundle::needs_masks() const {
  return !crop && a_model_crops(*this);
}

Bundle load_bundle(const std::string& path, int batch, const ModelLoader& load) {
  Loader loader(path, batch, load);
  Bundle bundle;
  bundle.manifest = loader.pipeline();
  const PipelineManifest& manifest = bundle.manifest;
  if (manifest.crop) bundle.crop = loader.crop(*manifest.crop);
  if (manifest.router) bundle.router = loader.router(*manifest.router);
  if (manifest.pa) bundle.pa = loader.gated("pa", *manifest.pa);
  bundle.abnormality = loader.gated("abnormality", manifest.abnormality);
  if (manifest.lesions) bundle.lesions = loader.stage("lesions", manifest.lesions->models, {"detect"});
  if (bundle.crop && !a_model_crops(bundle)) {
    throw base::Error({path}, "/stages/crop: no model of the later stages has the step crop_to_mask");
  }
  bundle.hash = loader.hash();
  return bundle;
}

}  // namespace cxrval::infer
