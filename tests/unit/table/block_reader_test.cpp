// SPDX-License-Identifier: Apache-2.0
#include "table/block_reader.hpp"

#include "base/parallel.hpp"
#include "table/block_cut.hpp"
#include "table/reader.hpp"
#include "table/scan.hpp"

#include "catch.hpp"
#include "dripping.hpp"

#include <algorithm>
#include <random>
#include <string>
#include <vector>

using namespace cxrval;
using table::BlockReader;

namespace {

// Everything that reading a table can give, one line for each record and for the error that ends it.
struct Account {
  std::vector<std::string> lines;
  std::vector<std::string> columns;
  std::size_t records = 0;

  bool operator==(const Account&) const = default;
};

template <class Cells>
std::string told(std::size_t line, std::string_view raw, const Cells& cells) {
  std::string text = std::to_string(line) + " <" + std::string(raw) + '>';
  for (const auto& cell : cells) text += " [" + std::string(cell) + ']';
  return text;
}

std::string told(std::size_t line, std::string_view raw, const base::Fault& fault) {
  return told(line, raw, std::vector{base::to_string(fault.place), fault.reason});
}

// Takes the errors of `read`, which come behind all records before them.
template <class Read>
Account account_of(Read read) {
  Account account;
  try {
    read(account);
  } catch (const base::Error& error) {
    account.lines.emplace_back(error.what());
  }
  return account;
}

Account by_reader(const std::string& text, const table::ColumnMap& map = {}) {
  return account_of([&](Account& account) {
    table::Reader reader(base::memory_source(text, "t.csv"), map);
    account.columns = reader.columns();
    table::Row row;
    while (true) {
      const auto more = reader.next(row);
      if (more && !*more) break;
      account.lines.push_back(more ? told(row.line, reader.raw(), row.cells)
                                   : told(row.line, reader.raw(), more.error()));
      account.records = reader.records_read();
    }
  });
}

std::vector<std::string> lines_of(const table::Block& block) {
  std::vector<std::string> lines;
  block.read([&](const table::RecordView& record) { lines.push_back(told(record.line, record.raw, record.cells)); },
             [&](const base::Fault& fault, std::string_view raw, std::size_t line) {
               lines.push_back(told(line, raw, fault));
             });
  CHECK(lines.size() == block.records());
  return lines;
}

struct Pieces {
  std::size_t block = BlockReader::usual_block;
  std::size_t step = 1 << 20;
  int threads = 1;
};

Account by_blocks(const std::string& text, Pieces pieces, const table::ColumnMap& map = {}) {
  return account_of([&](Account& account) {
    BlockReader reader(std::make_unique<Dripping>(text, pieces.step), map, pieces.block);
    account.columns = reader.columns();
    base::ordered_parallel_pull(
        {.threads = pieces.threads}, [&] { return reader.next(); }, lines_of,
        [&](const std::vector<std::string>& lines) {
          account.lines.insert(account.lines.end(), lines.begin(), lines.end());
          account.records = account.lines.size();
        });
    CHECK(reader.records_read() == account.records);
  });
}

using Random = std::mt19937;

std::size_t below(Random& random, std::size_t limit) {
  return random() % limit;
}

std::string any_of(Random& random, const std::vector<std::string>& pieces, std::size_t most) {
  std::string text;
  for (std::size_t count = below(random, most + 1); count > 0; --count) text += pieces[below(random, pieces.size())];
  return text;
}

std::string random_csv(Random& random) {
  static const std::vector<std::string> plain{"a", "0012", "2020-11-02T09:00:10", "\u1ea5", "\r", " ", "x y z"};
  static const std::vector<std::string> quoted{"a", ",", "\"\"", "\n", "\r\n", "long text, of words", "\u1ea5"};
  const std::size_t width = 1 + below(random, 4);
  const std::string line_end = below(random, 2) == 0 ? "\n" : "\r\n";
  std::string text = below(random, 4) == 0 ? "\xEF\xBB\xBF" : "";
  for (std::size_t i = 0; i < width; ++i) text += (i > 0 ? ",c" : "c") + std::to_string(i);
  text += line_end;
  const std::size_t share = below(random, 4);
  for (std::size_t row = below(random, 40); row > 0; --row) {
    for (std::size_t i = 0; i < width; ++i) {
      if (i > 0) text += ',';
      const bool quotes = below(random, 4) < share;
      text += quotes ? '"' + any_of(random, quoted, 5) + '"' : any_of(random, plain, 3);
    }
    text += line_end;
  }
  return text;
}

std::string random_json(Random& random) {
  static const std::vector<std::string> values{
      "1", "-2.50e3", "true", "null", "\"\"", "\"0012\"", "\"a\\n\\u1ea5\\ud83d\\ude00\"", "\"\u1ea5, \\\"x\\\"\"",
  };
  std::string text;
  for (std::size_t row = 1 + below(random, 30); row > 0; --row) {
    std::string members;
    for (const char* key : {"a", "b", "c"}) {
      if (!text.empty() && below(random, 4) == 0) continue;
      members += (members.empty() ? "\"" : ", \"") + std::string(key) + "\": " + values[below(random, values.size())];
    }
    text += '{' + members + (below(random, 5) == 0 ? "}\r\n" : "}\n");
  }
  return text;
}

void damage(Random& random, std::string& text) {
  static const std::vector<std::string> harm{"\"", ",", "\n", "\r", "\xff", "\xc3", "\"\"", "\"x", "{", "\\", "\"\r"};
  for (std::size_t count = below(random, 4); count > 0 && !text.empty(); --count) {
    const std::size_t at = below(random, text.size());
    const std::string& piece = harm[below(random, harm.size())];
    if (below(random, 2) == 0) {
      text.insert(at, piece);
    } else {
      text.replace(at, 1, piece);
    }
  }
  if (below(random, 8) == 0) text.resize(below(random, text.size() + 1));
}

std::string many_rows(std::size_t count) {
  std::string text = "id,time,text\n";
  for (std::size_t i = 0; i < count; ++i) {
    text += std::to_string(i) + ",2020-11-02T09:00,";
    text += i % 50 == 0 ? "\"a \"\"word\"\"\nand, more\"" : "plain";
    text += i % 97 == 0 ? ",too many\n" : "\n";
  }
  return text;
}

}  // namespace

