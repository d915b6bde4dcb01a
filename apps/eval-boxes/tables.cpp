// SPDX-License-Identifier: Apache-2.0
#include "tables.hpp"

#include "base/error.hpp"
#include "base/number.hpp"
#include "boxes/prediction_string.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <set>
#include <string_view>
#include <utility>
#include <vector>

namespace cxrval::eval_boxes {
namespace {

constexpr std::array<std::string_view, 4> statuses{"ok", "not_cxr", "not_pa", "rejected"};

struct ImageColumns {
  std::size_t id;
  std::optional<std::size_t> frame, facility, patient, status, rows, columns;

  explicit ImageColumns(const table::Reader& table)
      : id(table.require("sop_uid")),
        frame(table.find("frame")),
        facility(table.find("facility_id")),
        patient(table.find("patient_id")),
        status(table.find("status")),
        rows(table.find("rows")),
        columns(table.find("columns")) {}
};

// Frames of one object are images of their own.
std::string image_key(const std::string& id, const table::Row& row, std::optional<std::size_t> frame) {
  if (!frame || row.cells[*frame].empty()) return id;
  return id + '\n' + row.cells[*frame];
}

base::Result<Image> image_of(const table::Reader& table, const table::Row& row, const ImageColumns& columns,
                             const deid::PatientIdRule& ids) {
  Image image;
  if (row.cells[columns.id].empty()) return base::fault(table.place(row, columns.id), "no SOP Instance UID");
  image.id = image_key(row.cells[columns.id], row, columns.frame);
  if (columns.patient) {
    const std::string patient = ids.apply(row.cells[*columns.patient]);
    const std::string facility = columns.facility ? row.cells[*columns.facility] : "";
    if (!patient.empty()) image.patient = facility + '\n' + patient;
  }
  if (columns.rows && columns.columns && !row.cells[*columns.rows].empty()) {
    const auto height = base::parse_real(row.cells[*columns.rows]);
    const auto width = base::parse_real(row.cells[*columns.columns]);
    if (!height || *height <= 0) return base::fault(table.place(row, *columns.rows), "rows is no number above 0");
    if (!width || *width <= 0) return base::fault(table.place(row, *columns.columns), "columns is no number above 0");
    image.size = study::PixelSize{*width, *height};
  }
  return image;
}

// A row of the list, held until it is known which images have a row that can be used.
struct Listed {
  Image image;
  std::string status;  // why the image was not judged; empty where it was
  base::Place place;
  std::string raw;
};

void take_judged(Listed& listed, ImageList& images, cli::Ledger& ledger, cli::Run& run) {
  const bool known = images.find(listed.image.id).has_value();
  if (!images.add(std::move(listed.image))) {
    run.reject("images", {listed.place, "image stands twice, with different patients"}, listed.raw);
  } else if (known) {
    ledger.merged();
  } else {
    ledger.written();
  }
}

void take_unjudged(const Listed& listed, ImageList& images, cli::Ledger& ledger) {
  if (images.find(listed.image.id) || images.left_out(listed.image.id)) {
    ledger.merged();
    return;
  }
  images.exclude(listed.image.id, "image_" + listed.status);
  ledger.excluded(listed.status);
}

class BoxColumns {
 public:
  BoxColumns(const table::Reader& table, BoxFormat format, const Intake& intake)
      : table_(table), no_finding_counts_(intake.no_finding_counts()) {
    const bool vindr = format == BoxFormat::vindr;
    image_ = table.require(vindr ? "image_id" : "sop_uid");
    class_ = table.require(vindr ? "class_name" : "class");
    reader_ = table.find(vindr ? "rad_id" : "reader");
    if (!vindr) frame_ = table.find("frame");
    if (intake.scored()) score_ = table.require("score");
    std::size_t at = 0;
    for (const char* name : {"x_min", "y_min", "x_max", "y_max"}) corners_[at++] = table.require(name);
    vindr_ = vindr;
  }

  base::Result<RawBox> read(const table::Row& row) const {
    RawBox raw;
    raw.image = image_key(row.cells[image_], row, frame_);
    raw.class_name = row.cells[class_];
    if (reader_) raw.reader = row.cells[*reader_];
    if (row.cells[image_].empty()) return base::fault(table_.place(row, image_), "the image's id is empty");
    if (raw.class_name.empty()) return base::fault(table_.place(row, class_), "class is empty");
    const bool nothing = raw.class_name == no_finding && (vindr_ || lacks_corners(row));
    if (score_ && (!nothing || no_finding_counts_)) {
      const auto score = base::parse_real(row.cells[*score_]);
      if (!score) return base::fault(table_.place(row, *score_), "score is no number");
      raw.score = *score;
    }
    if (nothing) {
      raw.box = one_pixel;
      return raw;
    }
    const std::array<double*, 4> corners{&raw.box.x_min, &raw.box.y_min, &raw.box.x_max, &raw.box.y_max};
    for (std::size_t i = 0; i < corners.size(); ++i) {
      const auto number = base::parse_real(row.cells[corners_[i]]);
      if (!number) return base::fault(table_.place(row, corners_[i]), "coordinate is no number");
      *corners[i] = *number;
    }
    return raw;
  }

