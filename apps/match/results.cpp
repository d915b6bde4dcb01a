// SPDX-License-Identifier: Apache-2.0
#include "results.hpp"

#include "base/number.hpp"

#include <optional>
#include <string>

namespace cxrval::match_tool {
namespace {

using base::Result;
using study::Image;
using study::Status;

class ImageReader {
 public:
  ImageReader(table::Reader& table, deid::CollisionCheck& ids)
      : table_(table),
        ids_(ids),
        patient_id_(table.require("patient_id")),
        study_uid_(table.require("study_uid")),
        study_time_(table.require("study_time")),
        abnormal_(table.require("abnormal_status")),
        status_(table.find("status")),
        probability_(table.find("probability")),
        image_time_(table.find("image_time")) {}

  Result<Image> parse(const table::Row& row) {
    row_ = &row;
    Image image;
    if (auto fault = read_status(image)) return tl::unexpected(*fault);
    if (auto fault = read_times(image)) return tl::unexpected(*fault);
    if (auto fault = read_answer(image)) return tl::unexpected(*fault);
    image.study_uid = row.cells[study_uid_];
    if (image.study_uid.empty() && image.status != Status::rejected) return base::fault(at(study_uid_), "no study_uid");
    image.patient_id = ids_.add(row.cells[patient_id_]);
    image.sop_uid = text("sop_uid");
    image.reason = text("reason");
    image.sex = text("sex");
    image.birth_year = text("birth_year");
    image.pixel_preset = text("pixel_preset");
    image.polarity = text("polarity");
    image.pipeline_hash = text("pipeline_hash");
    return image;
  }

 private:
  using MaybeFault = std::optional<base::Fault>;

  base::Place at(std::size_t column) const { return table_.place(*row_, column); }

  std::string text(std::string_view column) const {
    const auto found = table_.find(column);
    return found ? row_->cells[*found] : "";
  }

  MaybeFault read_status(Image& image) const {
    const auto status = status_ ? study::parse_status(row_->cells[*status_]) : Status::ok;
    if (!status) return base::Fault{at(*status_), "status is not ok, not_cxr, not_pa or rejected"};
    image.status = *status;
    return std::nullopt;
  }

  MaybeFault read_time(std::size_t column, std::optional<base::CivilTime>& time, const char* reason) const {
    const std::string& cell = row_->cells[column];
    if (cell.empty()) return std::nullopt;
    time = base::parse_iso(cell);
    if (!time) return base::Fault{at(column), reason};
    return std::nullopt;
  }

  MaybeFault read_times(Image& image) const {
    if (auto fault = read_time(study_time_, image.study_time, "study_time is not YYYY-MM-DDTHH:MM[:SS]")) return fault;
    if (!image_time_) return std::nullopt;
    return read_time(*image_time_, image.image_time, "image_time is not YYYY-MM-DDTHH:MM[:SS]");
  }

  MaybeFault read_answer(Image& image) const {
    if (image.status != Status::ok) return std::nullopt;
    const std::string& abnormal = row_->cells[abnormal_];
    if (abnormal != "0" && abnormal != "1") return base::Fault{at(abnormal_), "abnormal_status is not 0 or 1"};
    image.abnormal = abnormal == "1";
    if (!probability_ || row_->cells[*probability_].empty()) return std::nullopt;
    image.probability = base::parse_real(row_->cells[*probability_]);
    if (!image.probability || *image.probability < 0 || *image.probability > 1) {
      return base::Fault{at(*probability_), "probability is not a number from 0 to 1"};
    }
    return std::nullopt;
  }

  table::Reader& table_;
  deid::CollisionCheck& ids_;
  std::size_t patient_id_;
  std::size_t study_uid_;
  std::size_t study_time_;
  std::size_t abnormal_;
  std::optional<std::size_t> status_;
  std::optional<std::size_t> probability_;
  std::optional<std::size_t> image_time_;
  const table::Row* row_ = nullptr;
};

}  // namespace

std::vector<Image> read_results(table::Reader& table, deid::CollisionCheck& ids, cli::Run& run) {
  ImageReader reader(table, ids);
  cli::Ledger& ledger = run.ledger("images", "studies");
  std::vector<Image> images;
  table::Row row;
  while (true) {
    const auto more = table.next(row);
    if (more && !*more) return images;
    ledger.read();
    auto image = more ? reader.parse(row) : tl::unexpected(more.error());
    if (!image) {
      run.reject("images", image.error(), table.raw());
    } else if (image->study_uid.empty()) {
      ledger.excluded("no_study_uid");
    } else {
      images.push_back(std::move(*image));
    }
  }
}

}  // namespace cxrval::match_tool
