// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace cxrval::his {

// Numbers (seven bits a byte, the lowest first) and texts (length and bytes) in a row, as a spool keeps them.
void pack(std::string& packed, std::uint64_t number);
void pack(std::string& packed, std::string_view text);

// Reads in the order of packing; std::logic_error where the bytes end too early.
class Unpacker {
 public:
  explicit Unpacker(std::string_view packed) : rest_(packed) {}

  std::uint64_t number();
  std::string_view text();
  // What is not read yet.
  std::string_view rest() const { return rest_; }

 private:
  std::string_view rest_;
};

}  // namespace cxrval::his
