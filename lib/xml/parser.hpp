// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "xml/position.hpp"

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace cxrval::xml {

// A start tag while Handler::start has it.
class Tag {
 public:
  virtual ~Tag() = default;

  // Of the > or /> that ends it, counted from the beginning of the document.
  virtual std::size_t end() const = 0;
  // Of its <.
  virtual Position position() const = 0;
  // The value of an attribute by its local name, references resolved and line ends made blanks (XML 1.0, 3.3.3).
  virtual std::optional<std::string> attribute(std::string_view name) const = 0;
};

// Takes the parts of a document in their order. Names are local names, without a namespace prefix, and hold as long as
// the parser; texts hold during the call, and a long one or a CDATA section comes in several.
class Handler {
 public:
  virtual ~Handler() = default;

  virtual void start(std::string_view name, const Tag& tag) noexcept = 0;
  virtual void text(std::string_view piece) noexcept = 0;
  virtual void end(std::string_view name) noexcept = 0;
};

struct Limits {
  std::size_t depth = 64;                          // of nested elements
  std::size_t text_bytes = std::size_t{96} << 20;  // between two tags
  std::size_t tag_bytes = std::size_t{64} << 10;   // of one tag, from its < to its >
};

// Why a document cannot be read any further, and where.
struct Fault {
  std::size_t offset = 0;  // in bytes from the beginning of the document
  Position position;
  std::string reason;  // fixed
};

// Reads XML 1.0 from an untrusted source piece by piece; memory does not grow with the document. Text is UTF-8,
// whatever the declaration says (exports declare utf-16 over UTF-8 bytes); a byte-order mark is skipped. A DOCTYPE is a
// fault, entities other than the five of XML are faults, nothing is fetched and nothing is ever printed. Comments and
// processing instructions are passed over.
class Parser {
 public:
  // The handler must outlive the parser.
  explicit Parser(Handler& handler, const Limits& limits = {});
  ~Parser();
  Parser(const Parser&) = delete;
  Parser& operator=(const Parser&) = delete;

  // After a fault nothing more is read.
  void feed(std::string_view bytes);
  void finish();
  // feed() and finish() of a document that is there at once, and stays as long as its names are used.
  void parse(std::string_view document);

  // What is fed from now on stands at `position`: something was left out of the document.
  void jump(Position position);

  // For a document that is not well-formed, too deep, too long in a tag or between two, or cut short.
  const std::optional<Fault>& fault() const;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace cxrval::xml
