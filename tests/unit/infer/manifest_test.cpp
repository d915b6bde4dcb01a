// SPDX-License-Identifier: Apache-2.0
#include "infer/manifest.hpp"

#include "base/error.hpp"
#include "catch.hpp"
#include "manifest_texts.hpp"

#include <string>

using namespace cxrval;
using namespace cxrval::infer;

namespace {

const std::string binary_text = R"({
  "format": "cxrval-model-1", "name": "pa", "version": "1", "task": "binary",
  "file": "pa.pt", "sha256": "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
  "input": {"width": 64, "height": 48, "channels": 3, "pixel_preset": "voi", "resize": "stretch",
            "mean": [0.485, 0.456, 0.406], "std": [0.229, 0.224, 0.225]},
  "output": {"form": "class_logits", "classes": 2, "positive": 1},
  "provenance": "made for a test"
})";

const std::string detector_text = R"({
  "format": "cxrval-model-1", "name": "lesions", "version": "1", "task": "detect",
  "file": "lesions.pt", "sha256": "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
  "input": {"width": 64, "height": 64, "channels": 1, "pixel_preset": "minmax", "resize": "stretch",
            "mean": [0.5], "std": [0.25]},
  "output": {"layout": "yolo", "classes": ["Nodule/Mass", "Cardiomegaly"], "score_threshold": 0.2,
             "iou_threshold": 0.4},
  "provenance": "made for a test"
})";

DetectorOutput detector(const std::string& text) {
  return std::get<DetectorOutput>(parse_model(text, "m.json").output);
}

std::string model_error(const std::string& text) {
  try {
    parse_model(text, "m.json");
  } catch (const base::Error& error) {
    return error.what();
  }
  return "no error";
}

}  // namespace

TEST_CASE("a pipeline manifest names its stages, models and gates") {
  const PipelineManifest pipeline = parse_pipeline(pipeline_text, "p.json");
  CHECK(pipeline.name == "demo");
  REQUIRE(pipeline.pa);
  CHECK(pipeline.pa->models == std::vector<std::string>{"pa.json"});
  CHECK(pipeline.pa->gate == Gate{0.5, false});
  CHECK(pipeline.abnormality.gate == Gate{0.25, true});
  CHECK_FALSE(pipeline.router);
  REQUIRE(pipeline.lesions);
  CHECK(pipeline.lesions->models == std::vector<std::string>{"lesions.json"});
}

TEST_CASE("only the abnormality stage is needed") {
  const PipelineManifest pipeline = parse_pipeline(
      R"({"format": "cxrval-pipeline-1", "name": "n", "version": "2",
          "stages": {"abnormality": {"model": "a.json", "gate": "> 0.5"}}})",
      "p.json");
  CHECK_FALSE(pipeline.pa);
  CHECK_FALSE(pipeline.lesions);
  CHECK(pipeline_error(with(pipeline_text, "\"abnormality\": {", "\"abnormal\": {")) ==
        "p.json: /stages/abnormal: unknown key");
}

TEST_CASE("a model manifest says what goes in and what comes out") {
  const ModelManifest model = parse_model(binary_text, "m.json");
  image::Recipe recipe;
  recipe.fitting.width = 64;
  recipe.fitting.height = 48;
  CHECK(model.input == InputSpec{recipe, 3, {0.485F, 0.456F, 0.406F}, {0.229F, 0.224F, 0.225F}});
  const auto& output = std::get<BinaryOutput>(model.output);
  CHECK(output.form == BinaryForm::class_logits);
  CHECK(output.classes == 2);
  CHECK(output.positive == 1);
}

