// SPDX-License-Identifier: Apache-2.0
#include "label/labeler.hpp"

#include "base/error.hpp"
#include "catch.hpp"

#include <unicode/locid.h>
#include <unicode/normalizer2.h>
#include <unicode/unistr.h>
#include <random>
#include <string>

using namespace cxrval;
using label::Label;

namespace {

const std::string normal_report =
    "- Không thấy hình bất thường xương lồng ngực.\n"
    "- Không thấy hình tràn dịch, khí màng phổi.\n"
    "- Nhu mô phổi không thấy bất thường.\n"
    "- Hình tim và trung thất bình thường.";

Label label_of(const std::string& description) {
  return label::Labeler().label(description).label;
}

std::string without(std::string text, const std::string& part) {
  const std::size_t at = text.find(part);
  REQUIRE(at != std::string::npos);
  return text.erase(at, part.size());
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  const std::size_t at = text.find(from);
  REQUIRE(at != std::string::npos);
  return text.replace(at, from.size(), to);
}

std::string bytes_of(const icu::UnicodeString& text) {
  std::string bytes;
  text.toUTF8String(bytes);
  return bytes;
}

// The same words to a reader: each character in NFC or NFD, small or capital, blanks of any kind and number.
std::string disguised(const std::string& utf8, std::mt19937& random) {
  UErrorCode error = U_ZERO_ERROR;
  const icu::Normalizer2* decomposed = icu::Normalizer2::getNFDInstance(error);
  const icu::UnicodeString text = icu::UnicodeString::fromUTF8(utf8);
  icu::UnicodeString out;
  for (int at = 0; at < text.length(); at = text.moveIndex32(at, 1)) {
    icu::UnicodeString piece(text.char32At(at));
    if (piece == u' ') {
      static const char16_t* const blanks[] = {u" ", u"\u00A0", u"  ", u" \u2003", u"\t", u"\u200B "};
      out.append(blanks[random() % 6]);
      continue;
    }
    if (piece == u'\n') piece = random() % 2 == 0 ? u"\r\n" : u" \u2028";
    if (random() % 3 == 0) piece.toUpper(icu::Locale::getRoot());
    if (random() % 2 == 0) piece = decomposed->normalize(piece, error);
    out.append(piece);
    if (random() % 7 == 0) out.append(u'\u200B');
  }
  return bytes_of(out);
}

}  // namespace

TEST_CASE("a report is normal when all four regions are") {
  const label::Verdict verdict = label::Labeler().label(normal_report);
  CHECK(verdict.label == Label::normal);
  for (const Label region : verdict.regions) CHECK(region == Label::normal);
  CHECK(verdict.warnings.empty());
}

TEST_CASE("each template makes its own region normal, and no other one") {
  for (const label::Template& one : label::default_templates()) {
    const label::Verdict verdict = label::Labeler().label(one.phrase);
    for (std::size_t i = 0; i < label::region_count; ++i) {
      CHECK((verdict.regions[i] == Label::normal) == (static_cast<std::size_t>(one.region) == i));
    }
    CHECK(verdict.label == Label::abnormal);
  }
}

TEST_CASE("a report with any region missing is abnormal") {
  for (const char* part : {"Không thấy hình bất thường xương lồng ngực", "Không thấy hình tràn dịch, khí màng phổi",
                           "Nhu mô phổi không thấy bất thường", "Hình tim và trung thất bình thường"}) {
    CHECK(label_of(without(normal_report, part)) == Label::abnormal);
  }
  CHECK(label_of("Tim phổi bt") == Label::abnormal);
}

TEST_CASE("words that are not a template's do not match") {
  CHECK(label_of(replaced(normal_report, "hình tràn", "hình ảnh tràn")) == Label::abnormal);
  CHECK(label_of(replaced(normal_report, "dịch, khí", "dịch,khí")) == Label::abnormal);
  CHECK(label_of(replaced(normal_report, "Không thấy hình bất", "Khong thay hinh bat")) == Label::abnormal);
}

TEST_CASE("a template must stand inside one line") {
  for (const char* break_of : {"\n", "\r\n", "\u2028", " \n "}) {
    const std::string broken =
        replaced(normal_report, "Nhu mô phổi không", std::string("Nhu mô phổi") + break_of + "không");
    const label::Verdict verdict = label::Labeler().label(broken);
    CHECK(verdict.label == Label::abnormal);
    CHECK(verdict.regions[static_cast<std::size_t>(label::Region::lung)] == Label::abnormal);
  }
  CHECK(label_of(replaced(normal_report, "Nhu mô phổi không", "Nhu mô phổi  không")) == Label::normal);
}

TEST_CASE("the strict label goes by the bytes") {
  std::string small;
  for (const label::Template& one : label::default_templates()) small += one.phrase + "\n";
  CHECK(label::Labeler().label(small).strict == Label::normal);
  CHECK(label::Labeler().label(normal_report).strict == Label::abnormal);
}

TEST_CASE("a report without a description is unlabelled") {
  for (const char* empty : {"", "  ", "\n\u00A0\r\n", "\uFEFF"}) {
    const label::Verdict verdict = label::Labeler().label(empty);
    CHECK(verdict.label == Label::unlabelled);
    CHECK(verdict.strict == Label::unlabelled);
    for (const Label region : verdict.regions) CHECK(region == Label::unlabelled);
  }
  CHECK(label_of("-") == Label::abnormal);
}

TEST_CASE("a description of 1,024 characters is warned about") {
  std::string cut = normal_report;
  while (cut.size() < 1024) cut += 'x';
  CHECK(label::Labeler().label(cut).warnings == std::vector<std::string>{"truncated_1024"});
}

TEST_CASE("the label is the same however the text is encoded") {
  std::mt19937 random(11);
  const std::string abnormal_report =
      replaced(normal_report, "Nhu mô phổi không thấy bất thường", "Đám mờ đáy phổi phải");
  const label::Labeler labeler;
  for (int trial = 0; trial < 500; ++trial) {
    const label::Verdict same = labeler.label(disguised(normal_report, random));
    CHECK(same.label == Label::normal);
    const label::Verdict other = labeler.label(disguised(abnormal_report, random));
    CHECK(other.label == Label::abnormal);
    CHECK(other.regions == labeler.label(abnormal_report).regions);
  }
}

TEST_CASE("templates of one's own are compared in the same form") {
  const label::Labeler labeler({{label::Region::chest_wall, "XƯƠNG  tốt"},
                                {label::Region::pleura, "màng tốt"},
                                {label::Region::lung, "phổi tốt"},
                                {label::Region::mediastinum, "tim tốt"}});
  CHECK(labeler.label("Xương tốt. Màng tốt. Phổi tốt. Tim tốt.").label == Label::normal);
  CHECK(labeler.label(normal_report).label == Label::abnormal);
}

TEST_CASE("a description that is not UTF-8 is refused") {
  CHECK_THROWS_AS(label_of("phổi \xFF"), base::Error);
}
