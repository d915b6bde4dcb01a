// SPDX-License-Identifier: Apache-2.0
#include "image/preset.hpp"

#include "catch.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <random>
#include <vector>

using namespace cxrval::image;

namespace {

constexpr std::array<Preset, 7> all_presets = {Preset::voi,      Preset::minmax, Preset::percentile, Preset::bits,
                                               Preset::chexpert, Preset::mimic,  Preset::vindr};

Source source_of(std::vector<std::uint16_t> samples, int bits_stored) {
  Source source;
  source.width = static_cast<int>(samples.size());
  source.height = 1;
  source.samples = std::move(samples);
  source.bits_stored = bits_stored;
  return source;
}

std::vector<float> levels(const Source& source, Preset preset, PolarityRule rule = PolarityRule::automatic) {
  return render(source, {preset, rule}).value().values;
}

// PS3.3 C.11.2.1.2.1 and C.11.2.1.3 as the standard prints them, for output from 0 to 1.
double formula(double x, Window window, VoiFunction function) {
  const double c = window.centre;
  const double w = window.width;
  if (function == VoiFunction::sigmoid) return 1 / (1 + std::exp(-4 * (x - c) / w));
  if (function == VoiFunction::linear_exact) {
    if (x <= c - w / 2) return 0;
    return x > c + w / 2 ? 1 : (x - c) / w + 0.5;
  }
  if (x <= c - 0.5 - (w - 1) / 2) return 0;
  return x > c - 0.5 + (w - 1) / 2 ? 1 : (x - (c - 0.5)) / (w - 1) + 0.5;
}

}  // namespace

TEST_CASE("the standard's example of a LINEAR window of 4096 at 2048") {
  // PS3.3 C.11.2.1.2.1: y = 0 for x <= 0, y = 1 for x > 4095, else ((x - 2047.5) / 4095 + 0.5).
  Source source = source_of({0, 1, 2048, 4095, 5000}, 16);
  source.windows = {{2048, 4096}};
  const std::vector<float> values = levels(source, Preset::voi);
  CHECK(values[0] == 0);
  CHECK(values[1] == approx(1.0 / 4095));
  CHECK(values[2] == approx(0.5 / 4095 + 0.5));
  CHECK(values[3] == 1);
  CHECK(values[4] == 1);
}

TEST_CASE("the standard's example of a LINEAR window of 1 is a step") {
  Source source = source_of({2047, 2048}, 16);
  source.windows = {{2048, 1}};  // y = 0 for x <= 2047.5
  CHECK(levels(source, Preset::voi) == std::vector<float>{0, 1});
}

TEST_CASE("every stored value of a window equals the formula") {
  const VoiFunction function = GENERATE(VoiFunction::linear, VoiFunction::linear_exact, VoiFunction::sigmoid);
  const bool is_signed = GENERATE(false, true);
  std::vector<std::uint16_t> all(65536);
  for (std::size_t i = 0; i < all.size(); ++i) all[i] = static_cast<std::uint16_t>(i);
  Source source = source_of(all, 16);
  source.is_signed = is_signed;
  source.rescale_slope = 0.5;
  source.rescale_intercept = -1024.25;
  source.voi_function = function;
  source.windows = {{200.5, 3000.25}, {0, 1}};
  const std::vector<float> values = levels(source, Preset::voi);
  double worst = 0;
  for (std::size_t i = 0; i < all.size(); ++i) {
    const double stored = is_signed && i > 32767 ? static_cast<double>(i) - 65536 : static_cast<double>(i);
    worst = std::max(worst, std::abs(values[i] - formula(stored * 0.5 - 1024.25, source.windows[0], function)));
  }
  CHECK(worst < 1e-7);
}

TEST_CASE("windows that the function does not allow are passed over, and min-max is said") {
  Source source = source_of({10, 20, 30}, 8);
  source.windows = {{20, 0.5}, {20, std::nan("")}, {15, 11}};
  CHECK(describe(source, {Preset::voi}).preset == "voi_window");
  CHECK(levels(source, Preset::voi)[1] == 1);
  source.windows = {{20, 0.5}};
  CHECK(describe(source, {Preset::voi}).preset == "voi_minmax");
  CHECK(levels(source, Preset::voi) == std::vector<float>{0, 0.5F, 1});
  source.voi_function = VoiFunction::sigmoid;  // allows widths below 1
  CHECK(describe(source, {Preset::voi}).preset == "voi_window");
}

TEST_CASE("a VOI LUT goes before a window and is clamped at its ends") {
  Source source = source_of({0, 100, 101, 102, 65535}, 16);
  source.windows = {{100, 50}};
  source.voi_luts = {{100, 10, {0, 341, 1023}}};
  CHECK(describe(source, {Preset::voi}).preset == "voi_lut");
  const std::vector<float> values = levels(source, Preset::voi);
  CHECK(values[0] == 0);
  CHECK(values[1] == 0);
  CHECK(values[2] == approx(341.0 / 1023));
  CHECK(values[3] == 1);
  CHECK(values[4] == 1);
}