TEST_CASE("manifests of the other tasks say what comes out") {
  const auto output = [](const std::string& task, const std::string& words) {
    const std::string old = R"({"form": "class_logits", "classes": 2, "positive": 1})";
    return parse_model(with(with(binary_text, old, words), "\"binary\"", "\"" + task + "\""), "m.json").output;
  };
  const std::vector<std::string> names{"a", "b"};
  const ModelOutput rivals = output("multi_class", R"({"form": "class_logits", "classes": ["a", "b"]})");
  CHECK(std::get<MultiClassOutput>(rivals).classes == names);
  CHECK(std::get<MultiClassOutput>(rivals).logits);
  CHECK_FALSE(
      std::get<MultiClassOutput>(output("multi_class", R"({"form": "probabilities", "classes": ["a", "b"]})")).logits);
  const ModelOutput labels = output("multi_label", R"({"form": "logits", "classes": ["a"]})");
  CHECK(std::get<MultiLabelOutput>(labels).classes == std::vector<std::string>{"a"});
  CHECK(std::get<MultiLabelOutput>(labels).logits);
  CHECK_FALSE(
      std::get<MultiLabelOutput>(output("multi_label", R"({"form": "probabilities", "classes": ["a"]})")).logits);
  const ModelOutput mask = output("segment", R"({"form": "logit", "threshold": 0.25})");
  CHECK(std::get<SegmentOutput>(mask).threshold == 0.25);
  CHECK(std::get<SegmentOutput>(mask).logits);
  CHECK_FALSE(std::get<SegmentOutput>(output("segment", R"({"form": "probability", "threshold": 0})")).logits);
}

TEST_CASE("errors in the outputs of the other tasks name the value by its JSON Pointer") {
  const auto error = [](const std::string& task, const std::string& words) {
    const std::string old = R"({"form": "class_logits", "classes": 2, "positive": 1})";
    return model_error(with(with(binary_text, old, words), "\"binary\"", "\"" + task + "\""));
  };
  CHECK(error("multi_class", R"({"form": "logits", "classes": ["a", "b"]})") ==
        "m.json: /output/form: must be one of class_logits, probabilities");
  CHECK(error("multi_class", R"({"form": "class_logits", "classes": ["a"]})") ==
        "m.json: /output/classes: must name 2 to 1000 classes");
  CHECK(error("multi_class", R"({"form": "class_logits", "classes": 2})") ==
        "m.json: /output/classes: must be an array");
  CHECK(error("multi_class", R"({"form": "class_logits", "classes": ["a", "b"], "positive": 1})") ==
        "m.json: /output/positive: unknown key");
  CHECK(error("multi_label", R"({"form": "class_logits", "classes": ["a"]})") ==
        "m.json: /output/form: must be one of logits, probabilities");
  CHECK(error("multi_label", R"({"form": "logits", "classes": []})") ==
        "m.json: /output/classes: must name 1 to 1000 classes");
  CHECK(error("segment", R"({"form": "logit"})") == "m.json: /output: key threshold is missing");
  CHECK(error("segment", R"({"form": "logit", "threshold": 1.5})") ==
        "m.json: /output/threshold: must be a number from 0 to 1");
  CHECK(error("segment", R"({"form": "logit", "threshold": 0.5, "classes": ["a"]})") ==
        "m.json: /output/classes: unknown key");
}

TEST_CASE("a detector's manifest names classes and thresholds") {
  const ModelManifest model = parse_model(detector_text, "m.json");
  const auto& output = std::get<DetectorOutput>(model.output);
  CHECK(output.classes.size() == 2);
  CHECK(output.score_threshold == 0.2);
  CHECK(output.suppression == boxes::Suppression{.iou_threshold = 0.4, .most = 100});
  CHECK(output.layout == DetectorLayout{YoloLayout{}});
}

TEST_CASE("a detector's manifest names its layout") {
  const std::string wide =
      with(with(detector_text, "\"width\": 64", "\"width\": 256"), "\"height\": 64", "\"height\": 128");
  const auto layout = [&](const std::string& words) { return detector(with(wide, "\"yolo\"", words)).layout; };
  CHECK(layout(R"("torchvision")") == DetectorLayout{TorchvisionLayout{1}});
  CHECK(layout(R"("torchvision", "first_label": 0)") == DetectorLayout{TorchvisionLayout{0}});
  CHECK(layout(R"("efficientdet")") == DetectorLayout{EfficientDetLayout{5000}});
  CHECK(layout(R"("efficientdet", "candidates": 100000)") == DetectorLayout{EfficientDetLayout{100000}});
}

