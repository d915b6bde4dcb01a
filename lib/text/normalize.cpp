// SPDX-License-Identifier: Apache-2.0
#include "text/normalize.hpp"

#include "base/error.hpp"
#include "text/character_table.hpp"
#include "text/charset_signs.hpp"
#include "text/marks.hpp"
#include "text/utf8.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <utility>

namespace cxrval::text {
namespace {

constexpr std::size_t copy_size = 8;

// What the quick way does with a character: `plain` ones become `bytes`, whatever stands beside them; a text with any
// `other` one takes the long way.
enum class Way : std::uint8_t { other, plain, blank, comma, line_feed };

struct Entry {
  Way way = Way::other;
  std::uint8_t size = 0;
  bool folds = false;
  bool odd = false;
  std::array<char, copy_size> bytes{};
};

// A letter that is in NFC and joins nothing before it: what it folds to.
struct Letter {
  bool simple = false;
  bool odd = false;
  std::u32string folded;
  std::u32string caseless;
};

Letter letter_of(char32_t c) {
  Letter letter;
  letter.odd = may_be_sign_of_charset(c);
  if (role_of(c) != Role::letter || joins_the_character_before(Form::caseless, c)) return letter;
  letter.simple = to_form(Form::nfc, {&c, 1}) == std::u32string(1, c);
  letter.folded = to_form(Form::folded, {&c, 1});
  letter.caseless = to_form(Form::caseless, {&c, 1});
  return letter;
}

const CharacterTable<Letter>& letters() {
  static const CharacterTable<Letter> table(letter_of);
  return table;
}

Entry entry_of(char32_t c, Steps steps) {
  Entry entry;
  const Letter& letter = *letters().find(c);
  entry.odd = letter.odd;
  const bool markup = steps.has(Step::html) && (c == '<' || c == '&');
  const bool breaks = c == '\n' && !steps.has(Step::join_lines);
  if (breaks || c == ' ') {
    entry.way = breaks ? Way::line_feed : Way::blank;
  } else if (letter.simple && !markup) {
    entry.way = c == ',' && steps.has(Step::commas) ? Way::comma : Way::plain;
  } else {
    return entry;
  }
  std::u32string becomes(1, c);
  if (steps.has(Step::fold_case) && letter.simple) becomes = steps.has(Step::nfc) ? letter.caseless : letter.folded;
  entry.folds = becomes != std::u32string(1, c);
  std::string bytes;
  for (const char32_t one : becomes) append_character(one, bytes);
  // What becomes two characters has a place between them that is none of the original's.
  if (becomes.size() != 1 || bytes.size() > copy_size) entry.way = Way::other;
  entry.size = static_cast<std::uint8_t>(std::min(bytes.size(), copy_size));
  bytes.copy(entry.bytes.data(), entry.size);
  return entry;
}

bool has_odd_characters(std::string_view utf8) {
  for (std::size_t at = 0; at < utf8.size();) {
    const char32_t c = next_character(utf8, at);
    const Letter* letter = letters().find(c);
    if (letter != nullptr ? letter->odd : may_be_sign_of_charset(c)) return true;
  }
  return false;
}

using Entries = CharacterTable<Entry>;

std::shared_ptr<const Entries> entries_for(Steps steps) {
  const auto make = [](Steps wanted) {
    return std::make_shared<const Entries>([wanted](char32_t c) { return entry_of(c, wanted); });
  };
  static const std::shared_ptr<const Entries> usual = make(default_steps);
  return steps == default_steps ? usual : make(steps);
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

}  // namespace

class Normalizer::Impl {
 public:
  explicit Impl(Steps steps) : steps_(steps), entries_(entries_for(steps)) {}

  bool normalize(std::string_view utf8, NormalText& out, const Stage& stage) {
    out.changed_ = {};
    out.was_nfc_ = true;
    out.has_odd_characters_ = false;
    if (quickly(utf8, out)) {
      if (stage && !out.changed_.empty()) stage(Step::fold_case, out.text());
      return true;
    }
    if (!is_valid_utf8(utf8)) return false;
    step_by_step(utf8, out, stage);
    return true;
  }

  const Steps steps_;

 private:
  bool quickly(std::string_view utf8, NormalText& out);
  bool blank_may_stay(const char* text, const char* to, std::string_view rest) const;
  static bool comma_may_stay(const char* text, const char* to, std::string_view rest);
  void step_by_step(std::string_view utf8, NormalText& out, const Stage& stage);
  bool take(Step step);
  void encode(std::string& text) const;

