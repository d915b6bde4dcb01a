// SPDX-License-Identifier: Apache-2.0
#include "xml/tag_meter.hpp"

namespace cxrval::xml {
namespace {

constexpr std::string_view instruction = "<?";
constexpr std::string_view comment = "<!--";
constexpr std::string_view cdata = "<![CDATA[";

}  // namespace

std::size_t TagMeter::feed(std::string_view bytes) {
  std::size_t at = 0;
  while (at < bytes.size()) {
    if (state_ == State::text) at = bytes.find('<', at);
    if (state_ == State::section && seen_ == 0) at = bytes.find(mark_, at);
    if (at == std::string_view::npos) break;
    if (state_ == State::text) {
      tag_offset_ = offset_ + at;
      length_ = 0;
    }
    if (state_ != State::section && ++length_ > limit_) return at;
    step(bytes[at++]);
  }
  offset_ += bytes.size();
  return bytes.size();
}

void TagMeter::step(char c) {
  switch (state_) {
    case State::text:
      opening_ = c;
      state_ = State::opened;
      break;
    case State::opened:
      open(c);
      break;
    case State::tag:
      if (c == '"' || c == '\'') {
        quote_ = c;
        state_ = State::quoted;
      } else if (c == '>') {
        state_ = State::text;
      }
      break;
    case State::quoted:
      if (c == quote_) state_ = State::tag;
      break;
    case State::section:
      if (c == '>' && seen_ >= marks_) state_ = State::text;
      seen_ = c == mark_ ? seen_ + 1 : 0;
  }
}

void TagMeter::open(char c) {
  opening_ += c;
  if (opening_ == instruction) {
    enter('?', 1);
  } else if (opening_ == comment) {
    enter('-', 2);
  } else if (opening_ == cdata) {
    enter(']', 2);
  } else if (!comment.starts_with(opening_) && !cdata.starts_with(opening_)) {
    state_ = State::tag;
    step(c);
  }
}

void TagMeter::enter(char mark, std::size_t marks) {
  state_ = State::section;
  mark_ = mark;
  marks_ = marks;
  seen_ = 0;
}

}  // namespace cxrval::xml
