// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "text/steps.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace cxrval::text {

// A text after its steps, as UTF-8, in which every line break is one line feed; empty lines stay. Places are bytes.
class NormalText {
 public:
  std::string_view text() const { return {text_.data(), size_}; }
  // The steps that changed something.
  Steps changed() const { return changed_; }
  // Whether the original was in NFC, apart from what html and zero_width took away.
  bool was_nfc() const { return was_nfc_; }
  // False when the original has no characters but ASCII without `^`, "`" and `~`, letters that Vietnamese or other
  // texts in Unicode may hold, and common punctuation: no signs of a mistaken charset.
  bool has_odd_characters() const { return has_odd_characters_; }

  // Whether each character of the original became what stands for it, one by one: only fold_case changed anything.
  bool is_character_by_character() const { return contiguous_; }

  // Where the character at a place begins in the original, and where the one that ends at a place does; what was
  // removed beside them is not part of them. A blank that stands for several, and a letter made of several characters,
  // is all of them.
  std::size_t begins(std::size_t place) const { return begins_[place]; }
  std::size_t ends(std::size_t place) const { return contiguous_ ? begins_[place] : ends_[place]; }

 private:
  friend class Normalizer;

  std::string text_;
  std::size_t size_ = 0;
  Steps changed_;
  bool was_nfc_ = true;
  bool has_odd_characters_ = false;
  bool contiguous_ = true;  // nothing was removed: what ends at a place is what begins there
  std::vector<std::uint32_t> begins_;
  std::vector<std::uint32_t> ends_;
};

// Takes the steps of text/steps.hpp. Texts are at most 1 GiB. Not for several threads at once.
class Normalizer {
 public:
  explicit Normalizer(Steps steps = default_steps);
  ~Normalizer();
  Normalizer(Normalizer&&) noexcept;
  Normalizer& operator=(Normalizer&&) noexcept;

  // Gets the text as it is after each step that changed it.
  using Stage = std::function<void(Step, std::string_view)>;

  // False for bytes that are no UTF-8; `out` then holds nothing of use.
  bool normalize(std::string_view utf8, NormalText& out, const Stage& stage = {});

  Steps steps() const;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

// False, with `out` empty, for bytes that are no UTF-8.
bool normalize(std::string_view utf8, std::string& out, Steps steps = default_steps);

// The same; throws base::Error for bytes that are no UTF-8.
std::string normalized(std::string_view utf8, Steps steps = default_steps);

// Whether nothing but blanks, line breaks and invisible characters is left after the default steps.
bool is_blank(std::string_view utf8);

}  // namespace cxrval::text
