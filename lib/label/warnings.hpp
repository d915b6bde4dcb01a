// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>

namespace cxrval::label {

// Why a label may be wrong. No warning changes one.
enum class Warning : std::uint8_t {
  // Of a match, whatever the label.
  laterality,  // a word for one side behind it: it may speak of that side alone
  remainder,   // "phần còn lại" before it: it may leave out where the finding is
  old_film,    // another examination is named before it
  // Of a report labelled normal.
  abnormal_words,       // findings in the description, outside templates, not negated
  abnormal_conclusion,  // findings in the conclusion, not negated
  // Of a report labelled abnormal.
  normal_conclusion,  // a conclusion that says normal and names no finding
  near_miss,          // words a few edits from a template of a region that no template matches
  // Of any report with a description.
  truncated_1024,  // the length of a text that was cut after 1,024 characters or bytes: its last paragraph may be lost
  near_1024,       // 1 to 24 characters or bytes short of that
  legacy_charset,  // looks like TCVN3, VNI, VPS or VIQR read as something else
  mojibake,        // UTF-8 read as windows-1252 or Latin-1
  not_normalized,  // not in NFC
};

constexpr std::size_t warning_count = 12;
constexpr std::array<std::string_view, warning_count> warning_names = {
    "laterality",          "remainder",         "old_film",  "abnormal_words",
    "abnormal_conclusion", "normal_conclusion", "near_miss", "truncated_1024",
    "near_1024",           "legacy_charset",    "mojibake",  "not_normalized"};

// What each says, in a few words for people.
constexpr std::array<std::string_view, warning_count> warning_meanings = {"a word for one side stands behind a match",
                                                                          "what is left is named before a match",
                                                                          "another film is named before a match",
                                                                          "findings outside the matches",
                                                                          "findings in the conclusion",
                                                                          "the conclusion says normal",
                                                                          "a few words from a template",
                                                                          "cut after 1,024 characters, it seems",
                                                                          "about as long as a cut text",
                                                                          "TCVN3, VNI, VPS or VIQR, it seems",
                                                                          "UTF-8 read as windows-1252, it seems",
                                                                          "not in NFC"};

class Warnings {
 public:
  Warnings() = default;
  Warnings(std::initializer_list<Warning> warnings) {
    for (const Warning warning : warnings) add(warning);
  }

  bool has(Warning warning) const { return (bits_ & bit(warning)) != 0; }
  bool empty() const { return bits_ == 0; }
  void add(Warning warning) { bits_ = static_cast<std::uint16_t>(bits_ | bit(warning)); }
  bool operator==(const Warnings&) const = default;

 private:
  static unsigned bit(Warning warning) { return 1U << static_cast<unsigned>(warning); }

  std::uint16_t bits_ = 0;
};

// Their names in the order above, parted by semicolons.
std::string to_string(const Warnings& warnings);

}  // namespace cxrval::label
