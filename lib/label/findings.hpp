// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/bytes.hpp"
#include "label/lexicon.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace cxrval::label {

// What a report says of a class of findings. Of several mentions the last of this list counts.
enum class FindingState { not_mentioned, absent, uncertain, present };

// "", absent, uncertain, present.
std::string_view to_string(FindingState state);

// What a phrase does (data/findings/vi-chest.tsv has them all, with their meaning).
struct PhraseMeaning {
  enum Role : std::uint32_t {
    negation = 1,        // what follows in its clause is absent
    negation_after = 2,  // ending its part, what stands before it there is absent
    hedge = 4,           // what follows in its part is uncertain
    hedge_after = 8,     // ending its part, what stands before it there is uncertain
    history = 16,        // what follows in its clause was, and does not count
    barrier = 32,        // ends what the words before it began
    says_absent = 64,    // the phrase itself says that its classes are absent
    place = 128,         // says where; a list of what is not there seldom does
    subject = 256,       // beginning a part, it begins a new statement
  };
  std::uint32_t roles = 0;           // 0 and no classes: hides the words inside it from other phrases
  std::vector<std::size_t> classes;  // that it names
};

// Keyword rules with negation and hedges in the manner of NegEx (Chapman et al., J. Biomed. Inform. 34, 2001), for
// Vietnamese reports.
//
// A text falls into clauses (full stop, semicolon, line break), these into parts (comma, bracket, dash). Phrases are
// found as Lexicon says, in one pass. A finding is present, unless
// - a cue inside the phrase's own gap decides (bóng tim KHÔNG to), or else
// - a negation before it in its clause holds: over commas, as lists are written (không thấy tràn dịch, tràn khí), up to
//   a barrier (nhưng, có), a hedge in a later part or a part that begins with a subject (không gãy xương, BÓNG TIM to),
//   and not for a finding whose own later part names a place (không thấy tràn khí, dày màng phổi đáy TRÁI). A hedge in
//   the negation's own part changes nothing (không thấy dấu hiệu nghi ngờ lao), or
// - a hedge before it in its part, or a history before it in its clause holds, or
// - a negation_after or hedge_after stands behind it at the end of its part (tràn dịch màng phổi: KHÔNG), or makes up
//   the next part alone (u phổi (?)).
class FindingRules {
 public:
  // In the order in which the rules first name them.
  const std::vector<std::string>& classes() const { return classes_; }

  // The state of every class, over both texts. Linear in their length. Throws base::Error for what is not UTF-8.
  std::vector<FindingState> find(std::string_view description, std::string_view conclusion) const;

 private:
  friend FindingRules read_finding_rules(base::ByteSource& source);
  class Reading;

  std::vector<std::string> classes_;
  Lexicon lexicon_;
  std::vector<PhraseMeaning> meanings_;  // by the lexicon's numbers
  Lexicon subjects_;                     // apart, because findings begin with them
};

// Reads rules: UTF-8 text of at most 256 KiB, the line `kind<TAB>class<TAB>phrase`, then one rule a line; empty lines
// and lines that begin with # are passed over. Kinds: finding, absent (with a class of small letters, digits and _);
// negation, negation_after, hedge, hedge_after, history, place, subject, pseudo, break (with - as
// class). Throws Error with its place
// for anything else, for phrases that Lexicon refuses, and for a list without findings.
FindingRules read_finding_rules(base::ByteSource& source);

}  // namespace cxrval::label
