// SPDX-License-Identifier: Apache-2.0
#include "label/labeler.hpp"

#include "base/error.hpp"
#include "catch.hpp"

#include "text/normalize.hpp"
#include "text/utf8.hpp"

#include <unicode/locid.h>
#include <unicode/normalizer2.h>
#include <unicode/unistr.h>
#include <algorithm>
#include <random>
#include <string>
#include <utility>
#include <vector>

using namespace cxrval;
using label::Label;

namespace {

const std::string normal_report =
    "- Không thấy hình bất thường xương lồng ngực.\n"
    "- Không thấy hình tràn dịch, khí màng phổi.\n"
    "- Nhu mô phổi không thấy bất thường.\n"
    "- Hình tim và trung thất bình thường.";

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

// As windows-1258 writes it: a letter with its quality and the tone behind it.
icu::UnicodeString with_tone_behind(const icu::UnicodeString& letter) {
  UErrorCode error = U_ZERO_ERROR;
  icu::UnicodeString rest;
  icu::UnicodeString tones;
  const icu::UnicodeString parts = icu::Normalizer2::getNFDInstance(error)->normalize(letter, error);
  for (int at = 0; at < parts.length(); ++at) {
    const bool is_tone = icu::UnicodeString(u"\u0300\u0301\u0303\u0309\u0323").indexOf(parts[at]) >= 0;
    (is_tone ? tones : rest).append(parts[at]);
  }
  return icu::Normalizer2::getNFCInstance(error)->normalize(rest, error) + tones;
}

// The same words to a reader: each character in NFC, NFD or the order of windows-1258, small or capital, blanks of any
// kind and number.
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
    const auto form = random() % 4;
    if (form < 2) piece = form == 0 ? decomposed->normalize(piece, error) : with_tone_behind(piece);
    out.append(piece);
    if (random() % 7 == 0) out.append(u'\u200B');
  }
  return bytes_of(out);
}

}  // namespace

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

namespace {

const std::vector<std::string> pieces = {"Không thấy hình bất thường xương lồng ngực",
                                         "không thấy hình tràn dịch, khí màng phổi",
                                         "Nhu mô phổi không thấy bất thường",
                                         "hình tim và trung thất bình thường",
                                         "không thấy hình tràn dịch màng phổi",
                                         "KHÔNG THẤY HÌNH TRÀN KHÍ, TRÀN DỊCH MÀNG PHỔI",
                                         "Không thấy hình ảnh tràn dịch, tràn khí màng phổi",
                                         "Nhu mô phổi hai bên chưa thấy bất thường",
                                         "nhu mô phổi\nkhông thấy bất thường",
                                         "Nhu mô\u00A0phổi  không thấy bất thường",
                                         "nhu mo\u0302 pho\u0302\u0309i không thấy bất thường",
                                         "nhu m&ocirc; phổi <b>không</b> thấy bất thường",
                                         "không thấy hình tràn dịch ,khí màng phổi",
                                         "hình tim và \u200Btrung thất không thấy bất thường",
                                         "khÃ´ng tháº¥y",
                                         "Kh«ng thÊy h×nh trµn dÞch",
                                         "Đám mờ đáy phổi phải",
                                         "phần còn lại",
                                         "phim cũ",
                                         "phải",
                                         "trái",
                                         ", ",
                                         ". ",
                                         "\n",
                                         "\r\n",
                                         "\r",
                                         "\u2028",
                                         "<br>",
                                         "<p\nclass=x>",
                                         "<!--\n-->",
                                         "<!--",
                                         "-->",
                                         "&nbsp;",
                                         "<",
                                         " ",
                                         "  ",
                                         "- ",
                                         "không có ",
                                         "nốt mờ",
                                         "; ",
                                         "bình thường",
                                         "x",
                                         "5",
                                         "0,5",
                                         "&#10;",
                                         "\t"};

std::string random_report(std::mt19937& random) {
  std::string report;
  for (std::size_t i = random() % 14; i > 0; --i) {
    const std::string& piece = pieces[random() % pieces.size()];
    report += random() % 8 == 0 ? disguised(piece, random) : piece;
  }
  return report;
}

text::Steps random_steps(std::mt19937& random) {
  text::Steps steps = text::default_steps;
  for (std::size_t i = 0; i < text::step_count; ++i) {
    if (random() % 4 == 0) steps = steps.without(static_cast<text::Step>(i));
  }
  return random() % 4 == 0 ? steps.with(text::Step::join_lines) : steps;
}

// As the rule reads: is there a template of each region in the text after the steps?
Label obvious(const std::string& description, const std::vector<label::Template>& templates, text::Steps steps,
              bool raw) {
  const std::string text = raw ? description : text::normalized(description, steps);
  std::size_t normal = 0;
  for (std::size_t i = 0; i < label::region_count; ++i) {
    normal += std::any_of(templates.begin(), templates.end(), [&](const label::Template& one) {
      const std::string phrase = raw ? one.phrase : text::normalized(one.phrase, steps);
      return one.region == static_cast<label::Region>(i) && text.find(phrase) != std::string::npos;
    });
  }
  return normal == label::region_count ? Label::normal : Label::abnormal;
}

const std::vector<label::Template> odd_templates = {{label::Region::chest_wall, "Xương  LỒNG ngực"},
                                                    {label::Region::chest_wall, "x"},
                                                    {label::Region::pleura, "dịch ,khí"},
                                                    {label::Region::pleura, "0,5"},
                                                    {label::Region::lung, "không thấy"},
                                                    {label::Region::lung, "Kho\u0302ng"},
                                                    {label::Region::mediastinum, "b\u200Bình"},
                                                    {label::Region::mediastinum, "thường"},
                                                    {label::Region::mediastinum, "&nbsp;5"}};

}  // namespace

