// SPDX-License-Identifier: Apache-2.0
#include "text/charset.hpp"

#include "base/error.hpp"

#include <unicode/ucnv.h>
#include <algorithm>
#include <array>
#include <cstring>
#include <new>
#include <optional>
#include <utility>

namespace cxrval::text {
namespace {

constexpr std::size_t longest_name = 40;
constexpr std::size_t block_size = 1 << 15;
constexpr std::size_t pivot_size = 1024;
constexpr std::string_view little_endian_mark = "\xFF\xFE";
constexpr std::string_view big_endian_mark = "\xFE\xFF";
constexpr std::string_view xml_characters =
    "<?xml version=\"1.0\" encoding='-_/'>&;ABCDEFGHIJKLMNOPQRSTUVWXYZabcdfghjkpqrstuwyz23456789";

struct Closer {
  void operator()(UConverter* converter) const { ucnv_close(converter); }
};
using Converter = std::unique_ptr<UConverter, Closer>;

// ICU takes options and file names in a name, and its default charset for an empty one.
bool is_name(std::string_view name) {
  const auto letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); };
  return name.size() <= longest_name && std::any_of(name.begin(), name.end(), letter) &&
         std::all_of(name.begin(), name.end(),
                     [&](char c) { return letter(c) || std::string_view("-_:.()").find(c) != std::string_view::npos; });
}

Converter open(const char* name) {
  UErrorCode error = U_ZERO_ERROR;
  Converter converter(ucnv_open(name, &error));
  if (error == U_MEMORY_ALLOCATION_ERROR) throw std::bad_alloc();
  if (U_FAILURE(error)) return nullptr;
  ucnv_setToUCallBack(converter.get(), UCNV_TO_U_CALLBACK_STOP, nullptr, nullptr, nullptr, &error);
  ucnv_setFromUCallBack(converter.get(), UCNV_FROM_U_CALLBACK_STOP, nullptr, nullptr, nullptr, &error);
  return U_FAILURE(error) ? nullptr : std::move(converter);
}

bool is_stateless(UConverterType type) {
  switch (type) {
    case UCNV_SBCS:
    case UCNV_DBCS:
    case UCNV_MBCS:
    case UCNV_LATIN_1:
    case UCNV_US_ASCII:
    case UCNV_UTF8:
    case UCNV_UTF16:
    case UCNV_UTF16_BigEndian:
    case UCNV_UTF16_LittleEndian:
      return true;
    default:
      return false;
  }
}

bool begins_like_xml(UConverter* converter) {
  std::array<UChar, xml_characters.size() + 1> characters;
  UErrorCode error = U_ZERO_ERROR;
  const std::int32_t count =
      ucnv_toUChars(converter, characters.data(), static_cast<std::int32_t>(characters.size()), xml_characters.data(),
                    static_cast<std::int32_t>(xml_characters.size()), &error);
  ucnv_reset(converter);
  return U_SUCCESS(error) && static_cast<std::size_t>(count) == xml_characters.size() &&
         std::equal(xml_characters.begin(), xml_characters.end(), characters.begin(),
                    [](char a, UChar b) { return static_cast<UChar>(a) == b; });
}

// One text from bytes to UTF-8, in pieces. ICU keeps characters that a piece ends inside of.
class Decoder {
 public:
  static std::optional<Decoder> of(std::string_view charset) {
    if (!is_name(charset)) return std::nullopt;
    Decoder decoder;
    decoder.from_ = open(std::string(charset).c_str());
    if (!decoder.from_) return std::nullopt;
    const UConverterType type = ucnv_getType(decoder.from_.get());
    const bool utf16 = type == UCNV_UTF16 || type == UCNV_UTF16_BigEndian || type == UCNV_UTF16_LittleEndian;
    if (!is_stateless(type) || (!utf16 && !begins_like_xml(decoder.from_.get()))) return std::nullopt;
    decoder.order_open_ = type == UCNV_UTF16;
    decoder.to_ = open("UTF-8");
    if (!decoder.to_) throw base::Error("the Unicode tables of ICU cannot be loaded; install its data");
    return decoder;
  }

  // Whether the text's first two bytes are wanted in one piece, because they may be a mark.
  bool wants_head() const { return order_open_; }

  // Takes from `bytes`, and writes at most `size` bytes of UTF-8, whose number it returns: fewer when all was taken, or
  // up to what is malformed. `last` when nothing follows `bytes`.
  std::size_t convert(std::string_view& bytes, bool last, char* out, std::size_t size);
  bool malformed() const { return malformed_; }

