// SPDX-License-Identifier: Apache-2.0
#include "dicom/value.hpp"

#include "catch.hpp"
#include "dicom/header.hpp"
#include "sample.hpp"

using namespace cxrval;
using sample::Bytes;

namespace {

// The value as text, or its warning in angle brackets.
std::string value(const std::string& bytes, const std::string& path) {
  const auto file = dicom::read_file(base::memory_source(bytes, "a"));
  REQUIRE(file);
  const dicom::DecodedText found =
      dicom::value_at(*file, dicom::parse_tag_path(path), file->data.trimmed(dicom::tag(8, 5)));
  if (!found.warning.empty()) CHECK(found.text.empty());
  return found.warning.empty() ? found.text : "<" + std::string(found.warning) + ">";
}

std::string item(const std::string& inner) {
  return Bytes().head(0xFFFE, 0xE000, "", static_cast<std::uint32_t>(inner.size())).raw(inner).str();
}

}  // namespace

TEST_CASE("text and numbers of any VR are written as text") {
  const bool big = GENERATE(false, true);
  Bytes data(true, big);
  data.text(8, 5, "CS", "ISO_IR 100").text(8, 0x60, "CS", "DX").text(8, 0x1030, "LO", "Th\xF4rax ");
  data.text(0x18, 0x1164, "DS", "0.2\\0.25");
  data.head(0x18, 0x9306, "FD", 8)
      .raw(big ? std::string("\x3F\xF8\0\0\0\0\0\0", 8) : std::string("\0\0\0\0\0\0\xF8\x3F", 8));
  data.head(0x20, 0x9165, "AT", 4).word(0x20).word(0x9057);
  data.head(0x28, 0x10, "US", 2).word(258).head(0x28, 0x106, "SS", 2).word(0xFFFE);
  data.head(0x28, 0x3002, "US", 6).word(256).word(0).word(16);
  const std::string bytes = sample::file(big ? sample::explicit_be : sample::explicit_le, data.str());
  CHECK(value(bytes, "Modality") == "DX");
  CHECK(value(bytes, "StudyDescription") == "Th\xC3\xB4rax");
  CHECK(value(bytes, "ImagerPixelSpacing") == "0.2\\0.25");
  CHECK(value(bytes, "0018,9306") == "1.5");
  CHECK(value(bytes, "0020,9165") == "0020,9057");
  CHECK(value(bytes, "Rows") == "258");
  CHECK(value(bytes, "0028,0106") == "-2");
  CHECK(value(bytes, "0028,3002") == "256\\0\\16");
  CHECK(value(bytes, "PatientID").empty());
}

TEST_CASE("implicit VR takes the VR of the dictionary, also behind UN") {
  const std::string implicit = Bytes(false).text(8, 0x60, "", "DX").us(0x28, 0x10, 7).str();
  CHECK(value(sample::file(sample::implicit_le, implicit), "Rows") == "7");
  const std::string unknown = Bytes().text(8, 0x60, "CS", "DX").head(0x28, 0x10, "UN", 2).word(9).str();
  CHECK(value(sample::file(sample::explicit_le, unknown), "Rows") == "9");
  const std::string secret = Bytes().text(8, 0x60, "CS", "DX").text(9, 0x1001, "UN", "ab").str();
  CHECK(value(sample::file(sample::explicit_le, secret), "0009,1001") == "<binary>");
}