TEST_CASE("a detector's manifest names the suppression of its boxes") {
  using boxes::SuppressionKind;
  const auto suppression = [](const std::string& words) {
    return detector(with(detector_text, "\"iou_threshold\": 0.4", words)).suppression;
  };
  CHECK(suppression(R"("suppression": "hard", "iou_threshold": 0.3, "class_agnostic": true, "max_boxes": 9)") ==
        boxes::Suppression{0.3, 9, SuppressionKind::hard, 0.5, boxes::Classes::together});
  CHECK(suppression(R"("suppression": "soft_linear", "iou_threshold": 0.3, "class_agnostic": false)") ==
        boxes::Suppression{0.3, 100, SuppressionKind::soft_linear, 0.5, boxes::Classes::apart});
  CHECK(suppression(R"("suppression": "soft_gaussian", "sigma": 0.25)") ==
        boxes::Suppression{0.5, 100, SuppressionKind::soft_gaussian, 0.25, boxes::Classes::apart});
  CHECK(suppression(R"("suppression": "none")").kind == SuppressionKind::none);
}

TEST_CASE("errors in a detector's output name the value by its JSON Pointer") {
  const auto layout = [](const std::string& words) { return model_error(with(detector_text, "\"yolo\"", words)); };
  CHECK(layout(R"("ssd")") == "m.json: /output/layout: must be one of yolo, torchvision, efficientdet");
  CHECK(layout(R"("yolo", "first_label": 1)") == "m.json: /output/first_label: is for layout torchvision only");
  CHECK(layout(R"("torchvision", "candidates": 9)") == "m.json: /output/candidates: is for layout efficientdet only");
  CHECK(layout(R"("torchvision", "first_label": -1)") ==
        "m.json: /output/first_label: must be a whole number from 0 to 1000");
  CHECK(layout(R"("efficientdet")") == "m.json: /input/width: must be a multiple of 128 for layout efficientdet");
  const std::string wide = with(detector_text, "\"width\": 64", "\"width\": 128");
  CHECK(model_error(with(wide, "\"yolo\"", "\"efficientdet\"")) ==
        "m.json: /input/height: must be a multiple of 128 for layout efficientdet");
  const std::string square = with(wide, "\"height\": 64", "\"height\": 128");
  CHECK(model_error(with(square, "\"yolo\"", R"("efficientdet", "candidates": 0)")) ==
        "m.json: /output/candidates: must be a whole number from 1 to 100000");
  const auto suppression = [](const std::string& words) {
    return model_error(with(detector_text, "\"iou_threshold\": 0.4", words));
  };
  CHECK(suppression(R"("max_boxes": 9)") == "m.json: /output: key iou_threshold is missing");
  CHECK(suppression(R"("suppression": "soft")") ==
        "m.json: /output/suppression: must be one of hard, soft_linear, soft_gaussian, none");
  CHECK(suppression(R"("suppression": "soft_linear")") == "m.json: /output: key iou_threshold is missing");
  CHECK(suppression(R"("suppression": "soft_gaussian")") == "m.json: /output: key sigma is missing");
  CHECK(suppression(R"("suppression": "soft_gaussian", "sigma": 0)") ==
        "m.json: /output/sigma: must be a number from 1e-3 to 1e3");
  CHECK(suppression(R"("suppression": "soft_gaussian", "sigma": 1, "iou_threshold": 0.4)") ==
        "m.json: /output/iou_threshold: is for suppression hard and soft_linear only");
  CHECK(suppression(R"("iou_threshold": 0.4, "sigma": 1)") ==
        "m.json: /output/sigma: is for suppression soft_gaussian only");
  CHECK(suppression(R"("suppression": "none", "class_agnostic": true)") ==
        "m.json: /output/class_agnostic: is not for suppression none");
  CHECK(suppression(R"("iou_threshold": 0.4, "class_agnostic": 1)") ==
        "m.json: /output/class_agnostic: must be true or false");
  CHECK(suppression(R"("iou_threshold": 0.4, "max_boxes": 1001)") ==
        "m.json: /output/max_boxes: must be a whole number from 1 to 1000");
}

