// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>

namespace cxrval::deid {

// The one normalisation of patient ids, the same in every tool and applied before hashing, sharding and matching.
// Rules, always applied in this order whatever the order of the list:
//   trim                 blanks, control characters and NUL at both ends go (DICOM pads LO with blanks)
//   upper                ASCII letters become capitals
//   strip-leading-zeros  0012 becomes 12, 000 becomes 0; a zero before a blank stays
// Ids are text otherwise: bytes beyond ASCII stay as they are.
class PatientIdRule {
 public:
  PatientIdRule() = default;  // trim
  // A comma-separated list of rules, or "none" alone; nothing for anything else.
  static std::optional<PatientIdRule> parse(std::string_view list);
  // Every rule there is: two ids that still differ under it are different patients by any rule.
  static PatientIdRule loosest() { return {true, true, true}; }

  std::string apply(std::string_view id) const;
  // The list in the order of application, "none" when there is none.
  std::string to_string() const;

 private:
  PatientIdRule(bool trim, bool upper, bool strip) : trim_(trim), upper_(upper), strip_(strip) {}

  bool trim_ = true;
  bool upper_ = false;
  bool strip_ = false;
};

// Watches for ids of one table that a rule makes equal although they differ: 0012 and 12 under strip-leading-zeros.
// Ids that differ in blanks at their ends are the same id. Give it each id as it stands in the table.
class CollisionCheck {
 public:
  explicit CollisionCheck(PatientIdRule rule) : rule_(rule) {}

  // Returns the normalised id.
  std::string add(std::string_view id);
  // Number of ids that share their normalised form with another id of the table.
  std::size_t collisions() const;

 private:
  struct Forms {
    std::string first;
    std::set<std::string> others;
  };

  PatientIdRule rule_;
  std::unordered_map<std::string, Forms> forms_;  // by normalised id
};

}  // namespace cxrval::deid
