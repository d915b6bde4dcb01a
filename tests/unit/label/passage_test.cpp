// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include "label/doubt.hpp"
#include "label/labeler.hpp"
#include "label/passage_cache.hpp"

#include <chrono>
#include <string>
#include <vector>

using namespace cxrval;
using label::Label;
using label::Warning;
using label::Warnings;

namespace {

const std::string walls = "- Không thấy hình bất thường xương lồng ngực.\n";
const std::string pleura = "- Không thấy hình tràn dịch, khí màng phổi.\n";
const std::string lung = "- Nhu mô phổi không thấy bất thường.\n";
const std::string heart = "- Hình tim và trung thất bình thường.\n";
const std::string normal_report = walls + pleura + lung + heart;

label::Verdict verdict_of(const std::string& description, const std::string& conclusion = "") {
  return label::Labeler().label(description, conclusion);
}

Warnings warnings_of(const std::string& description, const std::string& conclusion = "") {
  return verdict_of(description, conclusion).warnings;
}

std::string padded(std::string report, std::size_t characters) {
  while (report.size() < characters) report += 'x';
  return report;
}

}  // namespace

TEST_CASE("a plain normal report has no warnings and no doubt") {
  const label::Verdict verdict = verdict_of(normal_report, "Hình ảnh tim phổi bình thường");
  CHECK(verdict.label == Label::normal);
  CHECK(verdict.warnings.empty());
  CHECK(label::doubt_about(verdict) == 0);
}

TEST_CASE("a side behind a match is warned about, before the next punctuation mark of its line") {
  const auto with = [](const std::string& behind) {
    return warnings_of(walls + "Không thấy hình tràn dịch màng phổi" + behind + "\n" + lung + heart);
  };
  CHECK(with(" phải.") == Warnings{Warning::laterality});
  CHECK(with(" ở bên TRÁI") == Warnings{Warning::laterality});
  CHECK(with(" (P)") == Warnings{Warning::laterality});
  CHECK(with(" hai bên").empty());
  CHECK(with(", vòm hoành phải rõ").empty());
  CHECK(with("\nphải").empty());
  CHECK(with(" tráii").empty());
  CHECK(verdict_of(walls + "Không thấy hình tràn dịch màng phổi phải\n" + lung + heart).label == Label::normal);
}

TEST_CASE("what is left and other films before a match are warned about, in its line") {
  CHECK(warnings_of(walls + pleura + "Phần còn lại nhu mô phổi không thấy bất thường\n" + heart) ==
        Warnings{Warning::remainder});
  CHECK(warnings_of(walls + pleura + "Phần còn lại:\n" + lung + heart).empty());
  CHECK(warnings_of(walls + pleura + "Nhu mô phổi không thấy bất thường, còn lại rõ\n" + heart).empty());
  CHECK(warnings_of(walls + pleura + "Phim cũ: nhu mô phổi không thấy bất thường\n" + heart) ==
        Warnings{Warning::old_film});
}

TEST_CASE("findings in a normal report are warned about unless they are negated or part of a match") {
  const auto with = [](const std::string& added) { return warnings_of(normal_report + added); };
  CHECK(with("Đám mờ đáy phổi phải.") == Warnings{Warning::abnormal_words});
  CHECK(with("Theo dõi tràn dịch.") == Warnings{Warning::abnormal_words});
  CHECK(with("Không thấy đám mờ, nốt mờ.").empty());
  CHECK(with("Chưa ghi nhận gãy xương").empty());
  CHECK(with("Không thấy đám mờ. Nốt mờ đỉnh phổi.") == Warnings{Warning::abnormal_words});
  CHECK(with("Không thấy đám mờ nhưng có nốt mờ.") == Warnings{Warning::abnormal_words});
  CHECK(with("Nhu mô phổi không thấy bất thường, xẹp phổi trái") == Warnings{Warning::abnormal_words});
  CHECK(with("thang máy").empty());
  CHECK(warnings_of(walls + pleura + "Đám mờ đáy phổi.\n" + heart) == Warnings());
  const label::Verdict verdict = verdict_of(normal_report + "ĐÁM  MỜ đáy");
  REQUIRE(verdict.findings.size() == 1);
  CHECK(verdict.findings[0] == label::Span{static_cast<std::uint32_t>(normal_report.size()),
                                           static_cast<std::uint32_t>(normal_report.size() + 11)});
}

TEST_CASE("a conclusion against the label is warned about") {
  CHECK(warnings_of(normal_report, "Theo dõi viêm phổi phải") == Warnings{Warning::abnormal_conclusion});
  CHECK(warnings_of(normal_report, "Hiện tại chưa thấy hình ảnh bất thường").empty());
  CHECK(warnings_of("Tim phổi bt", "Hình ảnh tim phổi bình thường") == Warnings{Warning::normal_conclusion});
  CHECK(warnings_of("Tim phổi bt", "Tim bình thường, đám mờ phổi").empty());
  CHECK(warnings_of("Tim phổi bt", "Tim không bình thường").empty());
}

