// SPDX-License-Identifier: Apache-2.0
#include "table/record_reader.hpp"

#include "base/bytes.hpp"
#include "table/reader.hpp"

#include "catch.hpp"

#include <string>
#include <vector>

using namespace cxrval;

namespace {

// What a reader makes of a table: a line for each record or fault, and how it ended.
struct Story {
  std::vector<std::string> lines;
  std::string end = "end";

  void record(std::size_t line, const auto& cells, std::string_view raw) {
    std::string text = std::to_string(line);
    for (const auto& cell : cells) text.append("|").append(cell);
    lines.push_back(text.append("|").append(raw));
  }
  void fault(const base::Fault& fault, std::string_view raw) {
    lines.push_back(std::to_string(fault.place.line) + fault.reason + std::string(raw));
  }
  bool operator==(const Story&) const = default;
};

Story by_reader(const std::string& table) {
  Story story;
  table::Reader reader(base::memory_source(table, "t.csv"));
  table::Row row;
  try {
    while (true) {
      const auto more = reader.next(row);
      if (more && !*more) return story;
      more ? story.record(row.line, row.cells, reader.raw()) : story.fault(more.error(), reader.raw());
    }
  } catch (const base::Error& error) {
    story.end = error.what();
  }
  return story;
}

Story by_record_reader(const std::string& table, std::size_t block_bytes) {
  Story story;
  table::BlockReader blocks(base::memory_source(table, "t.csv"), {}, block_bytes);
  table::RecordReader reader(blocks);
  table::RecordView record;
  try {
    while (true) {
      const auto more = reader.next(record);
      if (more && !*more) return story;
      more ? story.record(record.line, record.cells, reader.raw()) : story.fault(more.error(), reader.raw());
    }
  } catch (const base::Error& error) {
    story.end = error.what();
  }
  return story;
}

}  // namespace

TEST_CASE("records one by one are those of Reader, faulty ones as well, whatever the size of the blocks") {
  for (const std::string table :
       {"a,b\n", "a,b\n1,2\n", "a,b\n1\n2,3\n4,5,6\n7,8\n", "a,b\n\"x\ny\",\"\"\"q\"\n3,4\r\n5,6", "a,b\n1,2\n\"open",
        "{\"a\":\"1\",\"b\":2}\n{\"a\":\n{\"b\":\"x\"}\n"}) {
    const Story expected = by_reader(table);
    for (const std::size_t block_bytes : {1U, 7U, 1U << 20}) {
      const Story found = by_record_reader(table, block_bytes);
      CHECK(found.lines == expected.lines);
      CHECK(found.end == expected.end);
    }
  }
}

TEST_CASE("a record's place has its line and column") {
  table::BlockReader blocks(base::memory_source("a,b\n1,2\n3,4\n", "t.csv"));
  table::RecordReader reader(blocks);
  table::RecordView record;
  REQUIRE(*reader.next(record));
  REQUIRE(*reader.next(record));
  const base::Place place = reader.place(record, reader.require("b"));
  CHECK((place.line == 3 && place.column == 2));
}
