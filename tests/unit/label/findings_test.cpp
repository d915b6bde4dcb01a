// SPDX-License-Identifier: Apache-2.0
#include "label/findings.hpp"

#include "base/error.hpp"
#include "catch.hpp"

#include <algorithm>
#include <cstdio>
#include <map>
#include <random>

using namespace cxrval;
using label::FindingRules;
using label::FindingState;

namespace {

std::string in_source(const std::string& path) {
  return std::string(CXRVAL_SOURCE_DIR) + "/" + path;
}

const FindingRules& shipped() {
  static const FindingRules rules = [] {
    const auto source = base::open_source(in_source("data/findings/vi-chest.tsv"));
    return label::read_finding_rules(*source);
  }();
  return rules;
}

FindingRules rules_of(const std::string& lines) {
  const std::string text = "kind\tclass\tphrase\n" + lines;
  const auto source = base::memory_source(text, "rules.tsv");
  return label::read_finding_rules(*source);
}

// "+opacity ?pneumonia -pleural_effusion", in the order of the classes.
std::string in_short(const FindingRules& rules, const std::vector<FindingState>& states) {
  std::string text;
  for (std::size_t i = 0; i < states.size(); ++i) {
    if (states[i] == FindingState::not_mentioned) continue;
    const char sign = states[i] == FindingState::present ? '+' : states[i] == FindingState::absent ? '-' : '?';
    text += (text.empty() ? "" : " ") + std::string(1, sign) + rules.classes()[i];
  }
  return text;
}

std::string found(const FindingRules& rules, const std::string& description, const std::string& conclusion = "") {
  return in_short(rules, rules.find(description, conclusion));
}

// Few words with every kind of rule.
const FindingRules& small_rules() {
  static const FindingRules rules = rules_of(
      "finding\topacity\tđám mờ\nfinding\teffusion\ttràn dịch\nfinding\teffusion\ttràn dịch màng phổi\n"
      "finding\theart\tbóng tim ... to\nabsent\tangle\tgóc sườn hoành nhọn\nfinding\ttb\tlao phổi\n"
      "negation\t-\tkhông\nnegation\t-\tkhông thấy\nnegation_after\t-\tkhông\nhedge\t-\ttheo dõi\n"
      "hedge\t-\tchưa loại trừ\nhedge_after\t-\t?\nhistory\t-\ttiền sử\nbreak\t-\tnhưng\nbreak\t-\thiện\n"
      "pseudo\t-\tkhông đồng nhất\npseudo\t-\ttràn dịch màng ngoài tim\n");
  return rules;
}

std::string seen(const std::string& text) {
  return found(small_rules(), text);
}

struct Example {
  std::string part;
  std::string description;
  std::string conclusion;
  std::map<std::string, FindingState> expected;
};

std::string with_line_breaks(std::string text) {
  for (std::size_t at = text.find("\\n"); at != std::string::npos; at = text.find("\\n", at)) text.replace(at, 2, "\n");
  return text;
}

std::vector<std::string> split(const std::string& text, char sign) {
  std::vector<std::string> parts{""};
  for (const char c : text) {
    if (c == sign) {
      parts.emplace_back();
    } else {
      parts.back() += c;
    }
  }
  return parts;
}

std::vector<Example> read_examples() {
  const auto source = base::open_source(in_source("tests/unit/label/findings_set.tsv"));
  const std::string text = base::read_all(*source, 1U << 20);
  std::vector<Example> examples;
  for (const std::string& line : split(text, '\n')) {
    const std::vector<std::string> cells = split(line, '\t');
    if (line.starts_with('#') || cells.size() != 4 || cells[0] == "part") continue;
    Example example{cells[0], with_line_breaks(cells[1]), with_line_breaks(cells[2]), {}};
    for (const std::string& word : split(cells[3], ' ')) {
      if (word.empty()) continue;
      const FindingState state = word[0] == '+'   ? FindingState::present
                                 : word[0] == '?' ? FindingState::uncertain
                                                  : FindingState::absent;
      example.expected[word.substr(1)] = state;
    }
    examples.push_back(std::move(example));
  }
  return examples;
}

struct Score {
  int right = 0;
  int false_found = 0;
  int missed = 0;

