// SPDX-License-Identifier: Apache-2.0
#include "row_cells.hpp"

#include "base/number.hpp"

#include <array>
#include <charconv>
#include <stdexcept>

namespace cxrval::match_tool {

void RowCells::keep(std::string_view text) {
  if (text_.size() + text.size() > most_text) throw std::logic_error("a row makes more text than there is room for");
  const char* at = text_.data() + text_.size();
  text_ += text;
  cells_.emplace_back(at, text.size());
}

void RowCells::add_number(std::uint64_t number) {
  std::array<char, 24> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
  keep({digits.data(), static_cast<std::size_t>(end - digits.data())});
}

void RowCells::add_probability(const std::optional<double>& probability) {
  probability ? keep(base::format_real(*probability)) : add(std::string_view());
}

void RowCells::add_time(const std::optional<base::CivilTime>& time) {
  if (!time) return add(std::string_view());
  std::array<char, base::most_iso_bytes> text{};
  keep({text.data(), static_cast<std::size_t>(base::write_iso(*time, text.data()) - text.data())});
}

void RowCells::add_minutes(const std::optional<std::int64_t>& seconds) {
  if (!seconds) return add(std::string_view());
  if (*seconds % 60 != 0) return keep(base::format_real(static_cast<double>(*seconds) / 60));
  std::array<char, 24> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), *seconds / 60).ptr;
  keep({digits.data(), static_cast<std::size_t>(end - digits.data())});
}

void RowCells::flag(bool raised, std::string_view name) {
  if (!raised) return;
  std::string_view& cell = cells_.back();
  if (text_.size() + name.size() + 1 > most_text) throw std::logic_error("too many flags");
  const std::size_t begin = text_.size() - cell.size();
  if (!cell.empty()) text_ += ';';
  text_ += name;
  cell = std::string_view(text_).substr(begin);
}

}  // namespace cxrval::match_tool
