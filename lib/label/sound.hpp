// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "label/findings.hpp"
#include "label/lexicon.hpp"
#include "label/templates.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cxrval::label {

// How a sentence sounds to who knows the words and not the hospital.
enum class Sound {
  normal,    // names nothing abnormal, and negates something or says that something is as it should be
  neutral,   // neither
  abnormal,  // a finding that is present or uncertain, or a word such as "tổn thương" that is not negated
};

std::string_view to_string(Sound sound);

// Judges sentences by the finding rules and a few words of its own; nothing of it is in the paper's rule.
class SentenceJudge {
 public:
  // The rules must outlive the judge.
  explicit SentenceJudge(const FindingRules& rules);

  // Of a text in the form of text::normalize.
  Sound sound(const std::string& normalized) const;
  // The region whose words the text holds; nothing when it holds none, or those of several.
  std::optional<Region> region(const std::string& normalized) const;

 private:
  enum class Hint { negation, fine, unspecific };

  const FindingRules& rules_;
  Lexicon hint_words_;
  std::vector<Hint> hints_;
  Lexicon region_words_;
  std::vector<unsigned> regions_;  // one bit each
};

}  // namespace cxrval::label
