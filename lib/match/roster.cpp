// SPDX-License-Identifier: Apache-2.0
#include "match/roster.hpp"

#include "base/parallel.hpp"

#include <algorithm>
#include <bit>
#include <limits>

namespace cxrval::match {
namespace {

constexpr std::size_t chunk = std::size_t{1} << 16;
constexpr std::size_t samples_a_part = 16;
constexpr std::size_t most_parts = std::size_t{1} << 14;

std::uint64_t number_of(std::string_view bytes) {
  std::uint64_t number = 0;
  for (std::size_t i = 0; i < 8; ++i) {
    number = number << 8 | (i < bytes.size() ? static_cast<unsigned char>(bytes[i]) : 0U);
  }
  return number;
}

// Spans of a vector, to be worked on one by one.
template <class T>
std::vector<std::span<T>> chunks(std::vector<T>& all) {
  std::vector<std::span<T>> list;
  for (std::size_t begin = 0; begin < all.size(); begin += chunk) {
    list.push_back(std::span(all).subspan(begin, std::min(chunk, all.size() - begin)));
  }
  return list;
}

// Where parts begin. Ids are looked for by their leading numbers alone, without a branch that could be foretold wrong,
// as long as these say all.
class Cuts {
 public:
  explicit Cuts(std::span<const Member> splitters)
      : splitters_(splitters), highs_(std::bit_ceil(splitters.size() + 1)) {
    std::fill(highs_.begin(), highs_.end(), std::numeric_limits<std::uint64_t>::max());
    std::transform(splitters.begin(), splitters.end(), highs_.begin(), [](const Member& m) { return m.high; });
  }

  // How many splitters are not behind the member.
  template <class Before>
  std::size_t part_of(const Member& member, Before before) const {
    std::size_t smaller = 0;
    for (std::size_t step = highs_.size() / 2; step > 0; step /= 2) {
      smaller += highs_[smaller + step - 1] < member.high ? step : 0;
    }
    if (smaller == splitters_.size() || splitters_[smaller].high != member.high) return smaller;
    return static_cast<std::size_t>(std::upper_bound(splitters_.begin(), splitters_.end(), member, before) -
                                    splitters_.begin());
  }

 private:
  std::span<const Member> splitters_;
  std::vector<std::uint64_t> highs_;  // the splitters', then the largest number to a power of two
};

}  // namespace

void Roster::add(Side side, std::string_view patient_id) {
  members(side).push_back({patient_id});
  if (patient_id.empty()) return;
  if (!common_) common_ = patient_id;
  const std::size_t most = std::min(common_->size(), patient_id.size());
  std::size_t same = 0;
  while (same < most && (*common_)[same] == patient_id[same]) ++same;
  common_ = common_->substr(0, same);
}

std::span<const Member> Roster::span(Side side, std::size_t part) const {
  const auto at = static_cast<std::size_t>(side);
  const std::size_t begin = begins_[at][part];
  return std::span(members_[at]).subspan(begin, begins_[at][part + 1] - begin);
}

void Roster::set_heads(Side side, int threads) {
  const std::size_t skipped = common_ ? common_->size() : 0;
  base::ordered_parallel_map(
      chunks(members(side)), threads,
      [&](std::span<Member> some) {
        for (Member& member : some) {
          if (member.patient_id.empty()) continue;
          const std::string_view own = member.patient_id.substr(skipped);
          member.high = number_of(own);
          member.low = own.size() > 8 ? number_of(own.substr(8)) : 0;
        }
        return 0;
      },
      [](int) {});
}

std::vector<Member> Roster::splitters(std::size_t most) const {
  const std::size_t total = members_[0].size() + members_[1].size();
  const std::size_t parts = std::clamp<std::size_t>(total / most, 1, most_parts);
  const std::size_t step = std::max<std::size_t>(total / (parts * samples_a_part), 1);
  std::vector<Member> sample;
  for (const std::vector<Member>& side : members_) {
    for (std::size_t i = step / 2; i < side.size(); i += step) sample.push_back(side[i]);
  }
  const auto before = [this](const Member& l, const Member& r) { return order_.before(l, r); };
  std::sort(sample.begin(), sample.end(), before);
  std::vector<Member> list;
  for (std::size_t part = 1; part < parts; ++part) list.push_back(sample[part * sample.size() / parts]);
  return list;
}

void Roster::scatter(Side side, std::span<const Member> splitters, int threads) {
  std::vector<Member>& all = members(side);
  std::vector<std::uint16_t> part_of(all.size());
  std::vector<std::size_t> begins(splitters.size() + 2);
  const auto before = [this](const Member& l, const Member& r) { return order_.before(l, r); };
  const Cuts cuts(splitters);
  base::ordered_parallel_map(
      chunks(all), threads,
      [&](std::span<Member> some) {
        std::vector<std::uint32_t> counts(splitters.size() + 1);
        std::uint16_t* to = part_of.data() + (some.data() - all.data());
        for (const Member& member : some) {
          const std::size_t part = cuts.part_of(member, before);
          *to++ = static_cast<std::uint16_t>(part);
          ++counts[part];
        }
        return counts;
      },
      [&](const std::vector<std::uint32_t>& counts) {
        for (std::size_t part = 0; part < counts.size(); ++part) begins[part + 1] += counts[part];
      });
  for (std::size_t part = 1; part < begins.size(); ++part) begins[part] += begins[part - 1];
  std::vector<Member> placed(all.size());
  std::vector<std::size_t> next = begins;
  for (std::size_t i = 0; i < all.size(); ++i) placed[next[part_of[i]]++] = all[i];
  all = std::move(placed);
  begins_[static_cast<std::size_t>(side)] = std::move(begins);
}

void Roster::arrange(int threads, std::size_t most) {
  constexpr std::array sides{Side::study, Side::report};
  order_.covered = (common_ ? common_->size() : 0) + sizeof(Member::high) + sizeof(Member::low);
  for (const Side side : sides) set_heads(side, threads);
  const std::vector<Member> cuts = splitters(most);
  for (const Side side : sides) scatter(side, cuts, threads);
  std::vector<std::span<Member>> unsorted;
  for (const Side side : sides) {
    for (std::size_t part = 0; part < parts(); ++part) {
      const std::span<const Member> some = span(side, part);
      unsorted.push_back(
          std::span(members(side)).subspan(static_cast<std::size_t>(some.data() - members(side).data()), some.size()));
    }
  }
  base::ordered_parallel_map(
      unsorted, threads,
      [this](std::span<Member> some) {
        std::sort(some.begin(), some.end(), [this](const Member& l, const Member& r) { return order_.before(l, r); });
        return 0;
      },
      [](int) {});
}

}  // namespace cxrval::match
