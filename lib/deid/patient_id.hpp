// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace cxrval::deid {

// What some ids are called elsewhere, for map:FILE.
class PatientIdMap {
 public:
  // Both as PatientIdRule::before_map makes them. False when `from` is there already with another `to`.
  bool add(std::string_view from, std::string_view to);
  // Nothing for an id that the map does not have; else a view that lives as long as the map.
  std::optional<std::string_view> find(std::string_view from) const;

 private:
  struct Hash : std::hash<std::string_view> {
    using is_transparent = void;
  };

  std::unordered_map<std::string, std::string, Hash, std::equal_to<>> to_;
};

// The one normalisation of patient ids, the same in every tool and applied before hashing, sharding and matching.
// Rules, always applied in this order whatever the order of the list:
//   trim                 blanks, control characters and NUL at both ends go (DICOM pads LO with blanks)
//   upper                ASCII letters become capitals
//   strip-prefix:P       the text P (in capitals under upper) at the front goes, once, when something stands behind
//                        it; under trim blanks behind it go too; of several P the longest that fits
//   strip-leading-zeros  0012 becomes 12, 000 becomes 0; a zero before a blank stays
//   map:FILE             an id that FILE has becomes what FILE says, once; any other stays
// Neither P nor the name of FILE can hold a comma. Ids are text otherwise: bytes beyond ASCII stay as they are.
class PatientIdRule {
 public:
  PatientIdRule() = default;  // trim
  // A comma-separated list of rules, or "none" alone; nothing for anything else.
  static std::optional<PatientIdRule> parse(std::string_view list);
  // Ids alike but for blanks, case, leading zeros and any prefix of ASCII letters, '-', '_', '.', '/' and blanks in
  // front of a digit are equal under it: 12, P0012 and bn-12. For telling that a rule not chosen could help; applying
  // it to what trim, upper or strip-leading-zeros made gives the same as applying it to the id itself.
  static PatientIdRule loosest();

  // The file of map:FILE, empty without. Before anything is normalised the caller must have given what the file says.
  const std::string& map_file() const { return map_file_; }
  // `shown` is the file's name as to_string() may show it.
  void set_map(PatientIdMap map, std::string shown);

  // All three throw std::logic_error when map:FILE was asked for and set_map() was not called. The view is into `id`,
  // `scratch` or the map; nothing is allocated when nothing but ends of the id goes.
  std::string_view apply(std::string_view id, std::string& scratch) const;
  std::string apply(std::string_view id) const;
  // All rules but map:FILE; needs no map.
  std::string_view before_map(std::string_view id, std::string& scratch) const;

  // The list in the order of application, "none" when there is none.
  std::string to_string() const;

 private:
  bool trim_ = true;
  bool upper_ = false;
  bool any_prefix_ = false;
  bool strip_ = false;
  std::vector<std::string> prefixes_;  // the longest first
  std::string map_file_;
  std::string map_shown_;
  std::shared_ptr<const PatientIdMap> map_;
};

// Ids of one table that a rule makes equal although they differ collide: 0012 and 12 under strip-leading-zeros. Ids
// that differ in blanks at their ends are the same id, and what map:FILE joins is joined on purpose.

// Of ids that all have the same normal form under the rule: how many share their form with another one. The ids as they
// stand in the table, repeated or not; they are trimmed and reordered. Nothing is allocated when all are the same id.
std::size_t collisions(const PatientIdRule& rule, std::span<std::string_view> ids);

}  // namespace cxrval::deid
