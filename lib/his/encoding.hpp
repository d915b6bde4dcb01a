// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/bytes.hpp"

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

namespace cxrval::his {

// The charset that the XML declaration at the beginning of `head` names, in small letters, or empty.
std::string declared_encoding(std::string_view head);

// A document, or a part of one, in UTF-8 as a view of `bytes` or of `converted`; or in `problem` the fixed reason why
// there is none.
struct Utf8 {
  std::string_view document;
  const char* problem = nullptr;
};

// The bytes count, not the declaration: what is valid UTF-8 is UTF-8, and `declared` says what else it is. Where that
// is nothing, UTF-8 or UTF-16, the bytes stay as they are, and the parser refuses what is no UTF-8 with its place.
Utf8 as_utf8(std::string_view bytes, std::string_view declared, std::string& converted);

// The same for a whole document: UTF-16 is told by its mark or its zero bytes, another charset by the XML declaration.
Utf8 document_as_utf8(std::string_view bytes, std::string& converted);

// The bytes of a session file from its first one on, in UTF-8 when it is UTF-16, without a byte-order mark.
class FileSource {
 public:
  explicit FileSource(base::ByteSource& file);
  ~FileSource();
  FileSource(const FileSource&) = delete;
  FileSource& operator=(const FileSource&) = delete;

  // As ByteSource::read; 0 also where bytes are no text in the file's encoding, and then problem() says so.
  std::size_t read(char* buffer, std::size_t size);
  const std::string& encoding() const { return encoding_; }  // declared
  const char* problem() const { return problem_; }           // why nothing more can be read, or nullptr

 private:
  class Raw;

  std::unique_ptr<Raw> raw_;
  std::unique_ptr<base::ByteSource> decoded_;
  std::string encoding_;
  const char* problem_ = nullptr;
};

}  // namespace cxrval::his
