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

std::vector<std::string> classes_of(const ModelOutput& output) {
  if (const auto* rivals = std::get_if<MultiClassOutput>(&output)) return rivals->classes;
  if (const auto* detector = std::get_if<DetectorOutput>(&output)) return detector->classes;
  return {};
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

  LoadedStage stage(const std::string& name, const std::vector<std::string>& files, std::string_view task) {
    LoadedStage stage{model(name, files.front(), task)};
    for (std::size_t i = 1; i < files.size(); ++i) {
      stage.others.push_back(model(name, files[i], task));
      if (classes_of(stage.others.back().manifest.output) != classes_of(stage.manifest.output)) {
        throw base::Error({beside(path_, files[i])},
                          "/output/classes: must be those of the " + name + " stage's first model, in their order");
      }
    }
    return stage;
  }

  LoadedStage router(const RouterStage& router) {
    LoadedStage stage = this->stage("router", router.models, "multi_class");
    const std::vector<std::string> classes = classes_of(stage.manifest.output);
    for (std::size_t i = 0; i < router.pass.size(); ++i) {
      if (std::find(classes.begin(), classes.end(), router.pass[i]) != classes.end()) continue;
      throw base::Error({path_}, "/stages/router/pass/" + std::to_string(i) + ": is no class of the router's model");
    }
    return stage;
  }

  LoadedModel model(const std::string& name, const std::string& file, std::string_view task) {
    const std::string manifest_path = beside(path_, file);
    const std::string text = read_file(manifest_path, largest_manifest);
    LoadedModel loaded;
    loaded.manifest = parse_model(text, manifest_path);
    if (task_of(loaded.manifest.output) != task) {
      throw base::Error({manifest_path}, "/task: the " + name + " stage wants " + std::string(task));
    }
    loaded.weights = beside(manifest_path, loaded.manifest.file);
    const std::string bytes = read_file(loaded.weights, largest_weights);
    const std::string digest = provenance::sha256(bytes);
    if (digest != loaded.manifest.sha256) {
      throw base::Error({loaded.weights},
                        "is not the file whose sha256 its manifest gives; restore it or correct the manifest");
    }
    lines_ += name + " " + provenance::sha256(text) + " " + digest + "\n";
    const InputSpec& input = loaded.manifest.input;
    loaded.shape = {batch_, input.channels, input.height(), input.width()};
    loaded.anchors = anchors_of(loaded.manifest);
    loaded.model = load_(bytes, loaded.weights, loaded.shape);
    try_out(loaded);
    return loaded;
  }

  std::string hash() const { return provenance::sha256(lines_); }

 private:
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

std::vector<const LoadedModel*> LoadedStage::members() const {
  std::vector<const LoadedModel*> all{this};
  for (const LoadedModel& other : others) all.push_back(&other);
  return all;
}

Bundle load_bundle(const std::string& path, int batch, const ModelLoader& load) {
  Loader loader(path, batch, load);
  Bundle bundle;
  bundle.manifest = loader.pipeline();
  const PipelineManifest& manifest = bundle.manifest;
  if (manifest.router) bundle.router = loader.router(*manifest.router);
  if (manifest.pa) bundle.pa = loader.stage("pa", manifest.pa->models, "binary");
  bundle.abnormality = loader.stage("abnormality", manifest.abnormality.models, "binary");
  if (manifest.lesions) bundle.lesions = loader.stage("lesions", manifest.lesions->models, "detect");
  bundle.hash = loader.hash();
  return bundle;
}

}  // namespace cxrval::infer
