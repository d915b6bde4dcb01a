// SPDX-License-Identifier: Apache-2.0
#include "phantom/wording.hpp"

#include "catch.hpp"

#include <algorithm>
#include <map>
#include <string>

using namespace cxrval::phantom;

namespace {

struct Pair {
  ReportText before, after;
};

// One of each style that reword makes.
std::map<std::string, Pair> one_of_each_style() {
  std::map<std::string, Pair> found;
  Random random(3);
  for (int i = 0; i < 20000; ++i) {
    const Lesion lesion{random.pick(every_lesion_kind), Side::left, random.uniform()};
    const ReportText before = write_report({&lesion, random.chance(0.3) ? 1U : 0U}, random);
    ReportText after = before;
    reword(after, random);
    if (after.style != before.style) found.try_emplace(after.style, Pair{before, after});
  }
  return found;
}

std::ptrdiff_t lines(const std::string& text) {
  return 1 + std::count(text.begin(), text.end(), '\n');
}

bool has(const std::string& text, const char* part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("rewording changes the text, and neither what the reader saw nor the conclusion") {
  const std::map<std::string, Pair> styles = one_of_each_style();
  CHECK(styles.size() == 9);
  for (const auto& [style, pair] : styles) {
    INFO(style);
    CHECK(pair.after.description != pair.before.description);
    CHECK(pair.after.conclusion == pair.before.conclusion);
    CHECK(pair.after.reader_abnormal == pair.before.reader_abnormal);
    const bool turned = style == "wrapped_template" || style == "region_missing";
    CHECK((pair.after.template_abnormal != pair.before.template_abnormal) == turned);
  }
}

TEST_CASE("each style is what its name says") {
  std::map<std::string, Pair> styles = one_of_each_style();
  const auto text = [&](const char* style) { return styles.at(style).after.description; };
  CHECK(has(text("decomposed"),
            "Nhu mo\u0302 pho\u0302\u0309i kho\u0302ng tha\u0302\u0301y ba\u0302\u0301t "
            "thu\u031bo\u031b\u0300ng"));
  CHECK(has(text("capitals"), "NHU MÔ PHỔI KHÔNG THẤY BẤT THƯỜNG"));
  CHECK((has(text("odd_blanks"), "  ") || has(text("odd_blanks"), "\u00a0")));
  CHECK(has(text("odd_commas"), " ,"));
  CHECK(text("markup").rfind("<p>", 0) == 0);
  CHECK(has(text("markup"), "bất&nbsp;thường"));
  CHECK(has(text("hedged_template"), "Chưa loại trừ hình tràn dịch màng phổi."));
  CHECK(has(text("one_sided"), "Nhu mô phổi không thấy bất thường ở bên trái."));
  std::string joined = text("wrapped_template");
  CHECK(lines(joined) == 5);
  std::replace(joined.begin(), joined.end(), '\n', ' ');
  std::string whole = styles.at("wrapped_template").before.description;
  std::replace(whole.begin(), whole.end(), '\n', ' ');
  CHECK(joined == whole);
  CHECK(lines(text("region_missing")) == 3);
}