TEST_CASE(
    "blocks give the records, faults, places, texts and errors of Reader, whatever the table and the block size") {
  Random random(1);
  for (int round = 0; round < 6000; ++round) {
    std::string text = round % 3 == 0 ? random_json(random) : random_csv(random);
    if (round % 2 == 0) damage(random, text);
    const Account expected = by_reader(text);
    const std::size_t block = round % 4 == 0 ? 1 + below(random, 8) : 1 + below(random, 400);
    INFO(text);
    REQUIRE(by_blocks(text, {.block = block, .step = 1 + below(random, 50)}) == expected);
    REQUIRE(by_blocks(text, {}) == expected);
  }
}

TEST_CASE("blocks that several threads read are consumed in the order of the table") {
  const std::string text = many_rows(3000);
  const Account expected = by_reader(text);
  CHECK(expected.lines.size() == 3000);
  for (const std::size_t block : {100, 1000, 1 << 20}) {
    CHECK(by_blocks(text, {.block = block, .threads = 3}) == expected);
  }
  const std::string cut = text + "1,2,\"3";
  CHECK(by_blocks(cut, {.block = 1000, .threads = 3}) == by_reader(cut));
  CHECK(by_reader(cut).lines.back().find("cut short") != std::string::npos);
}

TEST_CASE("headers are read, mapped and refused as by Reader") {
  const table::ColumnMap map{{"patient_id", "PID"}, {"b", "a"}};
  for (const char* text : {"PID,x\n1,2\n", "a,b\n1,2\n", "{\"PID\":\"1\"}\n", "", "\xEF\xBB\xBF", "a,,b\n", "a,b,a\n",
                           "a,\"b\n", "a,b", "x\"y\n", "\xff\n", "[1]\n", "{]\n", "{}\n{\"a\":1}\n", "\n", "\n\nx\n"}) {
    INFO(text);
    CHECK(by_blocks(text, {.block = 3}, map) == by_reader(text, map));
  }
  const BlockReader reader(base::memory_source("PID,x\n1,2\n", "t.csv"), map);
  CHECK(reader.name() == "t.csv");
  CHECK(reader.require("patient_id") == 0);
  CHECK(reader.find("x") == 1);
  CHECK_FALSE(reader.find("PID"));
  CHECK(reader.mapped("patient_id"));
  CHECK_FALSE(reader.mapped("b"));
  CHECK(reader.place(7, 1) == base::Place{"t.csv", 7, 2});
  CHECK_THROWS_WITH(reader.require("label"),
                    "t.csv:1: no column label; name the column that holds it with --map label=THEIRS");
}

