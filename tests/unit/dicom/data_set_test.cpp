// SPDX-License-Identifier: Apache-2.0
#include "dicom/data_set.hpp"

#include "catch.hpp"
#include "sample.hpp"

#include <algorithm>

using namespace cxrval;
using namespace cxrval::dicom;
using sample::Bytes;

namespace {

// Counts what is asked for, to see that nothing is read ahead without need.
class CountingSource : public base::ByteSource {
 public:
  CountingSource(std::size_t size, std::size_t& asked) : left_(size), asked_(asked) {}
  std::size_t read(char* buffer, std::size_t size) override {
    asked_ = std::max(asked_, size);
    const std::size_t got = std::min(size, left_);
    std::fill_n(buffer, got, 'x');
    left_ -= got;
    return got;
  }
  const std::string& name() const override { return name_; }

 private:
  std::size_t left_;
  std::size_t& asked_;
  std::string name_ = "x";
};

Buffer buffer_of(const std::string& bytes) {
  return Buffer(base::memory_source(bytes, "memory"));
}

DataSet data_set_of(Buffer& buffer, Encoding encoding = {}) {
  return {buffer, read_elements(buffer, {}, encoding, false).value(), encoding};
}

}  // namespace

TEST_CASE("a buffer does not allocate what a length claims") {
  std::size_t asked = 0;
  Buffer buffer(std::make_unique<CountingSource>(100000, asked));
  CHECK(buffer.need(10));
  CHECK_FALSE(buffer.need(std::size_t{50} << 20));
  CHECK(buffer.size() == 100000);
  CHECK(asked < 300000);
  CHECK_FALSE(buffer.need(std::size_t{1} << 40));
}

TEST_CASE("a buffer reads no further than its limit") {
  std::size_t asked = 0;
  Buffer buffer(std::make_unique<CountingSource>(std::size_t{1} << 20, asked));
  buffer.set_limit(1000);
  CHECK_FALSE(buffer.need(1001));
  CHECK(buffer.size() == 0);
}

TEST_CASE("values are found by tag, the first of two") {
  const std::string bytes = Bytes().text(8, 0x60, "CS", "CR").us(0x28, 0x10, 7).us(0x28, 0x10, 8).str();
  Buffer buffer = buffer_of(bytes);
  const DataSet set = data_set_of(buffer);
  CHECK(set.bytes(tag(8, 0x60)) == "CR");
  CHECK(set.word(tag(0x28, 0x10)) == 7);
  CHECK_FALSE(set.word(tag(0x28, 0x10), 1));
  CHECK_FALSE(set.word(tag(0x28, 0x11)));
  CHECK(set.bytes(tag(0x28, 0x11)).empty());
}

TEST_CASE("decimal strings are numbers or nothing") {
  const auto numbers = [](const std::string& text) {
    const std::string bytes = Bytes().text(0x28, 0x1050, "DS", text).str();
    Buffer buffer = buffer_of(bytes);
    return data_set_of(buffer).numbers(tag(0x28, 0x1050));
  };
  CHECK(numbers("1.5\\ -2e1 \\+3").value() == std::vector<double>{1.5, -20, 3});
  CHECK(numbers("").value().empty());
  CHECK(numbers("5\\").value() == std::vector<double>{5});
  CHECK_FALSE(numbers("1,5"));
  CHECK_FALSE(numbers("nan"));
}

TEST_CASE("the first item of a sequence is found with either kind of length") {
  const std::string inner = Bytes().us(0x28, 0x3002, 5).str();
  const auto size = static_cast<std::uint32_t>(inner.size());
  const std::string counted = Bytes().head(0xFFFE, 0xE000, "", size).raw(inner).str();
  const std::string delimited =
      Bytes().head(0xFFFE, 0xE000, "", 0xFFFFFFFF).raw(inner).head(0xFFFE, 0xE00D, "", 0).str();
  const std::string item = GENERATE_COPY(counted, delimited);
  const bool undefined = GENERATE(false, true);
  Bytes bytes;
  bytes.head(0x28, 0x3000, "SQ", undefined ? 0xFFFFFFFF : static_cast<std::uint32_t>(item.size())).raw(item);
  if (undefined) bytes.head(0xFFFE, 0xE0DD, "", 0);
  bytes.us(0x28, 0x10, 3);
  Buffer buffer = buffer_of(bytes.str());
  const DataSet set = data_set_of(buffer);
  CHECK(set.word(tag(0x28, 0x10)) == 3);
  const Range range = first_item(buffer, *set.find(tag(0x28, 0x3000)), {}).value().value();
  const auto elements = read_elements(buffer, range, {}, false).value();
  REQUIRE(elements.size() == 1);
  CHECK(elements[0].tag == tag(0x28, 0x3002));
}

