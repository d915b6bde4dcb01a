// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "report/number_style.hpp"

#include <optional>
#include <string>
#include <vector>

namespace cxrval::report {

// What every figure is told. Every word that is seen comes from the caller, so that a page can be in any language.
struct Heading {
  std::string id;     // unique on a page, see identifier(); the ids inside the figure begin with it
  std::string title;  // becomes <title>; it isn't drawn, for the page has a caption
  std::string lead;   // first sentence of the description; may be empty
  NumberStyle numbers{};
  // Width of the drawing, in pixels of text that is 12 to 14 high: 720 for a page or a journal, 360 for a telephone.
  // The height follows from it. Below 340 the figure is drawn as for 340.
  double width = 720;
};

// Numbers behind a figure, ready for a CSV file: names as in docs/formats.md, exact numbers, empty where missing.
struct DataTable {
  std::vector<std::string> columns;
  std::vector<std::vector<std::string>> rows;
};

struct Figure {
  std::string id;
  std::string title;
  std::string description;  // text alternative that states the numbers
  // An <svg> element to stand inline in a page that has figure_style() in a style sheet. It has no script, no style
  // attribute and no reference to anything outside.
  std::string svg;
  DataTable data;
  double width = 0;
  double height = 0;
};

// The style sheet of all figures: everything in it is below .cxr-figure. Light and dark by prefers-color-scheme, light
// on paper. A figure is as wide as its drawing and becomes smaller with what it stands in.
std::string figure_style();

// The figure as a file of its own: XML declaration, style sheet, background and a margin of 12 pixels.
std::string standalone_svg(const Figure& figure);

// A number with its limits; nothing where they are missing. Missing numbers are drawn as missing, never as 0.
struct Estimate {
  std::optional<double> value{};
  std::optional<double> low{};
  std::optional<double> high{};
};

}  // namespace cxrval::report
