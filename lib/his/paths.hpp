// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "his/profile.hpp"

#include <array>
#include <cstddef>
#include <span>
#include <string_view>

namespace cxrval::his {

// A path of a profile cut at its slashes: `visits/visit`, `patient/@code`, `@id`. Views into the profile.
class Path {
 public:
  static constexpr std::size_t longest = 8;  // elements

  Path() = default;
  explicit Path(std::string_view text);

  bool given() const { return count_ != 0 || !attribute_.empty(); }
  std::size_t size() const { return count_; }  // elements
  std::string_view last() const { return count_ == 0 ? std::string_view() : steps_[count_ - 1]; }
  std::string_view attribute() const { return attribute_; }

  // Whether the elements are these, in this order.
  bool is(std::span<const std::string_view> names) const;
  // Whether they are the last of these.
  bool ends(std::span<const std::string_view> names) const;

 private:
  std::array<std::string_view, longest> steps_;
  std::size_t count_ = 0;
  std::string_view attribute_;
};

struct RecordPaths {
  // What tells most elements from a field's at once.
  struct Given {
    std::size_t field;
    std::size_t size;
    std::string_view last;  // element; empty when there is none
  };

  Path record;
  std::array<Path, field_count> fields;
  std::array<Given, field_count> given;  // the fields that have a path, the first given_count
  std::size_t given_count = 0;
};

// The profile must outlive its paths.
struct Paths {
  explicit Paths(const Profile& profile);

  RecordPaths session;
  RecordPaths report;
};

// Why a text is no path of a record or of a field, or empty.
enum class PathOf { record, field };
std::string_view problem_of_path(std::string_view text, PathOf what);

}  // namespace cxrval::his