TEST_CASE("the label and what each step changes are those of a search after each step") {
  std::mt19937 random(23);
  for (int set = 0; set < 24; ++set) {
    label::LabelerOptions options;
    if (set >= 4) options.rules.steps = random_steps(random);
    if (set % 3 == 2) options.rules.templates = odd_templates;
    const label::Labeler labeler(options);
    for (int trial = 0; trial < 25; ++trial) {
      const std::string report = random_report(random) + (random() % 2 == 0 ? normal_report : "");
      CAPTURE(report);
      const label::Verdict verdict = labeler.label(report);
      if (verdict.empty) continue;
      Label before = obvious(report, options.rules.templates, {}, true);
      REQUIRE(verdict.strict == before);
      text::Steps changed;
      for (std::size_t i = 0; i < text::step_count; ++i) {
        const auto step = static_cast<text::Step>(i);
        if (!options.rules.steps.has(step)) continue;
        const Label after =
            obvious(report, options.rules.templates, options.rules.steps.before(step).with(step), false);
        if (after != before) changed = changed.with(step);
        before = after;
      }
      REQUIRE(verdict.label == before);
      REQUIRE(verdict.changed_by == changed);
    }
  }
}

TEST_CASE("a report read by remembered lines is a report read whole") {
  std::mt19937 random(29);
  label::LabelerOptions options;
  const label::Labeler by_lines(options);
  options.by_lines = false;
  const label::Labeler whole(options);
  for (int trial = 0; trial < 4000; ++trial) {
    const std::string report = random_report(random) + "\n" + random_report(random);
    const std::string conclusion = random_report(random);
    CAPTURE(report, conclusion);
    const label::Verdict one = by_lines.label(report, conclusion);
    const label::Verdict other = whole.label(report, conclusion);
    REQUIRE(to_string(one.warnings) == to_string(other.warnings));
    REQUIRE(one.matches == other.matches);
    REQUIRE(one.near_misses == other.near_misses);
    REQUIRE(one == other);
  }
}

TEST_CASE(
    "what is told of a match is a template, at the line and character that are told, and the first of its region") {
  std::mt19937 random(31);
  const label::Labeler labeler;
  int compared = 0;
  for (int trial = 0; trial < 3000; ++trial) {
    const std::string report = random_report(random);
    CAPTURE(report);
    const label::Verdict verdict = labeler.label(report);
    for (std::size_t i = 0; i < label::region_count; ++i) {
      const label::Match& match = verdict.matches[i];
      REQUIRE((match.template_number > 0) == (verdict.regions[i] == Label::normal));
      if (match.template_number == 0) continue;
      const std::string original = report.substr(match.place.begin, match.place.end - match.place.begin);
      const label::Template& one = label::default_templates()[match.template_number - 1];
      REQUIRE(static_cast<std::size_t>(one.region) == i);
      REQUIRE(text::normalized(original) == one.phrase);
      const std::string lines = text::normalized(report.substr(0, match.place.begin) + "x", {});
      REQUIRE(match.line == 1 + std::count(lines.begin(), lines.end(), '\n'));
      const std::size_t last_break = lines.rfind('\n');
      REQUIRE(match.character ==
              text::count_characters(lines.substr(last_break == std::string::npos ? 0 : last_break + 1)));
      const std::string before = text::normalized(report.substr(0, match.place.end - 1));
      for (const label::Template& other : label::default_templates()) {
        if (other.region == one.region) REQUIRE(before.find(other.phrase) == std::string::npos);
      }
      ++compared;
    }
  }
  CHECK(compared > 3000);
}
