// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "label/finder.hpp"
#include "label/templates.hpp"

#include <array>
#include <string>
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
  std::vector<std::string> warnings;
};

// The rule of arXiv 2104.02256: a region is normal when one of its templates appears in the description, a report when
// all four regions are; everything else is abnormal. Both sides are compared as text::normalize gives them (the paper's
// templates are lower case, reports begin their lines with capitals), and a template must stand inside one line. A
// description of nothing but blanks is unlabelled.
//
// Warnings: truncated_1024, the description has the length of one that an export cut at 1,024 characters (the last
// paragraph, the mediastinum, is then missing).
class Labeler {
 public:
  explicit Labeler(const std::vector<Template>& templates = default_templates());

  // Throws base::Error for a description that is not UTF-8.
  Verdict label(std::string_view description) const;

 private:
  PhraseFinder raw_;
  PhraseFinder normalized_;
};

}  // namespace cxrval::label
