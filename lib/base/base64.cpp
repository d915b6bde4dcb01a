// SPDX-License-Identifier: Apache-2.0
#include "base/base64.hpp"

#include <array>

namespace cxrval::base {
namespace {

constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::uint8_t blank = 64;
constexpr std::uint8_t pad = 65;
constexpr std::uint8_t bad = 66;

constexpr std::array<std::uint8_t, 256> make_values() {
  std::array<std::uint8_t, 256> values{};
  values.fill(bad);
  for (std::size_t i = 0; i < alphabet.size(); ++i) {
    values[static_cast<unsigned char>(alphabet[i])] = static_cast<std::uint8_t>(i);
  }
  for (const char c : {' ', '\t', '\r', '\n'}) values[static_cast<unsigned char>(c)] = blank;
  values[static_cast<unsigned char>('=')] = pad;
  return values;
}

constexpr auto values = make_values();

std::uint8_t value_of(char c) {
  return values[static_cast<unsigned char>(c)];
}

void put_three(std::uint32_t bits, char*& to) {
  *to++ = static_cast<char>(bits >> 16 & 0xFF);
  *to++ = static_cast<char>(bits >> 8 & 0xFF);
  *to++ = static_cast<char>(bits & 0xFF);
}

}  // namespace

bool Base64Decoder::feed_one(char c, char*& to) {
  const std::uint8_t value = value_of(c);
  if (value == blank) return true;
  if (value == pad) return ++padding_ <= 2 && count_ >= 2 && count_ + padding_ <= 4;
  if (value == bad || padding_ != 0) return false;
  bits_ = bits_ << 6 | value;
  if (++count_ == 4) {
    put_three(bits_, to);
    bits_ = 0;
    count_ = 0;
  }
  return true;
}

bool Base64Decoder::feed(std::string_view text, std::string& out) {
  const std::size_t before = out.size();
  out.resize(before + text.size() / 4 * 3 + 6);
  char* to = out.data() + before;
  bool good = true;
  for (std::size_t at = 0; good && at < text.size();) {
    while (count_ == 0 && padding_ == 0 && text.size() - at >= 4) {
      const std::uint32_t a = value_of(text[at]), b = value_of(text[at + 1]);
      const std::uint32_t c = value_of(text[at + 2]), d = value_of(text[at + 3]);
      if ((a | b | c | d) >= blank) break;
      put_three(a << 18 | b << 12 | c << 6 | d, to);
      at += 4;
    }
    if (at < text.size()) good = feed_one(text[at++], to);
  }
  out.resize(static_cast<std::size_t>(to - out.data()));
  return good;
}

bool Base64Decoder::finish(std::string& out) const {
  if (padding_ != 0 && count_ + padding_ != 4) return false;
  if (count_ == 0) return true;
  if (count_ == 1) return false;
  const std::uint32_t spare = count_ == 2 ? 0xF : 0x3;
  if ((bits_ & spare) != 0) return false;
  const std::uint32_t whole = bits_ << 6 * (4 - count_);
  out += static_cast<char>(whole >> 16 & 0xFF);
  if (count_ == 3) out += static_cast<char>(whole >> 8 & 0xFF);
  return true;
}

std::string encode_base64(std::string_view bytes) {
  std::string text;
  text.reserve((bytes.size() + 2) / 3 * 4);
  for (std::size_t at = 0; at < bytes.size(); at += 3) {
    const std::size_t count = bytes.size() - at < 3 ? bytes.size() - at : 3;
    std::uint32_t bits = 0;
    for (std::size_t i = 0; i < 3; ++i) {
      bits = bits << 8 | (i < count ? static_cast<unsigned char>(bytes[at + i]) : 0U);
    }
    for (std::size_t i = 0; i < 4; ++i) text += i <= count ? alphabet[bits >> (18 - 6 * i) & 63] : '=';
  }
  return text;
}

}  // namespace cxrval::base
