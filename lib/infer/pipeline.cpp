// SPDX-License-Identifier: Apache-2.0
#include "infer/pipeline.hpp"

#include "base/parallel.hpp"
#include "infer/efficientdet.hpp"
#include "infer/model_output.hpp"
#include "infer/probability.hpp"
#include "infer/torchvision.hpp"
#include "infer/yolo.hpp"

#include <algorithm>
#include <functional>
#include <utility>
#include <variant>

namespace cxrval::infer {

namespace {

// Window of 16 batches: the last batch of a stage is half empty on average, so about 3% of a gated stage's work is
// lost.
constexpr std::size_t batches_in_window = 16;

std::vector<InputSpec> inputs_of(const Bundle& bundle) {
  std::vector<InputSpec> inputs;
  if (bundle.pa) inputs.push_back(bundle.pa->manifest.input);
  inputs.push_back(bundle.abnormality.manifest.input);
  if (bundle.lesions) inputs.push_back(bundle.lesions->manifest.input);
  return inputs;
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
    : bundle_(std::move(bundle)), workers_(workers), preprocessor_(inputs_of(bundle_)) {}

std::size_t Pipeline::window() const {
  return batches_in_window * static_cast<std::size_t>(bundle_.abnormality.shape.batch);
}

void Pipeline::run_pa(Work& work) const {
  const std::vector<std::size_t> chosen = work.select([](const Findings&) { return true; });
  const auto& output = std::get<BinaryOutput>(bundle_.pa->manifest.output);
  const Gate& gate = bundle_.manifest.pa->gate;
  run_model(*bundle_.pa, work.planes(chosen, preprocessor_.plane_of(0)), workers_,
            [&](std::size_t i, const Values& values) {
              base::Result<Findings>& result = work.results[chosen[i]];
              if (const auto p = probability(values[0], output)) {
                result->pa_probability = *p;
                result->is_pa = gate.passes(*p);
              } else {
                result = tl::unexpected(no_number("pa"));
              }
            });
}

void Pipeline::run_abnormality(Work& work) const {
  const std::vector<std::size_t> chosen = work.select([](const Findings& findings) { return findings.is_pa; });
  const auto& output = std::get<BinaryOutput>(bundle_.abnormality.manifest.output);
  const Gate& gate = bundle_.manifest.abnormality.gate;
  run_model(bundle_.abnormality, work.planes(chosen, preprocessor_.plane_of(bundle_.pa ? 1 : 0)), workers_,
            [&](std::size_t i, const Values& values) {
              base::Result<Findings>& result = work.results[chosen[i]];
              if (const auto p = probability(values[0], output)) {
                result->probability = *p;
                result->abnormal = gate.passes(*p);
              } else {
                result = tl::unexpected(no_number("abnormality"));
              }
            });
}

void Pipeline::run_lesions(Work& work) const {
  const std::vector<std::size_t> chosen = work.select([](const Findings& f) { return f.abnormal.value_or(false); });
  const std::size_t plane = preprocessor_.plane_of(bundle_.pa ? 2 : 1);
  run_model(*bundle_.lesions, work.planes(chosen, plane), workers_, [&](std::size_t i, const Values& values) {
    base::Result<Findings>& result = work.results[chosen[i]];
    const Prepared& image = work.images[chosen[i]];
    const DetectorFrame frame{image.mappings[plane], {double(image.width), double(image.height)}};
    if (auto lesions = decode(values, *bundle_.lesions, frame)) {
      result->lesions = std::move(*lesions);
    } else {
      result = tl::unexpected(no_number("lesion"));
    }
  });
}

std::vector<base::Result<Findings>> Pipeline::run(std::span<const Prepared> images) const {
  Work work{images, std::vector<base::Result<Findings>>(images.size(), Findings{})};
  if (bundle_.pa) run_pa(work);
  run_abnormality(work);
  if (bundle_.lesions) run_lesions(work);
  return std::move(work.results);
}

}  // namespace cxrval::infer