  double precision() const { return right + false_found == 0 ? 1 : double(right) / (right + false_found); }
  double recall() const { return right + missed == 0 ? 1 : double(right) / (right + missed); }
  double f1() const { return 2.0 * right / std::max(1, 2 * right + false_found + missed); }
};

struct Scores {
  std::map<std::string, Score> present;  // by class
  Score all_present;
  std::map<FindingState, Score> states;  // over all classes
  int texts = 0;
  int exact = 0;  // every class as expected
  std::vector<std::string> errors;
};

void count(Score& score, bool expected, bool said) {
  if (expected && said) ++score.right;
  if (!expected && said) ++score.false_found;
  if (expected && !said) ++score.missed;
}

Scores evaluate(const std::string& part) {
  Scores scores;
  const FindingRules& rules = shipped();
  for (const Example& example : read_examples()) {
    if (example.part != part) continue;
    const std::vector<FindingState> said = rules.find(example.description, example.conclusion);
    bool exact = true;
    for (std::size_t i = 0; i < said.size(); ++i) {
      const auto given = example.expected.find(rules.classes()[i]);
      const FindingState expected = given == example.expected.end() ? FindingState::not_mentioned : given->second;
      exact &= expected == said[i];
      count(scores.present[rules.classes()[i]], expected == FindingState::present, said[i] == FindingState::present);
      count(scores.all_present, expected == FindingState::present, said[i] == FindingState::present);
      for (const FindingState state : {FindingState::absent, FindingState::uncertain, FindingState::present}) {
        count(scores.states[state], expected == state, said[i] == state);
      }
    }
    ++scores.texts;
    scores.exact += exact ? 1 : 0;
    if (!exact) {
      std::vector<FindingState> expected;
      for (const std::string& name : rules.classes()) {
        const auto given = example.expected.find(name);
        expected.push_back(given == example.expected.end() ? FindingState::not_mentioned : given->second);
      }
      scores.errors.push_back(example.description + " | " + example.conclusion + "\n    expected " +
                              in_short(rules, expected) + "\n    found    " + in_short(rules, said));
    }
  }
  return scores;
}

std::string table_of(const Scores& scores) {
  std::string text = std::to_string(scores.exact) + " of " + std::to_string(scores.texts) + " texts exact\n";
  char line[160];
  const auto add = [&](const std::string& name, const Score& score) {
    std::snprintf(line, sizeof line, "%-24s right %3d false %2d missed %2d precision %.3f recall %.3f F1 %.3f\n",
                  name.c_str(), score.right, score.false_found, score.missed, score.precision(), score.recall(),
                  score.f1());
    text += line;
  };
  for (const auto& [state, score] : scores.states) add(std::string(to_string(state)) + ", all classes", score);
  for (const auto& [name, score] : scores.present) add(name, score);
  for (const std::string& error : scores.errors) text += error + '\n';
  return text;
}

}  // namespace

TEST_CASE("findings of the hand-labelled reports reach their floors") {
  struct Floor {
    std::string part;
    int texts;
    double present;
    double uncertain;
    double absent;
  };
  std::map<std::string, Score> by_class;
  for (const Floor& floor : {Floor{"tuning", 120, 0.975, 0.95, 0.975}, Floor{"held_out", 120, 0.965, 0.95, 0.965},
                             Floor{"tuning_2", 60, 0.975, 0.95, 0.965}, Floor{"fresh", 50, 0.895, 0.885, 0.91}}) {
    Scores scores = evaluate(floor.part);
    INFO(floor.part << ": " << table_of(scores));
    CHECK(scores.texts >= floor.texts);
    CHECK(scores.states[FindingState::present].f1() >= floor.present);
    CHECK(scores.states[FindingState::uncertain].f1() >= floor.uncertain);
    CHECK(scores.states[FindingState::absent].f1() >= floor.absent);
    for (const auto& [name, score] : scores.present) {
      by_class[name].right += score.right;
      by_class[name].false_found += score.false_found;
      by_class[name].missed += score.missed;
    }
  }
  for (const auto& [name, score] : by_class) {
    INFO(name << ": right " << score.right << ", false " << score.false_found << ", missed " << score.missed);
    CHECK(score.right + score.missed > 0);
    if (score.right + score.missed < 5) continue;
    CHECK(score.precision() >= 0.75);
    CHECK(score.recall() >= 0.75);
  }
}

TEST_CASE("every class of the set is a class of the rules") {
  const std::vector<std::string>& classes = shipped().classes();
  for (const Example& example : read_examples()) {
    for (const auto& [name, state] : example.expected) {
      INFO(name);
      CHECK(std::find(classes.begin(), classes.end(), name) != classes.end());
    }
  }
}

TEST_CASE("a finding is present unless a word says otherwise") {
  CHECK(seen("Đám mờ đáy phổi") == "+opacity");
  CHECK(seen("Phổi sáng").empty());
  CHECK(seen("").empty());
  CHECK(seen("Không thấy đám mờ") == "-opacity");
  CHECK(seen("Theo dõi lao phổi") == "?tb");
  CHECK(seen("Tiền sử lao phổi").empty());
  CHECK(seen("Góc sườn hoành nhọn") == "-angle");
}

