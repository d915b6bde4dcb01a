// SPDX-License-Identifier: Apache-2.0
#include "his/version.hpp"

#include <algorithm>
#include <cstddef>
#include <span>
#include <tuple>

namespace cxrval::his {
namespace {

// A version of a key with different contents than the others, with its latest date.
struct Distinct {
  Version* version;
  std::int64_t made;
};

void settle_key(std::span<const Distinct> distinct) {
  if (distinct.size() == 1 && !distinct[0].version->contradicted) {
    distinct[0].version->fate = Fate::written;
    return;
  }
  std::int64_t latest = undated;
  for (const Distinct& one : distinct) latest = std::max(latest, one.made);
  const auto may_hold = [&](const Distinct& one) { return one.made == latest || one.made == undated; };
  const auto candidates = std::count_if(distinct.begin(), distinct.end(), may_hold);
  for (const Distinct& one : distinct) {
    Version& version = *one.version;
    if (!may_hold(one)) {
      version.fate = Fate::superseded;
    } else if (version.contradicted) {
      version.fate = Fate::contradicted;
    } else if (candidates > 1) {
      version.fate = Fate::tied;
    } else {
      version.fate = Fate::written;
      version.supersedes = true;
    }
  }
}

}  // namespace

void settle(std::deque<Version>& versions, const std::vector<std::int64_t>& made) {
  std::vector<std::uint32_t> order;
  order.reserve(versions.size());
  for (std::uint32_t i = 0; i < versions.size(); ++i) {
    if (versions[i].usable && versions[i].fate == Fate::open) order.push_back(i);
  }
  std::sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
    return std::tie(versions[a].key, versions[a].contents, a) < std::tie(versions[b].key, versions[b].contents, b);
  });
  std::vector<Distinct> distinct;
  for (std::size_t i = 0; i < order.size(); ++i) {
    Version& version = versions[order[i]];
    const std::int64_t date = made[version.file];
    if (!distinct.empty() && distinct.back().version->key != version.key) {
      settle_key(distinct);
      distinct.clear();
    }
    if (!distinct.empty() && distinct.back().version->contents == version.contents) {
      version.fate = Fate::merged;
      distinct.back().made = std::max(distinct.back().made, date);
    } else {
      distinct.push_back({&version, date});
    }
  }
  if (!distinct.empty()) settle_key(distinct);
}

}  // namespace cxrval::his