 private:
  void settle_order(std::string_view& bytes);
  void give_pivot(char*& to, const char* end);

  Converter from_;
  Converter to_;
  std::unique_ptr<std::array<UChar, pivot_size>> pivot_ = std::make_unique<std::array<UChar, pivot_size>>();
  UChar* pivot_from_ = pivot_->data();
  UChar* pivot_to_ = pivot_->data();
  bool order_open_ = false;
  bool broken_ = false;     // what is malformed was met
  bool malformed_ = false;  // and all before it was given
};

void Decoder::settle_order(std::string_view& bytes) {
  order_open_ = false;
  const bool big_endian = bytes.starts_with(big_endian_mark);
  if (big_endian || bytes.starts_with(little_endian_mark)) bytes.remove_prefix(big_endian_mark.size());
  from_ = open(big_endian ? "UTF-16BE" : "UTF-16LE");
  if (!from_) throw base::Error("the Unicode tables of ICU cannot be loaded; install its data");
}

std::size_t Decoder::convert(std::string_view& bytes, bool last, char* out, std::size_t size) {
  if (order_open_) settle_order(bytes);
  char* to = out;
  const char* from = bytes.data();
  const char* const end = from + bytes.size();
  UErrorCode error = U_ZERO_ERROR;
  if (!broken_) {
    ucnv_convertEx(to_.get(), from_.get(), &to, out + size, &from, end, pivot_->data(), &pivot_from_, &pivot_to_,
                   pivot_->data() + pivot_->size(), 0, static_cast<UBool>(last), &error);
    bytes.remove_prefix(static_cast<std::size_t>(from - bytes.data()));
    broken_ = U_FAILURE(error) && error != U_BUFFER_OVERFLOW_ERROR;
  }
  if (broken_) give_pivot(to, out + size);
  return static_cast<std::size_t>(to - out);
}

// ICU stops at what is malformed, with the text before it still in the pivot.
void Decoder::give_pivot(char*& to, const char* end) {
  UErrorCode error = U_ZERO_ERROR;
  const UChar* from = pivot_from_;
  ucnv_fromUnicode(to_.get(), &to, end, &from, pivot_to_, nullptr, static_cast<UBool>(false), &error);
  pivot_from_ += from - pivot_from_;
  malformed_ = error != U_BUFFER_OVERFLOW_ERROR;
}

class DecodingSource final : public base::ByteSource {
 public:
  DecodingSource(base::ByteSource& source, Decoder decoder)
      : source_(source), decoder_(std::move(decoder)), block_(block_size, '\0') {}

  std::size_t read(char* buffer, std::size_t size) override {
    while (size > 0) {
      if (decoder_.malformed()) throw base::Error({name()}, "holds bytes that are no text of its character set");
      if (rest_.empty() && !ended_) refill();
      const std::size_t count = decoder_.convert(rest_, ended_, buffer, size);
      if (count > 0) return count;
      if (rest_.empty() && ended_ && !decoder_.malformed()) break;
    }
    return 0;
  }
  const std::string& name() const override { return source_.name(); }

 private:
  void refill() {
    const std::size_t wanted = decoder_.wants_head() ? 2 : 1;
    std::size_t filled = 0;
    while (filled < wanted && !ended_) {
      const std::size_t count = source_.read(block_.data() + filled, block_.size() - filled);
      ended_ = count == 0;
      filled += count;
    }
    rest_ = std::string_view(block_.data(), filled);
  }

  base::ByteSource& source_;
  Decoder decoder_;
  std::string block_;
  std::string_view rest_;
  bool ended_ = false;
};

}  // namespace

Decoding decode(std::string_view bytes, std::string_view charset, std::string& utf8) {
  utf8.clear();
  std::optional<Decoder> decoder = Decoder::of(charset);
  if (!decoder) return Decoding::unknown_charset;
  std::size_t written = 0;
  while (true) {
    utf8.resize(written + bytes.size() + bytes.size() / 2 + 16);
    const std::size_t room = utf8.size() - written;
    const std::size_t count = decoder->convert(bytes, true, utf8.data() + written, room);
    written += count;
    if (count == room && !decoder->malformed()) continue;
    utf8.resize(written);
    return decoder->malformed() ? Decoding::malformed : Decoding::done;
  }
}

std::unique_ptr<base::ByteSource> decoding_source(base::ByteSource& source, std::string_view charset) {
  std::optional<Decoder> decoder = Decoder::of(charset);
  if (!decoder) throw base::Error({source.name()}, "is in an unknown character set");
  return std::make_unique<DecodingSource>(source, std::move(*decoder));
}

}  // namespace cxrval::text
