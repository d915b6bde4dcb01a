// SPDX-License-Identifier: Apache-2.0
#include "images.hpp"

#include "base/error.hpp"
#include "base/number.hpp"
#include "study/image.hpp"

#include <cstddef>
#include <utility>
#include <vector>

namespace cxrval::eval_masks {
namespace {

constexpr int most_side = 65535;

struct Columns {
  std::size_t id;
  std::optional<std::size_t> frame, facility, patient, status, rows, columns, fold;

  Columns(const table::Reader& table, const std::string& fold_column)
      : id(table.require("sop_uid")),
        frame(table.find("frame")),
        facility(table.find("facility_id")),
        patient(table.find("patient_id")),
        status(table.find("status")),
        rows(table.find("rows")),
        columns(table.find("columns")) {
    if (!fold_column.empty()) fold = table.require(fold_column);
  }
};

std::string cell(const table::Row& row, std::optional<std::size_t> column) {
  return column ? row.cells[*column] : std::string();
}

std::optional<int> side_of(const std::string& text) {
  const auto side = base::parse_integer<int>(text);
  return side && *side >= 1 && *side <= most_side ? side : std::nullopt;
}

// A row of the list, held until it is known which images have a row that can be used.
struct Listed {
  study::ListedImage image;
  std::string left_out{};  // why it is
  base::Place place;
  std::string raw;
};

base::Result<Listed> listed_of(const table::Reader& table, const table::Row& row, const Columns& columns,
                               const deid::PatientIdRule& ids) {
  Listed listed;
  listed.place = table.place(row, columns.id);
  if (row.cells[columns.id].empty()) return base::fault(listed.place, "no SOP Instance UID");
  listed.image.id = image_key(row.cells[columns.id], cell(row, columns.frame));
  const std::string patient = columns.patient ? ids.apply(row.cells[*columns.patient]) : "";
  if (!patient.empty()) listed.image.patient = cell(row, columns.facility) + '\n' + patient;
  const std::string rows = cell(row, columns.rows);
  const std::string width = cell(row, columns.columns);
  if (!rows.empty() && !width.empty()) {
    const auto x = side_of(width);
    const auto y = side_of(rows);
    if (!y) return base::fault(table.place(row, *columns.rows), "rows is no whole number of 1 to 65535");
    if (!x) return base::fault(table.place(row, *columns.columns), "columns is no whole number of 1 to 65535");
    listed.image.size = study::PixelSize{static_cast<double>(*x), static_cast<double>(*y)};
  }
  if (columns.status) {
    const auto status = study::parse_status(row.cells[*columns.status]);
    if (!status) {
      return base::fault(table.place(row, *columns.status), "status is not ok, not_cxr, not_pa or rejected");
    }
    if (*status != study::Status::ok) listed.left_out = study::name(*status);
  }
  listed.image.fold = cell(row, columns.fold);
  if (listed.image.fold == "0") {
    return base::fault(table.place(row, *columns.fold), "the fold is 0; number folds from 1");
  }
  listed.raw = table.raw();
  return listed;
}

void take_judged(Listed& listed, study::ImageList& images, cli::Run& run) {
  const bool known = images.find(listed.image.id).has_value();
  const std::string folds = listed.image.fold.empty() ? "" : " or folds";
  if (!images.add(std::move(listed.image))) {
    run.reject("images", {listed.place, "image stands twice, with different patients" + folds}, listed.raw);
  } else if (known) {
    run.ledger("images", "evaluated").merged();
  }
}

void take_unjudged(const Listed& listed, study::ImageList& images, cli::Ledger& ledger) {
  if (images.find(listed.image.id) || images.left_out(listed.image.id)) {
    ledger.merged();
    return;
  }
  images.exclude(listed.image.id, "image_" + listed.left_out);
  ledger.excluded(listed.left_out);
}

}  // namespace

std::string image_key(const std::string& sop_uid, const std::string& frame) {
  return frame.empty() ? sop_uid : sop_uid + '\n' + frame;
}

study::ImageList read_images(const Options& options, const std::string& fold_column, cli::Run& run) {
  table::Reader& table = run.open_table("images", options.images);
  const Columns columns(table, fold_column);
  cli::Ledger& ledger = run.ledger("images", "evaluated");
  std::vector<Listed> rows;
  table::Row row;
  while (true) {
    const auto more = table.next(row);
    if (more && !*more) break;
    ledger.read();
    auto listed = more ? listed_of(table, row, columns, options.normalize_id) : tl::unexpected(more.error());
    if (!listed) {
      run.reject("images", listed.error(), table.raw());
      continue;
    }
    if (options.not_judged == "keep") listed->left_out.clear();
    if (columns.fold && listed->left_out.empty() && listed->image.fold.empty()) listed->left_out = "no_fold";
    rows.push_back(std::move(*listed));
  }
  study::ImageList images;
  for (Listed& each : rows) {
    if (each.left_out.empty()) take_judged(each, images, run);
  }
  for (const Listed& each : rows) {
    if (!each.left_out.empty()) take_unjudged(each, images, ledger);
  }
  images.sort();
  if (images.images().empty()) throw base::Error("no image is left to evaluate");
  return images;
}

}  // namespace cxrval::eval_masks
