// SPDX-License-Identifier: Apache-2.0
#include "lesion/image_table.hpp"

#include "base/error.hpp"
#include "base/number.hpp"
#include "study/image.hpp"

#include <cmath>
#include <cstddef>
#include <optional>
#include <unordered_map>
#include <unordered_set>

namespace cxrval::lesion {
namespace {

constexpr double most_side = 65535;

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

// A row of the list, held until it is known which images have a row that can be used.
struct Listed {
  study::ListedImage image;
  std::string left_out{};  // why it is
  base::Place place;
  std::string raw;
};

// Tables of programs that take empty cells for numbers have 1024.0.
std::optional<double> side_of(const std::string& text) {
  const auto side = base::parse_real(text);
  return side && *side >= 1 && *side <= most_side && *side == std::floor(*side) ? side : std::nullopt;
}

base::Result<std::optional<study::PixelSize>> size_of(const table::Reader& table, const table::Row& row,
                                                      const Columns& columns) {
  if (!columns.rows || !columns.columns) return std::nullopt;
  const std::string& rows = row.cells[*columns.rows];
  const std::string& width = row.cells[*columns.columns];
  if (rows.empty() && width.empty()) return std::nullopt;
  const auto y = side_of(rows);
  const auto x = side_of(width);
  if (!y) return base::fault(table.place(row, *columns.rows), "rows is no whole number of 1 to 65535");
  if (!x) return base::fault(table.place(row, *columns.columns), "columns is no whole number of 1 to 65535");
  return study::PixelSize{*x, *y};
}

// Rows of the table as images.
class Rows {
 public:
  Rows(const table::Reader& table, const ImageTable& asked)
      : table_(table), columns_(table, asked.fold_column), asked_(asked), names_(asked.naming) {}

  base::Result<Listed> listed(const table::Row& row) {
    Listed listed;
    listed.place = table_.place(row, columns_.id);
    const std::string id = names_.of(row.cells[columns_.id], listed.place);
    if (id.empty()) return base::fault(listed.place, "no SOP Instance UID");
    listed.image.id = image_key(id, cell(row, columns_.frame));
    const std::string patient = columns_.patient ? asked_.patient_ids.apply(row.cells[*columns_.patient]) : "";
    if (!patient.empty()) listed.image.patient = cell(row, columns_.facility) + '\n' + patient;
    const auto size = size_of(table_, row, columns_);
    if (!size) return tl::unexpected(size.error());
    listed.image.size = *size;
    if (columns_.status) {
      const auto status = study::parse_status(row.cells[*columns_.status]);
      if (!status) {
        return base::fault(table_.place(row, *columns_.status), "status is not ok, not_cxr, not_pa or rejected");
      }
      if (*status != study::Status::ok && !asked_.keeps_unjudged) listed.left_out = study::name(*status);
    }
    listed.image.fold = cell(row, columns_.fold);
    if (listed.image.fold == "0") {
      return base::fault(table_.place(row, *columns_.fold), "the fold is 0; number folds from 1");
    }
    if (columns_.fold && listed.left_out.empty() && listed.image.fold.empty()) listed.left_out = "no_fold";
    listed.raw = table_.raw();
    return listed;
  }

 private:
  const table::Reader& table_;
  Columns columns_;
  const ImageTable& asked_;
  ImageNames names_;
};

// The images whose rows contradict each other. Nobody knows which row is right: none of them is taken.
std::unordered_set<std::string> contradicted(const std::vector<Listed>& rows) {
  std::unordered_map<std::string, study::ListedImage> first;
  std::unordered_set<std::string> found;
  for (const Listed& row : rows) {
    if (!row.left_out.empty()) continue;
    study::ListedImage& known = first.emplace(row.image.id, row.image).first->second;
    if (!known.size) known.size = row.image.size;
    const bool resized = row.image.size && row.image.size != known.size;
    if (row.image.patient != known.patient || row.image.fold != known.fold || resized) found.insert(row.image.id);
  }
  return found;
}

void take_judged(std::vector<Listed>& rows, study::ImageList& images, cli::Run& run) {
  const std::unordered_set<std::string> torn = contradicted(rows);
  for (Listed& listed : rows) {
    if (!listed.left_out.empty()) continue;
    if (torn.contains(listed.image.id)) {
      const std::string folds = listed.image.fold.empty() ? "" : ", folds";
      run.reject("images", {listed.place, "image stands twice, with different patients" + folds + " or sizes"},
                 listed.raw);
      images.exclude(listed.image.id, "image_rejected");
      continue;
    }
    if (images.find(listed.image.id)) run.ledger("images", "evaluated").merged();
    images.add(std::move(listed.image));
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

study::ImageList read_images(const ImageTable& asked, cli::Run& run) {
  table::Reader& table = run.open_table("images", asked.path);
  Rows images_of(table, asked);
  cli::Ledger& ledger = run.ledger("images", "evaluated");
  std::vector<Listed> rows;
  table::Row row;
  while (true) {
    const auto more = table.next(row);
    if (more && !*more) break;
    ledger.read();
    auto listed = more ? images_of.listed(row) : tl::unexpected(more.error());
    if (!listed) {
      run.reject("images", listed.error(), table.raw());
      continue;
    }
    rows.push_back(std::move(*listed));
  }
  study::ImageList images;
  take_judged(rows, images, run);
  for (const Listed& each : rows) {
    if (!each.left_out.empty()) take_unjudged(each, images, ledger);
  }
  images.sort();
  if (images.images().empty()) throw base::Error("no image is left to evaluate");
  return images;
}

void warn_of_unlisted(const std::vector<std::pair<std::string, std::string>>& units, cli::Run& run) {
  for (const auto& [unit, written_as] : units) {
    const auto& excluded = run.ledger(unit, written_as).account().excluded;
    const auto found = excluded.find("image_not_listed");
    if (found == excluded.end()) continue;
    run.warn(std::to_string(found->second) + " of the " + unit + (found->second == 1 ? " is" : " are") +
             " of images that are not in the list; they are left out");
  }
}

}  // namespace cxrval::lesion
