// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <type_traits>

namespace cxrval::table {

// Records kept in memory by the million, one behind another: a cell is its length (one byte, or 255 and four more) and
// its bytes, a plain value its bytes. Whoever reads knows what was written.
inline void pack(std::string& to, std::string_view cell) {
  constexpr std::size_t longest_short = 254;
  if (cell.size() <= longest_short) {
    to += static_cast<char>(cell.size());
  } else {
    const auto size = static_cast<std::uint32_t>(cell.size());
    to += static_cast<char>(longest_short + 1);
    to.append(reinterpret_cast<const char*>(&size), sizeof size);
  }
  to += cell;
}

template <class Value>
requires std::is_trivially_copyable_v<Value> &&
    (!std::is_convertible_v<Value, std::string_view>)void pack(std::string& to, const Value& value) {
  to.append(reinterpret_cast<const char*>(&value), sizeof value);
}

// Reads what pack() wrote, in its order. The cells are views of the packed bytes.
class Unpacker {
 public:
  explicit Unpacker(const char* at) : at_(at) {}

  std::string_view cell() {
    std::size_t size = static_cast<unsigned char>(*at_++);
    if (size == 255) size = value<std::uint32_t>();
    const std::string_view cell(at_, size);
    at_ += size;
    return cell;
  }

  template <class Value>
  Value value() {
    Value value;
    std::memcpy(&value, at_, sizeof value);
    at_ += sizeof value;
    return value;
  }

  // Where what was not read yet begins.
  const char* at() const { return at_; }

 private:
  const char* at_;
};

}  // namespace cxrval::table
