// SPDX-License-Identifier: Apache-2.0
#include "image/preset.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <limits>

namespace cxrval::image {
namespace {

constexpr std::size_t all_words = 65536;
using Values = std::vector<double>;  // one of each word

template <class T>
struct Named {
  std::string_view word;
  T value;
};

constexpr std::array<Named<Preset>, 3> preset_words = {
    {{"voi", Preset::voi}, {"minmax", Preset::minmax}, {"bits", Preset::bits}}};
constexpr std::array<Named<PolarityRule>, 5> polarity_words = {{{"auto", PolarityRule::automatic},
                                                                {"photometric", PolarityRule::photometric},
                                                                {"plut", PolarityRule::plut},
                                                                {"keep", PolarityRule::keep},
                                                                {"invert", PolarityRule::invert}}};

// NaN, which only absurd rescale factors can cause, counts as black.
double clamped(double level) {
  return level > 0 ? std::min(level, 1.0) : 0.0;
}

double looked_up(const Lut& lut, double input) {
  const double last = static_cast<double>(lut.entries.size() - 1);
  const double index = std::clamp(std::nearbyint(input) - lut.first, 0.0, last);
  return std::isnan(index) ? 0.0 : lut.entries[static_cast<std::size_t>(index)];
}

bool usable(const Window& window, VoiFunction function) {
  if (!std::isfinite(window.centre) || !std::isfinite(window.width)) return false;
  return function == VoiFunction::linear ? window.width >= 1 : window.width > 0;
}

const Window* first_window(const Source& source) {
  const auto found = std::find_if(source.windows.begin(), source.windows.end(),
                                  [&](const Window& window) { return usable(window, source.voi_function); });
  return found == source.windows.end() ? nullptr : &*found;
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

Values modality_values(const Source& source) {
  Values values(all_words);
  for (std::size_t word = 0; word < all_words; ++word) {
    const double stored = source.value(static_cast<std::uint16_t>(word));
    values[word] = source.modality_lut ? looked_up(*source.modality_lut, stored)
                                       : stored * source.rescale_slope + source.rescale_intercept;
  }
  return values;
}

bool is_padding(const Source& source, int value) {
  return source.padding && value >= source.padding->low && value <= source.padding->high;
}

// False when there is nothing but padding.
bool stretch_to_range(const Source& source, Values& values) {
  std::vector<unsigned char> occurs(all_words, 0);
  for (const std::uint16_t word : source.samples) occurs[word] = 1;
  double low = std::numeric_limits<double>::infinity();
  double high = -low;
  for (std::size_t word = 0; word < all_words; ++word) {
    if (occurs[word] == 0 || is_padding(source, source.value(static_cast<std::uint16_t>(word)))) continue;
    low = std::min(low, values[word]);
    high = std::max(high, values[word]);
  }
  if (low > high) return false;
  for (double& value : values) value = high > low ? (value - low) / (high - low) : 0;
  return true;
}

void apply_bits(const Source& source, Values& values) {
  const double shift = source.is_signed ? std::ldexp(1.0, source.bits_stored - 1) : 0;
  const double full = std::ldexp(1.0, source.bits_stored) - 1;
  for (std::size_t word = 0; word < all_words; ++word) {
    values[word] = (source.value(static_cast<std::uint16_t>(word)) + shift) / full;
  }
}

// False when the levels cannot be told because every pixel is padding.
bool apply_preset(const Source& source, Preset preset, Values& values) {
  if (preset == Preset::bits) {
    apply_bits(source, values);
    return true;
  }
  if (preset == Preset::voi && !source.voi_luts.empty()) {
    const Lut& lut = source.voi_luts.front();
    const double full = std::ldexp(1.0, lut.bits) - 1;
    for (double& value : values) value = looked_up(lut, value) / full;
    return true;
  }
  const Window* window = preset == Preset::voi ? first_window(source) : nullptr;
  if (window == nullptr) return stretch_to_range(source, values);
  for (double& value : values) value = windowed(value, *window, source.voi_function);
  return true;
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

}  // namespace

std::optional<Preset> parse_preset(std::string_view word) {
  for (const auto& named : preset_words) {
    if (named.word == word) return named.value;
  }
  return std::nullopt;
}

std::string_view to_word(Preset preset) {
  for (const auto& named : preset_words) {
    if (named.value == preset) return named.word;
  }
  return {};
}

std::optional<PolarityRule> parse_polarity(std::string_view word) {
  for (const auto& named : polarity_words) {
    if (named.word == word) return named.value;
  }
  return std::nullopt;
}

Steps describe(const Source& source, Preset preset, PolarityRule rule) {
  Steps steps;
  const bool by_photometric = source.photometric == Photometric::monochrome1;
  const bool by_plut = source.plut_shape == PlutShape::inverse;
  const bool disagree = source.plut_shape != PlutShape::absent && by_plut != by_photometric;
  if (rule == PolarityRule::keep || rule == PolarityRule::invert) {
    steps.inverted = rule == PolarityRule::invert;
    steps.polarity = steps.inverted ? "invert" : "keep";
  } else if (rule == PolarityRule::plut && source.plut_shape != PlutShape::absent) {
    steps.inverted = by_plut;
    steps.polarity = disagree ? "plut_not_photometric" : "plut";
  } else {
    steps.inverted = by_photometric;
    steps.polarity = disagree ? "photometric_not_plut" : "photometric";
  }
  steps.preset = to_word(preset);
  if (preset == Preset::voi) {
    steps.preset = !source.voi_luts.empty() ? "voi_lut" : first_window(source) != nullptr ? "voi_window" : "voi_minmax";
  }
  return steps;
}

base::Result<std::vector<float>> grey_table(const Source& source, Preset preset, PolarityRule rule) {
  if (const std::string_view reason = why_unusable(source); !reason.empty()) {
    return base::fault({}, std::string(reason));
  }
  Values values = modality_values(source);
  if (!apply_preset(source, preset, values)) return base::fault({}, "every pixel is padding");
  const bool inverted = describe(source, preset, rule).inverted;
  std::vector<float> table(all_words);
  std::transform(values.begin(), values.end(), table.begin(), [inverted](double value) {
    const double level = clamped(value);
    return static_cast<float>(inverted ? 1 - level : level);
  });
  return table;
}

base::Result<Plane> render(const Source& source, Preset preset, PolarityRule rule) {
  const base::Result<std::vector<float>> table = grey_table(source, preset, rule);
  if (!table) return tl::unexpected(table.error());
  Plane plane{source.width, source.height, std::vector<float>(source.samples.size())};
  const float* levels = table->data();
  std::transform(source.samples.begin(), source.samples.end(), plane.values.begin(),
                 [levels](std::uint16_t word) { return levels[word]; });
  return plane;
}

}  // namespace cxrval::image
