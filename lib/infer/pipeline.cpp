// SPDX-License-Identifier: Apache-2.0
#include "infer/pipeline.hpp"

#include "base/parallel.hpp"
#include "boxes/fusion.hpp"
#include "boxes/nms.hpp"
#include "infer/efficientdet.hpp"
#include "infer/model_output.hpp"
#include "infer/probability.hpp"
#include "infer/segmentation.hpp"
#include "infer/torchvision.hpp"
#include "infer/yolo.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <functional>
#include <limits>
#include <optional>
#include <string>
#include <utility>
#include <variant>

namespace cxrval::infer {

// What a classifier, or an ensemble of them, says about one image.
struct Judgement {
  double positive = 0;         // the chance that a gate looks at; 0 of a router
  std::vector<double> scores;  // the probability of each class; none of binary models
};

namespace {

// Window of 16 batches: the last batch of a stage is half empty on average, so about 3% of a gated stage's work is
// lost.
constexpr std::size_t batches_in_window = 16;

void add_inputs(const LoadedStage& stage, std::vector<InputSpec>& inputs) {
  for (const LoadedModel* model : stage.members()) inputs.push_back(model->manifest.input);
}

std::vector<InputSpec> inputs_of(const Bundle& bundle) {
  std::vector<InputSpec> inputs;
  if (bundle.router) add_inputs(*bundle.router, inputs);
  if (bundle.pa) add_inputs(*bundle.pa, inputs);
  add_inputs(bundle.abnormality, inputs);
  if (bundle.lesions) add_inputs(*bundle.lesions, inputs);
  return inputs;
}

std::size_t count_of(const std::optional<LoadedStage>& stage) {
  return stage ? 1 + stage->others.size() : 0;
}

using Values = std::vector<std::span<const float>>;

// Called with the number of an image and values_of_image.
using Take = std::function<void(std::size_t, const Values&)>;

void run_model(const LoadedModel& model, std::span<const image::Plane* const> planes, int workers, const Take& take) {
  const auto batch = static_cast<std::size_t>(model.shape.batch);
  std::vector<std::span<const image::Plane* const>> batches;
  for (std::size_t i = 0; i < planes.size(); i += batch) {
    batches.push_back(planes.subspan(i, std::min(batch, planes.size() - i)));
  }
  const auto run = [&](std::span<const image::Plane* const> members) {
    std::vector<Tensor> outputs = model.model->run(fill_batch(members, model.manifest.input, model.shape));
    check_output(outputs, model);
    return outputs;
  };
  std::size_t image = 0;
  base::ordered_parallel_map(batches, workers, run, [&](const std::vector<Tensor>& outputs) {
    for (std::size_t i = 0; i < batch && image < planes.size(); ++i) {
      take(image++, values_of_image(outputs, model, i));
    }
  });
}

std::optional<std::vector<boxes::Detection>> decode(const Values& values, const LoadedModel& model,
                                                    const DetectorFrame& frame) {
  const auto& output = std::get<DetectorOutput>(model.manifest.output);
  if (std::holds_alternative<EfficientDetLayout>(output.layout)) {
    return decode_efficientdet({values[0], values[1]}, model.anchors, output, frame);
  }
  if (std::holds_alternative<TorchvisionLayout>(output.layout)) {
    return decode_torchvision({values[0], values[1], values[2]}, output, frame);
  }
  return decode_yolo(values[0], output, frame);
}

std::optional<Judgement> judgement_of(std::span<const float> values, const LoadedModel& model) {
  const ModelOutput& output = model.manifest.output;
  if (const auto* binary = std::get_if<BinaryOutput>(&output)) {
    const std::optional<double> positive = probability(values, *binary);
    return positive ? std::optional(Judgement{*positive, {}}) : std::nullopt;
  }
  const auto* labels = std::get_if<MultiLabelOutput>(&output);
  auto scores = labels ? probabilities(values, *labels) : probabilities(values, std::get<MultiClassOutput>(output));
  if (!scores) return std::nullopt;
  Judgement judgement;
  if (model.positive) {
    judgement.positive = labels ? chance_of_any(*scores, *model.positive) : chance_of_one(*scores, *model.positive);
  }
  judgement.scores = std::move(*scores);
  return judgement;
}

// The chance of being positive that a classifier gives for each plane, no number where it gives none.
std::vector<double> chances_of(const LoadedModel& model, const std::vector<const image::Plane*>& planes, int workers) {
  std::vector<double> all(planes.size());
  run_model(model, planes, workers, [&](std::size_t i, const Values& values) {
    const auto judgement = judgement_of(values[0], model);
    all[i] = judgement ? judgement->positive : std::numeric_limits<double>::quiet_NaN();
  });
  return all;
}

void add(std::optional<Judgement>& sum, const std::optional<Judgement>& more) {
  if (!sum || !more) {
    sum.reset();
    return;
  }
  sum->positive += more->positive;
  sum->scores.resize(more->scores.size());
  std::transform(sum->scores.begin(), sum->scores.end(), more->scores.begin(), sum->scores.begin(), std::plus<>());
}

std::vector<boxes::Detection> fused(std::span<const std::vector<boxes::Detection>> found, const Fusion& fusion) {
  std::vector<boxes::ModelDetections> models;
  for (std::size_t m = 0; m < found.size(); ++m) models.push_back({found[m], fusion.weights[m]});
  std::vector<boxes::Detection> all = boxes::fuse(models, {fusion.iou_threshold, 0});
  for (boxes::Detection& detection : all) detection.score = as_written(detection.score);
  std::erase_if(all, [&](const boxes::Detection& one) { return one.score <= fusion.score_threshold; });
  std::sort(all.begin(), all.end(), boxes::comes_before);
  if (all.size() > fusion.most) all.resize(fusion.most);
  return all;
}

base::Fault no_number(const std::string& stage) {
  return {{}, stage + " model gave a value that is no number"};
}

}  // namespace

struct Pipeline::Work {
  std::span<const Prepared> images;
  std::vector<base::Result<Findings>> results;

