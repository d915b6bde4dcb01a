// SPDX-License-Identifier: Apache-2.0
#include "table/reader.hpp"

#include "base/error.hpp"

#include "catch.hpp"
#include "dripping.hpp"

#include <string>

using namespace cxrval;
using table::Reader;
using table::Row;

namespace {

Reader reader_of(std::string_view text, const table::ColumnMap& map = {}) {
  return Reader(base::memory_source(text, "t.csv"), map);
}

std::vector<std::vector<std::string>> all_rows(Reader& reader) {
  std::vector<std::vector<std::string>> rows;
  Row row;
  while (true) {
    const auto more = reader.next(row);
    REQUIRE(more);
    if (!*more) return rows;
    rows.push_back(row.cells);
  }
}

using Rows = std::vector<std::vector<std::string>>;

}  // namespace

TEST_CASE("CSV cells keep commas, quotes, line ends and leading zeros") {
  const std::string text = "\xEF\xBB\xBFid,text\r\n0012,\"a, \"\"b\"\"\n- c\"\n,\"\"\n";
  for (const std::size_t step : {1, 2, 3, 7, 1000}) {
    Reader reader(std::make_unique<Dripping>(text, step));
    CHECK(reader.columns() == std::vector<std::string>{"id", "text"});
    CHECK(all_rows(reader) == Rows{{"0012", "a, \"b\"\n- c"}, {"", ""}});
  }
}

TEST_CASE("JSON Lines are recognised by their first byte and read alike") {
  const std::string text =
      "{\"id\":\"0012\",\"n\":1.50,\"ok\":true,\"none\":null}\n"
      "{\"n\":2,\"id\":\"a\\n\\u1ea5\"}\n";
  for (const std::size_t step : {1, 5, 1000}) {
    Reader reader(std::make_unique<Dripping>(text, step));
    CHECK(reader.columns() == std::vector<std::string>{"id", "n", "ok", "none"});
    CHECK(all_rows(reader) == Rows{{"0012", "1.50", "true", ""}, {"a\n\u1ea5", "2", "", ""}});
  }
}

TEST_CASE("a table that was cut short is an error, never a shorter table") {
  for (const char* text : {"a,b\n1,2", "a,b\n1,\"2\n", "a,b", "{\"a\":1}\n{\"a\":2}"}) {
    const auto read = [text] {
      Reader reader = reader_of(text);
      Row row;
      while (*reader.next(row)) {
      }
    };
    CHECK_THROWS_WITH(read(), contains("the table was cut short"));
  }
  CHECK_THROWS_WITH(reader_of(""), "t.csv: empty; a table begins with its column names");
}

TEST_CASE("a faulty record is told with its line, and reading goes on behind it") {
  Reader reader = reader_of("a,b\n1,2\n3\n4,\"5\"6\n7,8,9\n\xff,1\nx\"y,1\n10,11\n");
  Row row;
  std::vector<std::string> faults;
  std::size_t good = 0;
  while (true) {
    const auto more = reader.next(row);
    if (more && !*more) break;
    if (more) {
      ++good;
    } else {
      faults.push_back(base::to_string(more.error().place) + ": " + more.error().reason);
      CHECK_FALSE(reader.raw().empty());
    }
  }
  CHECK(good == 2);
  CHECK(reader.records_read() == 7);
  CHECK(faults == std::vector<std::string>{"t.csv:3: fewer cells than the header has columns",
                                           "t.csv:4:2: text behind a closing quote",
                                           "t.csv:5: more cells than the header has columns", "t.csv:6: not UTF-8",
                                           "t.csv:7:1: quote inside a cell that is not quoted"});
}

TEST_CASE("a faulty JSON line is told with its line") {
  Reader reader = reader_of(
      "{\"a\":1}\n[1]\n{\"b\":1}\n{\"a\":{}}\n{\"a\":1,\"a\":2}\n{\"a\":1}{\"a\":2}\n\n{\"a\":NaN}\n{\"a\":2}\n");
  Row row;
  std::vector<std::string> reasons;
  while (true) {
    const auto more = reader.next(row);
    if (more && !*more) break;
    if (!more) reasons.push_back(std::to_string(more.error().place.line) + ' ' + more.error().reason);
  }
  CHECK(reasons == std::vector<std::string>{"2 not a JSON object", "3 key that the first line does not have",
                                            "4 nested value in a table", "5 key twice in one line",
                                            "6 text behind the JSON object", "7 not a JSON object",
                                            "8 not a JSON object"});
}

