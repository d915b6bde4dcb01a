// SPDX-License-Identifier: Apache-2.0
#include "base/error.hpp"
#include "label/findings.hpp"
#include "text/normalize.hpp"
#include "text/utf8.hpp"

#include <algorithm>
#include <array>
#include <optional>

namespace cxrval::label {
namespace {

constexpr std::size_t file_limit = std::size_t{1} << 18;
constexpr std::size_t most_classes = 256;
constexpr std::size_t longest_class = 64;

struct Kind {
  std::string_view name;
  std::uint32_t role;
  bool has_class = false;
};

constexpr std::array kinds{
    Kind{"finding", 0, true},
    Kind{"absent", PhraseMeaning::says_absent, true},
    Kind{"negation", PhraseMeaning::negation},
    Kind{"negation_after", PhraseMeaning::negation_after},
    Kind{"hedge", PhraseMeaning::hedge},
    Kind{"hedge_after", PhraseMeaning::hedge_after},
    Kind{"history", PhraseMeaning::history},
    Kind{"place", PhraseMeaning::place},
    Kind{"subject", PhraseMeaning::subject},
    Kind{"pseudo", 0},
    Kind{"break", PhraseMeaning::barrier},
};

std::string_view take_until(std::string_view& text, char end) {
  const std::size_t at = text.find(end);
  const std::string_view part = text.substr(0, at);
  text.remove_prefix(at == std::string_view::npos ? text.size() : at + 1);
  return part;
}

bool is_class_name(std::string_view name) {
  const auto fits = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; };
  return !name.empty() && name.size() <= longest_class && std::all_of(name.begin(), name.end(), fits);
}

struct Rule {
  const Kind* kind = nullptr;
  std::string_view class_name;
  std::string phrase;
};

Rule parse_rule(std::string_view line, const base::Place& place) {
  const std::string_view name = take_until(line, '\t');
  const auto kind = std::find_if(kinds.begin(), kinds.end(), [=](const Kind& one) { return one.name == name; });
  if (kind == kinds.end()) {
    throw base::Error(place,
                      "no kind of rule; write finding, absent, negation, negation_after, hedge, hedge_after, history, "
                      "place, subject, pseudo or break");
  }
  Rule rule{&*kind, take_until(line, '\t'), {}};
  if (line.empty()) throw base::Error(place, "no phrase; write kind, class and phrase with tabs between them");
  if (line.find('\t') != std::string_view::npos) throw base::Error(place, "more than three columns");
  if (kind->has_class && !is_class_name(rule.class_name)) {
    throw base::Error(place, "no name of a class; write small letters, digits and _");
  }
  if (!kind->has_class && rule.class_name != "-") {
    throw base::Error(place, "a " + std::string(kind->name) + " has no class; write - there");
  }
  rule.phrase = text::normalized(line);
  return rule;
}

std::size_t class_number(std::vector<std::string>& classes, std::string_view name, const base::Place& place) {
  const auto known = std::find(classes.begin(), classes.end(), name);
  const auto number = static_cast<std::size_t>(known - classes.begin());
  if (known != classes.end()) return number;
  if (classes.size() == most_classes) throw base::Error(place, "more than 256 classes");
  classes.emplace_back(name);
  return number;
}

// The same phrase may have several rules; one that both finds and says absent would contradict itself.
void add_meaning(PhraseMeaning& meaning, const Rule& rule, std::optional<std::size_t> number,
                 const base::Place& place) {
  const bool was_finding = !meaning.classes.empty();
  const bool was_absent = (meaning.roles & PhraseMeaning::says_absent) != 0;
  if (number && was_finding && was_absent != (rule.kind->role == PhraseMeaning::says_absent)) {
    throw base::Error(place, "the phrase is a finding and absent; keep one of the two rules");
  }
  if (was_finding != number.has_value() && (was_finding || meaning.roles != 0)) {
    throw base::Error(place, "the phrase is a finding and a cue; keep one of the two rules");
  }
  meaning.roles |= rule.kind->role;
  if (number && std::find(meaning.classes.begin(), meaning.classes.end(), *number) == meaning.classes.end()) {
    meaning.classes.push_back(*number);
  }
}

}  // namespace

FindingRules read_finding_rules(base::ByteSource& source) {
  const std::string bytes = base::read_all(source, file_limit);
  if (!text::is_valid_utf8(bytes)) throw base::Error({source.name()}, "is not UTF-8; save the rules as UTF-8");
  std::string_view rest = bytes;
  if (rest.starts_with("\xEF\xBB\xBF")) rest.remove_prefix(3);
  FindingRules rules;
  bool header = false;
  for (base::Place place{source.name(), 1}; !rest.empty(); ++place.line) {
    std::string_view line = take_until(rest, '\n');
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (line.empty() || line.starts_with('#')) continue;
    if (!header) {
      if (line != "kind\tclass\tphrase") break;
      header = true;
      continue;
    }
    const Rule rule = parse_rule(line, place);
    const bool subject = rule.kind->role == PhraseMeaning::subject;
    const auto phrase = (subject ? rules.subjects_ : rules.lexicon_).add(rule.phrase);
    if (!phrase) {
      throw base::Error(place, "no phrase; it needs 1 to 16 words, and ... at most once, between two words");
    }
    if (subject) continue;
    std::optional<std::size_t> number;
    if (rule.kind->has_class) number = class_number(rules.classes_, rule.class_name, place);
    if (*phrase == rules.meanings_.size()) rules.meanings_.emplace_back();
    add_meaning(rules.meanings_[*phrase], rule, number, place);
  }
  if (!header) {
    throw base::Error({source.name(), 1}, "no list of findings; its first line must be kind, tab, class, tab, phrase");
  }
  if (rules.classes_.empty()) throw base::Error({source.name()}, "no rule of the kind finding");
  return rules;
}

}  // namespace cxrval::label
