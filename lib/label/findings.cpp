// SPDX-License-Identifier: Apache-2.0
#include "label/findings.hpp"

#include "text/normalize.hpp"

#include <algorithm>

namespace cxrval::label {
namespace {

using Roles = std::uint32_t;

constexpr Roles both_negations = PhraseMeaning::negation | PhraseMeaning::negation_after;
constexpr Roles both_hedges = PhraseMeaning::hedge | PhraseMeaning::hedge_after;
constexpr Roles looks_back = PhraseMeaning::negation_after | PhraseMeaning::hedge_after;

enum class Context { none, negated, hedged, history };

}  // namespace

std::string_view to_string(FindingState state) {
  switch (state) {
    case FindingState::absent:
      return "absent";
    case FindingState::uncertain:
      return "uncertain";
    case FindingState::present:
      return "present";
    case FindingState::not_mentioned:
      break;
  }
  return "";
}

// One clause, read word by word.
class FindingRules::Reading {
 public:
  Reading(const FindingRules& rules, const std::vector<Word>& words)
      : rules_(rules), words_(words), matches_(rules.lexicon_.find(words_)), place_follows_(matches_.size(), false) {
    look_for_places();
    for (const PhraseMatch& match : rules.subjects_.find(words_)) {
      if (words_[match.begin].before != Gap::none) statements_.push_back(match.begin);
    }
  }

  void read(std::vector<FindingState>& states) {
    std::size_t match = 0;
    for (std::size_t at = 0; at < words_.size(); ++at) {
      cross(at);
      if (match < matches_.size() && matches_[match].begin == at) take(match++);
    }
    for (const Mention& mention : mentions_) {
      for (const std::size_t number : mention.meaning->classes) {
        states[number] = std::max(states[number], mention.state);
      }
    }
  }

 private:
  struct Mention {
    const PhraseMeaning* meaning;
    FindingState state;
    std::size_t part;
    bool decided;  // by a cue inside its own gap
  };

  const PhraseMeaning& meaning(std::size_t match) const { return rules_.meanings_[matches_[match].phrase]; }

  // From the end on: a place counts for what stands before it, down to the part's begin or a barrier.
  void look_for_places() {
    bool place = false;
    std::size_t at = words_.size();
    for (std::size_t i = matches_.size(); i-- > 0;) {
      for (; at > matches_[i].begin + 1; --at) {
        if (words_[at - 1].before != Gap::none) place = false;
      }
      const Roles roles = meaning(i).roles;
      if ((roles & PhraseMeaning::barrier) != 0) place = false;
      if ((roles & PhraseMeaning::place) != 0) place = true;
      place_follows_[i] = place;
    }
  }

  void cross(std::size_t at) {
    if (words_[at].before == Gap::none) return;
    ++part_;
    const bool new_statement = std::binary_search(statements_.begin(), statements_.end(), at);
    if (context_ == Context::hedged || (context_ == Context::negated && new_statement)) context_ = Context::none;
  }

  void take(std::size_t match) {
    const Roles roles = meaning(match).roles;
    if (!meaning(match).classes.empty()) {
      mention(match);
    } else if (matches_[match].begin < inside_until_) {
      return;  // it decided about the finding around it
    } else if ((roles & looks_back) == 0 || !look_back(matches_[match], roles)) {
      look_forward(roles);
    }
  }

  void mention(std::size_t match) {
    const bool says_absent = (meaning(match).roles & PhraseMeaning::says_absent) != 0;
    const Roles inside = roles_in_gap(match);
    if (context_ == Context::history) return;
    Mention made{&meaning(match), FindingState::present, part_, true};
    if (says_absent || (inside & both_negations) != 0) {
      made.state = FindingState::absent;
    } else if ((inside & both_hedges) != 0) {
      made.state = FindingState::uncertain;
    } else {
      made.state = by_context(place_follows_[match]);
      made.decided = false;
    }
    mentions_.push_back(made);
  }

  Roles roles_in_gap(std::size_t match) {
    const PhraseMatch& around = matches_[match];
    inside_until_ = std::max(inside_until_, around.gap_end);
    Roles roles = 0;
    for (std::size_t i = match + 1; i < matches_.size() && matches_[i].begin < around.gap_end; ++i) {
      if (matches_[i].begin >= around.gap_begin) roles |= meaning(i).roles;
    }
    return roles;
  }

  FindingState by_context(bool place_follows) const {
    switch (context_) {
      case Context::negated:
        return negated_in_ != part_ && place_follows ? FindingState::present : FindingState::absent;
      case Context::hedged:
        return FindingState::uncertain;
      default:
        return FindingState::present;
    }
  }

  // False when the cue does not end its part, or nothing stands before it that it could speak of.
  bool look_back(const PhraseMatch& cue, Roles roles) {
    if (cue.end < words_.size() && words_[cue.end].before == Gap::none) return false;
    const bool alone = words_[cue.begin].before != Gap::none;
    const std::size_t part = alone ? part_ - 1 : part_;
    const bool negation = (roles & PhraseMeaning::negation_after) != 0;
    const FindingState most = negation ? FindingState::absent : FindingState::uncertain;
    bool found = false;
    for (auto mention = mentions_.rbegin(); mention != mentions_.rend() && mention->part == part; ++mention) {
      if (!mention->decided) mention->state = std::min(mention->state, most);
      found = true;
    }
    return found;
  }

  void look_forward(Roles roles) {
    if ((roles & PhraseMeaning::negation) != 0) {
      context_ = Context::negated;
      negated_in_ = part_;
    } else if ((roles & PhraseMeaning::hedge) != 0) {
      const bool negated_here = context_ == Context::negated && negated_in_ == part_;
      if (!negated_here && context_ != Context::history) context_ = Context::hedged;
    } else if ((roles & PhraseMeaning::history) != 0) {
      context_ = Context::history;
    } else if ((roles & PhraseMeaning::barrier) != 0) {
      context_ = Context::none;
    }
  }

  const FindingRules& rules_;
  const std::vector<Word>& words_;
  std::vector<PhraseMatch> matches_;
  std::vector<bool> place_follows_;      // by match
  std::vector<std::size_t> statements_;  // where a part begins with a subject
  std::vector<Mention> mentions_;
  Context context_ = Context::none;
  std::size_t part_ = 0;          // counts from 1
  std::size_t negated_in_ = 0;    // the part in which the negation stands
  std::size_t inside_until_ = 0;  // words before this one stand in the gap of a finding
};

std::vector<FindingState> FindingRules::find(std::string_view description, std::string_view conclusion) const {
  std::vector<FindingState> states(classes_.size(), FindingState::not_mentioned);
  std::vector<Word> clause;
  for (const std::string_view text : {description, conclusion}) {
    const std::string normal_form = text::normalized(text);
    ClauseReader clauses(normal_form);
    while (clauses.next(clause)) Reading(*this, clause).read(states);
  }
  return states;
}

}  // namespace cxrval::label
