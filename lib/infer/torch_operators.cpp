// SPDX-License-Identifier: Apache-2.0
#include "infer/torch_operators.hpp"

#include <ATen/core/dispatch/Dispatcher.h>
#include <torch/library.h>
#include <torch/script.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace cxrval::infer {
namespace {

constexpr std::int64_t most_samples = 4096;  // along one side of a bin

at::Tensor plain_floats(const at::Tensor& tensor) {
  return tensor.to(torch::kCPU, torch::kFloat32).contiguous();
}

float overlap(const float* a, const float* b) {
  const float width = std::max(0.0F, std::min(a[2], b[2]) - std::max(a[0], b[0]));
  const float height = std::max(0.0F, std::min(a[3], b[3]) - std::max(a[1], b[1]));
  const float shared = width * height;
  return shared / ((a[2] - a[0]) * (a[3] - a[1]) + (b[2] - b[0]) * (b[3] - b[1]) - shared);
}

at::Tensor nms(const at::Tensor& boxes, const at::Tensor& scores, double iou_threshold) {
  TORCH_CHECK(boxes.dim() == 2 && boxes.size(1) == 4 && scores.dim() == 1 && scores.size(0) == boxes.size(0),
              "nms wants boxes N x 4 and scores N");
  const at::Tensor corners = plain_floats(boxes);
  const at::Tensor order =
      std::get<1>(plain_floats(scores).sort(/*stable=*/true, /*dim=*/0, /*descending=*/true)).contiguous();
  const auto* box = corners.data_ptr<float>();
  const auto* best = order.data_ptr<std::int64_t>();
  std::vector<std::int64_t> kept;
  for (std::int64_t i = 0; i < order.numel(); ++i) {
    const bool covered = std::any_of(kept.begin(), kept.end(), [&](std::int64_t other) {
      return overlap(box + 4 * other, box + 4 * best[i]) > iou_threshold;
    });
    if (!covered) kept.push_back(best[i]);
  }
  return torch::tensor(kept, torch::kInt64).to(boxes.device());
}

struct Grid {
  float begin = 0;           // of the roi
  float bin = 0;             // length of one
  std::int64_t samples = 1;  // in one

  float place(std::int64_t index, std::int64_t sample) const {
    return begin + static_cast<float>(index) * bin +
           (static_cast<float>(sample) + 0.5F) * bin / static_cast<float>(samples);
  }
};

struct Alignment {
  float scale = 1;
  std::int64_t ratio = 0;
  bool aligned = false;

  Grid grid(float low, float high, std::int64_t bins) const {
    const float shift = aligned ? 0.5F : 0.0F;
    const float begin = low * scale - shift;
    float length = high * scale - shift - begin;
    if (!aligned) length = std::max(length, 1.0F);
    const float bin = length / static_cast<float>(bins);
    TORCH_CHECK(std::isfinite(begin) && std::isfinite(bin) && bin <= static_cast<float>(most_samples),
                "roi_align wants rois of the image");
    return {begin, bin, ratio > 0 ? ratio : std::max<std::int64_t>(0, static_cast<std::int64_t>(std::ceil(bin)))};
  }
};

// The two pixels about a place along an axis, and the share of the second.
struct Neighbours {
  std::int64_t low = 0;
  std::int64_t high = 0;
  float share = 0;
};

Neighbours neighbours(float place, std::int64_t length) {
  const float inside = std::max(place, 0.0F);
  const auto low = static_cast<std::int64_t>(inside);
  if (low >= length - 1) return {length - 1, length - 1, 0};
  return {low, low + 1, inside - static_cast<float>(low)};
}

float sample(const float* plane, std::int64_t height, std::int64_t width, float y, float x) {
  const bool near = y >= -1 && y <= static_cast<float>(height) && x >= -1 && x <= static_cast<float>(width);
  if (!near) return 0;
  const Neighbours row = neighbours(y, height);
  const Neighbours column = neighbours(x, width);
  const auto along = [&](std::int64_t r) {
    const float* values = plane + r * width;
    return values[column.low] * (1 - column.share) + values[column.high] * column.share;
  };
  return along(row.low) * (1 - row.share) + along(row.high) * row.share;
}

struct Bins {
  std::int64_t height = 1;
  std::int64_t width = 1;
};

void align(const float* image, const at::Tensor& images, const float* roi, const Bins& bins, const Alignment& how,
           float* out) {
  const Grid columns = how.grid(roi[1], roi[3], bins.width);
  const Grid rows = how.grid(roi[2], roi[4], bins.height);
  const std::int64_t height = images.size(2);
  const std::int64_t width = images.size(3);
  const auto count = static_cast<float>(std::max<std::int64_t>(rows.samples * columns.samples, 1));
  for (std::int64_t c = 0; c < images.size(1); ++c) {
    const float* plane = image + c * height * width;
    for (std::int64_t row = 0; row < bins.height; ++row) {
      for (std::int64_t column = 0; column < bins.width; ++column) {
        float sum = 0;
        for (std::int64_t i = 0; i < rows.samples * columns.samples; ++i) {
          sum += sample(plane, height, width, rows.place(row, i / columns.samples),
                        columns.place(column, i % columns.samples));
        }
        *out++ = sum / count;
      }
    }
  }
}

at::Tensor roi_align(const at::Tensor& input, const at::Tensor& rois, double spatial_scale, std::int64_t height,
                     std::int64_t width, std::int64_t sampling_ratio, bool aligned) {
  TORCH_CHECK(input.dim() == 4 && input.size(2) > 0 && input.size(3) > 0 && rois.dim() == 2 && rois.size(1) == 5,
              "roi_align wants images B x C x H x W and rois R x 5");
  TORCH_CHECK(
      height > 0 && width > 0 && height <= most_samples && width <= most_samples && sampling_ratio <= most_samples,
      "roi_align wants a size");
  const at::Tensor images = plain_floats(input);
  const at::Tensor places = plain_floats(rois);
  at::Tensor output = torch::zeros({rois.size(0), input.size(1), height, width}, torch::kFloat32);
  const auto* roi = places.data_ptr<float>();
  auto* out = output.data_ptr<float>();
  const Alignment how{static_cast<float>(spatial_scale), sampling_ratio, aligned};
  for (std::int64_t r = 0; r < rois.size(0); ++r, roi += 5, out += input.size(1) * height * width) {
    TORCH_CHECK(roi[0] >= 0 && roi[0] < static_cast<float>(input.size(0)), "roi_align: there is no such image");
    const std::int64_t image = static_cast<std::int64_t>(roi[0]) * input.size(1) * input.size(2) * input.size(3);
    align(images.data_ptr<float>() + image, images, roi, {height, width}, how, out);
  }
  return output.to(input.device(), input.scalar_type());
}

bool is_known(const char* name) {
  return c10::Dispatcher::singleton().findSchema({name, ""}).has_value();
}

}  // namespace

void register_torch_operators() {
  static torch::Library library(torch::Library::FRAGMENT, "torchvision", {}, __FILE__, __LINE__);
  if (!is_known("torchvision::nms")) {
    library.def("nms(Tensor dets, Tensor scores, float iou_threshold) -> Tensor", &nms);
  }
  if (!is_known("torchvision::roi_align")) {
    library.def(
        "roi_align(Tensor input, Tensor rois, float spatial_scale, int pooled_height, int pooled_width, "
        "int sampling_ratio, bool aligned) -> Tensor",
        &roi_align);
  }
}

}  // namespace cxrval::infer