  // Where columns of the row stand, for messages.
  Source source(const table::Row& row) const {
    return {table_.place(row, 0), table_.raw(), class_ + 1, reader_ ? *reader_ + 1 : 0};
  }

 private:
  bool lacks_corners(const table::Row& row) const {
    return std::all_of(corners_.begin(), corners_.end(), [&](std::size_t corner) { return row.cells[corner].empty(); });
  }

  const table::Reader& table_;
  bool no_finding_counts_;
  std::size_t image_ = 0;
  std::size_t class_ = 0;
  std::optional<std::size_t> reader_, frame_, score_;
  std::array<std::size_t, 4> corners_{};
  bool vindr_ = false;
};

}  // namespace

void read_images(const Options& options, const Wanted& wanted, Material& material, cli::Run& run) {
  table::Reader& table = run.open_table("images", options.images);
  const ImageColumns columns(table);
  cli::Ledger& ledger = run.ledger("images", "evaluated");
  std::vector<Listed> listed;
  table::Row row;
  while (true) {
    const auto more = table.next(row);
    if (more && !*more) break;
    ledger.read();
    auto image = more ? image_of(table, row, columns, options.normalize_id) : tl::unexpected(more.error());
    if (!image) {
      run.reject("images", image.error(), table.raw());
      continue;
    }
    std::string status = columns.status ? row.cells[*columns.status] : "ok";
    if (std::find(statuses.begin(), statuses.end(), status) == statuses.end()) {
      run.reject("images", {table.place(row, *columns.status), "status is not ok, not_cxr, not_pa or rejected"},
                 table.raw());
      continue;
    }
    if (status == "ok" || wanted.keeps_unjudged) status.clear();
    listed.push_back({std::move(*image), std::move(status), table.place(row, columns.id), std::string(table.raw())});
  }
  for (Listed& each : listed) {
    if (each.status.empty()) take_judged(each, material.images, ledger, run);
  }
  for (const Listed& each : listed) {
    if (!each.status.empty()) take_unjudged(each, material.images, ledger);
  }
}

void read_table(const std::string& path, BoxFormat format, Intake& intake, cli::Run& run) {
  table::Reader& table = run.open_table(intake.role(), path);
  const BoxColumns columns(table, format, intake);
  table::Row row;
  while (true) {
    const auto more = table.next(row);
    if (more && !*more) break;
    const auto raw = more ? columns.read(row) : tl::unexpected(more.error());
    if (raw) {
      intake.add(*raw, columns.source(row));
    } else {
      intake.reject(raw.error(), table.raw());
    }
  }
}

void read_kaggle(const std::string& path, const std::vector<std::string>& names, Intake& intake, cli::Run& run) {
  table::Reader& table = run.open_table(intake.role(), path);
  const std::size_t id = table.require("image_id");
  const std::size_t predictions = table.require("PredictionString");
  table::Row row;
  while (true) {
    const auto more = table.next(row);
    if (more && !*more) break;
    const auto boxes = more ? boxes::parse_predictions(row.cells[predictions], table.place(row, predictions))
                            : tl::unexpected(more.error());
    if (!boxes) {
      intake.reject(boxes.error(), table.raw());
      continue;
    }
    for (const boxes::NumberedBox& box : *boxes) {
      if (box.class_number < names.size()) {
        intake.add({row.cells[id], names[box.class_number], "", box.box, box.score},
                   {table.place(row, predictions), table.raw()});
      } else {
        intake.reject({table.place(row, predictions), "class has no name in --names"}, table.raw());
      }
    }
  }
}

void read_vindr_images(const std::string& path, Material& material, cli::Run& run) {
  table::Reader& table = run.open_table("images", path);
  const std::size_t id = table.require("image_id");
  std::set<std::string> seen;
  cli::Ledger& ledger = run.ledger("images", "evaluated");
  table::Row row;
  while (true) {
    const auto more = table.next(row);
    if (more && !*more) break;
    if (!more || row.cells[id].empty() || !seen.insert(row.cells[id]).second) continue;
    ledger.read();
    ledger.written();
    material.images.add({row.cells[id], "", std::nullopt});
  }
}

}  // namespace cxrval::eval_boxes
