// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace cxrval::text {

// The steps by which text comes into the form in which it is compared, in the order in which they are taken.
//
// html        character references and comments of HTML become what they stand for; tags that begin a line or a cell
//             become a line break, all other tags nothing. A `<` that begins no tag stays ("< 0,5").
// zero_width  characters that show nothing are removed (Default_Ignorable_Code_Point). Before nfc, because one of them
//             may stand between a letter and its mark.
// nfc         Normalization Form C (Unicode Standard Annex 15).
// fold_case   full case folding without the Turkic rows; together with nfc the canonical caseless form
//             NFC(toCasefold(NFD(x))) (Unicode Standard, chapter 3.13, D145).
// blanks      every run of White_Space inside a line is one blank, and none stands at an edge of a line.
// join_lines  every run of line breaks becomes a blank, for text that was wrapped; at an edge of the text nothing. Not
//             among the default steps.
// commas      no blank before a comma and one behind it, unless the line ends or a further comma follows; the
// full-width
//             comma (U+FF0C) is a comma. A comma that touches a digit on both sides stays as it is ("0,5").
enum class Step : std::uint8_t { html, zero_width, nfc, fold_case, blanks, join_lines, commas };

constexpr std::size_t step_count = 7;
constexpr std::array<std::string_view, step_count> step_names = {"html",   "zero-width", "nfc",   "case",
                                                                 "blanks", "join-lines", "commas"};

class Steps {
 public:
  constexpr Steps() = default;

  constexpr bool has(Step step) const { return (bits_ & bit(step)) != 0; }
  constexpr bool empty() const { return bits_ == 0; }
  constexpr Steps with(Step step) const { return Steps(bits_ | bit(step)); }
  constexpr Steps without(Step step) const { return Steps(bits_ & ~bit(step)); }
  // Those that come before `step`.
  constexpr Steps before(Step step) const { return Steps(bits_ & (bit(step) - 1U)); }
  constexpr bool operator==(const Steps&) const = default;

  static constexpr Steps all() { return Steps((1U << step_count) - 1U); }

 private:
  constexpr explicit Steps(unsigned bits) : bits_(static_cast<std::uint8_t>(bits)) {}
  static constexpr unsigned bit(Step step) { return 1U << static_cast<unsigned>(step); }

  std::uint8_t bits_ = 0;
};

constexpr Steps default_steps = Steps::all().without(Step::join_lines);

}  // namespace cxrval::text
