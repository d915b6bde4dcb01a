// SPDX-License-Identifier: Apache-2.0
#include "table/row_encoder.hpp"

#include "table/writer.hpp"

#include "catch.hpp"

#include <random>
#include <string>
#include <vector>

using namespace cxrval;
using table::Format;
using table::Kind;
using table::RowEncoder;

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

// RFC 4180 as one would write it down.
std::string slow_csv_cell(std::string_view cell) {
  if (cell.find_first_of(",\"\r\n") == std::string_view::npos) return std::string(cell);
  std::string text = "\"";
  for (const char c : cell) text += c == '"' ? "\"\"" : std::string(1, c);
  return text + '"';
}

std::string slow_json_text(std::string_view text) {
  static const std::string digits = "0123456789abcdef";
  std::string json = "\"";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      json += {'\\', c};
    } else if (c == '\n' || c == '\r' || c == '\t') {
      json += {'\\', c == '\n' ? 'n' : c == '\r' ? 'r' : 't'};
    } else if (byte < 0x20 || byte == 0x7f) {
      json += std::string("\\u00") + digits[byte / 16] + digits[byte % 16];
    } else {
      json += c;
    }
  }
  return json + '"';
}

std::string random_cell(std::mt19937& random) {
  std::string cell;
  const bool plain = random() % 3 > 0;
  for (std::size_t length = random() % 60; length > 0; --length) {
    cell += plain ? "abz09.:-/ \xac\xa2\x8a\x8d\xdc\xff\x80\x9f"[random() % 18]
                  : ",\"\r\n\t\\\x01\x7f az\x1f!~"[random() % 14];
  }
  return cell;
}

}  // namespace

TEST_CASE("encoded rows are what RFC 4180 and JSON say, for cells of every length") {
  std::mt19937 random(1);
  const std::vector<table::Column> columns{{"a"}, {"b,\"c"}, {"d"}};
  const RowEncoder csv(Format::csv, columns);
  const RowEncoder jsonl(Format::jsonl, columns);
  std::string expected_csv;
  std::string expected_jsonl;
  std::string csv_text;
  std::string jsonl_text;
  for (int round = 0; round < 3000; ++round) {
    const std::vector<std::string> row{random_cell(random), random_cell(random), random_cell(random)};
    const std::vector<std::string_view> cells(row.begin(), row.end());
    csv.encode(cells, csv_text);
    jsonl.encode(cells, jsonl_text);
    expected_csv += slow_csv_cell(row[0]) + ',' + slow_csv_cell(row[1]) + ',' + slow_csv_cell(row[2]) + '\n';
    expected_jsonl += "{\"a\":" + slow_json_text(row[0]) + ",\"b,\\\"c\":" + slow_json_text(row[1]) +
                      ",\"d\":" + slow_json_text(row[2]) + "}\n";
  }
  CHECK(csv_text == expected_csv);
  CHECK(jsonl_text == expected_jsonl);
}

TEST_CASE("rows that are encoded elsewhere are written and counted like others") {
  const std::vector<table::Column> columns{{"id"}, {"p", Kind::number}};
  const std::vector<std::vector<std::string>> rows{{"0012", "0.5"}, {"x,y", ""}, {"", "1"}};
  for (const Format format : {Format::csv, Format::jsonl}) {
    std::string one_by_one;
    table::Writer plain(std::make_unique<StringSink>(one_by_one), format, columns);
    for (const auto& row : rows) plain.write(row);
    std::string together;
    table::Writer appending(std::make_unique<StringSink>(together), format, columns);
    std::string encoded;
    for (const auto& row : rows) {
      appending.encoder().encode(std::vector<std::string_view>(row.begin(), row.end()), encoded);
    }
    appending.append(encoded, rows.size());
    CHECK(together == one_by_one);
    CHECK(appending.records_written() == 3);
  }
}

TEST_CASE("one empty cell alone is quoted, and a row of another width is a fault of the program") {
  const RowEncoder encoder(Format::csv, {{"only"}});
  std::string text;
  encoder.encode(std::vector<std::string_view>{""}, text);
  CHECK(text == "\"\"\n");
  CHECK_THROWS_AS(encoder.encode(std::vector<std::string_view>{"1", "2"}, text), std::logic_error);
}
