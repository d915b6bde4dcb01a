// SPDX-License-Identifier: Apache-2.0
#include "report/palette.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace cxrval::report {
namespace {

struct Shade {
  Colour colour;
  std::string_view name;
  std::string_view light;
  std::string_view dark;
};

constexpr std::array shades{
    Shade{Colour::ink, "ink", "#1a1a1a", "#e8e8e8"},        Shade{Colour::soft, "soft", "#595959", "#b0b0b0"},
    Shade{Colour::grid, "grid", "#d9d9d9", "#3a4046"},      Shade{Colour::paper, "paper", "#ffffff", "#14171a"},
    Shade{Colour::bar, "bar", "#56b4e9", "#3f93c6"},        Shade{Colour::blue, "blue", "#0072b2", "#56b4e9"},
    Shade{Colour::vermillion, "red", "#d55e00", "#f0803c"}, Shade{Colour::green, "green", "#009e73", "#1fbf92"},
    Shade{Colour::orange, "orange", "#e69f00", "#e69f00"},  Shade{Colour::purple, "purple", "#cc79a7", "#cc79a7"},
};

std::string_view name_of(Colour colour) {
  const auto is = [&](const Shade& shade) { return shade.colour == colour; };
  return std::find_if(shades.begin(), shades.end(), is)->name;
}

std::string rules(bool dark) {
  std::string css;
  for (const Shade& shade : shades) {
    const std::string value(dark ? shade.dark : shade.light);
    const std::string name(shade.name);
    css += ".cxr-figure .f-" + name + "{fill:" + value + "}.cxr-figure .s-" + name + "{stroke:" + value + "}\n";
  }
  return css;
}

}  // namespace

std::string fill_class(Colour colour) {
  return "f-" + std::string(name_of(colour));
}
std::string stroke_class(Colour colour) {
  return "s-" + std::string(name_of(colour));
}

std::string figure_style() {
  return ".cxr-figure{max-width:100%;height:auto;font-family:\"Segoe UI\",Roboto,\"Noto Sans\",\"Helvetica "
         "Neue\",Arial,\"DejaVu Sans\",sans-serif;font-variant-numeric:tabular-nums}\n" +
         rules(false) + "@media screen and (prefers-color-scheme:dark){\n" + rules(true) + "}\n";
}

}  // namespace cxrval::report
