// SPDX-License-Identifier: Apache-2.0
#include "label/labeler.hpp"

#include "text/normalize.hpp"
#include "text/utf8.hpp"

#include <utility>

namespace cxrval::label {
namespace {

constexpr std::size_t export_limit = 1024;

constexpr PhraseFinder::Bits all_regions = (1U << region_count) - 1;

PhraseFinder finder_of(const std::vector<Template>& templates, std::string (*form)(std::string_view)) {
  std::vector<std::pair<std::string, PhraseFinder::Bits>> phrases;
  for (const Template& one : templates) phrases.emplace_back(form(one.phrase), 1U << static_cast<unsigned>(one.region));
  return PhraseFinder(phrases);
}

std::string as_it_is(std::string_view phrase) {
  return std::string(phrase);
}

Label label_of(PhraseFinder::Bits normal, PhraseFinder::Bits wanted) {
  return (normal & wanted) == wanted ? Label::normal : Label::abnormal;
}

}  // namespace

std::string_view to_string(Label label) {
  switch (label) {
    case Label::normal:
      return "normal";
    case Label::abnormal:
      return "abnormal";
    case Label::unlabelled:
      break;
  }
  return "unlabelled";
}

Labeler::Labeler(const std::vector<Template>& templates)
    : raw_(finder_of(templates, as_it_is)), normalized_(finder_of(templates, text::normalized)) {}

Verdict Labeler::label(std::string_view description) const {
  Verdict verdict;
  // Line breaks are kept, and no template holds one, so that a match never spans two lines.
  const std::string text = text::normalized(description);
  if (text.find_first_not_of('\n') == std::string::npos) return verdict;
  const PhraseFinder::Bits normal = normalized_.find(text);
  verdict.label = label_of(normal, all_regions);
  verdict.strict = label_of(raw_.find(description), all_regions);
  for (unsigned i = 0; i < region_count; ++i) verdict.regions[i] = label_of(normal, 1U << i);
  if (text::has_length_of_cut(description, export_limit)) verdict.warnings.push_back("truncated_1024");
  return verdict;
}

}  // namespace cxrval::label
