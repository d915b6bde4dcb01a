// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/bytes.hpp"
#include "dicom/tag_path.hpp"

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace cxrval::dicom {

struct CxrVerdict {
  bool is_cxr = false;
  std::string_view rule;  // the name of the rule that decided; valid as long as the rules
};

// Which images are chest X-rays, by their headers: a list of rules of which the first whose conditions all hold
// decides.
//
// The file has one rule a line, fields parted by tabs: NAME, the verdict cxr or not_cxr, and any number of conditions.
// Empty lines and lines that begin with # are left out. The last rule must have no conditions. A condition is TAG (as
// parse_tag_path reads it) and one of
//   missing        absent or empty
//   present        not missing
//   is A|B         the value, or one of several parted by `\`, is A or B
//   not A|B        present, and none of its values is A or B
//   has A|B        A or B occur in the value as whole words
//   lacks A|B      they do not (also where the value is missing)
// Letters of ASCII are compared without regard to case, blanks at the ends of values and words are left out, and words
// end at anything that is neither a letter of any alphabet nor a digit. So a missing tag never makes a rule invalid: it
// is what `missing` asks for, and no other condition but `lacks` holds for it.
class CxrRules {
 public:
  // The filter of the VinDr-CXR clinical validation: Modality is CR, DR or DX and Body Part Examined CHEST or THORAX.
  // Its rules: modality_missing, modality_other, body_part_missing, body_part_other, paper.
  static CxrRules paper();
  // Throws base::Error naming the line.
  static CxrRules parse(std::string_view text, const std::string& file);
  // The same of a file of at most 1 MiB.
  static CxrRules read(base::ByteSource& source);

  // The values that judge() needs.
  const std::vector<TagPath>& tags() const { return tags_; }
  // `values` are those of tags(), in their order, as UTF-8 text; empty for missing ones.
  CxrVerdict judge(std::span<const std::string> values) const;
  // The same where some values are not known (nothing), which is not the same as missing: nothing when the verdict may
  // depend on one of them.
  std::optional<CxrVerdict> judge_known(std::span<const std::optional<std::string>> values) const;

 private:
  enum class Relation { missing, present, is, is_not, has, lacks };
  struct Condition {
    std::size_t tag = 0;  // in tags_
    Relation relation = Relation::missing;
    std::vector<std::string> words;
  };
  struct Rule {
    std::string name;
    bool is_cxr = false;
    std::vector<Condition> conditions;
  };

  void add_rule(std::string_view line);
  Condition parse_condition(std::string_view text);
  static bool holds(const Condition& condition, std::string_view value);

  std::vector<TagPath> tags_;
  std::vector<Rule> rules_;
};

}  // namespace cxrval::dicom