TEST_CASE("a negation holds over commas, up to the end of its clause") {
  CHECK(seen("Không thấy đám mờ, tràn dịch màng phổi, lao phổi") == "-opacity -effusion -tb");
  CHECK(seen("Không thấy đám mờ. Tràn dịch") == "-opacity +effusion");
  CHECK(seen("Không thấy đám mờ; tràn dịch") == "-opacity +effusion");
  CHECK(seen("Không thấy đám mờ\ntràn dịch") == "-opacity +effusion");
  CHECK(seen("Không thấy đám mờ nhưng tràn dịch") == "-opacity +effusion");
  CHECK(seen("Đám mờ, không thấy tràn dịch") == "+opacity -effusion");
}

TEST_CASE("a hedge holds to the end of its part") {
  CHECK(seen("Theo dõi lao phổi, tràn dịch") == "+effusion ?tb");
  CHECK(seen("Đám mờ theo dõi lao phổi") == "+opacity ?tb");
  CHECK(seen("Đám mờ (lao phổi?)") == "+opacity ?tb");
  CHECK(seen("Lao phổi ?") == "?tb");
  CHECK(seen("Lao phổi (?)") == "?tb");
  CHECK(seen("Không theo dõi lao phổi") == "-tb");
  CHECK(seen("Không đám mờ, theo dõi lao phổi") == "-opacity ?tb");
  CHECK(seen("Chưa loại trừ lao phổi") == "?tb");
}

TEST_CASE("a negation behind a finding looks back inside its part") {
  CHECK(seen("Tràn dịch màng phổi: không. Đám mờ") == "+opacity -effusion");
  CHECK(seen("Đám mờ, tràn dịch: không") == "+opacity -effusion");
  CHECK(seen("Tràn dịch, không") == "-effusion");
  CHECK(seen("Tràn dịch không, đám mờ") == "+opacity -effusion");
}

TEST_CASE("a cue inside a phrase is for that phrase alone") {
  CHECK(seen("Bóng tim to") == "+heart");
  CHECK(seen("Bóng tim hơi to") == "+heart");
  CHECK(seen("Bóng tim không to, đám mờ") == "+opacity -heart");
  CHECK(seen("Bóng tim một hai ba bốn năm to").empty());
  CHECK(seen("Bóng tim, to").empty());
}

TEST_CASE("the longest phrase takes its words") {
  CHECK(seen("Không thấy đám mờ không đồng nhất") == "-opacity");
  CHECK(seen("Đám mờ không đồng nhất, tràn dịch") == "+opacity +effusion");
  CHECK(seen("Tràn dịch màng ngoài tim").empty());
}

TEST_CASE("what was is left out, up to a word for now") {
  CHECK(seen("Tiền sử lao phổi, tràn dịch, hiện đám mờ") == "+opacity");
  CHECK(seen("Tiền sử theo dõi lao phổi").empty());
}

TEST_CASE("the strongest mention counts, over both texts") {
  CHECK(found(small_rules(), "Không đám mờ. Đám mờ", "") == "+opacity");
  CHECK(found(small_rules(), "Theo dõi lao phổi", "Không lao phổi") == "?tb");
  CHECK(found(small_rules(), "Không thấy", "đám mờ") == "+opacity");
}

TEST_CASE("words are found however they are typed") {
  CHECK(seen("ĐÁM  MỜ") == "+opacity");
  CHECK(seen("dam mo, tran dich") == "+opacity +effusion");
  CHECK(seen("Khong thay dam mo") == "-opacity");
  CHECK(seen("Khong dam mo") == "+opacity");  // a word alone needs its marks, or a rule of its own
  CHECK(seen("Tràn dịch màng phỏi") == "+effusion");
  CHECK(seen("Đam mờ").empty());
  const FindingRules tones = rules_of("finding\ta\tvôi hóa\nfinding\tb\tgóc sườn hoành\n");
  CHECK(found(tones, "vôi hoá, góc sườn hòanh") == "+a +b");
}

TEST_CASE("parts behind a negation that name a place or a subject are statements of their own") {
  const FindingRules rules = rules_of(
      "finding\topacity\tđám mờ\nfinding\theart\tbóng tim ... to\nfinding\teffusion\ttràn dịch\n"
      "negation\t-\tkhông\nplace\t-\ttrái\nsubject\t-\tbóng tim\nbreak\t-\tcó\n");
  CHECK(found(rules, "Không tràn dịch, đám mờ") == "-opacity -effusion");
  CHECK(found(rules, "Không tràn dịch, đám mờ bên trái") == "+opacity -effusion");
  CHECK(found(rules, "Không tràn dịch bên trái, đám mờ") == "-opacity -effusion");
  CHECK(found(rules, "Không đám mờ, bóng tim hơi to") == "-opacity +heart");
  CHECK(found(rules, "Không đám mờ, tràn dịch có trái") == "-opacity -effusion");
}

