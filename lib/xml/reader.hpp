// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/bytes.hpp"
#include "base/result.hpp"

#include <cstddef>
#include <memory>
#include <string_view>

namespace cxrval::xml {

enum class EventKind { start, text, end };

// One step through a document. Views hold until the next call of Reader::next.
struct Event {
  EventKind kind = EventKind::start;
  std::string_view name;   // of a start or end: the local name, without a namespace prefix
  std::string_view text;   // of a text: a piece of it; long text and CDATA come in several
  std::size_t depth = 0;   // of the element: 1 is the root; a text has the depth of the element it stands in
  std::size_t line = 0;    // of a start: where its < stands, from 1; else 0
  std::size_t column = 0;  // in bytes, from 1
};

struct Limits {
  std::size_t depth = 64;                          // of nested elements
  std::size_t text_bytes = std::size_t{96} << 20;  // between two tags
  std::size_t tag_bytes = std::size_t{64} << 10;   // of one tag, from its < to its >
};

// Reads XML 1.0 from an untrusted source piece by piece; memory does not grow with the document. Text is UTF-8,
// whatever the declaration says (exports declare utf-16 over UTF-8 bytes); a byte-order mark is skipped. A DOCTYPE is a
// fault, entities other than the five of XML are faults, nothing is fetched and nothing is ever printed. Comments and
// processing instructions are passed over, attributes dropped.
class Reader {
 public:
  // The source must outlive the reader; its name stands in the places of faults.
  explicit Reader(base::ByteSource& source, const Limits& limits = {});
  ~Reader();
  Reader(const Reader&) = delete;
  Reader& operator=(const Reader&) = delete;

  // True with the next event; false at the end of a complete document; a Fault for one that is not well-formed, too
  // deep, too long in a tag or between two, or cut short. After a Fault every call gives it again. Throws Error when
  // the source cannot be read.
  base::Result<bool> next(Event& event);

  base::Place place(const Event& event) const;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace cxrval::xml
