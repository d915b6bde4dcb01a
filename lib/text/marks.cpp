// SPDX-License-Identifier: Apache-2.0
#include "text/marks.hpp"

#include "text/html.hpp"
#include "text/utf8.hpp"

#include <algorithm>
#include <string>
#include <utility>

namespace cxrval::text {
namespace {

// A letter has a few marks, never so many; longer runs are composed in pieces, so that time stays linear (Unicode
// Standard Annex 15, 13, bounds them at 30).
constexpr std::size_t longest_run = 256;

constexpr char32_t full_width_comma = 0xFF0C;

bool is_digit(char32_t c) {
  return c >= '0' && c <= '9';
}
bool is_comma(char32_t c) {
  return c == ',' || c == full_width_comma;
}
bool is_blank_mark(const Mark& mark) {
  return mark.character == ' ' || role_of(mark.character) == Role::blank;
}

// What the marks from `first` to `last` became; true when that is something else. Characters in front that stayed keep
// their places, the others stand for all the rest together.
bool append(const Mark* first, const Mark* last, const std::u32string& characters, Marks& out) {
  std::size_t same = 0;
  const auto size = static_cast<std::size_t>(last - first);
  while (same < size && same < characters.size() && first[same].character == characters[same]) ++same;
  out.insert(out.end(), first, first + same);
  for (std::size_t i = same; i < characters.size(); ++i) {
    out.push_back({characters[i], first[std::min(same, size - 1)].begin, last[-1].end});
  }
  return same < size || same < characters.size();
}

}  // namespace

void read_marks(std::string_view utf8, bool html, Marks& marks, bool& changed) {
  marks.clear();
  MarkupReader reader(utf8);
  changed = false;
  for (std::size_t at = 0; at < utf8.size();) {
    const auto begin = static_cast<std::uint32_t>(at);
    const bool may_begin = html && (utf8[at] == '<' || utf8[at] == '&');
    const Markup markup = may_begin ? reader.at(at) : Markup{};
    char32_t c = markup.kind == Markup::Kind::line_break ? U'\n' : markup.character;
    if (markup.kind == Markup::Kind::none) {
      c = next_character(utf8, at);
    } else {
      at += markup.length;
      changed = true;
    }
    if (markup.kind != Markup::Kind::nothing) marks.push_back({c, begin, static_cast<std::uint32_t>(at)});
  }
}

bool remove_ignorable(Marks& marks) {
  return std::erase_if(marks, [](const Mark& mark) { return role_of(mark.character) == Role::nothing; }) > 0;
}

bool compose(Marks& marks, FormMemory& memory) {
  Marks out;
  out.reserve(marks.size());
  std::u32string run;
  bool changed = false;
  for (std::size_t first = 0; first < marks.size();) {
    std::size_t last = first + 1;
    run.assign(1, marks[first].character);
    while (last < marks.size() && last - first < longest_run && memory.joins(marks[last].character)) {
      run += marks[last++].character;
    }
    const std::u32string& becomes = last - first == 1 ? memory(run.front()) : memory(run);
    if (append(&marks[first], marks.data() + last, becomes, out)) changed = true;
    first = last;
  }
  marks = std::move(out);
  return changed;
}

void unify_line_breaks(Marks& marks) {
  std::size_t kept = 0;
  bool after_return = false;
  for (const Mark& mark : marks) {
    const bool second_half = after_return && mark.character == '\n';
    after_return = mark.character == '\r';
    if (second_half) {
      marks[kept - 1].end = mark.end;
      continue;
    }
    marks[kept] = mark;
    if (role_of(mark.character) == Role::line_break) marks[kept].character = '\n';
    ++kept;
  }
  marks.resize(kept);
}

bool join_lines(Marks& marks) {
  std::size_t kept = 0;
  bool changed = false;
  for (std::size_t i = 0; i < marks.size();) {
    if (marks[i].character != '\n') {
      marks[kept++] = marks[i++];
      continue;
    }
    changed = true;
    const std::uint32_t begin = marks[i].begin;
    while (i < marks.size() && marks[i].character == '\n') ++i;
    if (kept > 0 && i < marks.size()) marks[kept++] = {' ', begin, marks[i - 1].end};
  }
  marks.resize(kept);
  return changed;
}

bool tidy_blanks(Marks& marks) {
  std::size_t kept = 0;
  bool changed = false;
  for (std::size_t i = 0; i < marks.size();) {
    if (!is_blank_mark(marks[i])) {
      marks[kept++] = marks[i++];
      continue;
    }
    const std::size_t first = i;
    while (i < marks.size() && is_blank_mark(marks[i])) ++i;
    const bool at_edge =
        kept == 0 || marks[kept - 1].character == '\n' || i == marks.size() || marks[i].character == '\n';
    if (at_edge || i - first > 1 || marks[first].character != ' ') changed = true;
    if (!at_edge) marks[kept++] = {' ', marks[first].begin, marks[i - 1].end};
  }
  marks.resize(kept);
  return changed;
}

bool tidy_commas(Marks& marks) {
  Marks out;
  out.reserve(marks.size());
  bool changed = false;
  for (std::size_t i = 0; i < marks.size();) {
    if (!is_comma(marks[i].character)) {
      out.push_back(marks[i++]);
      continue;
    }
    const bool digits =
        i > 0 && is_digit(marks[i - 1].character) && i + 1 < marks.size() && is_digit(marks[i + 1].character);
    if (marks[i].character != ',') changed = true;
    const Mark comma{',', marks[i].begin, marks[i].end};
    while (!digits && !out.empty() && is_blank_mark(out.back())) {
      out.pop_back();
      changed = true;
    }
    out.push_back(comma);
    const std::size_t behind = ++i;
    while (!digits && i < marks.size() && is_blank_mark(marks[i])) ++i;
    const bool wanted = !digits && i < marks.size() && marks[i].character != '\n' && !is_comma(marks[i].character);
    if (wanted) {
      const bool there = i > behind;
      out.push_back({' ', there ? marks[behind].begin : comma.end, there ? marks[i - 1].end : comma.end});
    }
    const bool as_it_was = wanted ? i == behind + 1 && marks[behind].character == ' ' : i == behind;
    if (!as_it_was) changed = true;
  }
  marks = std::move(out);
  return changed;
}

}  // namespace cxrval::text
