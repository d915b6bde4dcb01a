// SPDX-License-Identifier: Apache-2.0
#include "label/passage_cache.hpp"

#include <bit>
#include <cstring>

namespace cxrval::label {
namespace {

constexpr std::size_t slot_count = 8192;
constexpr std::size_t seen_count = 16384;
constexpr std::size_t longest_kept = 1024;

// Eight bytes at a time; equal hashes cost time and nothing else, for bytes are compared.
std::uint64_t hash_of(std::string_view bytes) {
  constexpr std::uint64_t odd = 0x9E3779B97F4A7C15;
  std::uint64_t hash = bytes.size() * odd;
  std::uint64_t word = 0;
  while (bytes.size() >= sizeof word) {
    std::memcpy(&word, bytes.data(), sizeof word);
    hash = std::rotl((hash ^ word) * odd, 29);
    bytes.remove_prefix(sizeof word);
  }
  word = 0;
  std::memcpy(&word, bytes.data(), bytes.size());
  hash = (hash ^ word) * odd;
  return hash ^ hash >> 32;
}

}  // namespace

PassageCache::PassageCache(const Rules& rules)
    : reader_(rules), slots_(slot_count), hashes_(slot_count, 0), seen_(seen_count, 0) {}

const Passage& PassageCache::read(std::string_view utf8) {
  if (utf8.empty() || utf8.size() > longest_kept) return reader_.read(utf8);
  const std::uint64_t hash = hash_of(utf8);
  std::uint64_t& kept = hashes_[hash % slot_count];
  Slot& slot = slots_[hash % slot_count];
  if (kept == hash && slot.bytes == utf8) return slot.passage;
  const Passage& passage = reader_.read(utf8);
  std::uint32_t& seen = seen_[(hash >> 13) % seen_count];
  const auto half = static_cast<std::uint32_t>(hash >> 32);
  if (seen != half) {
    seen = half;
    return passage;
  }
  kept = hash;
  slot.bytes = utf8;
  slot.passage = passage;
  return slot.passage;
}

}  // namespace cxrval::label
