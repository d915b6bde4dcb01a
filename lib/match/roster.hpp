// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "match/records.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace cxrval::match {

// A record of one side by its patient id, whose text belongs to the caller and says where the record is.
struct Member {
  std::string_view patient_id;
  // The id's first 16 bytes behind what all ids begin with, as numbers in their order.
  std::uint64_t high = 0;
  std::uint64_t low = 0;
};

// The order of members by patient id. It looks at the ids themselves, which lie anywhere in memory, only where their
// heads do not say all.
struct PatientOrder {
  std::size_t covered = 0;  // ids up to this size are told by their heads and sizes

  bool before(const Member& left, const Member& right) const {
    if (left.high != right.high) return left.high < right.high;
    if (left.low != right.low) return left.low < right.low;
    if (left.patient_id.size() <= covered && right.patient_id.size() <= covered) {
      return left.patient_id.size() < right.patient_id.size();
    }
    return left.patient_id < right.patient_id;
  }
  bool same(const Member& left, const Member& right) const {
    if (left.high != right.high || left.low != right.low) return false;
    if (left.patient_id.size() != right.patient_id.size()) return false;
    return left.patient_id.size() <= covered || left.patient_id == right.patient_id;
  }
};

// Brings the records of a patient together, for tens of millions of records and several threads: both sides are cut
// into parts at the same patient ids, parts are in the order of ids, and inside a part the ids are in order (bytes).
class Roster {
 public:
  struct Part {
    std::span<const Member> studies;
    std::span<const Member> reports;
    PatientOrder order;
  };

  void add(Side side, std::string_view patient_id);
  // To be called once, behind the last add(). `most` is about how many records a part should have; one patient is
  // never cut.
  void arrange(int threads, std::size_t most = std::size_t{1} << 11);

  std::size_t parts() const { return begins_[0].empty() ? 0 : begins_[0].size() - 1; }
  Part part(std::size_t index) const { return {span(Side::study, index), span(Side::report, index), order_}; }

 private:
  std::vector<Member>& members(Side side) { return members_[static_cast<std::size_t>(side)]; }
  std::span<const Member> span(Side side, std::size_t part) const;
  void set_heads(Side side, int threads);
  std::vector<Member> splitters(std::size_t most) const;
  void scatter(Side side, std::span<const Member> splitters, int threads);

  std::array<std::vector<Member>, 2> members_;
  std::array<std::vector<std::size_t>, 2> begins_;  // of each part, and the end of the last
  PatientOrder order_;
  std::optional<std::string_view> common_;  // what every id that is not empty begins with
};

}  // namespace cxrval::match