TEST_CASE("clauses of any length are read, and hostile texts do not take long") {
  std::string text = "Không ";
  for (int i = 0; i < 200'000; ++i) text += "đám mờ, ";
  CHECK(seen(text).find("opacity") != std::string::npos);
  std::string hearts;
  for (int i = 0; i < 300'000; ++i) hearts += "bóng tim ";
  CHECK(seen(hearts).empty());
  CHECK(seen(std::string(1'000'000, '?')).empty());
}

TEST_CASE("phrases are found as a slow obvious search finds them") {
  // Words of one letter, no gaps: the longest phrase at each free word.
  std::mt19937 random(31);
  for (int trial = 0; trial < 500; ++trial) {
    label::Lexicon lexicon;
    std::vector<std::string> phrases;
    for (std::size_t i = 0; i < 1 + random() % 6; ++i) {
      std::string phrase;
      for (std::size_t k = 0; k < 1 + random() % 3; ++k)
        phrase += std::string(phrase.empty() ? "" : " ") + char('a' + random() % 3);
      if (lexicon.add(phrase) == phrases.size()) phrases.push_back(phrase);
    }
    std::string text;
    for (int i = 0; i < 12; ++i) text += std::string(i == 0 ? "" : " ") + char('a' + random() % 3);
    std::vector<std::string> expected;
    for (std::size_t at = 0; at < text.size();) {
      std::string best;
      for (const std::string& phrase : phrases) {
        const bool fits = text.compare(at, phrase.size(), phrase) == 0 &&
                          (at + phrase.size() == text.size() || text[at + phrase.size()] == ' ');
        if (fits && phrase.size() > best.size()) best = phrase;
      }
      if (!best.empty()) expected.push_back(best);
      at += best.empty() ? 2 : best.size() + 1;
    }
    std::vector<std::string> said;
    for (const label::PhraseMatch& match : lexicon.find(label::split_words(text)))
      said.push_back(phrases[match.phrase]);
    REQUIRE(said == expected);
  }
}

TEST_CASE("rules that cannot be used are refused with their place") {
  using Catch::Matchers::Equals;
  const auto refuses = [](const std::string& lines, const std::string& message) {
    CHECK_THROWS_WITH(rules_of(lines), Equals("rules.tsv:" + message));
  };
  refuses("finding\ta\tx\nfindings\ta\ty\n",
          "3: no kind of rule; write finding, absent, negation, negation_after, hedge, hedge_after, history, place, "
          "subject, pseudo or break");
  refuses("finding\ta\n", "2: no phrase; write kind, class and phrase with tabs between them");
  refuses("finding\ta\tx\ty\n", "2: more than three columns");
  refuses("finding\tNốt\tx\n", "2: no name of a class; write small letters, digits and _");
  refuses("finding\t-\tx\n", "2: no name of a class; write small letters, digits and _");
  refuses("negation\ta\tx\n", "2: a negation has no class; write - there");
  for (const std::string phrase :
       {"...", "x ...", "... x", "x ... y ... z", ".,;", "a b c d e f g h i j k l m n o p q"}) {
    refuses("finding\ta\t" + phrase + "\n",
            "2: no phrase; it needs 1 to 16 words, and ... at most once, between two words");
  }
  refuses("finding\ta\tx\nabsent\ta\tX\n", "3: the phrase is a finding and absent; keep one of the two rules");
  refuses("finding\ta\tx\nhedge\t-\tx\n", "3: the phrase is a finding and a cue; keep one of the two rules");
  refuses("hedge\t-\tx\nfinding\ta\tx\n", "3: the phrase is a finding and a cue; keep one of the two rules");
  refuses("negation\t-\tx\n", " no rule of the kind finding");
  const std::string header = "rules.tsv:1: no list of findings; its first line must be kind, tab, class, tab, phrase";
  for (const std::string text : {"", "# only remarks\n", "kind,class,phrase\n"}) {
    const auto source = base::memory_source(text, "rules.tsv");
    CHECK_THROWS_WITH(label::read_finding_rules(*source), Equals(header));
  }
  const auto bytes = base::memory_source("kind\tclass\tphrase\nfinding\ta\t\xFF\n", "rules.tsv");
  CHECK_THROWS_WITH(label::read_finding_rules(*bytes), Equals("rules.tsv: is not UTF-8; save the rules as UTF-8"));
}

TEST_CASE("a phrase may name several classes, and remarks and empty lines are passed over") {
  const FindingRules rules = rules_of("# remark\n\nfinding\ta\tlao xơ hang\r\nfinding\tb\tlao xơ hang\r\n");
  CHECK(rules.classes() == std::vector<std::string>{"a", "b"});
  CHECK(found(rules, "Lao xơ hang") == "+a +b");
}
