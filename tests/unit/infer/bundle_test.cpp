// SPDX-License-Identifier: Apache-2.0
#include "infer/bundle.hpp"

#include "base/error.hpp"
#include "catch.hpp"
#include "fake_model.hpp"
#include "provenance/hash.hpp"

#include <unistd.h>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>

using namespace cxrval;
using namespace cxrval::infer;

namespace {

namespace fs = std::filesystem;

class Folder {
 public:
  Folder() : path_(fs::temp_directory_path() / ("cxrval-bundle-" + std::to_string(::getpid()))) {
    fs::create_directories(path_);
    write("pipeline.json", R"({"format": "cxrval-pipeline-1", "name": "n", "version": "1", "stages": {
        "pa": {"model": "pa.json", "gate": "> 0.5"}, "abnormality": {"model": "abnormality.json", "gate": "> 0.5"},
        "lesions": {"model": "lesions.json"}}})");
    write_model("pa", "binary", R"({"form": "logit"})");
    write_model("abnormality", "binary", R"({"form": "logit"})");
    write_model("lesions", "detect",
                R"({"layout": "yolo", "classes": ["a", "b"], "score_threshold": 0.1, "iou_threshold": 0.5})");
  }
  ~Folder() { fs::remove_all(path_); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  void write(const std::string& file, const std::string& text) const { std::ofstream(path_ / file) << text; }
  void write_model(const std::string& name, const std::string& task, const std::string& output,
                   const std::string& steps = "[]") const {
    write(name + ".pt", name + " weights");
    write(name + ".json",
          R"({"format": "cxrval-model-1", "name": ")" + name + R"(", "version": "1", "task": ")" + task +
              R"(", "file": ")" + name + R"(.pt", "sha256": ")" + provenance::sha256(name + " weights") +
              R"(", "input": {"width": 8, "height": 8, "channels": 1, "pixel_preset": "voi", "steps": )" + steps +
              R"(,
        "resize": "stretch", "mean": [0], "std": [1]}, "output": )" +
              output + R"(, "provenance": "test"})");
  }
  // A router, two models of abnormality and two detectors.
  void write_ensembles() const {
    write("pipeline.json", R"({"format": "cxrval-pipeline-1", "name": "n", "version": "1", "stages": {
        "router": {"model": "router.json", "pass": ["adult chest"]},
        "abnormality": {"models": ["abnormality.json", "pa.json"], "gate": "> 0.5"},
        "lesions": {"models": ["lesions.json", "lesions2.json"]}}})");
    write_model("router", "multi_class", R"({"form": "class_logits", "classes": ["adult chest", "others"]})");
    write_model("lesions2", "detect",
                R"({"layout": "yolo", "classes": ["a", "b"], "score_threshold": 0.2, "iou_threshold": 0.5})");
  }
  Bundle load() const { return load_bundle((path_ / "pipeline.json").string(), 2, loader); }
  std::string file(const std::string& name) const { return (path_ / name).string(); }

 private:
  static std::unique_ptr<Model> loader(const std::string& bytes, const std::string&, const BatchShape& shape) {
    if (bytes == "crop weights") {
      return std::make_unique<FakeModel>(shape, std::vector<std::int64_t>{1, 8, 8},
                                         [](const float*) { return std::vector<float>(64); });
    }
    if (bytes == "router weights") {
      return std::make_unique<FakeModel>(shape, std::vector<std::int64_t>{2},
                                         [](const float*) { return std::vector<float>(2); });
    }
    if (bytes == "findings weights" || bytes == "more weights") {
      return std::make_unique<FakeModel>(shape, std::vector<std::int64_t>{3},
                                         [](const float*) { return std::vector<float>(3); });
    }
    if (bytes == "lesions weights" || bytes == "lesions2 weights") {
      return std::make_unique<FakeModel>(shape, std::vector<std::int64_t>{3, 7},
                                         [](const float*) { return std::vector<float>(21); });
    }
    return std::make_unique<FakeModel>(shape, std::vector<std::int64_t>{1},
                                       [](const float*) { return std::vector<float>(1); });
  }

  fs::path path_;
};

}  // namespace

TEST_CASE("a bundle is read from its folder and each model tried once") {
  const Folder folder;
  const Bundle bundle = folder.load();
  REQUIRE(bundle.pa);
  REQUIRE(bundle.lesions);
  CHECK(bundle.abnormality.shape.batch == 2);
  CHECK(dynamic_cast<const FakeModel&>(*bundle.abnormality.model).batches == 1);
  CHECK(bundle.hash.size() == 64);
  CHECK(bundle.hash == folder.load().hash);
}

