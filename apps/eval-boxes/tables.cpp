// SPDX-License-Identifier: Apache-2.0
#include "tables.hpp"

#include "base/error.hpp"
#include "base/number.hpp"
#include "boxes/prediction_string.hpp"
#include "lesion/corner_columns.hpp"
#include "lesion/image_names.hpp"
#include "lesion/image_table.hpp"

#include <optional>
#include <set>
#include <vector>

namespace cxrval::eval_boxes {
namespace {

class BoxColumns {
 public:
  BoxColumns(const table::Reader& table, BoxFormat format, const Intake& intake)
      : table_(table), no_finding_counts_(intake.no_finding_counts()), names_(intake.naming()), corners_(table) {
    const bool vindr = format == BoxFormat::vindr;
    image_ = table.require(vindr ? "image_id" : "sop_uid");
    class_ = table.require(vindr ? "class_name" : "class");
    const char* reader = vindr ? "rad_id" : "reader";
    reader_ = intake.needs_readers() ? std::optional(table.require(reader)) : table.find(reader);
    if (!vindr) frame_ = table.find("frame");
    if (intake.scored()) score_ = table.require("score");
    vindr_ = vindr;
  }

  base::Result<RawBox> read(const table::Row& row) {
    RawBox raw;
    const std::string image = names_.of(row.cells[image_], table_.place(row, image_));
    raw.image = lesion::image_key(image, frame_ ? row.cells[*frame_] : "");
    raw.class_name = row.cells[class_];
    if (reader_) raw.reader = row.cells[*reader_];
    if (image.empty()) return base::fault(table_.place(row, image_), "the image's id is empty");
    if (raw.class_name.empty()) return base::fault(table_.place(row, class_), "class is empty");
    const bool nothing = raw.class_name == no_finding && (vindr_ || corners_.empty(row));
    if (score_ && (!nothing || no_finding_counts_)) {
      const auto score = base::parse_real(row.cells[*score_]);
      if (!score) return base::fault(table_.place(row, *score_), "score is no number");
      raw.score = *score;
    }
    if (nothing) {
      raw.box = one_pixel;
      return raw;
    }
    const auto box = corners_.read(row);
    if (!box) return tl::unexpected(box.error());
    raw.box = *box;
    raw.edges = corners_.sized();
    return raw;
  }

  bool sized() const { return corners_.sized(); }

  // Where columns of the row stand, for messages.
  Source source(const table::Row& row) const {
    return {table_.place(row, 0), table_.raw(), class_ + 1, reader_ ? *reader_ + 1 : 0};
  }

 private:
  const table::Reader& table_;
  bool no_finding_counts_;
  lesion::ImageNames names_;
  lesion::CornerColumns corners_;
  std::size_t image_ = 0;
  std::size_t class_ = 0;
  std::optional<std::size_t> reader_, frame_, score_;
  bool vindr_ = false;
};

}  // namespace

void read_table(const std::string& path, BoxFormat format, Intake& intake, cli::Run& run) {
  table::Reader& table = run.open_table(intake.role(), path);
  BoxColumns columns(table, format, intake);
  if (!columns.sized()) intake.meet_corners();
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
  intake.meet_corners();
  const std::size_t id = table.require("image_id");
  const std::size_t predictions = table.require("PredictionString");
  lesion::ImageNames images(intake.naming());
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
    const std::string image = images.of(row.cells[id], table.place(row, id));
    for (const boxes::NumberedBox& box : *boxes) {
      if (box.class_number < names.size()) {
        intake.add({image, names[box.class_number], "", box.box, box.score},
                   {table.place(row, predictions), table.raw()});
      } else {
        intake.reject({table.place(row, predictions), "class has no name in --names"}, table.raw());
      }
    }
  }
}

void read_vindr_images(const std::string& path, lesion::ImageNaming naming, Material& material, cli::Run& run) {
  table::Reader& table = run.open_table("images", path);
  const std::size_t id = table.require("image_id");
  lesion::ImageNames names(naming);
  std::set<std::string> seen;
  cli::Ledger& ledger = run.ledger("images", "evaluated");
  table::Row row;
  while (true) {
    const auto more = table.next(row);
    if (more && !*more) break;
    if (!more) continue;
    const std::string name = names.of(row.cells[id], table.place(row, id));
    if (name.empty() || !seen.insert(name).second) continue;
    ledger.read();
    ledger.written();
    material.images.add({name, "", std::nullopt});
  }
}

}  // namespace cxrval::eval_boxes