TEST_CASE("an empty sequence has no first item, a broken one is damaged") {
  const auto item_of = [](const std::string& value) {
    const std::string bytes =
        Bytes().head(0x28, 0x3000, "SQ", static_cast<std::uint32_t>(value.size())).raw(value).str();
    Buffer buffer = buffer_of(bytes);
    const DataSet set = data_set_of(buffer);
    return first_item(buffer, *set.find(tag(0x28, 0x3000)), {});
  };
  CHECK_FALSE(item_of("").value());
  CHECK_FALSE(item_of(Bytes().head(0xFFFE, 0xE0DD, "", 0).str()).value());
  CHECK_FALSE(item_of("12345678"));
  CHECK_FALSE(item_of(Bytes().head(0xFFFE, 0xE000, "", 100).raw("xx").str()));
  CHECK_FALSE(item_of(Bytes().head(0xFFFE, 0xE000, "", 0xFFFFFFFF).raw("xx").str()));
}

TEST_CASE("nothing behind a sequence is read for an item that does not end in it") {
  // What follows would end the item, but only far behind.
  const std::string rest = Bytes().text(0x28, 0x4000, "UT", std::string(1 << 20, 'x')).str() +
                           Bytes().head(0xFFFE, 0xE00D, "", 0).head(0x7FE0, 0x10, "OW", 0).str();
  const std::string inner = Bytes().us(0x28, 0x3002, 5).str();
  const bool counted = GENERATE(false, true);
  Bytes items;
  if (counted) {
    items.head(0xFFFE, 0xE000, "", static_cast<std::uint32_t>(inner.size() + 12)).raw(inner);
    items.head(0x28, 0x3006, "SQ", 0xFFFFFFFF);
  } else {
    items.head(0xFFFE, 0xE000, "", 0xFFFFFFFF).raw(inner);
  }
  const std::string sequence =
      Bytes().head(0x28, 0x3000, "SQ", static_cast<std::uint32_t>(items.str().size())).raw(items.str()).str();
  const std::string bytes = sequence + rest;
  Buffer buffer = buffer_of(bytes);
  REQUIRE(buffer.need(sequence.size()));
  const std::size_t had = buffer.size();
  REQUIRE(had < bytes.size());
  const Element element{tag(0x28, 0x3000), {'S', 'Q'}, false, 12, items.str().size()};
  const auto found = items_of(buffer, element, {});
  CHECK(found.has_value() == counted);
  if (found) CHECK_FALSE(read_elements(buffer, found->front(), {}, false));
  CHECK(buffer.size() == had);
}

TEST_CASE("more elements than any data set has are damage, not memory") {
  const std::string few = Bytes(false).head(0x28, 0x10, "", 0).str();
  std::string many;
  for (int i = 0; i < 65537; ++i) many += few;
  {
    Buffer buffer = buffer_of(many);
    CHECK_FALSE(read_elements(buffer, {}, {false, false}, false));
  }
  many.resize(many.size() - few.size());
  Buffer fewer = buffer_of(many);
  CHECK(read_elements(fewer, {}, {false, false}, false));
}

TEST_CASE("a nested data set has no more elements than another, and all of them no more than a file can need") {
  const auto reads = [](int items, int elements) {
    const std::string element = Bytes().us(0x28, 0x10, 7).str();
    std::string content;
    for (int i = 0; i < elements; ++i) content += element;
    const std::string item =
        Bytes().head(0xFFFE, 0xE000, "", 0xFFFFFFFF).raw(content).head(0xFFFE, 0xE00D, "", 0).str();
    std::string all = Bytes().head(0x08, 0x1140, "SQ", 0xFFFFFFFF).str();
    for (int i = 0; i < items; ++i) all += item;
    all += Bytes().head(0xFFFE, 0xE0DD, "", 0).str();
    Buffer buffer = buffer_of(all);
    return read_elements(buffer, {}, {true, false}, false).has_value();
  };
  CHECK(reads(2, 65536));
  CHECK_FALSE(reads(2, 65537));
  CHECK(reads(60, 60000));
  CHECK_FALSE(reads(70, 60000));
}

TEST_CASE("trim drops blanks and NULs at both ends") {
  CHECK(trim(std::string_view(" \0a b\0 ", 7)) == "a b");
  CHECK(trim("   ").empty());
  CHECK(trim("").empty());
}
