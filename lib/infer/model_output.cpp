// SPDX-License-Identifier: Apache-2.0
#include "infer/model_output.hpp"

#include "base/error.hpp"

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>

namespace cxrval::infer {

namespace {

using Lengths = std::vector<std::int64_t>;

constexpr std::int64_t any = -1;

std::string text_of(const Lengths& shape, std::string_view unknown) {
  std::string text;
  for (const std::int64_t length : shape) {
    text += (text.empty() ? "" : " x ") + (length == any ? std::string(unknown) : std::to_string(length));
  }
  return text.empty() ? "single" : text;
}

std::string text_of(const std::vector<Tensor>& outputs) {
  constexpr std::size_t most = 6;
  std::string text;
  for (std::size_t i = 0; i < std::min(most, outputs.size()); ++i) {
    text += (i == 0 ? "" : ", ") + text_of(outputs[i].shape, "");
  }
  return outputs.empty() ? "no" : outputs.size() > most ? text + ", ..." : text;
}

std::int64_t count_of(const Tensor& tensor) {
  std::int64_t count = 1;
  for (const std::int64_t length : tensor.shape) count *= length;
  return count;
}

bool is_whole(const Tensor& tensor) {
  return tensor.values.size() == static_cast<std::size_t>(count_of(tensor));
}

bool fits(const Tensor& tensor, const Lengths& wanted) {
  const auto same = [](std::int64_t given, std::int64_t asked) { return asked == any || given == asked; };
  return std::equal(tensor.shape.begin(), tensor.shape.end(), wanted.begin(), wanted.end(), same) && is_whole(tensor);
}

bool has_values(const std::vector<Tensor>& outputs, std::int64_t batch, std::int64_t values) {
  if (outputs.empty() || outputs[0].shape.empty()) return false;
  return outputs[0].shape.front() == batch && count_of(outputs[0]) == batch * values && is_whole(outputs[0]);
}

[[noreturn]] void refuse(const std::vector<Tensor>& outputs, const LoadedModel& model, const std::string& wanted) {
  throw base::Error({model.weights},
                    "the model gives " + text_of(outputs) + " values where its manifest says " + wanted);
}

// Where the tensors of each image stand on their own.
bool is_by_image(const std::vector<Tensor>& outputs, const LoadedModel& model) {
  return outputs.size() == 3 * static_cast<std::size_t>(model.shape.batch) && outputs[0].shape.size() == 2;
}

bool are_boxes(std::span<const Tensor> three, const Lengths& lengths) {
  if (three[0].shape.size() != lengths.size() + 1) return false;
  Lengths list = lengths;
  list.back() = three[0].shape[lengths.size() - 1];
  Lengths corners = list;
  corners.push_back(4);
  return fits(three[0], corners) && fits(three[1], list) && fits(three[2], list);
}

void check_torchvision(const std::vector<Tensor>& outputs, const LoadedModel& model) {
  const std::int64_t batch = model.shape.batch;
  bool fit = false;
  if (is_by_image(outputs, model)) {
    fit = true;
    for (std::size_t i = 0; i < outputs.size(); i += 3) {
      fit = fit && are_boxes(std::span(outputs).subspan(i, 3), {any});
    }
  } else if (outputs.size() == 3) {
    fit = are_boxes(outputs, {batch, any});
  }
  if (fit) return;
  const std::string b = std::to_string(batch) + " x K";
  refuse(outputs, model, b + " x 4, " + b + ", " + b + ", or K x 4, K, K for each image");
}

void check_efficientdet(const std::vector<Tensor>& outputs, const LoadedModel& model, std::int64_t classes) {
  const auto anchors = static_cast<std::int64_t>(model.anchors.size());
  const Lengths logits{model.shape.batch, anchors, classes};
  const Lengths regressions{model.shape.batch, anchors, 4};
  if (outputs.size() >= 2 && fits(outputs[0], logits) && fits(outputs[1], regressions)) return;
  refuse(outputs, model, text_of(logits, "") + ", " + text_of(regressions, ""));
}

void check_detector(const std::vector<Tensor>& outputs, const LoadedModel& model, const DetectorOutput& detector) {
  const auto classes = static_cast<std::int64_t>(detector.classes.size());
  if (std::holds_alternative<TorchvisionLayout>(detector.layout)) return check_torchvision(outputs, model);
  if (std::holds_alternative<EfficientDetLayout>(detector.layout)) return check_efficientdet(outputs, model, classes);
  const Lengths rows{model.shape.batch, any, 5 + classes};
  if (outputs.empty() || !fits(outputs[0], rows)) refuse(outputs, model, text_of(rows, "N"));
}

void check_mask(const std::vector<Tensor>& outputs, const LoadedModel& model) {
  const BatchShape& shape = model.shape;
  const Lengths wanted{shape.batch, 1, shape.height, shape.width};
  const Lengths flat{shape.batch, shape.height, shape.width};
  if (!outputs.empty() && (fits(outputs[0], wanted) || fits(outputs[0], flat))) return;
  refuse(outputs, model, text_of(wanted, ""));
}

std::int64_t values_of_classifier(const ModelOutput& output) {
  std::size_t values = 1;
  if (const auto* binary = std::get_if<BinaryOutput>(&output)) return binary->classes;
  if (const auto* rivals = std::get_if<MultiClassOutput>(&output)) values = rivals->classes.size();
  if (const auto* labels = std::get_if<MultiLabelOutput>(&output)) values = labels->classes.size();
  return static_cast<std::int64_t>(values);
}

std::size_t parts_of(const LoadedModel& model) {
  const auto* detector = std::get_if<DetectorOutput>(&model.manifest.output);
  if (detector == nullptr || std::holds_alternative<YoloLayout>(detector->layout)) return 1;
  return std::holds_alternative<EfficientDetLayout>(detector->layout) ? 2 : 3;
}

}  // namespace

void check_output(const std::vector<Tensor>& outputs, const LoadedModel& model) {
  if (const auto* detector = std::get_if<DetectorOutput>(&model.manifest.output)) {
    return check_detector(outputs, model, *detector);
  }
  if (std::holds_alternative<SegmentOutput>(model.manifest.output)) return check_mask(outputs, model);
  const std::int64_t values = values_of_classifier(model.manifest.output);
  if (has_values(outputs, model.shape.batch, values)) return;
  refuse(outputs, model, text_of({model.shape.batch, values}, ""));
}

std::vector<std::span<const float>> values_of_image(const std::vector<Tensor>& outputs, const LoadedModel& model,
                                                    std::size_t image) {
  const std::size_t parts = parts_of(model);
  const bool by_image = parts == 3 && is_by_image(outputs, model);
  std::vector<std::span<const float>> values;
  for (std::size_t part = 0; part < parts; ++part) {
    if (by_image) {
      values.emplace_back(outputs[3 * image + part].values);
      continue;
    }
    const std::span<const float> all(outputs[part].values);
    const std::size_t width = all.size() / static_cast<std::size_t>(model.shape.batch);
    values.push_back(all.subspan(image * width, width));
  }
  return values;
}

}  // namespace cxrval::infer