TEST_CASE("text that is no JSON is an error with line and column") {
  CHECK(pipeline_error("{\n  \"format\": nonsense}") == "p.json:2:14: not valid JSON");
  CHECK(pipeline_error("") == "p.json:1:1: not valid JSON");
  CHECK(pipeline_error("{\"a\": 1e999}") == "p.json: not valid JSON: a number is out of range");
  CHECK(pipeline_error("[]") == "p.json: must be an object");
}

TEST_CASE("errors in a pipeline manifest name the value by its JSON Pointer") {
  CHECK(pipeline_error(with(pipeline_text, "\"> 0.5\"", "\"0.5\"")) ==
        "p.json: /stages/pa/gate: must be a gate such as \"> 0.5\" with a threshold from 0 to 1");
  CHECK(pipeline_error(with(pipeline_text, "pipeline-1", "pipeline-2")) ==
        "p.json: /format: must be cxrval-pipeline-1");
  CHECK(pipeline_error(with(pipeline_text, "\"name\": \"demo\", ", "")) == "p.json: key name is missing");
  CHECK(pipeline_error(with(pipeline_text, "\"version\"", "\"name\"")) == "p.json: key name given twice in one object");
  CHECK(pipeline_error(with(pipeline_text, "\"pa.json\"", "\"../pa.json\"")) ==
        "p.json: /stages/pa/model: must be a file in the manifest's folder");
  CHECK(pipeline_error(with(pipeline_text, "\"lesions.json\"", "7")) ==
        "p.json: /stages/lesions/model: must be text that is not empty");
}

TEST_CASE("errors in a model manifest name the value by its JSON Pointer") {
  CHECK(model_error(with(binary_text, "0.225]", "0.225, 1]")) ==
        "m.json: /input/std: must have one number for each channel");
  CHECK(model_error(with(binary_text, "0.224", "0")) == "m.json: /input/std/1: must be a number from 1e-6 to 1e6");
  CHECK(model_error(with(binary_text, "64", "64.5")) == "m.json: /input/width: must be a whole number from 8 to 4096");
  CHECK(model_error(with(binary_text, "64", "18446744073709551615")) ==
        "m.json: /input/width: must be a whole number from 8 to 4096");
  CHECK(model_error(with(binary_text, "\"voi\"", "\"vio\"")) == "m.json: /input/pixel_preset: not a pixel preset");
  CHECK(model_error(with(binary_text, "\"stretch\"", "\"letterbox\"")) == "m.json: /input/resize: must be stretch");
  CHECK(model_error(with(binary_text, "cdef\"", "cdeF\"")) ==
        "m.json: /sha256: must be 64 lower-case hexadecimal digits");
  CHECK(model_error(with(binary_text, "\"positive\": 1", "\"positive\": 2")) ==
        "m.json: /output/positive: must be a whole number from 0 to 1");
  CHECK(model_error(with(binary_text, "class_logits", "logit")) ==
        "m.json: /output/classes: is for form class_logits only");
  CHECK(model_error(with(binary_text, "\"binary\"", "\"classify\"")) ==
        "m.json: /task: must be one of binary, multi_class, multi_label, segment, detect");
  CHECK(model_error(with(detector_text, "\"Cardiomegaly\"", "\"Nodule/Mass\"")) ==
        "m.json: /output/classes/1: class named twice");
  CHECK(model_error(with(detector_text, "0.4}", "1.4}")) ==
        "m.json: /output/iou_threshold: must be a number from 0 to 1");
  CHECK(model_error(with(detector_text, "0.4}", "0.4, \"soft/nms\": true}")) ==
        "m.json: /output/soft~1nms: unknown key");
}

