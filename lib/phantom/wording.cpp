// SPDX-License-Identifier: Apache-2.0
#include "phantom/wording.hpp"

#include <algorithm>
#include <string_view>
#include <vector>

namespace cxrval::phantom {

namespace {

// A Vietnamese vowel and its forms with grave, acute, hook above, tilde and dot below.
struct Vowel {
  std::string_view small[6], capital[6];
  std::string_view base_mark;  // of the first form: the letter under its circumflex, breve or horn, and that mark
};

constexpr Vowel vowels[] = {{{"a", "à", "á", "ả", "ã", "ạ"}, {"A", "À", "Á", "Ả", "Ã", "Ạ"}, "a"},
                            {{"ă", "ằ", "ắ", "ẳ", "ẵ", "ặ"}, {"Ă", "Ằ", "Ắ", "Ẳ", "Ẵ", "Ặ"}, "a\u0306"},
                            {{"â", "ầ", "ấ", "ẩ", "ẫ", "ậ"}, {"Â", "Ầ", "Ấ", "Ẩ", "Ẫ", "Ậ"}, "a\u0302"},
                            {{"e", "è", "é", "ẻ", "ẽ", "ẹ"}, {"E", "È", "É", "Ẻ", "Ẽ", "Ẹ"}, "e"},
                            {{"ê", "ề", "ế", "ể", "ễ", "ệ"}, {"Ê", "Ề", "Ế", "Ể", "Ễ", "Ệ"}, "e\u0302"},
                            {{"i", "ì", "í", "ỉ", "ĩ", "ị"}, {"I", "Ì", "Í", "Ỉ", "Ĩ", "Ị"}, "i"},
                            {{"o", "ò", "ó", "ỏ", "õ", "ọ"}, {"O", "Ò", "Ó", "Ỏ", "Õ", "Ọ"}, "o"},
                            {{"ô", "ồ", "ố", "ổ", "ỗ", "ộ"}, {"Ô", "Ồ", "Ố", "Ổ", "Ỗ", "Ộ"}, "o\u0302"},
                            {{"ơ", "ờ", "ớ", "ở", "ỡ", "ợ"}, {"Ơ", "Ờ", "Ớ", "Ở", "Ỡ", "Ợ"}, "o\u031b"},
                            {{"u", "ù", "ú", "ủ", "ũ", "ụ"}, {"U", "Ù", "Ú", "Ủ", "Ũ", "Ụ"}, "u"},
                            {{"ư", "ừ", "ứ", "ử", "ữ", "ự"}, {"Ư", "Ừ", "Ứ", "Ử", "Ữ", "Ự"}, "u\u031b"},
                            {{"y", "ỳ", "ý", "ỷ", "ỹ", "ỵ"}, {"Y", "Ỳ", "Ý", "Ỷ", "Ỹ", "Ỵ"}, "y"}};
constexpr std::string_view tones[] = {"", "\u0300", "\u0301", "\u0309", "\u0303", "\u0323"};

// Each character of UTF-8 text in the form that `form` gives for it.
template <class Form>
std::string each(std::string_view text, Form form) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    std::size_t end = at + 1;
    while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80) ++end;
    out += form(text.substr(at, end - at));
    at = end;
  }
  return out;
}

std::string decomposed(std::string_view text) {
  return each(text, [](std::string_view character) {
    for (const Vowel& vowel : vowels) {
      const auto* found = std::find(std::begin(vowel.small), std::end(vowel.small), character);
      if (found == std::end(vowel.small)) continue;
      return std::string(vowel.base_mark) + std::string(tones[found - std::begin(vowel.small)]);
    }
    return std::string(character);
  });
}

std::string in_capitals(std::string_view text) {
  return each(text, [](std::string_view character) {
    if (character == "đ") return std::string("Đ");
    for (const Vowel& vowel : vowels) {
      const auto* found = std::find(std::begin(vowel.small), std::end(vowel.small), character);
      if (found != std::end(vowel.small)) return std::string(vowel.capital[found - std::begin(vowel.small)]);
    }
    std::string letter(character);
    if (letter.size() == 1 && letter[0] >= 'a' && letter[0] <= 'z') letter[0] = static_cast<char>(letter[0] - 32);
    return letter;
  });
}

std::string replaced(std::string text, std::string_view what, std::string_view by) {
  for (std::size_t at = 0; (at = text.find(what, at)) != std::string::npos; at += by.size()) {
    text.replace(at, what.size(), by);
  }
  return text;
}

std::string with_odd_blanks(std::string_view text, Random& random) {
  return each(text, [&](std::string_view character) {
    if (character != " " || random.chance(0.6)) return std::string(character);
    return std::string(random.chance(0.5) ? "\u00a0" : "  ");
  });
}

std::string as_markup(const std::string& text) {
  return "<p>" + replaced(replaced(text, "\n", "</p>\n<p>"), "bất thường", "bất&nbsp;thường") + "</p>";
}

std::size_t some_line(const std::string& text, Random& random) {
  std::vector<std::size_t> begins{0};
  for (std::size_t at = 0; (at = text.find('\n', at)) != std::string::npos;) begins.push_back(++at);
  return begins[random.below(begins.size())];
}

// Behind the second or third word of a template.
std::string wrapped(std::string text, Random& random) {
  std::size_t blank = some_line(text, random);
  for (int i = 0; i < 3; ++i) blank = text.find(' ', blank) + 1;
  text[blank - 1] = '\n';
  return text;
}

std::string without_a_line(std::string text, Random& random) {
  const std::size_t line = some_line(text, random);
  const std::size_t end = text.find('\n', line);
  if (end == std::string::npos) return text.substr(0, line - 1);
  return text.erase(line, end + 1 - line);
}

void reword_normal(ReportText& text, Random& random) {
  double kind = random.uniform();
  const auto falls = [&kind](double share) {
    kind -= share;
    return kind < 0;
  };
  const auto become = [&](std::string description, const char* style, bool abnormal = false) {
    text.description = std::move(description);
    text.style = style;
    text.template_abnormal = abnormal;
  };
  const std::string& old = text.description;
  if (falls(0.015)) return become(decomposed(old), "decomposed");
  if (falls(0.010)) return become(in_capitals(old), "capitals");
  if (falls(0.015)) return become(with_odd_blanks(old, random), "odd_blanks");
  if (falls(0.010) && old.find(", ") != std::string::npos) return become(replaced(old, ", ", " ,"), "odd_commas");
  if (falls(0.010)) return become(as_markup(old), "markup");
  if (falls(0.008)) return become(wrapped(old, random), "wrapped_template", true);
  if (falls(0.006)) return become(without_a_line(old, random), "region_missing", true);
}

void hedge(ReportText& text) {
  const std::size_t from = text.description.find("Không thấy hình tràn");
  if (from == std::string::npos) return;
  text.description.replace(from, text.description.find('.', from) - from, "Chưa loại trừ hình tràn dịch màng phổi");
  text.style = "hedged_template";
}

void take_one_side(ReportText& text) {
  constexpr std::string_view both = "Nhu mô phổi không thấy bất thường";
  const std::size_t from = text.description.find(both);
  if (from == std::string::npos) return;
  text.description.insert(from + both.size(), " ở bên trái");
  text.style = "one_sided";
}

}  // namespace

void reword(ReportText& text, Random& random) {
  if (text.style == "template_normal") return reword_normal(text, random);
  if (text.style == "abnormal" && random.chance(0.06)) return hedge(text);
  if (text.style == "finding_after_templates" && random.chance(0.5)) return take_one_side(text);
}

}  // namespace cxrval::phantom
