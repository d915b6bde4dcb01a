// SPDX-License-Identifier: Apache-2.0
#include "archive/zip_directory.hpp"

namespace cxrval::archive {
namespace {

constexpr std::string_view end_signature = "PK\x05\x06";
constexpr std::string_view end64_signature = "PK\x06\x06";
constexpr std::size_t end_size = 22;
constexpr std::size_t end64_size = 56;
constexpr std::size_t locator_size = 20;

std::uint64_t number_at(std::string_view bytes, std::size_t at, std::size_t size) {
  std::uint64_t value = 0;
  for (std::size_t i = size; i-- > 0;) value = value << 8 | static_cast<unsigned char>(bytes[at + i]);
  return value;
}

}  // namespace

bool directory_lists(std::string_view tail, std::uint64_t members) {
  const std::size_t end = tail.rfind(end_signature);
  if (end == std::string_view::npos || tail.size() - end < end_size) return false;
  if (end >= end64_size + locator_size) {
    const std::size_t end64 = end - locator_size - end64_size;
    if (tail.substr(end64).starts_with(end64_signature)) return number_at(tail, end64 + 32, 8) == members;
  }
  return number_at(tail, end + 10, 2) == (members & 0xFFFF);
}

}  // namespace cxrval::archive
