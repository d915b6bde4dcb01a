// SPDX-License-Identifier: Apache-2.0
#include "dicom/cxr_rules.hpp"

#include "base/error.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

namespace cxrval::dicom {
namespace {

using base::UsageError;

constexpr std::string_view paper_rules =
    "modality_missing\tnot_cxr\tModality missing\n"
    "modality_other\tnot_cxr\tModality not CR|DR|DX\n"
    "body_part_missing\tnot_cxr\tBodyPartExamined missing\n"
    "body_part_other\tnot_cxr\tBodyPartExamined not CHEST|THORAX\n"
    "paper\tcxr\n";

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view blanks = " \r";
  const std::size_t first = text.find_first_not_of(blanks);
  return first == std::string_view::npos ? std::string_view()
                                         : text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  while (true) {
    const std::size_t end = text.find(separator);
    parts.push_back(trimmed(text.substr(0, end)));
    if (end == std::string_view::npos) return parts;
    text.remove_prefix(end + 1);
  }
}

char upper(char c) {
  return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
}

bool same(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) { return upper(x) == upper(y); });
}

bool is_word_byte(char c) {
  return static_cast<unsigned char>(c) >= 0x80 || (c >= '0' && c <= '9') || (upper(c) >= 'A' && upper(c) <= 'Z');
}

bool has_word(std::string_view text, std::string_view word) {
  for (std::size_t at = 0; at + word.size() <= text.size(); ++at) {
    const std::size_t end = at + word.size();
    const bool begins = at == 0 || !is_word_byte(text[at - 1]);
    const bool ends = end == text.size() || !is_word_byte(text[end]);
    if (begins && ends && same(text.substr(at, word.size()), word)) return true;
  }
  return false;
}

bool is_name(std::string_view text) {
  return !text.empty() &&
         std::all_of(text.begin(), text.end(), [](char c) { return is_word_byte(c) || c == '_' || c == '-'; });
}

}  // namespace

CxrRules CxrRules::paper() {
  return parse(paper_rules, "paper");
}

CxrRules CxrRules::parse(std::string_view text, const std::string& file) {
  CxrRules rules;
  std::size_t number = 0;
  while (!text.empty()) {
    ++number;
    const std::size_t end = text.find('\n');
    const std::string_view line = trimmed(text.substr(0, end));
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    if (line.empty() || line.starts_with('#')) continue;
    try {
      rules.add_rule(line);
    } catch (const UsageError& error) {
      throw base::Error({file, number}, error.reason());
    }
  }
  if (rules.rules_.empty() || !rules.rules_.back().conditions.empty()) {
    throw base::Error({file, number}, "the last rule must have no conditions, so that every image is decided");
  }
  return rules;
}

CxrRules CxrRules::read(base::ByteSource& source) {
  constexpr std::size_t largest_file = std::size_t{1} << 20;
  return parse(base::read_all(source, largest_file), source.name());
}

void CxrRules::add_rule(std::string_view line) {
  const std::vector<std::string_view> fields = split(line, '\t');
  if (!rules_.empty() && rules_.back().conditions.empty()) {
    throw UsageError("this rule is never reached: the one before it has no conditions");
  }
  if (!is_name(fields[0])) throw UsageError("a rule needs a name of letters, digits, _ and -");
  if (fields.size() < 2 || (fields[1] != "cxr" && fields[1] != "not_cxr")) {
    throw UsageError("the second field must be cxr or not_cxr");
  }
  Rule rule{std::string(fields[0]), fields[1] == "cxr", {}};
  for (const std::string_view field : std::span(fields).subspan(2)) {
    if (!field.empty()) rule.conditions.push_back(parse_condition(field));
  }
  rules_.push_back(std::move(rule));
}

CxrRules::Condition CxrRules::parse_condition(std::string_view text) {
  constexpr std::array<std::pair<std::string_view, Relation>, 6> relations = {{{"missing", Relation::missing},
                                                                               {"present", Relation::present},
                                                                               {"is", Relation::is},
                                                                               {"not", Relation::is_not},
                                                                               {"has", Relation::has},
                                                                               {"lacks", Relation::lacks}}};
  const std::string_view tag = text.substr(0, text.find(' '));
  const std::string_view rest = trimmed(text.substr(tag.size()));
  const std::string_view word = rest.substr(0, rest.find(' '));
  const std::string_view list = trimmed(rest.substr(word.size()));
  const auto relation =
      std::find_if(relations.begin(), relations.end(), [&](const auto& known) { return known.first == word; });
  if (relation == relations.end()) {
    throw UsageError("a condition is TAG missing, present, is, not, has or lacks, the last four with A|B");
  }
  Condition condition{0, relation->second, {}};
  const bool wants_words = condition.relation != Relation::missing && condition.relation != Relation::present;
  if (wants_words == list.empty()) {
    throw UsageError(std::string(word) + (wants_words ? " needs what to compare with, as A|B" : " takes nothing"));
  }
  if (wants_words) {
    for (const std::string_view part : split(list, '|')) {
      if (part.empty()) throw UsageError("an empty word in A|B");
      condition.words.emplace_back(part);
    }
  }
  const auto known = std::find_if(tags_.begin(), tags_.end(), [&](const TagPath& path) { return path.name == tag; });
  condition.tag = static_cast<std::size_t>(known - tags_.begin());
  if (known == tags_.end()) tags_.push_back(parse_tag_path(tag));
  return condition;
}

bool CxrRules::holds(const Condition& condition, std::string_view value) {
  const std::string_view text = trimmed(value);
  const auto is_any = [&] {
    const std::vector<std::string_view> values = split(text, '\\');
    return std::any_of(condition.words.begin(), condition.words.end(), [&](const std::string& word) {
      return std::any_of(values.begin(), values.end(), [&](std::string_view one) { return same(one, word); });
    });
  };
  const auto has_any = [&] {
    return std::any_of(condition.words.begin(), condition.words.end(),
                       [&](const std::string& word) { return has_word(text, word); });
  };
  switch (condition.relation) {
    case Relation::missing:
      return text.empty();
    case Relation::present:
      return !text.empty();
    case Relation::is:
      return is_any();
    case Relation::is_not:
      return !text.empty() && !is_any();
    case Relation::has:
      return has_any();
    case Relation::lacks:
      return !has_any();
  }
  return false;
}

CxrVerdict CxrRules::judge(std::span<const std::string> values) const {
  for (const Rule& rule : rules_) {
    const bool decides = std::all_of(rule.conditions.begin(), rule.conditions.end(), [&](const Condition& condition) {
      return holds(condition, values[condition.tag]);
    });
    if (decides) return {rule.is_cxr, rule.name};
  }
  return {};
}

std::optional<CxrVerdict> CxrRules::judge_known(std::span<const std::optional<std::string>> values) const {
  for (const Rule& rule : rules_) {
    bool fails = false;
    bool is_open = false;
    for (const Condition& condition : rule.conditions) {
      const std::optional<std::string>& value = values[condition.tag];
      is_open = is_open || !value;
      fails = fails || (value && !holds(condition, *value));
    }
    if (fails) continue;
    if (is_open) return std::nullopt;
    return CxrVerdict{rule.is_cxr, rule.name};
  }
  return CxrVerdict{};
}

}  // namespace cxrval::dicom
