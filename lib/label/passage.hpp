// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "label/near_miss.hpp"
#include "label/sentence.hpp"
#include "label/templates.hpp"
#include "label/warning_words.hpp"
#include "text/steps.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

namespace cxrval::label {

// What labels and warnings go by.
struct Rules {
  std::vector<Template> templates = default_templates();
  std::vector<WarningWord> words = default_warning_words();
  text::Steps steps = text::default_steps;
};

// The regions, one bit each.
using RegionBits = std::uint32_t;
constexpr RegionBits all_regions = (1U << region_count) - 1U;

// The regions whose templates appear: in the bytes as they stand, and after each step of text::Step. Rung 0 is the
// bytes, rung i + 1 the text after step i; a step that is switched off leaves its rung as the one before.
class Ladder {
 public:
  static constexpr std::size_t rungs = text::step_count + 1;
  static_assert(rungs * region_count <= 32);

  RegionBits operator[](std::size_t rung) const { return bits_ >> rung * region_count & all_regions; }
  void add(std::size_t rung, RegionBits regions) { bits_ |= regions << rung * region_count; }
  Ladder& operator|=(const Ladder& other) {
    bits_ |= other.bits_;
    return *this;
  }
  bool operator==(const Ladder&) const = default;

 private:
  std::uint32_t bits_ = 0;
};

// The first appearance of a region's templates.
struct Match {
  std::uint32_t template_number = 0;  // from 1 in the list; 0: none appears
  Span place;                         // bytes of the original
  std::uint32_t line = 0;             // of the original, from 1
  std::uint32_t character = 0;        // in its line, from 1

  bool operator==(const Match&) const = default;
};

// What a piece of a report says that no other piece of it can change: a line, or several.
struct Passage {
  Ladder ladder;
  std::array<Match, region_count> matches;
  bool blank = true;         // nothing in it shows
  bool side = false;         // a word for one side stands behind a match, before the next punctuation mark
  bool remainder = false;    // "phần còn lại" stands before a match in its line
  bool old_film = false;     // another examination is named before a match in its line
  bool says_normal = false;  // a match, or a phrase of the kind `normal` that is not negated
  bool was_nfc = true;
  std::uint32_t line_breaks = 0;  // of the original
  std::uint32_t mojibake = 0;     // as text::CharsetSigns
  std::uint32_t legacy_words = 0;
  std::vector<Span> findings;         // abnormal words outside matches that are not negated; bytes of the original
  std::vector<NearMiss> near_misses;  // the nearest of each region, where anything is left beside the matches

  bool operator==(const Passage&) const = default;
};

// Reads passages. Not for several threads at once.
class PassageReader {
 public:
  // Throws base::Error for a template that is empty or holds a line break after the steps.
  explicit PassageReader(const Rules& rules);
  ~PassageReader();
  PassageReader(PassageReader&&) noexcept;
  PassageReader& operator=(PassageReader&&) noexcept;

  // Throws base::Error for text that is not UTF-8. The result holds until the next call.
  const Passage& read(std::string_view utf8);

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace cxrval::label
