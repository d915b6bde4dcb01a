// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace cxrval::xml {

// Measures the tags of a stream before a parser sees them: libxml2 compares the attributes of a tag each with each, so
// a tag must not grow without bound. A tag reaches from its < to its >, quoted attribute values included, whatever they
// hold; comments, CDATA sections and processing instructions are none (XML 1.0, sections 2.4 to 2.7 and 3.1). The
// answer is right up to the first place where the stream is not well-formed, which the parser finds by itself.
class TagMeter {
 public:
  explicit TagMeter(std::size_t limit) : limit_(limit) {}

  // The number of bytes before the one that makes a tag longer than the limit; all of them when none does.
  std::size_t feed(std::string_view bytes);

  // Of the < of the last tag, counted from the beginning of the stream.
  std::size_t tag_offset() const { return tag_offset_; }

 private:
  enum class State { text, opened, tag, quoted, section };

  void step(char c);
  void open(char c);
  void enter(char mark, std::size_t marks);

  std::size_t limit_;
  State state_ = State::text;
  std::string opening_;  // what has come of <?, <!-- or <![CDATA[
  char quote_ = 0;
  char mark_ = 0;  // a section ends in marks_ times mark_ and >
  std::size_t marks_ = 0;
  std::size_t seen_ = 0;  // of mark_ one after the other, just before
  std::size_t length_ = 0;
  std::size_t offset_ = 0;
  std::size_t tag_offset_ = 0;
};

}  // namespace cxrval::xml
