// SPDX-License-Identifier: Apache-2.0
#include "readings.hpp"

#include "base/error.hpp"
#include "lesion/image_table.hpp"
#include "wanted.hpp"

#include <algorithm>
#include <optional>

namespace cxrval::eval_boxes {
namespace {

struct Columns {
  std::size_t image;
  std::size_t reader;
  std::optional<std::size_t> frame;

  explicit Columns(const table::Reader& table)
      : image(table.require("sop_uid")), reader(table.require("reader")), frame(table.find("frame")) {}

  std::string key(const table::Reader& table, const table::Row& row, lesion::ImageNames& names) const {
    return lesion::image_key(names.of(row.cells[image], table.place(row, image)), frame ? row.cells[*frame] : "");
  }
};

std::optional<base::Fault> fault_of(const table::Reader& table, const table::Row& row, const Columns& columns) {
  if (row.cells[columns.image].empty()) return base::Fault{table.place(row, columns.image), "no SOP Instance UID"};
  if (row.cells[columns.reader].empty()) return base::Fault{table.place(row, columns.reader), "no reader"};
  return std::nullopt;
}

}  // namespace

void read_readings(const std::string& path, lesion::ImageNaming naming, Material& material, cli::Run& run) {
  table::Reader& table = run.open_table("readings", path);
  const Columns columns(table);
  lesion::ImageNames names(naming);
  cli::Ledger& ledger = run.ledger("readings", "used");
  std::vector<Reading>& readings = material.readings;
  table::Row row;
  while (true) {
    const auto more = table.next(row);
    if (more && !*more) break;
    ledger.read();
    const auto fault = more ? fault_of(table, row, columns) : std::optional(more.error());
    if (fault) {
      run.reject("readings", *fault, table.raw());
      continue;
    }
    const std::string key = columns.key(table, row, names);
    const auto image = material.images.find(key);
    if (!image) {
      ledger.excluded(material.images.why_not(key));
      continue;
    }
    readings.push_back({*image, material.readers.number(row.cells[columns.reader])});
    if (material.readers.size() > most_readers) {
      throw base::Error(table.place(row, columns.reader),
                        "more than 500 readers in the column reader; take another column by --map");
    }
  }
  const std::size_t read = readings.size();
  std::sort(readings.begin(), readings.end());
  readings.erase(std::unique(readings.begin(), readings.end()), readings.end());
  ledger.merged(read - readings.size());
  ledger.written(readings.size());
  material.readings_listed = true;
}

}  // namespace cxrval::eval_boxes
