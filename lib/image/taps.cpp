// SPDX-License-Identifier: Apache-2.0
#include "image/taps.hpp"

#include <algorithm>
#include <cmath>

namespace cxrval::image {
namespace {

double triangle(double x) {
  return std::max(0.0, 1 - std::abs(x));
}

// Keys' cubic convolution.
double cubic(double x, double a) {
  const double d = std::abs(x);
  if (d < 1) return ((a + 2) * d - (a + 3)) * d * d + 1;
  if (d < 2) return ((a * d - 5 * a) * d + 8 * a) * d - 4 * a;
  return 0;
}

class Builder {
 public:
  explicit Builder(int count) { result_.taps.reserve(static_cast<std::size_t>(count)); }

  // The weights of the inputs from `first` on.
  void add(int first, const std::vector<double>& weights) {
    result_.taps.push_back({static_cast<std::size_t>(first), weights.size(), result_.weights.size()});
    for (const double weight : weights) result_.weights.push_back(static_cast<float>(weight));
  }
  Taps take() { return std::move(result_); }

 private:
  Taps result_;
};

// Pillow's precompute_coeffs; torch's antialias=True is the same.
void add_antialiased(const Axis& axis, int output, bool bicubic, Builder& taps) {
  constexpr double pil_a = -0.5;
  const double scale = static_cast<double>(axis.inputs) / axis.outputs;
  const double width = std::max(1.0, scale);
  const double support = width * (bicubic ? 2 : 1);
  const double centre = (output + 0.5) * scale;
  const int first = std::max(0, static_cast<int>(centre - support + 0.5));
  const int end = std::min(axis.inputs, static_cast<int>(centre + support + 0.5));
  std::vector<double> weights;
  double total = 0;
  for (int j = first; j < end; ++j) {
    const double x = (j + 0.5 - centre) / width;
    weights.push_back(bicubic ? cubic(x, pil_a) : triangle(x));
    total += weights.back();
  }
  for (double& weight : weights) weight /= total;
  taps.add(first, weights);
}

// Where torch's interpolate without antialiasing looks: its scale is rounded to float, which in images of thousands of
// pixels moves the place by up to 1e-4.
double torch_place(const Axis& axis, int output) {
  const float scale = static_cast<float>(axis.inputs) / static_cast<float>(axis.outputs);
  return static_cast<double>(scale) * (output + 0.5) - 0.5;
}

void add_bilinear(const Axis& axis, int output, Builder& taps) {
  const double place = std::max(0.0, torch_place(axis, output));
  const int first = std::min(static_cast<int>(place), axis.inputs - 1);
  const double part = std::min(1.0, place - first);
  if (first + 1 < axis.inputs) {
    taps.add(first, {1 - part, part});
  } else {
    taps.add(first, {1});
  }
}

// Four inputs; those beyond the border are the border's own pixel again.
void add_bicubic(const Axis& axis, int output, Builder& taps) {
  constexpr double torch_a = -0.75;
  const double place = torch_place(axis, output);
  const int left = static_cast<int>(std::floor(place));
  const double part = place - left;
  const int first = std::clamp(left - 1, 0, axis.inputs - 1);
  const int last = std::clamp(left + 2, 0, axis.inputs - 1);
  std::vector<double> weights(static_cast<std::size_t>(last - first + 1), 0.0);
  for (int k = -1; k <= 2; ++k) {
    const int input = std::clamp(left + k, first, last);
    weights[static_cast<std::size_t>(input - first)] += cubic(k - part, torch_a);
  }
  taps.add(first, weights);
}

// The share of [output, output + 1) * scale that each input covers.
void add_area(const Axis& axis, int output, Builder& taps) {
  const double scale = static_cast<double>(axis.inputs) / axis.outputs;
  const double begin = output * scale;
  const double end = std::min((output + 1) * scale, static_cast<double>(axis.inputs));
  const int first = std::min(static_cast<int>(begin), axis.inputs - 1);
  std::vector<double> weights;
  for (int j = first; j < axis.inputs && (j < end || j == first); ++j) {
    weights.push_back(std::max(0.0, std::min(end, j + 1.0) - std::max(begin, static_cast<double>(j))) / (end - begin));
  }
  taps.add(first, weights);
}

}  // namespace

Taps make_taps(const Axis& axis, const Sampling& sampling) {
  Builder taps(axis.count);
  for (int output = axis.begin; output < axis.begin + axis.count; ++output) {
    switch (sampling.filter) {
      case Filter::nearest:
        taps.add(std::min(axis.inputs - 1, static_cast<int>((output + 0.5) * axis.inputs / axis.outputs)), {1});
        break;
      case Filter::area:
        add_area(axis, output, taps);
        break;
      case Filter::bilinear:
      case Filter::bicubic: {
        const bool bicubic = sampling.filter == Filter::bicubic;
        if (sampling.antialias) {
          add_antialiased(axis, output, bicubic, taps);
        } else if (bicubic) {
          add_bicubic(axis, output, taps);
        } else {
          add_bilinear(axis, output, taps);
        }
        break;
      }
    }
  }
  return taps.take();
}

}  // namespace cxrval::image