  std::shared_ptr<const Entries> entries_;
  FormMemory nfc_{Form::nfc};
  FormMemory folded_{Form::folded};
  FormMemory caseless_{Form::caseless};
  Marks marks_;
  std::string stage_text_;
};

// The quick way: texts that only fold_case changes, character by character. False when the text is another, or no
// UTF-8. The longest folding of a character in the table is of two bytes to three.
bool Normalizer::Impl::quickly(std::string_view utf8, NormalText& out) {
  const Entries& entries = *entries_;
  const std::size_t room = utf8.size() + utf8.size() / 2 + 2 * copy_size;
  if (out.text_.size() < room) out.text_.resize(room);
  if (out.begins_.size() < room) out.begins_.resize(room);
  char* const text = out.text_.data();
  std::uint32_t* const begins = out.begins_.data();
  char* to = text;
  bool folds = false;
  bool odd = false;
  std::size_t at = 0;
  while (at < utf8.size()) {
    const auto begin = static_cast<std::uint32_t>(at);
    const char32_t c = next_character(utf8, at);
    const Entry* known = entries.find(c);
    if (known == nullptr || known->way == Way::other) return false;
    const Entry& entry = *known;
    if (entry.way != Way::plain) {
      const std::string_view rest = utf8.substr(at);
      if (entry.way == Way::blank && !blank_may_stay(text, to, rest)) return false;
      if (entry.way == Way::comma && !comma_may_stay(text, to, rest)) return false;
    }
    folds |= entry.folds;
    odd |= entry.odd;
    begins[to - text] = begin;
    std::memcpy(to, entry.bytes.data(), copy_size);
    to += entry.size;
  }
  begins[to - text] = static_cast<std::uint32_t>(utf8.size());
  out.size_ = static_cast<std::size_t>(to - text);
  out.contiguous_ = true;
  out.has_odd_characters_ = odd;
  if (folds) out.changed_ = Steps().with(Step::fold_case);
  return true;
}

bool Normalizer::Impl::blank_may_stay(const char* text, const char* to, std::string_view rest) const {
  if (!rest.empty() && rest.front() == ',' && steps_.has(Step::commas)) return false;
  if (!steps_.has(Step::blanks)) return true;
  return to != text && to[-1] != '\n' && to[-1] != ' ' && !rest.empty() && rest.front() != '\n';
}

bool Normalizer::Impl::comma_may_stay(const char* text, const char* to, std::string_view rest) {
  if (rest.empty() || rest.front() == '\n' || rest.front() == ',') return true;
  if (rest.front() == ' ') return rest.size() > 1 && rest[1] != ' ' && rest[1] != '\n' && rest[1] != ',';
  return to != text && is_digit(to[-1]) && is_digit(rest.front());
}

void Normalizer::Impl::step_by_step(std::string_view utf8, NormalText& out, const Stage& stage) {
  out.changed_ = {};
  bool html = false;
  read_marks(utf8, steps_.has(Step::html), marks_, html);
  const auto keep = [&](Step step, bool changed) {
    if (!changed) return;
    out.changed_ = out.changed_.with(step);
    if (!stage) return;
    encode(stage_text_);
    stage(step, stage_text_);
  };
  keep(Step::html, html);
  for (unsigned i = 1; i < step_count; ++i) {
    const auto step = static_cast<Step>(i);
    if (step == Step::nfc) {
      Marks composed = marks_;
      const bool changes = compose(composed, nfc_);
      out.was_nfc_ = !changes;
      if (changes && steps_.has(step)) marks_ = std::move(composed);
      keep(step, changes && steps_.has(step));
      continue;
    }
    if (step == Step::blanks) unify_line_breaks(marks_);
    if (steps_.has(step)) keep(step, take(step));
  }
  encode(out.text_);
  out.size_ = out.text_.size();
  out.contiguous_ = false;
  out.has_odd_characters_ = has_odd_characters(utf8);
  out.begins_.assign(out.size_ + 1, 0);
  out.ends_.assign(out.size_ + 1, 0);
  std::size_t at = 0;
  for (const Mark& mark : marks_) {
    out.begins_[at] = mark.begin;
    at += size_of_character(mark.character);
    out.ends_[at] = mark.end;
  }
  out.begins_[at] = static_cast<std::uint32_t>(utf8.size());
}

bool Normalizer::Impl::take(Step step) {
  switch (step) {
    case Step::zero_width:
      return remove_ignorable(marks_);
    case Step::fold_case:
      return compose(marks_, steps_.has(Step::nfc) ? caseless_ : folded_);
    case Step::join_lines:
      return join_lines(marks_);
    case Step::blanks:
      return tidy_blanks(marks_);
    case Step::commas:
      return tidy_commas(marks_);
    default:
      return false;
  }
}

void Normalizer::Impl::encode(std::string& text) const {
  text.clear();
  for (const Mark& mark : marks_) append_character(mark.character, text);
}

Normalizer::Normalizer(Steps steps) : impl_(std::make_unique<Impl>(steps)) {}
Normalizer::~Normalizer() = default;
Normalizer::Normalizer(Normalizer&&) noexcept = default;
Normalizer& Normalizer::operator=(Normalizer&&) noexcept = default;

bool Normalizer::normalize(std::string_view utf8, NormalText& out, const Stage& stage) {
  return impl_->normalize(utf8, out, stage);
}

Steps Normalizer::steps() const {
  return impl_->steps_;
}

bool normalize(std::string_view utf8, std::string& out, Steps steps) {
  NormalText normal;
  const bool valid = Normalizer(steps).normalize(utf8, normal);
  out = valid ? std::string(normal.text()) : std::string();
  return valid;
}

std::string normalized(std::string_view utf8, Steps steps) {
  std::string out;
  if (!normalize(utf8, out, steps)) throw base::Error("text is not UTF-8");
  return out;
}

bool is_blank(std::string_view utf8) {
  const auto shows = [](char c) { return c > ' ' && c < 0x7F && c != '<' && c != '&'; };
  if (is_valid_utf8(utf8) && std::any_of(utf8.begin(), utf8.end(), shows) &&
      utf8.find_first_of("<&") == std::string_view::npos) {
    return false;
  }
  return normalized(utf8).find_first_not_of('\n') == std::string::npos;
}

}  // namespace cxrval::text