TEST_CASE("keys have no place in JSON Lines whose first object is empty") {
  Reader reader = reader_of("{}\n{\"a\":1,\"b\":2}\n{\"b\":1}\n{}\n");
  Row row;
  CHECK(reader.next(row).value());
  CHECK(reader.next(row).error().reason == "key that the first line does not have");
  CHECK(reader.next(row).error().reason == "key that the first line does not have");
  CHECK(reader.next(row).value());
  CHECK(row.cells.empty());
  CHECK_FALSE(reader.next(row).value());
}

TEST_CASE("a mapped column carries our name") {
  Reader reader = reader_of("PID,x\n1,2\n", {{"patient_id", "PID"}, {"label", "not there"}});
  CHECK(reader.require("patient_id") == 0);
  CHECK(reader.mapped("patient_id"));
  CHECK_FALSE(reader.mapped("label"));
  CHECK_FALSE(reader.find("PID"));
  CHECK_THROWS_WITH(reader.require("label"),
                    "t.csv:1: no column label; name the column that holds it with --map label=THEIRS");
}

TEST_CASE("a mapping wins over a column of our name, which stays under another") {
  CHECK(reader_of("label,label_strict\n1,2\n", {{"label", "label_strict"}}).columns() ==
        std::vector<std::string>{"unmapped_label", "label"});
  CHECK(reader_of("a,b\n1,2\n", {{"a", "b"}, {"b", "a"}}).columns() == std::vector<std::string>{"b", "a"});
  CHECK(reader_of("a,b\n1,2\n", {{"a", "a"}}).columns() == std::vector<std::string>{"a", "b"});
}

TEST_CASE("a JSON column can be mapped too") {
  Reader reader = reader_of("{\"PID\":\"1\"}\n{\"PID\":\"2\"}\n", {{"patient_id", "PID"}});
  CHECK(reader.require("patient_id") == 0);
  CHECK(all_rows(reader) == Rows{{"1"}, {"2"}});
}

TEST_CASE("headers without names or with doubled names are refused") {
  CHECK_THROWS_WITH(reader_of("a,,b\n"), "t.csv:1:2: column without a name");
  CHECK_THROWS_WITH(reader_of("a,b,a\n"), "t.csv:1:3: has the same name as column 1");
}

TEST_CASE("lines are counted through quoted line ends") {
  Reader reader = reader_of("a\n\"1\n2\n3\"\n4\n");
  Row row;
  REQUIRE(*reader.next(row));
  CHECK(row.line == 2);
  REQUIRE(*reader.next(row));
  CHECK(row.line == 5);
}

TEST_CASE("a long record in small pieces is read in time that grows with its length only") {
  std::string text = "a,b\n\"";
  for (int i = 0; i < 400'000; ++i) text += "a line of \"\"words\"\"\n";
  text += "\",2\n";
  // With every piece read from the start again this would be 3e12 bytes.
  Reader reader(std::make_unique<Dripping>(text, 32));
  Row row;
  REQUIRE(reader.next(row).value());
  CHECK(row.cells[0].size() == 400'000 * std::string("a line of \"words\"\n").size());
  CHECK(row.cells[1] == "2");
}

TEST_CASE("a record of very many cells is read over, not kept") {
  const std::string text = "a,b\n" + std::string(3'000'000, ',') + "\n1,2\n";
  Reader reader = reader_of(text);
  Row row;
  CHECK(reader.next(row).error().reason == "more cells than the header has columns");
  CHECK(row.cells.capacity() < 100);
  CHECK(reader.next(row).value());
  CHECK_THROWS_WITH(reader_of(std::string(70'000, ',') + "\n"), "t.csv:1: more than 65536 columns");
}
