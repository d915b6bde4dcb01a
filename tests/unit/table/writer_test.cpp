// SPDX-License-Identifier: Apache-2.0
#include "table/writer.hpp"

#include "table/reader.hpp"

#include "catch.hpp"

#include <memory>
#include <string>

using namespace cxrval;
using table::Format;
using table::Kind;

namespace {

class StringSink final : public base::ByteSink {
 public:
  explicit StringSink(std::string& text) : text_(text) {}
  void write(std::string_view bytes) override { text_ += bytes; }
  void flush() override {}
  void close() override {}

 private:
  std::string& text_;
};

using Rows = std::vector<std::vector<std::string>>;

std::string written(Format format, const std::vector<table::Column>& columns, const Rows& rows) {
  std::string text;
  table::Writer writer(std::make_unique<StringSink>(text), format, columns);
  for (const auto& row : rows) writer.write(row);
  writer.close();
  return text;
}

// A small linear congruential generator: any sequence of nasty cells will do, as long as it is always the same.
std::string nasty_cell(unsigned& state) {
  static const std::vector<std::string> pieces{"a",    ",",      "\"", "\n", "\r", "\r\n", "\t",
                                               "0012", "\u1ea5", "{",  "\\", " ",  "\x01", "'"};
  std::string cell;
  for (unsigned count = (state = state * 1664525 + 1013904223) >> 29; count > 0; --count) {
    cell += pieces[((state = state * 1664525 + 1013904223) >> 8) % pieces.size()];
  }
  return cell;
}

}  // namespace

TEST_CASE("only what must be quoted is quoted") {
  CHECK(written(Format::csv, {{"id"}, {"text"}}, {{"0012", "a b"}, {"", "x,\"y\"\nz"}}) ==
        "id,text\n0012,a b\n,\"x,\"\"y\"\"\nz\"\n");
  CHECK(written(Format::csv, {{"only"}}, {{""}}) == "only\n\"\"\n");
}

TEST_CASE("ids stay text in JSON Lines, numbers are numbers and empty numbers null") {
  CHECK(written(Format::jsonl, {{"id"}, {"p", Kind::number}, {"ok", Kind::boolean}},
                {{"0012", "0.5", "true"}, {"", "", ""}}) ==
        "{\"id\":\"0012\",\"p\":0.5,\"ok\":true}\n{\"id\":\"\",\"p\":null,\"ok\":null}\n");
}

TEST_CASE("whatever is written reads back the same in both formats") {
  unsigned state = 1;
  Rows rows;
  for (int i = 0; i < 500; ++i) rows.push_back({nasty_cell(state), nasty_cell(state), nasty_cell(state)});
  for (const Format format : {Format::csv, Format::jsonl}) {
    const std::string text = written(format, {{"a"}, {"b,\"c"}, {"d"}}, rows);
    table::Reader reader(base::memory_source(text, "t"));
    CHECK(reader.columns() == std::vector<std::string>{"a", "b,\"c", "d"});
    table::Row row;
    for (const auto& expected : rows) {
      REQUIRE(reader.next(row).value_or(false));
      REQUIRE(row.cells == expected);
    }
    CHECK_FALSE(reader.next(row).value());
  }
}

TEST_CASE("a row of another width is a fault of the program") {
  std::string text;
  table::Writer writer(std::make_unique<StringSink>(text), Format::csv, {{"a"}, {"b"}});
  CHECK_THROWS_AS(writer.write(std::vector<std::string>{"1"}), std::logic_error);
}
