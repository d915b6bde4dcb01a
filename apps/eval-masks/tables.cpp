// SPDX-License-Identifier: Apache-2.0
#include "base/number.hpp"
#include "intake.hpp"
#include "lesion/corner_columns.hpp"
#include "lesion/image_names.hpp"

#include <cmath>
#include <filesystem>
#include <optional>
#include <utility>

namespace cxrval::eval_masks {
namespace {

constexpr int most_side = 65535;
constexpr double most_score = 1e9;

base::Result<double> number_in(const table::Reader& table, const table::Row& row, std::size_t column) {
  const auto number = base::parse_real(row.cells[column]);
  if (number && std::abs(*number) <= most_score) return *number;
  return base::fault(table.place(row, column), number ? "number is beyond 1000000000" : "not a number");
}

// Rows of one table as masks.
class MaskRows {
 public:
  MaskRows(const table::Reader& table, const std::string& path, const std::string& fold_column, const Intake& intake)
      : table_(table),
        intake_(intake),
        names_(intake.wanted().naming),
        folder_(std::filesystem::path(path).parent_path()) {
    id_ = table.require("sop_uid");
    if (!fold_column.empty()) fold_ = table.require(fold_column);
    frame_ = table.find("frame");
    const MaskFormat kind = intake.format().kind;
    const bool named = kind == MaskFormat::boxes || intake.wanted().apart;
    class_ = named ? std::optional(table.require("class")) : table.find("class");
    if (kind == MaskFormat::boxes) {
      corners_.emplace(table);
      if (intake.scored()) score_ = table.require("score");
    } else if (kind == MaskFormat::png_table) {
      content_ = table.require("path");
    } else {
      content_ = table.require("rle");
      rows_ = table.find("rows");
      columns_ = table.find("columns");
    }
  }

  // Throws what ImageNames throws.
  RawMask name_of(const table::Row& row) {
    return {names_.of(row.cells[id_], id_place(row)),
            frame_ ? row.cells[*frame_] : "",
            class_ ? row.cells[*class_] : "",
            {},
            fold_ ? row.cells[*fold_] : ""};
  }

  // The fault of a row whose names are there.
  base::Result<Content> content_of(const table::Row& row, const study::ListedImage& image) const {
    if (class_ && row.cells[*class_].empty()) return base::fault(table_.place(row, *class_), "class is empty");
    switch (intake_.format().kind) {
      case MaskFormat::boxes:
        return box_of(row, image);
      case MaskFormat::png_table:
        return path_of(row);
      default:
        return code_of(row, image);
    }
  }

  base::Place place(const table::Row& row) const { return table_.place(row, 0); }
  std::size_t class_column() const { return class_ ? *class_ + 1 : 0; }
  base::Place id_place(const table::Row& row) const { return table_.place(row, id_); }

  bool lacks_fold(const table::Row& row) const { return fold_ && row.cells[*fold_].empty(); }
  base::Place fold_place(const table::Row& row) const { return table_.place(row, fold_.value_or(0)); }
  std::optional<base::Fault> fold_fault(const table::Row& row) const {
    if (!fold_ || row.cells[*fold_] != "0") return std::nullopt;
    return base::Fault{table_.place(row, *fold_), "the fold is 0; number folds from 1"};
  }

  // Nothing where scores do not matter.
  base::Result<bool> scored_enough(const table::Row& row) const {
    if (!score_) return true;
    const auto score = number_in(table_, row, *score_);
    if (!score) return tl::unexpected(score.error());
    return *score >= *intake_.wanted().min_score;
  }

 private:
  base::Result<Content> box_of(const table::Row& row, const study::ListedImage& image) const {
    const auto box = corners_->read(row);
    if (!box) return tl::unexpected(box.error());
    if (!(boxes::area(*box) > 0)) return base::fault(place(row), "box has no inside");
    if (!image.size) {
      return base::fault(place(row), "the image's size is not known; give its rows and columns in --images");
    }
    return *box;
  }

  base::Result<Content> path_of(const table::Row& row) const {
    const std::string& path = row.cells[content_];
    if (path.empty()) return base::fault(table_.place(row, content_), "path is empty");
    return PngFile{(folder_ / path).string()};
  }

  // Of the row where it has both, else of the image.
  base::Result<Content> code_of(const table::Row& row, const study::ListedImage& image) const {
    RunLength code{row.cells[content_], 0, 0};
    if (rows_ && columns_ && !row.cells[*rows_].empty()) {
      code.height = base::parse_integer<int>(row.cells[*rows_]).value_or(0);
      code.width = base::parse_integer<int>(row.cells[*columns_]).value_or(0);
      if (code.height < 1 || code.height > most_side || code.width < 1 || code.width > most_side) {
        return base::fault(table_.place(row, *rows_), "rows or columns is no whole number of 1 to 65535");
      }
    } else if (image.size) {
      code.width = static_cast<int>(image.size->width);
      code.height = static_cast<int>(image.size->height);
    } else {
      return base::fault(place(row), "the code's size is not known; give rows and columns here or in --images");
    }
    const auto mask = image::decode_run_length(code.code, intake_.format().run_length, code.width, code.height);
    if (!mask) return base::fault(table_.place(row, content_), mask.error().reason);
    return code;
  }

  const table::Reader& table_;
  const Intake& intake_;
  lesion::ImageNames names_;
  std::filesystem::path folder_;
  std::size_t id_ = 0;
  std::size_t content_ = 0;
  std::optional<lesion::CornerColumns> corners_;
  std::optional<std::size_t> frame_, class_, fold_, score_, rows_, columns_;
};

// Its other cells are read where they matter.
void exclude_class(const MaskRows& rows, const table::Row& row, const RawMask& raw, const study::ListedImage& image,
                   Intake& intake) {
  std::optional<Content> content;
  if (intake.looks_at_others()) {
    if (auto read = rows.content_of(row, image)) content = std::move(*read);
  }
  intake.exclude_class(raw, {rows.place(row), {}}, std::move(content));
}

void take_row(MaskRows& rows, const table::Row& row, std::string_view text, Intake& intake) {
  RawMask raw = rows.name_of(row);
  if (raw.sop_uid.empty()) return intake.reject({rows.id_place(row), "no SOP Instance UID"}, raw, text);
  const study::ListedImage* image = intake.find(raw.sop_uid, raw.frame);
  if (image == nullptr) return intake.add(std::move(raw), {rows.place(row), text});
  if (!raw.fold.empty() && !rows.fold_fault(row)) intake.meet_fold(raw.fold, rows.fold_place(row));
  if (!intake.wants(raw.class_name)) return exclude_class(rows, row, raw, *image, intake);
  if (rows.lacks_fold(row)) return intake.exclude(no_fold);
  if (const auto fault = rows.fold_fault(row)) return intake.reject(*fault, raw, text);
  const auto enough = rows.scored_enough(row);
  if (!enough) return intake.reject(enough.error(), raw, text);
  if (!*enough) return intake.exclude("low_score");
  auto content = rows.content_of(row, *image);
  if (!content) return intake.reject(content.error(), raw, text);
  raw.content = std::move(*content);
  intake.add(std::move(raw), {rows.place(row), text, rows.class_column()});
}

}  // namespace

void read_table(table::Reader& table, const std::string& path, const std::string& fold_column, Intake& intake) {
  MaskRows rows(table, path, fold_column, intake);
  table::Row row;
  while (true) {
    const auto more = table.next(row);
    if (more && !*more) break;
    if (more) {
      take_row(rows, row, table.raw(), intake);
    } else {
      intake.reject(more.error(), {}, table.raw());
    }
  }
}

}  // namespace cxrval::eval_masks
