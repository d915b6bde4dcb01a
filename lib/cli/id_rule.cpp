// SPDX-License-Identifier: Apache-2.0
#include "cli/id_rule.hpp"

#include "base/error.hpp"
#include "provenance/hash.hpp"

#include <utility>

namespace cxrval::cli {
namespace {

using base::Error;

class MapReader {
 public:
  MapReader(const deid::PatientIdRule& rule, table::Reader& table)
      : rule_(rule), table_(table), from_(table.require("from")), to_(table.require("to")) {}

  deid::PatientIdMap read() {
    deid::PatientIdMap map;
    table::Row row;
    while (true) {
      const auto more = table_.next(row);
      if (!more) throw Error(more.error().place, more.error().reason);
      if (!*more) return map;
      const std::string from = normal(row, from_);
      const std::string to = normal(row, to_);
      if (!map.add(from, to)) {
        throw Error(table_.place(row, from_), "this id is mapped to another one further up");
      }
      hash_.add(std::to_string(from.size()) + ':' + from + std::to_string(to.size()) + ':' + to);
    }
  }

  std::string hash() { return hash_.digest(); }

 private:
  std::string normal(const table::Row& row, std::size_t column) {
    std::string id(rule_.before_map(row.cells[column], scratch_));
    if (id.empty()) throw Error(table_.place(row, column), "no id");
    return id;
  }

  const deid::PatientIdRule& rule_;
  table::Reader& table_;
  std::size_t from_;
  std::size_t to_;
  std::string scratch_;
  provenance::Hash hash_;
};

}  // namespace

deid::PatientIdRule parse_id_rule(const std::string& list) {
  auto rule = deid::PatientIdRule::parse(list);
  if (rule) return *std::move(rule);
  throw base::UsageError(
      "--normalize-id is none or a list of trim, upper, strip-prefix:P, strip-leading-zeros, map:FILE");
}

void read_id_map(deid::PatientIdRule& rule, Run& run) {
  if (!rule.map_file().empty()) {
    MapReader reader(rule, run.open_table("normalize-id", rule.map_file()));
    rule.set_map(reader.read(), run.shown(rule.map_file()));
    run.record("normalize-id_map", reader.hash());
  }
  run.record("normalize-id", rule.to_string());
}

}  // namespace cxrval::cli
