// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace cxrval::base {

// Base64 by RFC 4648 section 4, given in pieces; blanks and line breaks between the characters are passed over.
class Base64Decoder {
 public:
  // Appends the bytes that are complete; false for a character outside the alphabet or behind the padding.
  bool feed(std::string_view text, std::string& out);
  // Whether the text ended with a whole group. Padding may be missing; left-over bits must be zero.
  bool finish(std::string& out) const;

 private:
  bool feed_one(char c, char*& to);

  std::uint32_t bits_ = 0;
  int count_ = 0;    // characters in bits_
  int padding_ = 0;  // `=` seen
};

std::string encode_base64(std::string_view bytes);

}  // namespace cxrval::base
