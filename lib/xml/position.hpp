// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <deque>
#include <string>
#include <string_view>

namespace cxrval::xml {

struct Position {
  std::size_t line = 0;    // from 1
  std::size_t column = 0;  // in bytes, from 1

  bool operator==(const Position&) const = default;
};

// Where the byte behind `passed` stands when its first byte stands at `from`.
Position advanced(Position from, std::string_view passed);

// Turns byte offsets of a stream into lines and columns. Offsets are asked for in rising order, so only the bytes
// behind the last one are kept.
class PositionFinder {
 public:
  void feed(std::string_view bytes);
  // What is fed from now on begins at `position`: something was left out of the stream.
  void jump(Position position);

  // Of the byte at `offset`, counted from the beginning of the stream.
  Position at(std::size_t offset);
  // Of the last `<` before `offset` and not before the last offset asked for; without one, of that offset.
  Position tag_before(std::size_t offset);
  // Whether a `>` was fed at or behind `offset`.
  bool tag_ends_behind(std::size_t offset) const;
  // Behind the last byte fed.
  Position end();

 private:
  struct Jump {
    std::size_t offset;  // in the stream
    Position position;
  };

  void advance(std::size_t count);

  std::string kept_;
  std::size_t used_ = 0;     // bytes of kept_ that are passed
  std::size_t offset_ = 0;   // of kept_[used_] in the stream
  Position position_{1, 1};  // of kept_[used_]
  std::deque<Jump> jumps_;   // at or behind offset_
};

}  // namespace cxrval::xml
