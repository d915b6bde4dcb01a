// SPDX-License-Identifier: Apache-2.0
#include "text/charset_signs.hpp"

#include "catch.hpp"
#include "text/utf8.hpp"

#include <string>

using namespace cxrval;

TEST_CASE("UTF-8 that was read as windows-1252 or Latin-1 is counted by its letters") {
  CHECK(text::charset_signs("khÃ´ng tháº¥y").mojibake == 2);
  CHECK(text::charset_signs("KhÃ´ng tháº¥y hÃ¬nh trÃ n dá»‹ch").mojibake == 4);
  CHECK(text::charset_signs("Ã\u00A0").mojibake == 1);
  CHECK(text::charset_signs("mÃ\u00A0ng ph\u00E1\u00BB\u0095i").mojibake == 2);
}

TEST_CASE("words of TCVN3, VNI, VPS and VIQR are counted") {
  CHECK(text::charset_signs("Kh«ng thÊy h×nh trµn dÞch mµng phæi").legacy_words >= 4);
  CHECK(text::charset_signs("Khoâng thaáy hình traøn dòch maøng phoåi").legacy_words >= 3);
  CHECK(text::charset_signs("Kho^ng tha^'y hi`nh tra`n di.ch ma`ng pho^?i").legacy_words >= 5);
}

TEST_CASE("Vietnamese in Unicode has no signs, in capitals, quotes and formulas too") {
  for (const char* utf8 :
       {"Không thấy hình tràn dịch, khí màng phổi. Đám mờ 2×3 cm, góc 10°, ± 5 µm…",
        "NHU MÔ PHỔI “SÁNG ĐỀU” – RỐN PHỔI ÂM", "phổi•tim «bóng» ½", "a^2 = 5", "hoà, hoá, thuỳ, quý"}) {
    const text::CharsetSigns signs = text::charset_signs(utf8);
    CHECK(signs.mojibake == 0);
    CHECK(signs.legacy_words <= 1);
  }
}

TEST_CASE("a text without odd characters has no signs") {
  const std::string utf8 = "Không thấy (bất thường): 0,5; 3+ \u00B0\u2026 đ ơ ư ă ấ";
  for (std::size_t at = 0; at < utf8.size();) CHECK_FALSE(text::may_be_sign_of_charset(text::next_character(utf8, at)));
  CHECK(text::may_be_sign_of_charset(U'^'));
  CHECK(text::may_be_sign_of_charset(U'µ'));
  CHECK(text::may_be_sign_of_charset(U'æ'));
}