TEST_CASE("near misses of regions without a match are told in abnormal reports") {
  const label::Verdict verdict = verdict_of(walls + "Không thấy hình ảnh tràn dịch màng phổi.\n" + lung + heart);
  CHECK(verdict.label == Label::abnormal);
  CHECK(verdict.warnings == Warnings{Warning::near_miss});
  REQUIRE(verdict.near_misses.size() == 1);
  CHECK(verdict.near_misses[0].text == "không thấy hình [+ảnh] tràn dịch màng phổi");
  CHECK(verdict_of(normal_report + "Không thấy hình ảnh tràn dịch màng phổi.").near_misses.empty());
  for (const label::NearMiss& miss : verdict_of("hình tim và trung thất không bình thường").near_misses)
    FAIL(miss.text);
  CHECK(verdict_of("hình ảnh tim và trung thất bình thường").near_misses.size() == 1);
}

TEST_CASE("the length of a cut text is warned about") {
  const std::string report = walls + pleura;
  CHECK(warnings_of(padded(report, 1024)).has(Warning::truncated_1024));
  const std::string ascii(999, 'x');
  CHECK(warnings_of(ascii).empty());
  CHECK(warnings_of(ascii + "x") == Warnings{Warning::near_1024});
  CHECK(warnings_of(std::string(1024, 'x')) == Warnings{Warning::truncated_1024});
  CHECK(warnings_of(std::string(1025, 'x')).empty());
}

TEST_CASE("a text that was read in another charset is warned about") {
  CHECK(warnings_of("khÃ´ng tháº¥y hÃ¬nh") == Warnings{Warning::mojibake});
  CHECK(warnings_of("Kh«ng thÊy h×nh\ntrµn dÞch mµng phæi") == Warnings{Warning::legacy_charset});
  CHECK(warnings_of("Kho^ng tha^'y hi`nh tra`n di.ch") == Warnings{Warning::legacy_charset});
  CHECK(warnings_of("Tim phổi bt (Müller)").empty());
}

TEST_CASE("a text that is not in NFC is warned about, also where nfc is switched off") {
  CHECK(warnings_of("pho\u0302\u0309i") == Warnings{Warning::not_normalized});
  label::LabelerOptions options;
  options.rules.steps = text::default_steps.without(text::Step::nfc);
  CHECK(label::Labeler(options).label("pho\u0302\u0309i").warnings == Warnings{Warning::not_normalized});
}

TEST_CASE("warnings are named in a fixed order") {
  CHECK(to_string(Warnings{}).empty());
  CHECK(to_string(Warnings{Warning::not_normalized, Warning::laterality}) == "laterality;not_normalized");
}

TEST_CASE("doubt is the sum of the documented points") {
  CHECK(label::doubt_about(verdict_of(normal_report + "Đám mờ.", "Viêm phổi")) == 18);
  CHECK(label::doubt_about(verdict_of(walls + "Không thấy hình tràn dịch màng phổi phải\n" + lung + heart)) == 6);
  CHECK(label::doubt_about(verdict_of(walls + "Không thấy hình ảnh tràn dịch màng phổi.\n" + lung + heart)) == 9);
  CHECK(label::doubt_about(verdict_of(walls + "Không thấy hình ảnh tràn dịch màng phổi.\n")) == 2);
  CHECK(label::doubt_about(verdict_of("Tim phổi bt", "Bình thường")) == 7);
  CHECK(label::doubt_about(verdict_of("khÃ´ng tháº¥y")) == 9);
  CHECK(label::doubt_about(verdict_of("")) == 0);
}

TEST_CASE("remembered passages are those that were read") {
  const label::Rules rules;
  label::PassageCache cache(rules);
  label::PassageReader reader(rules);
  for (int round = 0; round < 3; ++round) {
    for (int i = 0; i < 20000; ++i) {
      const std::string line = "Nhu mô phổi không thấy bất thường " + std::to_string(i % 7000 * 3);
      REQUIRE(cache.read(line) == reader.read(line));
    }
  }
}

TEST_CASE("hostile descriptions take linear time") {
  for (const char* unit :
       {"phải", "còn lại ", "phần còn lại ", "không thấy hình tràn dịch màng phổi ", "đám mờ ", "không ",
        "a\u0302\u0323", "\u0301\u0323", "<", "<a ", "&", "\n", "a\n", "<!--\n", ",", " ,", "\u200B", "Ã", "漢"}) {
    std::string text;
    while (text.size() < 500000) text += unit;
    const auto start = std::chrono::steady_clock::now();
    verdict_of(text);
    CAPTURE(unit);
    CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds(10));
  }
}
