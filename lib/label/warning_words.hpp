// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/bytes.hpp"

#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace cxrval::label {

// The words that warnings go by; none of them ever changes a label.
enum class WarningWordKind {
  side,       // says that the sentence in front of it speaks of one side ("phải")
  remainder,  // says that the sentence behind it speaks of what is left ("phần còn lại")
  old_film,   // says that the sentence behind it speaks of another examination ("phim cũ")
  negation,   // negates what follows in its sentence
  turn,       // ends a negation inside its sentence ("nhưng")
  abnormal,   // names a finding
  normal,     // says in a conclusion that there is none
};

constexpr std::size_t warning_word_kind_count = 7;
constexpr std::array<std::string_view, warning_word_kind_count> warning_word_kind_names = {
    "side", "remainder", "old_film", "negation", "turn", "abnormal", "normal"};

struct WarningWord {
  WarningWordKind kind = WarningWordKind::abnormal;
  std::string phrase;

  bool operator==(const WarningWord&) const = default;
};

// The same as data/label/words.tsv: usual words of Vietnamese chest X-ray reports.
const std::vector<WarningWord>& default_warning_words();

// Reads a list: UTF-8 text, the header line `kind<TAB>word`, then one a line. An empty list is allowed: no warnings by
// words. Throws Error with its place for anything else.
std::vector<WarningWord> read_warning_words(base::ByteSource& source);

}  // namespace cxrval::label