TEST_CASE("a manifest says the whole recipe of its pixels") {
  const std::string text = with(with(binary_text, "\"stretch\"",
                                     R"({"fit": "letterbox", "filter": "bicubic", "antialias": false, "pad": 0.447})"),
                                "\"pixel_preset\": \"voi\"",
                                R"("pixel_preset": "voi", "polarity": "plut", "voi": 2,
            "steps": [{"step": "median", "size": 3}, {"step": "clahe", "clip": 2, "tiles": 8}, {"step": "crop_to_mask"}])");
  const image::Recipe recipe = parse_model(text, "m.json").input.recipe;
  CHECK(recipe.look == image::Look{image::Preset::voi, image::PolarityRule::plut, 1});
  CHECK(recipe.steps == std::vector<image::Step>{image::MedianStep{3}, image::ClaheStep{{2, 8}}, image::CropStep{}});
  CHECK(recipe.fitting == image::Fitting{64, 48, image::Fit::letterbox, {image::Filter::bicubic, false}, 0.447F, 0});
  const std::string crop = with(binary_text, "\"stretch\"", R"({"fit":"centre_crop","filter":"area","short_side":72})");
  CHECK(parse_model(crop, "m.json").input.recipe.fitting ==
        image::Fitting{64, 48, image::Fit::centre_crop, {image::Filter::area, true}, 0, 72});
}

TEST_CASE("errors in a recipe name the value by its JSON Pointer") {
  const auto resize_error = [](const std::string& value) {
    return model_error(with(binary_text, "\"stretch\"", value));
  };
  CHECK(resize_error("7") == "m.json: /input/resize: must be an object");
  CHECK(resize_error("{}") == "m.json: /input/resize: key fit is missing");
  CHECK(resize_error(R"({"fit": "fill"})") ==
        "m.json: /input/resize/fit: must be one of stretch, letterbox, centre_crop");
  CHECK(resize_error(R"({"fit": "stretch", "filter": "bilinear"})") ==
        "m.json: /input/resize: key antialias is missing");
  CHECK(resize_error(R"({"fit": "stretch", "filter": "bilinear", "antialias": 1})") ==
        "m.json: /input/resize/antialias: must be true or false");
  CHECK(resize_error(R"({"fit": "stretch", "filter": "area", "antialias": true})") ==
        "m.json: /input/resize/antialias: is for filters bilinear and bicubic only");
  CHECK(resize_error(R"({"fit": "stretch", "filter": "area", "pad": 0})") ==
        "m.json: /input/resize/pad: is for fit letterbox only");
  CHECK(resize_error(R"({"fit": "letterbox", "filter": "area"})") == "m.json: /input/resize: key pad is missing");
  CHECK(resize_error(R"({"fit": "centre_crop", "filter": "area", "short_side": 63})") ==
        "m.json: /input/resize/short_side: must be a whole number from 64 to 4096");
  const auto steps_error = [](const std::string& value) {
    return model_error(with(binary_text, "\"resize\"", "\"steps\": " + value + ", \"resize\""));
  };
  CHECK(steps_error("{}") == "m.json: /input/steps: must be an array");
  CHECK(steps_error(R"([{"step": "blur"}])") ==
        "m.json: /input/steps/0/step: must be one of median, clahe, crop_to_mask");
  CHECK(steps_error(R"([{"step": "median", "size": 4}])") == "m.json: /input/steps/0/size: must be 3, 5, 7 or 9");
  CHECK(steps_error(R"([{"step": "median", "size": 3, "clip": 2}])") ==
        "m.json: /input/steps/0/clip: is for step clahe only");
  CHECK(steps_error(R"([{"step": "crop_to_mask"}, {"step": "crop_to_mask"}])") ==
        "m.json: /input/steps/1: a second crop_to_mask");
  CHECK(model_error(with(binary_text, "\"resize\"", "\"polarity\": \"keep\", \"resize\"")) ==
        "m.json: /input/polarity: must be one of auto, photometric, plut, none, invert");
  CHECK(model_error(with(binary_text, "\"resize\"", "\"voi\": 0, \"resize\"")) ==
        "m.json: /input/voi: must be a whole number from 1 to 1000");
  CHECK(model_error(with(detector_text, "\"resize\"", "\"voi\": 1, \"resize\"")) ==
        "m.json: /input/voi: is for pixel_preset voi only");
}
