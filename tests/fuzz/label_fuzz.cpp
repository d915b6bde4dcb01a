// SPDX-License-Identifier: Apache-2.0
#include "label/doubt.hpp"
#include "label/labeler.hpp"
#include "text/normalize.hpp"
#include "text/utf8.hpp"

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

using namespace cxrval;

namespace {

void demand(bool holds) {
  if (!holds) std::abort();
}

label::Labeler labeler_that_reads_whole_texts() {
  label::LabelerOptions options;
  options.by_lines = false;
  return label::Labeler(options);
}

void check_normal_form(std::string_view description) {
  constexpr text::Steps without_html = text::default_steps.without(text::Step::html);
  static text::Normalizer normalizer(without_html);
  static text::NormalText normal;
  demand(normalizer.normalize(description, normal));
  const std::string once(normal.text());
  demand(text::is_valid_utf8(once));
  for (std::size_t place = 0; place < once.size(); ++place) {
    if ((static_cast<unsigned char>(once[place]) & 0xC0) != 0x80) demand(normal.begins(place) < description.size());
  }
  demand(normalizer.normalize(once, normal));
  demand(normal.text() == once && normal.changed().empty());
}

void check_verdict(std::string_view description, std::string_view conclusion) {
  static const label::Labeler by_lines;
  static const label::Labeler whole = labeler_that_reads_whole_texts();
  const label::Verdict verdict = by_lines.label(description, conclusion);
  demand(verdict == whole.label(description, conclusion));
  label::doubt_about(verdict);
  for (std::size_t i = 0; i < label::region_count; ++i) {
    const label::Match& match = verdict.matches[i];
    demand((match.template_number > 0) == (verdict.regions[i] == label::Label::normal));
    demand(match.place.begin <= match.place.end && match.place.end <= description.size());
    const std::string_view before = description.substr(0, match.place.begin);
    const auto feeds = static_cast<std::size_t>(std::count(before.begin(), before.end(), '\n'));
    demand(match.template_number == 0 || match.line > feeds);
  }
  for (const label::Span& finding : verdict.findings) {
    demand(finding.begin < finding.end && finding.end <= description.size());
  }
}

}  // namespace

// Any bytes as a description, and behind a zero byte a conclusion: refused when they are no UTF-8; else normalized to a
// fixed point, and labelled line by line as in one piece.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const std::size_t zero = std::min(input.find('\0'), input.size());
  const std::string_view description = input.substr(0, zero);
  const std::string_view conclusion = zero < input.size() ? input.substr(zero + 1) : std::string_view();
  std::string normal;
  const bool valid = text::normalize(description, normal);
  demand(valid == text::is_valid_utf8(description));
  if (!valid || !text::is_valid_utf8(conclusion)) return 0;
  check_normal_form(description);
  check_verdict(description, conclusion);
  return 0;
}