TEST_CASE("sequences are gone through by their items, and an item's character set is its own") {
  const std::string one = Bytes().text(8, 0x104, "LO", "Chest").str();
  const std::string two = Bytes()
                              .text(8, 5, "CS", "ISO_IR 192")
                              .text(8, 0x104, "LO",
                                    "Ng\xE1\xBB\xB1"
                                    "c")
                              .str();
  const std::string items = item(one) + item(two);
  const std::string data = Bytes()
                               .text(8, 0x60, "CS", "DX")
                               .head(8, 0x2218, "SQ", static_cast<std::uint32_t>(items.size()))
                               .raw(items)
                               .str();
  const std::string bytes = sample::file(sample::explicit_le, data);
  CHECK(value(bytes, "AnatomicRegionSequence.CodeMeaning") == "Chest");
  CHECK(value(bytes, "AnatomicRegionSequence[2].CodeMeaning") ==
        "Ng\xE1\xBB\xB1"
        "c");
  CHECK(value(bytes, "AnatomicRegionSequence[3].CodeMeaning").empty());
  CHECK(value(bytes, "AnatomicRegionSequence.CodeValue").empty());
  CHECK(value(bytes, "ViewCodeSequence.CodeMeaning").empty());
  CHECK(value(bytes, "AnatomicRegionSequence") == "<sequence>");
  CHECK(value(bytes, "CodeMeaning").empty());
}

TEST_CASE("a damaged sequence is told, pixels are not written as text") {
  const std::string data = Bytes().text(8, 0x60, "CS", "DX").head(8, 0x2218, "SQ", 4).raw("abcd").str();
  CHECK(value(sample::file(sample::explicit_le, data), "AnatomicRegionSequence.CodeMeaning").empty());
  const std::string bad = Bytes().text(8, 0x60, "CS", "DX").head(8, 0x2218, "SQ", 8).raw("abcdefgh").str();
  CHECK(value(sample::file(sample::explicit_le, bad), "AnatomicRegionSequence.CodeMeaning") == "<damaged>");
  const std::string image = dicom::image_bytes(sample::new_image(sample::source(2, 2, 8)));
  CHECK(value(image, "7FE0,0010") == "<binary>");
}

TEST_CASE("text that cannot be what it is said to be is told") {
  const auto with = [](const std::string& set, const std::string& text) {
    return value(sample::file(sample::explicit_le, Bytes().text(8, 5, "CS", set).text(8, 0x1030, "LO", text).str()),
                 "StudyDescription");
  };
  CHECK(with("",
             "Ng\xE1\xBB\xB1"
             "c") == "<charset_missing>");
  CHECK(with("ISO_IR 100",
             "Ng\xE1\xBB\xB1"
             "c") == "<charset_wrong>");
  CHECK(with("ISO_IR 100", "\x93Thorax\x94") == "<charset_wrong>");
  CHECK(with("ISO_IR 192", "Ng\xF4") == "<charset_wrong>");
  CHECK(with("ISO_IR 999", "Ng\xF4") == "<charset_unknown>");
  CHECK(with("ISO_IR 100", std::string("a\0b", 3)) == "<nul_in_text>");
}

TEST_CASE("a value behind a damaged sequence is still text in its character set") {
  // An item without an end, before pixels of which the header's buffer has only the beginning.
  const std::string item = Bytes().head(0xFFFE, 0xE000, "", 0xFFFFFFFF).text(8, 0x104, "LO", "Chest").str();
  std::string data = Bytes().text(8, 5, "CS", "ISO_IR 100").text(8, 0x1030, "LO", "Th\xF4rax ").str();
  data += Bytes().head(8, 0x2218, "SQ", static_cast<std::uint32_t>(item.size())).raw(item).str();
  data += Bytes().head(0x7FE0, 0x10, "OW", 1 << 20).raw(std::string(1 << 20, '\0')).str();
  dicom::HeaderRequest request;
  for (const char* path : {"AnatomicRegionSequence.CodeMeaning", "StudyDescription"}) {
    request.extra.push_back(dicom::parse_tag_path(path));
  }
  const auto header = dicom::parse_header(sample::file(sample::explicit_le, data), "a", request);
  REQUIRE(header);
  CHECK(header->extra == std::vector<std::string>{"", "Th\xC3\xB4rax"});
  CHECK(header->warnings == std::vector<std::string>{"damaged:AnatomicRegionSequence.CodeMeaning"});
}