TEST_CASE("a Modality LUT replaces rescale and may start below zero") {
  Source source = source_of({0xFFFE, 0xFFFF, 0, 1, 9}, 16);
  source.is_signed = true;
  source.rescale_slope = 100;
  source.modality_lut = Lut{-2, 16, {5, 6, 7, 15}};
  CHECK(levels(source, Preset::minmax) == std::vector<float>{0, 0.1F, 0.2F, 1, 1});
}

TEST_CASE("min-max spans the values without the padding, which is clamped") {
  Source source = source_of({0, 100, 150, 200, 4095}, 12);
  source.padding = Padding{0, 0};
  CHECK(levels(source, Preset::minmax)[1] == 0);
  source.padding = Padding{4000, 4095};
  CHECK(levels(source, Preset::minmax) == std::vector<float>{0, 0.5F, 0.75F, 1, 1});
  source.padding = Padding{0, 4095};
  CHECK(render(source, {Preset::minmax}).error().reason == "every pixel is padding");
}

TEST_CASE("min-max follows a negative slope") {
  Source source = source_of({0, 50, 100}, 8);
  source.rescale_slope = -1;
  CHECK(levels(source, Preset::minmax) == std::vector<float>{1, 0.5F, 0});
}

TEST_CASE("an image of one value is black before the polarity") {
  Source source = source_of({7, 7}, 8);
  CHECK(levels(source, Preset::minmax) == std::vector<float>{0, 0});
  source.photometric = Photometric::monochrome1;
  CHECK(levels(source, Preset::minmax) == std::vector<float>{1, 1});
}

TEST_CASE("bits divides by the largest stored value and knows no window") {
  Source source = source_of({0, 1, 4095}, 12);
  source.windows = {{10, 5}};
  source.rescale_slope = 3;
  CHECK(levels(source, Preset::bits) == std::vector<float>{0, static_cast<float>(1.0 / 4095), 1});
  source.is_signed = true;
  source.samples = {0xF800, 0, 0x07FF};
  CHECK(levels(source, Preset::bits) == std::vector<float>{0, static_cast<float>(2048.0 / 4095), 1});
}

TEST_CASE("the polarity comes last and says which rule won") {
  struct Case {
    Photometric photometric;
    PlutShape shape;
    PolarityRule rule;
    bool inverted;
    const char* word;
  };
  using P = Photometric;
  using S = PlutShape;
  using R = PolarityRule;
  const Case c = GENERATE(Case{P::monochrome2, S::absent, R::automatic, false, "photometric"},
                          Case{P::monochrome1, S::absent, R::automatic, true, "photometric"},
                          Case{P::monochrome1, S::inverse, R::automatic, true, "photometric"},
                          Case{P::monochrome1, S::identity, R::automatic, true, "photometric_not_plut"},
                          Case{P::monochrome2, S::inverse, R::photometric, false, "photometric_not_plut"},
                          Case{P::monochrome1, S::absent, R::plut, true, "photometric"},
                          Case{P::monochrome1, S::inverse, R::plut, true, "plut"},
                          Case{P::monochrome1, S::identity, R::plut, false, "plut_not_photometric"},
                          Case{P::monochrome2, S::inverse, R::plut, true, "plut_not_photometric"},
                          Case{P::monochrome1, S::inverse, R::none, false, "none"},
                          Case{P::monochrome2, S::identity, R::invert, true, "invert"});
  Source source = source_of({0, 1, 4}, 8);
  source.windows = {{2.5, 5}};
  source.photometric = c.photometric;
  source.plut_shape = c.shape;
  const Steps steps = describe(source, {Preset::voi, c.rule});
  CHECK(steps.inverted == c.inverted);
  CHECK(steps.polarity == c.word);
  const std::vector<float> values = levels(source, Preset::voi, c.rule);
  CHECK(values == (c.inverted ? std::vector<float>{1, 0.75F, 0} : std::vector<float>{0, 0.25F, 1}));
}

TEST_CASE("sources that cannot be rendered are faults") {
  const auto reason = [](const Source& source) { return render(source, {Preset::voi}).error().reason; };
  CHECK(reason(Source{}) == "image without pixels");
  Source source = source_of({1, 2}, 8);
  source.width = 3;
  CHECK(reason(source) == "samples do not match the image's size");
  source.width = 2;
  source.bits_stored = 17;
  CHECK(reason(source) == "bits stored out of range");
  source.bits_stored = 8;
  source.voi_luts = {Lut{0, 16, {}}};
  CHECK(reason(source) == "lookup table is damaged");
  source.voi_luts.clear();
  source.rescale_slope = std::nan("");
  CHECK(reason(source) == "rescale slope or intercept is not a number");
}

