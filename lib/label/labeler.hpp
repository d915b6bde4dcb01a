// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "label/near_miss.hpp"
#include "label/passage.hpp"
#include "label/sentence.hpp"
#include "label/templates.hpp"
#include "label/warnings.hpp"

#include <array>
#include <cstddef>
#include <memory>
#include <string_view>
#include <vector>

namespace cxrval::label {

enum class Label { normal, abnormal, unlabelled };

std::string_view to_string(Label label);

struct Verdict {
  Label label = Label::unlabelled;
  // By the templates' bytes in the bytes of the description, as a literal reading of the paper's "exactly appears".
  Label strict = Label::unlabelled;
  // Of each region; all unlabelled for a report without a description.
  std::array<Label, region_count> regions{Label::unlabelled, Label::unlabelled, Label::unlabelled, Label::unlabelled};
  // Of each region the first appearance of its templates in the description.
  std::array<Match, region_count> matches;
  // The steps with which the label is another than with those before them alone (text::Step); from `strict` on.
  text::Steps changed_by;
  bool empty = true;  // nothing in the description shows
  Warnings warnings;
  std::vector<NearMiss> near_misses;  // of regions without a match, in an abnormal report
  std::vector<Span> findings;         // the words of abnormal_words, as bytes of the description

  bool operator==(const Verdict&) const = default;
};

struct LabelerOptions {
  Rules rules;
  bool empty_is_abnormal = false;  // as the paper has it; else unlabelled
  bool by_lines = true;            // off: reads every description as one piece, which is slower and gives the same
};

// The rule of arXiv 2104.02256: a region is normal when one of its templates appears in the description, a report when
// all four regions are; everything else is abnormal. Both sides are compared after the steps of text/steps.hpp (the
// paper's templates are in small letters, reports begin their lines with capitals), and a template must stand inside
// one line. A description of nothing but blanks is unlabelled. Not for several threads at once.
class Labeler {
 public:
  // Descriptions are at most so many bytes: far more than any report, little enough for any memory.
  static constexpr std::size_t longest_description = std::size_t{1} << 20;

  explicit Labeler(const std::vector<Template>& templates = default_templates());
  explicit Labeler(const LabelerOptions& options);
  ~Labeler();
  Labeler(Labeler&&) noexcept;
  Labeler& operator=(Labeler&&) noexcept;

  // The conclusion matters for warnings alone. Throws base::Error for text that is not UTF-8 or too long.
  Verdict label(std::string_view description, std::string_view conclusion = {}) const;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace cxrval::label