TEST_CASE("the hash changes with any gate, threshold or weight") {
  const Folder folder;
  const std::string before = folder.load().hash;
  folder.write_model("lesions", "detect",
                     R"({"layout": "yolo", "classes": ["a", "b"], "score_threshold": 0.2, "iou_threshold": 0.5})");
  const std::string other_threshold = folder.load().hash;
  CHECK(other_threshold != before);
  folder.write("pipeline.json", R"({"format": "cxrval-pipeline-1", "name": "n", "version": "1", "stages": {
        "abnormality": {"model": "abnormality.json", "gate": "> 0.4"}}})");
  const Bundle one_stage = folder.load();
  CHECK(one_stage.hash != other_threshold);
  CHECK_FALSE(one_stage.pa);
  CHECK_FALSE(one_stage.lesions);
}

TEST_CASE("the hash is that of the text that docs/formats.md gives") {
  const Folder folder;
  const auto digest = [&](const std::string& file) {
    std::ifstream stream(folder.file(file));
    return provenance::sha256(std::string(std::istreambuf_iterator<char>(stream), {}));
  };
  const auto line = [&](const std::string& stage, const std::string& model) {
    return stage + " " + digest(model + ".json") + " " + digest(model + ".pt") + "\n";
  };
  CHECK(folder.load().hash == provenance::sha256("pipeline " + digest("pipeline.json") + "\n" + line("pa", "pa") +
                                                 line("abnormality", "abnormality") + line("lesions", "lesions")));
  folder.write_ensembles();
  CHECK(folder.load().hash ==
        provenance::sha256("pipeline " + digest("pipeline.json") + "\n" + line("router", "router") +
                           line("abnormality", "abnormality") + line("abnormality", "pa") + line("lesions", "lesions") +
                           line("lesions", "lesions2")));
}

TEST_CASE("the models of an ensemble and the router's are loaded and tried") {
  const Folder folder;
  folder.write_ensembles();
  const Bundle bundle = folder.load();
  REQUIRE(bundle.router);
  CHECK(bundle.router->others.empty());
  REQUIRE(bundle.abnormality.others.size() == 1);
  CHECK(bundle.abnormality.members().at(1)->manifest.name == "pa");
  CHECK(dynamic_cast<const FakeModel&>(*bundle.abnormality.others[0].model).batches == 1);
  REQUIRE(bundle.lesions->members().size() == 2);
}

TEST_CASE("a crop stage is loaded for one image at a time and makes the masks") {
  const Folder folder;
  const std::string crop = R"([{"step": "crop_to_mask"}])";
  folder.write_model("abnormality", "binary", R"({"form": "logit"})", crop);
  CHECK(folder.load().needs_masks());
  folder.write("pipeline.json", R"({"format": "cxrval-pipeline-1", "name": "n", "version": "1", "stages": {
        "crop": {"model": "crop.json"}, "abnormality": {"models": ["pa.json", "abnormality.json"], "gate": "> 0.5"}}})");
  folder.write_model("crop", "segment", R"({"form": "logit", "threshold": 0.5})");
  const Bundle bundle = folder.load();
  REQUIRE(bundle.crop);
  CHECK(bundle.crop->shape.batch == 1);
  CHECK(bundle.abnormality.shape.batch == 2);
  CHECK_FALSE(bundle.needs_masks());
  folder.write_model("crop", "segment", R"({"form": "logit", "threshold": 0.6})");
  CHECK(folder.load().hash != bundle.hash);
  folder.write_model("crop", "segment", R"({"form": "logit", "threshold": 0.5})", crop);
  CHECK_THROWS_WITH(folder.load(), folder.file("crop.json") + ": /input/steps: the crop stage has no mask to crop to");
  folder.write_model("crop", "binary", R"({"form": "logit"})");
  CHECK_THROWS_WITH(folder.load(), folder.file("crop.json") + ": /task: the crop stage wants segment");
  folder.write_model("crop", "segment", R"({"form": "logit", "threshold": 0.5})");
  folder.write_model("abnormality", "binary", R"({"form": "logit"})");
  CHECK_THROWS_WITH(folder.load(), folder.file("pipeline.json") +
                                       ": /stages/crop: no model of the later stages has the step crop_to_mask");
}

TEST_CASE("models of different classes are no ensemble") {
  const Folder folder;
  folder.write_ensembles();
  folder.write_model("lesions2", "detect",
                     R"({"layout": "yolo", "classes": ["b", "a"], "score_threshold": 0.1, "iou_threshold": 0.5})");
  CHECK_THROWS_WITH(folder.load(),
                    folder.file("lesions2.json") +
                        ": /output/classes: must be those of the lesions stage's first model, in their order");
}