TEST_CASE("the texts of a block outlive its reader and stay where they are when it moves") {
  std::optional<table::Block> block;
  {
    BlockReader reader(base::memory_source("a,b\n1,\"x\"\"y\"\n3,\"z\"\n", "t.csv"));
    block = reader.next();
    REQUIRE(block);
    CHECK_FALSE(reader.next());
  }
  std::vector<std::string_view> cells;
  block->read(
      [&](const table::RecordView& record) { cells.insert(cells.end(), record.cells.begin(), record.cells.end()); },
      [](const base::Fault&, std::string_view, std::size_t) { FAIL("no fault"); });
  const table::Block moved = std::move(*block);
  CHECK(moved.weight() == 15);
  CHECK(cells == std::vector<std::string_view>{"1", "x\"y", "3", "z"});
}

TEST_CASE("a record of 64 MiB is the longest, by blocks as by Reader") {
  constexpr std::size_t most = 64 << 20;
  const auto last_of = [](Account account) {
    for (std::string& line : account.lines) line.resize(std::min<std::size_t>(line.size(), 80));
    return account;
  };
  for (const std::size_t length : {most, most + 1}) {
    const std::string text = "a\n1\n" + std::string(length - 1, 'x') + "\n2\n";
    const Account expected = last_of(by_reader(text));
    CHECK(expected.lines.size() == (length == most ? 3 : 2));
    CHECK(last_of(by_blocks(text, {.block = 1 << 20})) == expected);
    CHECK(last_of(by_blocks(text, {.block = most})) == expected);
  }
}

TEST_CASE("a long record in small blocks is read in time that grows with its length only") {
  std::string text = "a,b\n\"";
  for (int i = 0; i < 400'000; ++i) text += "a line of \"\"words\"\"\n";
  text += "\",2\n";
  // With every block cut from the start again this would be 1e12 bytes.
  BlockReader reader(std::make_unique<Dripping>(text, 32), {}, 64);
  const auto block = reader.next();
  REQUIRE(block);
  CHECK(block->records() == 1);
  std::size_t length = 0;
  block->read([&](const table::RecordView& record) { length = record.cells[0].size(); },
              [](const base::Fault&, std::string_view, std::size_t) { FAIL("no fault"); });
  CHECK(length == 400'000 * std::string("a line of \"words\"\n").size());
}

TEST_CASE("a faulty record of very many cells is read over") {
  const std::string text = "a,b\n" + std::string(300'000, ',') + "\n1,2\n";
  const Account account = by_blocks(text, {});
  CHECK(account == by_reader(text));
  CHECK(account.lines.size() == 2);
}

TEST_CASE("commas, quotes and line ends are marked on every machine alike") {
  Random random(2);
  for (int round = 0; round < 2000; ++round) {
    std::string bytes(table::scan_width, '\0');
    for (char& byte : bytes) {
      byte = below(random, 2) == 0 ? static_cast<char>(random()) : ",\"\n\r-+!\x0b\xac\xa2\x8a"[below(random, 11)];
    }
    std::uint64_t expected = 0;
    for (std::size_t i = 0; i < bytes.size(); ++i) {
      if (bytes[i] == ',' || bytes[i] == '"' || bytes[i] == '\n') expected |= std::uint64_t{1} << i;
    }
    REQUIRE(table::marks_of<',', '"', '\n'>(bytes.data()) == expected);
    REQUIRE(table::portable::marks_of<',', '"', '\n'>(bytes.data()) == expected);
  }
}

TEST_CASE("line ends are counted in texts of every length") {
  Random random(3);
  std::string text;
  for (int i = 0; i < 20'000; ++i) {
    text += below(random, 3) == 0 ? '\n' : static_cast<char>(random());
    if (i > 300 && i % 97 != 0) continue;
    REQUIRE(table::count_line_ends(text) == static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n')));
  }
  CHECK(table::count_line_ends(std::string(100'000, '\n')) == 100'000);
}
