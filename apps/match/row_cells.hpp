// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/civil_time.hpp"

#include <cstdint>
#include <deque>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace cxrval::match_tool {

// The cells of one row after another. A text that is added must live until the row is written; what is made from
// numbers and times is kept here.
class RowCells {
 public:
  RowCells() { text_.reserve(most_text); }

  void clear() {
    cells_.clear();
    text_.clear();
    owned_.clear();
  }
  std::span<const std::string_view> cells() const { return cells_; }

  void add(std::string_view text) { cells_.push_back(text); }
  void add(std::string&& text) { cells_.push_back(owned_.emplace_back(std::move(text))); }
  void add_number(std::uint64_t number);
  void add_probability(const std::optional<double>& probability);
  void add_time(const std::optional<base::CivilTime>& time);
  void add_minutes(const std::optional<std::int64_t>& seconds);  // 90 s is 1.5
  // Semicolon-separated: the next flag of the cell that begin_flags() began.
  void begin_flags() { cells_.emplace_back(text_.data() + text_.size(), 0); }
  void flag(bool raised, std::string_view name);

 private:
  static constexpr std::size_t most_text = 4096;  // of a row; never more, for the cells point into it

  void keep(std::string_view text);

  std::vector<std::string_view> cells_;
  std::string text_;
  std::deque<std::string> owned_;
};

}  // namespace cxrval::match_tool