TEST_CASE("a router that shall pass a class which its model does not know is refused") {
  const Folder folder;
  folder.write_ensembles();
  folder.write_model("router", "multi_class", R"({"form": "class_logits", "classes": ["chest", "hand"]})");
  CHECK_THROWS_WITH(folder.load(),
                    folder.file("pipeline.json") + ": /stages/router/pass/0: is no class of the stage's model");
  folder.write_model("router", "binary", R"({"form": "logit"})");
  CHECK_THROWS_WITH(folder.load(), folder.file("router.json") + ": /task: the router stage wants multi_class");
}

TEST_CASE("a gate looks at classes of a multi-class or multi-label model, by name") {
  const Folder folder;
  const auto write = [&](const std::string& gate) {
    folder.write("pipeline.json", R"({"format": "cxrval-pipeline-1", "name": "n", "version": "1", "stages": {
        "abnormality": {"models": ["findings.json", "more.json"], "gate": "> 0.5")" +
                                      gate + "}}}");
  };
  for (const std::string model : {"findings", "more"}) {
    folder.write_model(model, "multi_label", R"({"form": "logits", "classes": ["nodule", "effusion", "none"]})");
  }
  write(R"(, "positive": ["effusion", "nodule"])");
  const Bundle bundle = folder.load();
  for (const LoadedModel* model : bundle.abnormality.members()) {
    REQUIRE(model->positive);
    CHECK(model->positive->classes == std::vector<std::size_t>{1, 0});
    CHECK_FALSE(model->positive->negated);
  }
  write(R"(, "negative": ["none"])");
  CHECK(folder.load().abnormality.positive->negated);
  write(R"(, "negative": ["none", "mass"])");
  CHECK_THROWS_WITH(folder.load(), folder.file("pipeline.json") +
                                       ": /stages/abnormality/negative/1: is no class of the stage's model");
  write("");
  CHECK_THROWS_WITH(folder.load(), folder.file("findings.json") +
                                       ": /task: the abnormality stage wants binary, or the key positive or negative "
                                       "with classes");
  folder.write_model("findings", "binary", R"({"form": "logit"})");
  write(R"(, "positive": ["effusion"])");
  CHECK_THROWS_WITH(folder.load(),
                    folder.file("findings.json") + ": /task: the abnormality stage wants multi_class or multi_label");
}

TEST_CASE("weights that are not those of the manifest are refused") {
  const Folder folder;
  folder.write("pa.pt", "other weights");
  CHECK_THROWS_WITH(
      folder.load(),
      folder.file("pa.pt") + ": is not the file whose sha256 its manifest gives; restore it or correct the manifest");
}

TEST_CASE("a stage refuses a model of another task") {
  const Folder folder;
  folder.write_model("pa", "detect",
                     R"({"layout": "yolo", "classes": ["a"], "score_threshold": 0.2, "iou_threshold": 0.5})");
  CHECK_THROWS_WITH(folder.load(), folder.file("pa.json") + ": /task: the pa stage wants binary");
}

TEST_CASE("a model whose output is not what its manifest says is refused before any image") {
  const Folder folder;
  folder.write_model("lesions", "detect",
                     R"({"layout": "yolo", "classes": ["a"], "score_threshold": 0.2, "iou_threshold": 0.5})");
  CHECK_THROWS_WITH(folder.load(),
                    folder.file("lesions.pt") + ": the model gives 2 x 3 x 7 values where its manifest says 2 x N x 6");
}

TEST_CASE("a detector that does not give the tensors of its layout is refused before any image") {
  const Folder folder;
  folder.write_model(
      "lesions", "detect",
      R"({"layout": "torchvision", "classes": ["a", "b"], "score_threshold": 0.1, "iou_threshold": 0.5})");
  CHECK_THROWS_WITH(folder.load(), folder.file("lesions.pt") +
                                       ": the model gives 2 x 3 x 7 values where its manifest says 2 x K x 4, 2 x K, "
                                       "2 x K, or K x 4, K, K for each image");
}

TEST_CASE("a missing manifest or weight file is an error that names it") {
  const Folder folder;
  fs::remove(folder.file("lesions.pt"));
  CHECK_THROWS_WITH(folder.load(), contains("lesions.pt"));
  fs::remove(folder.file("abnormality.json"));
  CHECK_THROWS_WITH(folder.load(), contains("abnormality.json"));
}
