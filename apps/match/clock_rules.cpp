// SPDX-License-Identifier: Apache-2.0
#include "clock_rules.hpp"

#include "base/error.hpp"
#include "base/number.hpp"

#include <utility>

namespace cxrval::match_tool {
namespace {

constexpr std::int64_t most_skew_minutes = 366 * 24 * 60;

std::int64_t parse_minutes(std::string_view text) {
  if (text.size() > 1 && text.front() == '+' && text[1] != '-') text.remove_prefix(1);
  const auto minutes = base::parse_integer<std::int64_t>(text);
  if (!minutes || *minutes > most_skew_minutes || *minutes < -most_skew_minutes) {
    throw base::UsageError("--skew needs MINUTES or DEVICE=MINUTES, such as 5 or AXIOM=-7");
  }
  return *minutes * 60;
}

}  // namespace

base::CivilTime ClockRules::facility_time(base::CivilTime time, std::string_view device,
                                          std::optional<std::int64_t> offset_seconds) const {
  if (utc_offset_seconds && offset_seconds) time.seconds += *utc_offset_seconds - *offset_seconds;
  const auto own = skew_of.find(device);
  time.seconds += own == skew_of.end() ? skew_seconds : own->second;
  return time;
}

std::optional<std::int64_t> parse_utc_offset(std::string_view text) {
  if (text.size() < 5 || (text[0] != '+' && text[0] != '-')) return std::nullopt;
  const bool colon = text[3] == ':';
  if (text.size() != (colon ? 6U : 5U)) return std::nullopt;
  const auto hours = base::parse_integer<unsigned>(text.substr(1, 2));
  const auto minutes = base::parse_integer<unsigned>(text.substr(colon ? 4 : 3, 2));
  if (!hours || !minutes || *minutes > 59) return std::nullopt;
  const std::int64_t size = std::int64_t{*hours} * 3600 + std::int64_t{*minutes} * 60;
  const bool west = text[0] == '-';
  if (size > (west ? 12 : 14) * 3600) return std::nullopt;
  return west ? -size : size;
}

void parse_skew(const std::vector<std::string>& texts, ClockRules& rules) {
  bool general = false;
  for (const std::string& text : texts) {
    const std::size_t equals = text.rfind('=');
    const bool once =
        equals == std::string::npos
            ? !std::exchange(general, true)
            : rules.skew_of.emplace(text.substr(0, equals), parse_minutes(text.substr(equals + 1))).second;
    if (!once) throw base::UsageError("--skew is given twice for the same device");
    if (equals == std::string::npos) rules.skew_seconds = parse_minutes(text);
  }
}

}  // namespace cxrval::match_tool
