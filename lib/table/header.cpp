// SPDX-License-Identifier: Apache-2.0
#include "table/header.hpp"

#include "table/json.hpp"
#include "table/shared_columns.hpp"
#include "table/utf8.hpp"

#include <algorithm>
#include <utility>

namespace cxrval::table {
namespace {

using base::Error;
using base::Place;

constexpr std::size_t most_columns = 65536;
constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

void skip_byte_order_mark(Feed& feed) {
  while (feed.pending().size() < byte_order_mark.size() && feed.refill()) {
  }
  if (feed.pending().starts_with(byte_order_mark)) feed.skip(byte_order_mark.size());
}

std::vector<std::string> read_json_keys(Feed& feed) {
  std::vector<std::pair<std::string, std::string>> members;
  const auto line = feed.take_line();
  if (const char* reason = JsonLineParser().parse(*line, members)) throw Error({feed.name(), feed.line()}, reason);
  std::vector<std::string> keys;
  for (auto& member : members) keys.push_back(std::move(member.first));
  feed.give_back();
  return keys;
}

std::vector<std::string> read_csv_names(Feed& feed) {
  std::vector<std::string> names;
  CsvScanner scanner(most_columns + 1);
  const CsvScan scan = feed.take_csv(scanner, names);
  if (scan.status == CsvScan::Status::faulty) throw Error({feed.name(), feed.line(), scan.column}, scan.reason);
  if (names.size() > most_columns) throw Error({feed.name(), feed.line()}, "more than 65536 columns");
  return names;
}

void apply(const ColumnMap& map, Header& header) {
  const std::vector<std::string> theirs = header.columns;
  for (const auto& [ours, their_name] : map) {
    const auto at = std::find(theirs.begin(), theirs.end(), their_name);
    if (at == theirs.end()) continue;  // another input of the same tool may have it
    if (const auto own = std::find(theirs.begin(), theirs.end(), ours); own != theirs.end() && own != at) {
      std::string& shadowed = header.columns[static_cast<std::size_t>(own - theirs.begin())];
      if (shadowed == ours) shadowed = "unmapped_" + ours;
    }
    header.columns[static_cast<std::size_t>(at - theirs.begin())] = ours;
    header.mapped.insert(ours);
  }
}

void index_columns(Header& header, std::size_t line) {
  for (std::size_t i = 0; i < header.columns.size(); ++i) {
    const Place place{header.name, line, i + 1};
    const std::string& column = header.columns[i];
    if (!valid_utf8(column)) throw Error(place, "column name is not UTF-8");
    if (column.empty()) throw Error(place, "column without a name");
    // Without its header line a table begins with a patient: names are not repeated in messages.
    const auto [same, added] = header.index.emplace(column, i);
    if (!added) throw Error(place, "has the same name as column " + std::to_string(same->second + 1));
  }
}

}  // namespace

std::optional<std::size_t> Header::find(std::string_view column) const {
  const auto at = index.find(std::string(column));
  return at == index.end() ? std::nullopt : std::optional(at->second);
}

std::size_t Header::require(std::string_view column) const {
  if (const auto at = find(column)) return *at;
  const std::string wanted(column);
  // What --map would refuse is no advice.
  const std::string advice =
      is_shared_column(column) ? "; name the column that holds it with --map " + wanted + "=THEIRS" : "";
  throw Error({name, 1}, "no column " + wanted + advice);
}

Header read_header(Feed& feed, const ColumnMap& map) {
  skip_byte_order_mark(feed);
  Header header;
  header.name = feed.name();
  if (feed.pending().empty() && !feed.refill())
    throw Error({header.name}, "empty; a table begins with its column names");
  header.is_json = feed.pending().front() == '{';
  header.columns = header.is_json ? read_json_keys(feed) : read_csv_names(feed);
  if (header.is_json) header.json_keys = header.columns;
  apply(map, header);
  index_columns(header, feed.line());
  return header;
}

}  // namespace cxrval::table
