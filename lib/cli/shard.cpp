// SPDX-License-Identifier: Apache-2.0
#include "cli/shard.hpp"

#include "base/error.hpp"
#include "base/number.hpp"
#include "provenance/hash.hpp"

#include <optional>

namespace cxrval::cli {
namespace {

constexpr std::uint64_t most_shards = 1000000;

std::uint64_t first_bytes(const std::string& digest) {
  std::uint64_t value = 0;
  for (const char digit : digest.substr(0, 16)) {
    const int nibble = digit <= '9' ? digit - '0' : digit - 'a' + 10;
    value = value << 4 | static_cast<std::uint64_t>(nibble);
  }
  return value;
}

}  // namespace

Shard::Shard(std::string_view text, const deid::PatientIdRule& rule) : rule_(rule) {
  const std::size_t slash = text.find('/');
  const auto index = base::parse_integer<std::uint64_t>(text.substr(0, slash));
  const auto count =
      slash == std::string_view::npos ? std::nullopt : base::parse_integer<std::uint64_t>(text.substr(slash + 1));
  if (!index || !count || *index < 1 || *index > *count || *count > most_shards) {
    throw base::UsageError("--shard needs I/N, such as 1/8 for the first of eight parts");
  }
  index_ = *index - 1;
  count_ = *count;
}

bool Shard::has(std::string_view patient_id) const {
  return count_ == 1 || first_bytes(provenance::sha256(rule_.apply(patient_id))) % count_ == index_;
}

}  // namespace cxrval::cli
