// SPDX-License-Identifier: Apache-2.0
// pseudonymize_table KEYFILE RULES <TABLE >TABLE treats a table of results or pairs as --pseudonymize does, so that
// pseudonymising before a tool and after it can be compared.
#include "base/bytes.hpp"
#include "base/error.hpp"
#include "deid/row_rule.hpp"
#include "table/reader.hpp"
#include "table/writer.hpp"

#include <cstdio>
#include <exception>
#include <string>
#include <vector>

using namespace cxrval;
using deid::Treatment;

namespace {

// Of pairs, beside the columns that deid knows.
const std::vector<deid::Column> own{{"component", Treatment::number},
                                    {"flags", Treatment::keep},
                                    {"images", Treatment::number},
                                    {"images_ok", Treatment::number},
                                    {"label", Treatment::keep},
                                    {"label_strict", Treatment::keep},
                                    {"label_warnings", Treatment::keep},
                                    {"lag_minutes", Treatment::number},
                                    {"match_chest_wall", Treatment::keep},
                                    {"match_lung", Treatment::keep},
                                    {"match_mediastinum", Treatment::keep},
                                    {"match_pleura", Treatment::keep},
                                    {"near_misses", Treatment::text},
                                    {"region_chest_wall", Treatment::keep},
                                    {"region_lung", Treatment::keep},
                                    {"region_mediastinum", Treatment::keep},
                                    {"region_pleura", Treatment::keep},
                                    {"study_birth_year", Treatment::birth_year},
                                    {"study_flags", Treatment::keep},
                                    {"study_sex", Treatment::keep}};

int pseudonymize(const std::string& key_file, const std::string& rules) {
  const auto ids = deid::PatientIdRule::parse(rules);
  if (!ids) throw base::Error("no such rules");
  table::Reader reader(base::open_source("-"));
  const deid::RowRule rule(deid::treated(reader.columns(), own),
                           {deid::read_key(*base::open_source(key_file)), *ids, false});
  std::vector<table::Column> columns;
  for (const std::string& name : rule.columns()) columns.push_back({name});
  table::Writer writer(base::open_sink("-"), table::Format::csv, columns);
  table::Row row;
  while (true) {
    const auto more = reader.next(row);
    if (!more) throw base::Error(more.error().place, more.error().reason);
    if (!*more) break;
    rule.apply(row.cells);
    writer.write(row.cells);
  }
  writer.prepare();
  writer.close();
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  try {
    if (argc != 3) throw base::Error("usage: pseudonymize_table KEYFILE RULES");
    return pseudonymize(argv[1], argv[2]);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "pseudonymize_table: %s\n", error.what());
    return 2;
  }
}
