// SPDX-License-Identifier: Apache-2.0
#include "his/encoding.hpp"

#include "base/error.hpp"
#include "text/charset.hpp"
#include "text/utf8.hpp"

#include <algorithm>
#include <array>

namespace cxrval::his {
namespace {

constexpr std::size_t head_size = 512;
constexpr std::string_view utf8_mark = "\xEF\xBB\xBF";
constexpr std::string_view ebcdic_declaration = "\x4C\x6F\xA7\x94";
constexpr const char* not_its_encoding = "holds bytes that are no text in its encoding";

// The charset of what begins like UTF-16: with its mark, or with letters of ASCII, each beside a zero byte. One zero
// byte alone is damage.
std::string_view utf16_of(std::string_view head) {
  if (head.starts_with("\xFF\xFE") || head.starts_with("\xFE\xFF")) return "utf-16";
  constexpr std::size_t looked_at = 8;
  if (head.size() < looked_at) return {};
  std::size_t zeros[2] = {0, 0};
  for (std::size_t i = 0; i < looked_at; ++i) zeros[i % 2] += head[i] == '\0' ? 1 : 0;
  if (zeros[0] == looked_at / 2 && zeros[1] == 0) return "utf-16be";
  return zeros[1] == looked_at / 2 && zeros[0] == 0 ? "utf-16le" : std::string_view();
}

// Whether the declaration says what is told by the bytes anyhow.
bool is_unicode(std::string_view charset) {
  for (const std::string_view family : {"utf", "ucs", "iso-10646", "unicode"}) {
    if (charset.starts_with(family)) return true;
  }
  return charset.empty();
}

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

Utf8 converted_from(std::string_view charset, std::string_view bytes, std::string& converted) {
  switch (text::decode(bytes, charset, converted)) {
    case text::Decoding::done:
      return {converted};
    case text::Decoding::unknown_charset:
      return {{}, "declares an encoding that is not known"};
    case text::Decoding::malformed:
      break;
  }
  return {{}, not_its_encoding};
}

}  // namespace

std::string declared_encoding(std::string_view head) {
  if (head.starts_with(utf8_mark)) head.remove_prefix(utf8_mark.size());
  if (!head.starts_with("<?xml")) return {};
  head = head.substr(0, std::min(head.find("?>"), head_size));
  constexpr std::string_view key = "encoding";
  const std::size_t at = head.find(key);
  if (at == std::string_view::npos) return {};
  const std::size_t begin = head.find_first_of("\"'", at + key.size());
  if (begin == std::string_view::npos) return {};
  const std::size_t end = head.find(head[begin], begin + 1);
  if (end == std::string_view::npos) return {};
  std::string charset(head.substr(begin + 1, end - begin - 1));
  std::transform(charset.begin(), charset.end(), charset.begin(), lower);
  return charset;
}

Utf8 as_utf8(std::string_view bytes, std::string_view declared, std::string& converted) {
  if (is_unicode(declared) || text::is_valid_utf8(bytes)) return {bytes};
  return converted_from(declared, bytes, converted);
}

Utf8 document_as_utf8(std::string_view bytes, std::string& converted) {
  const std::string_view charset = utf16_of(bytes);
  if (charset.empty()) return as_utf8(bytes, declared_encoding(bytes), converted);
  return converted_from(charset, bytes, converted);
}

// The file from its first byte, though its head was looked at. Remembers whether it was the file that failed.
class FileSource::Raw final : public base::ByteSource {
 public:
  explicit Raw(base::ByteSource& file) : file_(file) {
    while (size_ < head_.size()) {
      const std::size_t count = file_.read(head_.data() + size_, head_.size() - size_);
      if (count == 0) break;
      size_ += count;
    }
  }

  std::string_view head() const { return {head_.data(), size_}; }
  void skip(std::size_t count) { at_ = count; }
  bool failed() const { return failed_; }

  std::size_t read(char* buffer, std::size_t size) override {
    if (at_ < size_) {
      const std::size_t count = head().copy(buffer, size, at_);
      at_ += count;
      return count;
    }
    failed_ = true;
    const std::size_t count = file_.read(buffer, size);
    failed_ = false;
    return count;
  }
  const std::string& name() const override { return file_.name(); }

 private:
  base::ByteSource& file_;
  std::array<char, head_size> head_{};
  std::size_t size_ = 0;
  std::size_t at_ = 0;
  bool failed_ = false;  // while, and after, the file throws
};

FileSource::FileSource(base::ByteSource& file) : raw_(std::make_unique<Raw>(file)) {
  const std::string_view head = raw_->head();
  if (head.starts_with(ebcdic_declaration)) {
    problem_ = "is written in EBCDIC; export it in UTF-8";
  } else if (const std::string_view charset = utf16_of(head); !charset.empty()) {
    decoded_ = text::decoding_source(*raw_, charset);
  } else {
    encoding_ = declared_encoding(head);
    if (head.starts_with(utf8_mark)) raw_->skip(utf8_mark.size());
  }
}

FileSource::~FileSource() = default;

std::size_t FileSource::read(char* buffer, std::size_t size) {
  if (problem_ != nullptr) return 0;
  if (!decoded_) return raw_->read(buffer, size);
  try {
    return decoded_->read(buffer, size);
  } catch (const base::Error&) {
    if (raw_->failed()) throw;
    problem_ = not_its_encoding;
    return 0;
  }
}

}  // namespace cxrval::his
