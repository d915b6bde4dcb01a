// SPDX-License-Identifier: Apache-2.0
#include "dicom/file.hpp"

#include <optional>
#include <string_view>
#include <utility>

namespace cxrval::dicom {
namespace {

constexpr std::size_t magic_at = 128;
constexpr std::size_t most_deflated_bytes = std::size_t{256} << 20;
constexpr std::uint32_t transfer_syntax_tag = tag(0x0002, 0x0010);

bool has_magic(Buffer& buffer) {
  return buffer.need(magic_at + 4) && buffer.view(magic_at, 4) == "DICM";
}

// What a data set without a usable meta header is encoded in, told from its first element.
std::string_view sniffed_syntax(Buffer& buffer, std::size_t at) {
  if (!buffer.need(at + 8)) return "1.2.840.10008.1.2";
  const bool big = buffer.word16(at, true) == 0x0008;
  if (!looks_explicit(buffer, at)) return "1.2.840.10008.1.2";
  return big ? "1.2.840.10008.1.2.2" : "1.2.840.10008.1.2.1";
}

// Writers that label implicit data explicit, or the reverse, are common enough; the first element's VR tells.
Encoding encoding_of(const SyntaxInfo& syntax, Buffer& buffer, std::size_t at) {
  if (syntax.big_endian) return {true, true};
  return {buffer.need(at + 8) ? looks_explicit(buffer, at) : syntax.explicit_vr, false};
}

Outcome<std::unique_ptr<Buffer>> inflate(Buffer& file, std::size_t at) {
  file.set_limit(most_deflated_bytes);
  if (file.need(most_deflated_bytes)) return tl::unexpected(std::string_view("deflated data set is too large"));
  std::string compressed(file.view(at, file.size() - at));
  return std::make_unique<Buffer>(inflating_source(std::move(compressed), "deflated data set"));
}

}  // namespace

bool begins_data_set(Buffer& buffer) {
  if (!buffer.need(8)) return false;
  const bool little = buffer.word16(0, false) == 0x0008 || buffer.word16(0, false) == 0x0002;
  const bool big = buffer.word16(0, true) == 0x0008;
  if (!little && !big) return false;
  if (looks_explicit(buffer, 0)) return true;
  // Implicit: the elements that begin group 0008 are short text.
  return little && buffer.word16(2, false) < 0x0100 && buffer.word32(4, false) < 1024;
}

Outcome<File> read_file(std::unique_ptr<base::ByteSource> source) {
  return read_file(std::make_unique<Buffer>(std::move(source)));
}

Outcome<File> read_file(std::unique_ptr<Buffer> buffer) {
  const bool magic = has_magic(*buffer);
  if (!magic && !begins_data_set(*buffer)) return tl::unexpected(std::string_view("not a DICOM file"));

  Outcome<MetaInformation> meta = read_meta(*buffer, magic ? magic_at + 4 : 0);
  if (!meta) return tl::unexpected(meta.error());
  std::size_t at = meta->end;
  const DataSet meta_set(*buffer, std::move(meta->elements), {true, false});
  std::string uid(meta_set.trimmed(transfer_syntax_tag));
  if (uid.empty()) uid = sniffed_syntax(*buffer, at);

  const SyntaxInfo syntax = syntax_info(uid);
  std::unique_ptr<Buffer> compressed;
  if (syntax.deflated) {
    Outcome<std::unique_ptr<Buffer>> inflated = inflate(*buffer, at);
    if (!inflated) return tl::unexpected(inflated.error());
    compressed = std::exchange(buffer, std::move(*inflated));
    at = 0;
  }
  const Encoding encoding = encoding_of(syntax, *buffer, at);
  Outcome<std::vector<Element>> elements = read_elements(*buffer, {at}, encoding, true);
  if (!elements) return tl::unexpected(elements.error());
  if (elements->empty()) return tl::unexpected(damaged);
  DataSet data(*buffer, std::move(*elements), encoding);
  return File{std::move(buffer), meta_set, std::move(data), syntax, std::move(uid), std::move(compressed)};
}

}  // namespace cxrval::dicom
