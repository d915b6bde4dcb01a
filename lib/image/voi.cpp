// SPDX-License-Identifier: Apache-2.0
#include "image/voi.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace cxrval::image {
namespace {

double looked_up(const Lut& lut, double input) {
  const double last = static_cast<double>(lut.entries.size() - 1);
  const double index = std::clamp(std::nearbyint(input) - lut.first, 0.0, last);
  return std::isnan(index) ? 0.0 : lut.entries[static_cast<std::size_t>(index)];
}

bool usable(const Window& window, VoiFunction function) {
  if (!std::isfinite(window.centre) || !std::isfinite(window.width)) return false;
  return function == VoiFunction::linear ? window.width >= 1 : window.width > 0;
}

double windowed(double x, const Window& window, VoiFunction function) {
  const double c = window.centre;
  const double w = window.width;
  switch (function) {
    case VoiFunction::linear:
      if (x <= c - 0.5 - (w - 1) / 2) return 0;
      if (x > c - 0.5 + (w - 1) / 2) return 1;
      return (x - (c - 0.5)) / (w - 1) + 0.5;
    case VoiFunction::linear_exact:
      if (x <= c - w / 2) return 0;
      if (x > c + w / 2) return 1;
      return (x - c) / w + 0.5;
    case VoiFunction::sigmoid:
      return 1 / (1 + std::exp(-4 * (x - c) / w));
  }
  return 0;
}

}  // namespace

std::vector<std::uint32_t> histogram(const Source& source) {
  // Neighbours are often equal: counters of their own keep an increment from waiting for the one before.
  constexpr std::size_t lanes = 4;
  std::array<std::vector<std::uint32_t>, lanes> counts;
  for (auto& lane : counts) lane.resize(all_words);
  const std::size_t size = source.samples.size();
  const std::uint16_t* words = source.samples.data();
  std::size_t i = 0;
  for (; i + lanes <= size; i += lanes) {
    for (std::size_t lane = 0; lane < lanes; ++lane) ++counts[lane][words[i + lane]];
  }
  for (; i < size; ++i) ++counts[0][words[i]];
  for (std::size_t word = 0; word < all_words; ++word) {
    counts[0][word] += counts[1][word] + counts[2][word] + counts[3][word];
  }
  return std::move(counts[0]);
}

std::vector<double> modality_values(const Source& source) {
  std::vector<double> values(all_words);
  for (std::size_t word = 0; word < all_words; ++word) {
    const double stored = source.value(static_cast<std::uint16_t>(word));
    values[word] = source.modality_lut ? looked_up(*source.modality_lut, stored)
                                       : stored * source.rescale_slope + source.rescale_intercept;
  }
  return values;
}

bool is_padding(const Source& source, std::uint16_t word) {
  const int value = source.value(word);
  return source.padding && value >= source.padding->low && value <= source.padding->high;
}

std::optional<Voi> choose_voi(const Source& source, std::size_t index) {
  if (!source.voi_luts.empty()) {
    if (index >= source.voi_luts.size()) return std::nullopt;
    return Voi{&source.voi_luts[index], nullptr};
  }
  const auto good = [&](const Window& window) { return usable(window, source.voi_function); };
  if (index == 0) {
    const auto found = std::find_if(source.windows.begin(), source.windows.end(), good);
    if (found == source.windows.end()) return std::nullopt;
    return Voi{nullptr, &*found};
  }
  if (index >= source.windows.size() || !good(source.windows[index])) return std::nullopt;
  return Voi{nullptr, &source.windows[index]};
}

void apply_voi(const Voi& voi, VoiFunction function, std::vector<double>& values) {
  if (voi.lut != nullptr) {
    const double full = std::ldexp(1.0, voi.lut->bits) - 1;
    for (double& value : values) value = looked_up(*voi.lut, value) / full;
    return;
  }
  for (double& value : values) value = windowed(value, *voi.window, function);
}

std::string_view why_unusable(const Source& source) {
  if (source.width <= 0 || source.height <= 0) return "image without pixels";
  if (source.samples.size() != static_cast<std::size_t>(source.width) * static_cast<std::size_t>(source.height)) {
    return "samples do not match the image's size";
  }
  if (source.bits_stored < 1 || source.bits_stored > 16) return "bits stored out of range";
  if (!std::isfinite(source.rescale_slope) || !std::isfinite(source.rescale_intercept)) {
    return "rescale slope or intercept is not a number";
  }
  const auto damaged = [](const Lut& lut) { return lut.entries.empty() || lut.bits < 8 || lut.bits > 16; };
  if ((source.modality_lut && damaged(*source.modality_lut)) ||
      std::any_of(source.voi_luts.begin(), source.voi_luts.end(), damaged)) {
    return "lookup table is damaged";
  }
  return {};
}

}  // namespace cxrval::image
