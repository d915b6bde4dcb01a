// SPDX-License-Identifier: Apache-2.0
#include "image/preset.hpp"

#include "image/equalise.hpp"
#include "image/voi.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <limits>
#include <utility>

namespace cxrval::image {
namespace {

using Values = std::vector<double>;  // one of each word
using Counts = std::vector<std::uint32_t>;

template <class T>
struct Named {
  std::string_view word;
  T value;
};

constexpr std::array<Named<Preset>, 7> preset_words = {{{"voi", Preset::voi},
                                                        {"minmax", Preset::minmax},
                                                        {"percentile", Preset::percentile},
                                                        {"bits", Preset::bits},
                                                        {"chexpert", Preset::chexpert},
                                                        {"mimic", Preset::mimic},
                                                        {"vindr", Preset::vindr}}};
constexpr std::array<Named<PolarityRule>, 5> polarity_words = {{{"auto", PolarityRule::automatic},
                                                                {"photometric", PolarityRule::photometric},
                                                                {"plut", PolarityRule::plut},
                                                                {"none", PolarityRule::none},
                                                                {"invert", PolarityRule::invert}}};

template <class List>
auto value_of(const List& list, std::string_view word) -> std::optional<decltype(list[0].value)> {
  for (const auto& named : list) {
    if (named.word == word) return named.value;
  }
  return std::nullopt;
}

template <class List, class T>
std::string_view word_of(const List& list, T value) {
  for (const auto& named : list) {
    if (named.value == value) return named.word;
  }
  return {};
}

// NaN, which only absurd rescale factors can cause, counts as black.
double clamped(double level) {
  return level > 0 ? std::min(level, 1.0) : 0.0;
}

struct Range {
  double low = std::numeric_limits<double>::infinity();
  double high = -std::numeric_limits<double>::infinity();
};

// The words that occur and are no padding.
template <class Take>
void each_word(const Source& source, const Counts& counts, const Take& take) {
  for (std::size_t word = 0; word < all_words; ++word) {
    if (counts[word] > 0 && !is_padding(source, static_cast<std::uint16_t>(word))) take(word);
  }
}

Range whole_range(const Source& source, const Values& values) {
  Range range;
  each_word(source, histogram(source), [&](std::size_t word) {
    range.low = std::min(range.low, values[word]);
    range.high = std::max(range.high, values[word]);
  });
  return range;
}

struct Weighted {
  double value;
  std::uint64_t up_to;  // pixels of this value and the smaller ones
};

// numpy.percentile of method "linear" for the fraction q.
double percentile(const std::vector<Weighted>& sorted, double q) {
  const double index = q * static_cast<double>(sorted.back().up_to - 1);
  const auto at = [&](double position) {
    const auto rank = static_cast<std::uint64_t>(position);
    return std::find_if(sorted.begin(), sorted.end(), [rank](const Weighted& w) { return w.up_to > rank; })->value;
  };
  const double low = at(std::floor(index));
  const double high = at(std::ceil(index));
  const double part = index - std::floor(index);
  return part < 0.5 ? low + (high - low) * part : high - (high - low) * (1 - part);
}

Range percentile_range(const Source& source, const Values& values) {
  const Counts counts = histogram(source);
  std::vector<Weighted> sorted;
  each_word(source, counts, [&](std::size_t word) {
    if (!std::isnan(values[word])) sorted.push_back({values[word], counts[word]});
  });
  if (sorted.empty()) return {};
  std::sort(sorted.begin(), sorted.end(), [](const Weighted& a, const Weighted& b) { return a.value < b.value; });
  for (std::size_t i = 1; i < sorted.size(); ++i) sorted[i].up_to += sorted[i - 1].up_to;
  return {percentile(sorted, 0.01), percentile(sorted, 0.99)};
}

// False when there is nothing but padding.
bool stretch(const Range& range, Values& values) {
  if (range.low > range.high) return false;
  const double span = range.high - range.low;
  for (double& value : values) value = span > 0 ? (value - range.low) / span : 0;
  return true;
}

void apply_bits(const Source& source, Values& values) {
  const double shift = source.is_signed ? std::ldexp(1.0, source.bits_stored - 1) : 0;
  const double full = std::ldexp(1.0, source.bits_stored) - 1;
  for (std::size_t word = 0; word < all_words; ++word) {
    values[word] = (source.value(static_cast<std::uint16_t>(word)) + shift) / full;
  }
}

std::vector<float> to_table(const Values& values, bool inverted) {
  std::vector<float> table(all_words);
  std::transform(values.begin(), values.end(), table.begin(), [inverted](double value) {
    const double level = clamped(value);
    return static_cast<float>(inverted ? 1 - level : level);
  });
  return table;
}

base::Result<std::vector<float>> continuous_table(const Source& source, const Look& look, bool inverted) {
  Values values = modality_values(source);
  bool known = true;
  if (look.preset == Preset::bits) {
    apply_bits(source, values);
  } else if (look.preset == Preset::percentile) {
    known = stretch(percentile_range(source, values), values);
  } else {
    const std::optional<Voi> voi = look.preset == Preset::voi ? choose_voi(source, look.voi) : std::nullopt;
    if (look.preset == Preset::voi && !voi && look.voi > 0) {
      return base::fault({}, "the header has no such VOI LUT or window");
    }
    if (voi) {
      apply_voi(*voi, source.voi_function, values);
    } else {
      known = stretch(whole_range(source, values), values);
    }
  }
  if (!known) return base::fault({}, "every pixel is padding");
  return to_table(values, inverted);
}

struct Stored {
  int low = std::numeric_limits<int>::max();
  int high = std::numeric_limits<int>::min();
};

// cv2.convertScaleAbs(x, alpha=255.0 / x.max()): |x * alpha| in float, rounded half to even, at most 255.
std::uint8_t scaled_level(int value, float alpha) {
  const float level = std::fabs(static_cast<float>(value) * alpha);
  return static_cast<std::uint8_t>(level < 255 ? std::nearbyint(level) : 255.0F);
}

// (x - min) / (max - min) * 255 in double, truncated as numpy's astype(uint8) does.
std::uint8_t truncated_level(int value, const Stored& range) {
  const double part = static_cast<double>(value - range.low) / static_cast<double>(range.high - range.low);
  return static_cast<std::uint8_t>(part * 255);
}

// The 8-bit recipes; they know no rescale, VOI or padding, on purpose.
std::vector<float> eight_bit_table(const Source& source, Preset preset, bool inverted) {
  const Counts counts = histogram(source);
  Stored range;
  for (std::size_t word = 0; word < all_words; ++word) {
    if (counts[word] == 0) continue;
    range.low = std::min(range.low, source.value(static_cast<std::uint16_t>(word)));
    range.high = std::max(range.high, source.value(static_cast<std::uint16_t>(word)));
  }
  const bool truncates = preset == Preset::mimic;
  const bool flat = truncates ? range.low == range.high : range.high == 0;
  const float alpha = flat ? 0.0F : static_cast<float>(255.0 / range.high);
  std::vector<std::uint8_t> levels(all_words);
  std::array<std::uint64_t, 256> level_counts{};
  for (std::size_t word = 0; word < all_words; ++word) {
    if (counts[word] == 0) continue;
    const int value = source.value(static_cast<std::uint16_t>(word));
    const std::uint8_t level = flat        ? std::uint8_t{0}
                               : truncates ? truncated_level(value, range)
                                           : scaled_level(value, alpha);
    levels[word] = inverted ? static_cast<std::uint8_t>(255 - level) : level;
    level_counts[levels[word]] += counts[word];
  }
  const bool equalises = preset != Preset::vindr || range.high > 255;
  const std::array<std::uint8_t, 256> equal = equalised(level_counts);
  std::vector<float> table(all_words);
  std::transform(levels.begin(), levels.end(), table.begin(),
                 [&](std::uint8_t level) { return static_cast<float>(equalises ? equal[level] : level) / 255.0F; });
  return table;
}

}  // namespace

std::optional<Preset> parse_preset(std::string_view word) {
  return value_of(preset_words, word);
}

std::string_view to_word(Preset preset) {
  return word_of(preset_words, preset);
}

std::optional<PolarityRule> parse_polarity(std::string_view word) {
  return value_of(polarity_words, word);
}

std::string_view to_word(PolarityRule rule) {
  return word_of(polarity_words, rule);
}

Steps describe(const Source& source, const Look& look) {
  Steps steps;
  const bool by_photometric = source.photometric == Photometric::monochrome1;
  const bool by_plut = source.plut_shape == PlutShape::inverse;
  const bool disagree = source.plut_shape != PlutShape::absent && by_plut != by_photometric;
  if (look.polarity == PolarityRule::none || look.polarity == PolarityRule::invert) {
    steps.inverted = look.polarity == PolarityRule::invert;
    steps.polarity = to_word(look.polarity);
  } else if (look.polarity == PolarityRule::plut && source.plut_shape != PlutShape::absent) {
    steps.inverted = by_plut;
    steps.polarity = disagree ? "plut_not_photometric" : "plut";
  } else {
    steps.inverted = by_photometric;
    steps.polarity = disagree ? "photometric_not_plut" : "photometric";
  }
  steps.preset = to_word(look.preset);
  if (look.preset == Preset::voi) {
    const std::optional<Voi> voi = choose_voi(source, look.voi);
    steps.preset = !voi ? "voi_minmax" : voi->lut != nullptr ? "voi_lut" : "voi_window";
  }
  return steps;
}

base::Result<std::vector<float>> grey_table(const Source& source, const Look& look) {
  if (const std::string_view reason = why_unusable(source); !reason.empty()) {
    return base::fault({}, std::string(reason));
  }
  const bool inverted = describe(source, look).inverted;
  switch (look.preset) {
    case Preset::chexpert:
    case Preset::mimic:
    case Preset::vindr:
      return eight_bit_table(source, look.preset, inverted);
    case Preset::voi:
    case Preset::minmax:
    case Preset::percentile:
    case Preset::bits:
      break;
  }
  return continuous_table(source, look, inverted);
}

base::Result<Plane> render(const Source& source, const Look& look) {
  const base::Result<std::vector<float>> table = grey_table(source, look);
  if (!table) return tl::unexpected(table.error());
  Plane plane{source.width, source.height, std::vector<float>(source.samples.size())};
  const float* levels = table->data();
  std::transform(source.samples.begin(), source.samples.end(), plane.values.begin(),
                 [levels](std::uint16_t word) { return levels[word]; });
  return plane;
}

}  // namespace cxrval::image