  std::vector<std::size_t> select(const std::function<bool(const Findings&)>& wanted) const {
    std::vector<std::size_t> chosen;
    for (std::size_t i = 0; i < results.size(); ++i) {
      if (results[i] && wanted(*results[i])) chosen.push_back(i);
    }
    return chosen;
  }
  std::vector<const image::Plane*> planes(const std::vector<std::size_t>& chosen, std::size_t plane) const {
    std::vector<const image::Plane*> all;
    for (const std::size_t i : chosen) all.push_back(&images[i].planes[plane]);
    return all;
  }
};

Pipeline::Pipeline(Bundle bundle, int workers)
    : bundle_(std::move(bundle)),
      workers_(workers),
      preprocessor_(inputs_of(bundle_)),
      pa_input_(count_of(bundle_.router)),
      abnormality_input_(pa_input_ + count_of(bundle_.pa)),
      lesions_input_(abnormality_input_ + 1 + bundle_.abnormality.others.size()) {}

std::size_t Pipeline::window() const {
  return batches_in_window * static_cast<std::size_t>(bundle_.abnormality.shape.batch);
}

base::Result<image::Mask> Pipeline::crop_mask(const image::Source& source) const {
  const LoadedModel& model = *bundle_.crop;
  const InputSpec& input = model.manifest.input;
  const base::Result<image::Fitted> fitted = image::prepare(source, input.recipe);
  if (!fitted) return tl::unexpected(fitted.error());
  const image::Plane* plane = &fitted->plane;
  const std::vector<Tensor> outputs = model.model->run(fill_batch(std::span(&plane, 1), input, model.shape));
  check_output(outputs, model);
  const MaskFrame frame{input.width(), input.height(), fitted->mapping, source.width, source.height};
  std::optional<image::Mask> mask =
      decode_mask(values_of_image(outputs, model, 0).front(), std::get<SegmentOutput>(model.manifest.output), frame);
  if (!mask) return tl::unexpected(no_number("crop"));
  return std::move(*mask);
}

base::Result<Prepared> Pipeline::prepare(const image::Source& source, const image::Mask* mask) const {
  if (!bundle_.crop) return preprocessor_.prepare(source, mask);
  const base::Result<image::Mask> made = crop_mask(source);
  if (!made) return tl::unexpected(made.error());
  return preprocessor_.prepare(source, &*made);
}

std::vector<std::optional<Judgement>> Pipeline::judge(const Work& work, const std::vector<std::size_t>& chosen,
                                                      const Stage& stage) const {
  std::vector<std::optional<Judgement>> sums(chosen.size(), Judgement{});
  const std::vector<const LoadedModel*> members = stage.models.members();
  for (std::size_t m = 0; m < members.size(); ++m) {
    const std::size_t plane = preprocessor_.plane_of(stage.first_input + m);
    run_model(*members[m], work.planes(chosen, plane), workers_,
              [&](std::size_t i, const Values& values) { add(sums[i], judgement_of(values[0], *members[m])); });
  }
  const auto models = static_cast<double>(members.size());
  for (std::optional<Judgement>& sum : sums) {
    if (!sum) continue;
    sum->positive = as_written(sum->positive / models);
    for (double& score : sum->scores) score = as_written(score / models);
  }
  return sums;
}

void Pipeline::run_router(Work& work) const {
  const std::vector<std::size_t> chosen = work.select([](const Findings&) { return true; });
  std::vector<std::optional<Judgement>> judged = judge(work, chosen, {*bundle_.router, 0});
  const std::vector<std::string> classes = bundle_.router->classes();
  const std::vector<std::string>& pass = bundle_.manifest.router->pass;
  for (std::size_t i = 0; i < chosen.size(); ++i) {
    base::Result<Findings>& result = work.results[chosen[i]];
    if (!judged[i]) {
      result = tl::unexpected(no_number("router"));
      continue;
    }
    result->router_scores = std::move(judged[i]->scores);
    const std::size_t best = best_of(result->router_scores);
    result->router_class = classes[best];
    result->router_probability = result->router_scores[best];
    result->is_routed = std::find(pass.begin(), pass.end(), classes[best]) != pass.end();
  }
}

void Pipeline::run_pa(Work& work) const {
  const std::vector<std::size_t> chosen = work.select([](const Findings& findings) { return findings.is_routed; });
  const std::vector<std::optional<Judgement>> judged = judge(work, chosen, {*bundle_.pa, pa_input_});
  for (std::size_t i = 0; i < chosen.size(); ++i) {
    base::Result<Findings>& result = work.results[chosen[i]];
    if (judged[i]) {
      result->pa_probability = judged[i]->positive;
      result->is_pa = bundle_.manifest.pa->gate.passes(judged[i]->positive);
    } else {
      result = tl::unexpected(no_number("pa"));
    }
  }
}

void Pipeline::run_abnormality(Work& work) const {
  const std::vector<std::size_t> chosen = work.select([](const Findings& f) { return f.is_routed && f.is_pa; });
  std::vector<std::optional<Judgement>> judged = judge(work, chosen, {bundle_.abnormality, abnormality_input_});
  for (std::size_t i = 0; i < chosen.size(); ++i) {
    base::Result<Findings>& result = work.results[chosen[i]];
    if (judged[i]) {
      result->probability = judged[i]->positive;
      result->abnormal = bundle_.manifest.abnormality.gate.passes(judged[i]->positive);
      result->scores = std::move(judged[i]->scores);
    } else {
      result = tl::unexpected(no_number("abnormality"));
    }
  }
}

std::vector<std::optional<std::vector<boxes::Detection>>> Pipeline::find_lesions(
    const Work& work, const std::vector<std::size_t>& chosen) const {
  const std::vector<const LoadedModel*> members = bundle_.lesions->members();
  std::vector<std::vector<std::vector<boxes::Detection>>> found(chosen.size());
  for (std::size_t m = 0; m < members.size(); ++m) {
    const std::size_t plane = preprocessor_.plane_of(lesions_input_ + m);
    run_model(*members[m], work.planes(chosen, plane), workers_, [&](std::size_t i, const Values& values) {
      const Prepared& image = work.images[chosen[i]];
      const DetectorFrame frame{image.mappings[plane], {double(image.width), double(image.height)}};
      if (auto lesions = decode(values, *members[m], frame)) found[i].push_back(std::move(*lesions));
    });
  }
  std::vector<std::optional<std::vector<boxes::Detection>>> lesions;
  for (std::vector<std::vector<boxes::Detection>>& all : found) {
    if (all.size() < members.size()) {
      lesions.emplace_back();
    } else {
      lesions.emplace_back(all.size() == 1 ? std::move(all[0]) : fused(all, bundle_.manifest.lesions->fusion));
    }
  }
  return lesions;
}

void Pipeline::run_lesions(Work& work) const {
  const std::vector<std::size_t> chosen = work.select([](const Findings& f) { return f.abnormal.value_or(false); });
  auto lesions = find_lesions(work, chosen);
  for (std::size_t i = 0; i < chosen.size(); ++i) {
    base::Result<Findings>& result = work.results[chosen[i]];
    if (lesions[i]) {
      result->lesions = std::move(*lesions[i]);
    } else {
      result = tl::unexpected(no_number("lesion"));
    }
  }
}

Pipeline::View Pipeline::view(const Prepared& image, std::size_t input) const {
  const std::size_t plane = preprocessor_.plane_of(input);
  return {image.planes[plane], image.mappings[plane]};
}

base::Result<OcclusionMap> Pipeline::occlude(const Prepared& image) const {
  constexpr int side = OcclusionMap::side;
  OcclusionMap map;
  const std::vector<const LoadedModel*> members = bundle_.abnormality.members();
  for (std::size_t m = 0; m < members.size(); ++m) {
    const image::Plane* whole = &view(image, abnormality_input_ + m).plane;
    const double chance = chances_of(*members[m], {whole}, workers_).front();
    // a row of cells at a time, for memory
    for (int row = 0; row < side; ++row) {
      std::vector<image::Plane> hidden;
      for (int column = 0; column < side; ++column) hidden.push_back(occluded(*whole, row * side + column));
      std::vector<const image::Plane*> planes;
      for (const image::Plane& plane : hidden) planes.push_back(&plane);
      const std::vector<double> now = chances_of(*members[m], planes, workers_);
      for (std::size_t i = 0; i < now.size(); ++i) {
        double& fall = map.falls[static_cast<std::size_t>(row * side) + i];
        fall += (chance - now[i]) / static_cast<double>(members.size());
      }
    }
  }
  if (std::all_of(map.falls.begin(), map.falls.end(), [](double fall) { return std::isfinite(fall); })) return map;
  return tl::unexpected(no_number("abnormality"));
}

std::vector<base::Result<Findings>> Pipeline::run(std::span<const Prepared> images) const {
  Work work{images, std::vector<base::Result<Findings>>(images.size(), Findings{})};
  if (bundle_.router) run_router(work);
  if (bundle_.pa) run_pa(work);
  run_abnormality(work);
  if (bundle_.lesions) run_lesions(work);
  return std::move(work.results);
}

}  // namespace cxrval::infer