TEST_CASE("absurd factors still give levels from 0 to 1") {
  std::mt19937 random(1);
  const std::vector<double> odd = {0, 1, -1, 1e308, -1e308, 1e-308, 3.7};
  const auto pick = [&] { return odd[random() % odd.size()]; };
  for (int round = 0; round < 200; ++round) {
    Source source = source_of({0, 1, 77, 4095}, 12);
    source.rescale_slope = pick();
    source.rescale_intercept = pick();
    source.windows = {{pick(), std::abs(pick())}};
    source.voi_function = static_cast<VoiFunction>(random() % 3);
    if (random() % 4 == 0) source.voi_luts = {Lut{static_cast<int>(random() % 100), 12, {1, 2, 4095}}};
    for (const Preset preset : all_presets) {
      for (const float value : levels(source, preset)) CHECK((value >= 0 && value <= 1));
    }
  }
}

TEST_CASE("the words of presets and polarity rules are read back") {
  for (const Preset preset : all_presets) CHECK(parse_preset(to_word(preset)) == preset);
  CHECK_FALSE(parse_preset("VOI"));
  CHECK(parse_polarity("auto") == PolarityRule::automatic);
  CHECK(parse_polarity("plut") == PolarityRule::plut);
  CHECK(parse_polarity("none") == PolarityRule::none);
  CHECK(to_word(PolarityRule::automatic) == "auto");
  CHECK_FALSE(parse_polarity(""));
  CHECK_FALSE(parse_polarity("keep"));
}

TEST_CASE("one of several VOI LUTs or windows is chosen by its place in the header") {
  Source source = source_of({0, 50, 100}, 8);
  source.windows = {{50, 101}, {50, 0.5}, {25, 51}};
  const auto middle = [&](std::size_t voi) { return render(source, {Preset::voi, PolarityRule::none, voi}); };
  CHECK(middle(0)->values[1] == approx(0.505));
  CHECK(middle(2)->values[1] == 1);
  CHECK(middle(1).error().reason == "the header has no such VOI LUT or window");  // not usable
  CHECK(middle(3).error().reason == "the header has no such VOI LUT or window");
  source.voi_luts = {{0, 8, {0, 255}}, {0, 8, {51}}};
  CHECK(middle(1)->values[1] == approx(0.2));
  CHECK(middle(2).error().reason == "the header has no such VOI LUT or window");  // windows do not count beside LUTs
  source.voi_luts.clear();
  source.windows.clear();
  CHECK(middle(0)->values[1] == 0.5F);
  CHECK(middle(1).error().reason == "the header has no such VOI LUT or window");
}

TEST_CASE("percentiles leave padding out and clamp what lies beyond") {
  std::vector<std::uint16_t> samples;
  for (std::uint16_t i = 0; i <= 200; ++i) samples.push_back(i);
  Source source = source_of(samples, 12);
  source.rescale_slope = -2;
  std::vector<float> values = levels(source, Preset::percentile);
  CHECK(values[0] == 1);
  CHECK(values[2] == 1);
  CHECK(values[100] == approx(0.5));
  CHECK(values[3] < 1);
  CHECK(values[198] == 0);
  CHECK(values[197] > 0);
  for (int i = 0; i < 500; ++i) source.samples.push_back(4000);
  source.width = static_cast<int>(source.samples.size());
  source.padding = Padding{4000, 4000};
  const std::vector<float> padded = levels(source, Preset::percentile);
  CHECK(std::equal(values.begin(), values.end(), padded.begin()));
  source.padding = Padding{0, 4095};
  CHECK(render(source, {Preset::percentile}).error().reason == "every pixel is padding");
}

TEST_CASE("the 8-bit recipes take signed and flat images") {
  Source source = source_of({0xFFFE, 0, 4}, 16);  // -2, 0, 4
  source.is_signed = true;
  // |-2| * 255 / 4 = 127.5, to the even 128; equalised by counts: 0 is lowest, then one pixel each.
  CHECK(levels(source, Preset::chexpert) == std::vector<float>{128 / 255.0F, 0, 1});
  CHECK(levels(source, Preset::mimic) == std::vector<float>{0, 128 / 255.0F, 1});
  CHECK(levels(source, Preset::vindr) == std::vector<float>{128 / 255.0F, 0, 1});
  for (const Preset preset : {Preset::chexpert, Preset::mimic, Preset::vindr}) {
    CHECK(levels(source_of({0, 0}, 8), preset) == std::vector<float>{0, 0});
    CHECK(levels(source_of({0, 0}, 8), preset, PolarityRule::invert) == std::vector<float>{1, 1});
  }
}
