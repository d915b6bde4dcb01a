// SPDX-License-Identifier: Apache-2.0
#include "infer/manifest.hpp"

#include "base/error.hpp"
#include "catch.hpp"
#include "manifest_texts.hpp"

#include <cstddef>
#include <string>
#include <vector>

using namespace cxrval;
using namespace cxrval::infer;

TEST_CASE("a router names its model and the classes that go on") {
  const PipelineManifest pipeline = parse_pipeline(
      with(pipeline_text, "\"pa\": {", R"("router": {"model": "r.json", "pass": ["adult chest", "others"]}, "pa": {)"),
      "p.json");
  REQUIRE(pipeline.router);
  CHECK(pipeline.router->models == std::vector<std::string>{"r.json"});
  CHECK(pipeline.router->pass == std::vector<std::string>{"adult chest", "others"});
  const auto error = [](const std::string& router) {
    return pipeline_error(with(pipeline_text, "\"pa\": {", "\"router\": " + router + ", \"pa\": {"));
  };
  CHECK(error(R"({"model": "r.json"})") == "p.json: /stages/router: key pass is missing");
  CHECK(error(R"({"model": "r.json", "pass": []})") == "p.json: /stages/router/pass: must name at least one class");
  CHECK(error(R"({"model": "r.json", "pass": "a"})") == "p.json: /stages/router/pass: must be an array");
  CHECK(error(R"({"model": "r.json", "pass": ["a", "a"]})") == "p.json: /stages/router/pass/1: class named twice");
  CHECK(error(R"({"model": "r.json", "pass": ["a"], "gate": "> 0.5"})") == "p.json: /stages/router/gate: unknown key");
}

TEST_CASE("a gate may look at classes, or at the absence of classes") {
  const auto pa = [](const std::string& words) {
    return with(pipeline_text, R"("model": "pa.json")", R"("model": "pa.json", )" + words);
  };
  const PipelineManifest pipeline = parse_pipeline(pa(R"("positive": ["PA", "AP"])"), "p.json");
  REQUIRE(pipeline.pa->positive);
  CHECK(pipeline.pa->positive->classes == std::vector<std::string>{"PA", "AP"});
  CHECK_FALSE(pipeline.pa->positive->negated);
  CHECK_FALSE(pipeline.abnormality.positive);
  CHECK(parse_pipeline(pa(R"("negative": ["lateral"])"), "p.json").pa->positive->negated);
  const auto error = [&](const std::string& words) { return pipeline_error(pa(words)); };
  CHECK(error(R"("positive": [])") == "p.json: /stages/pa/positive: must name at least one class");
  CHECK(error(R"("positive": "PA")") == "p.json: /stages/pa/positive: must be an array");
  CHECK(error(R"("negative": ["a", "a"])") == "p.json: /stages/pa/negative/1: class named twice");
  CHECK(error(R"("positive": ["a"], "negative": ["b"])") ==
        "p.json: /stages/pa/negative: is instead of positive, not beside it");
}

TEST_CASE("a crop stage names one model") {
  CHECK(
      parse_pipeline(with(pipeline_text, "\"pa\": {", R"("crop": {"model": "lungs.json"}, "pa": {)"), "p.json").crop ==
      "lungs.json");
  CHECK_FALSE(parse_pipeline(pipeline_text, "p.json").crop);
  const auto error = [](const std::string& crop) {
    return pipeline_error(with(pipeline_text, "\"pa\": {", "\"crop\": " + crop + ", \"pa\": {"));
  };
  CHECK(error("{}") == "p.json: /stages/crop: key model is missing");
  CHECK(error(R"({"models": ["a.json"]})") == "p.json: /stages/crop/models: unknown key");
}

TEST_CASE("a stage may name several models") {
  const PipelineManifest pipeline =
      parse_pipeline(with(with(pipeline_text, R"("model": "pa.json")", R"("models": ["pa.json", "more/pa.json"])"),
                          R"({"model": "lesions.json"})",
                          R"({"models": ["a.json", "b.json"],
                              "fusion": {"iou_threshold": 0.4, "weights": [2, 0.5], "score_threshold": 0.1,
                                         "max_boxes": 9}})"),
                     "p.json");
  CHECK(pipeline.pa->models == std::vector<std::string>{"pa.json", "more/pa.json"});
  const Fusion& fusion = pipeline.lesions->fusion;
  CHECK(fusion.iou_threshold == 0.4);
  CHECK(fusion.weights == std::vector<double>{2, 0.5});
  CHECK(fusion.score_threshold == 0.1);
  CHECK(fusion.most == 9);
}

TEST_CASE("detectors are fused by the paper's rule where the manifest says no other") {
  const Fusion fusion =
      parse_pipeline(with(pipeline_text, R"("model": "lesions.json")", R"("models": ["a.json", "b.json"])"), "p.json")
          .lesions->fusion;
  CHECK(fusion.iou_threshold == 0.55);
  CHECK(fusion.weights == std::vector<double>{1, 1});
  CHECK(fusion.score_threshold == 0);
  CHECK(fusion.most == 100);
}

TEST_CASE("errors in ensembles name the value by its JSON Pointer") {
  const auto pa = [](const std::string& words) {
    return pipeline_error(with(pipeline_text, R"("model": "pa.json")", words));
  };
  CHECK(pa(R"("model": "pa.json", "models": ["a.json"])") ==
        "p.json: /stages/pa/models: is instead of model, not beside it");
  CHECK(pa(R"("models": [])") == "p.json: /stages/pa/models: must name 1 to 16 models");
  CHECK(pa(R"("models": ["1","2","3","4","5","6","7","8","9","10","11","12","13","14","15","16","17"])") ==
        "p.json: /stages/pa/models: must name 1 to 16 models");
  CHECK(pa(R"("models": ["a.json", "a.json"])") == "p.json: /stages/pa/models/1: model named twice");
  CHECK(pa(R"("models": ["../a.json"])") == "p.json: /stages/pa/models/0: must be a file in the manifest's folder");
  CHECK(pa(R"("models": ["a.json"], "fusion": {})") == "p.json: /stages/pa/fusion: unknown key");
  const auto lesions = [](const std::string& words) {
    return pipeline_error(with(pipeline_text, R"("model": "lesions.json")", words));
  };
  CHECK(lesions(R"("model": "a.json", "fusion": {})") == "p.json: /stages/lesions/fusion: is for models only");
  const auto fusion = [&](const std::string& words) {
    return lesions(R"("models": ["a.json", "b.json"], "fusion": )" + words);
  };
  CHECK(fusion("7") == "p.json: /stages/lesions/fusion: must be an object");
  CHECK(fusion(R"({"weights": [1]})") == "p.json: /stages/lesions/fusion/weights: must have one number for each model");
  CHECK(fusion(R"({"weights": [1, 0]})") ==
        "p.json: /stages/lesions/fusion/weights/1: must be a number from 1e-6 to 1e6");
  CHECK(fusion(R"({"iou_threshold": 2})") ==
        "p.json: /stages/lesions/fusion/iou_threshold: must be a number from 0 to 1");
  CHECK(fusion(R"({"max_boxes": 0})") ==
        "p.json: /stages/lesions/fusion/max_boxes: must be a whole number from 1 to 1000");
}
