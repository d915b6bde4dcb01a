// SPDX-License-Identifier: Apache-2.0
#include "image_rows.hpp"

#include "base/number.hpp"
#include "base/uid.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <tuple>
#include <utility>

namespace cxrval::result_to_sr {
namespace {

struct Columns {
  std::size_t patient, study, sop, path, probability, abnormal;
  std::optional<std::size_t> series, status, reason, pa_probability, pipeline, frame;

  explicit Columns(const table::Reader& table)
      : patient(table.require("patient_id")),
        study(table.require("study_uid")),
        sop(table.require("sop_uid")),
        path(table.require("path")),
        probability(table.require("probability")),
        abnormal(table.require("abnormal_status")),
        series(table.find("series_uid")),
        status(table.find("status")),
        reason(table.find("reason")),
        pa_probability(table.find("pa_probability")),
        pipeline(table.find("pipeline_hash")),
        frame(table.find("frame")) {}
};

std::string cell(const table::Row& row, std::optional<std::size_t> column) {
  return column ? row.cells[*column] : std::string();
}

std::optional<sr::Status> parse_status(std::string_view word) {
  constexpr std::array<std::pair<std::string_view, sr::Status>, 4> words = {{{"ok", sr::Status::ok},
                                                                             {"not_pa", sr::Status::not_pa},
                                                                             {"not_cxr", sr::Status::not_cxr},
                                                                             {"rejected", sr::Status::rejected}}};
  for (const auto& [name, status] : words) {
    if (name == word) return status;
  }
  return std::nullopt;
}

bool is_plain(const std::string& text) {
  return std::none_of(text.begin(), text.end(),
                      [](char c) { return static_cast<unsigned char>(c) < ' ' || c == '\x7f'; });
}

std::optional<double> parse_share(const std::string& text) {
  const std::optional<double> value = base::parse_real(text);
  return value && *value >= 0 && *value <= 1 ? value : std::nullopt;
}

class ImageReader {
 public:
  ImageReader(const Options& options, cli::Run& run)
      : run_(run),
        table_(run.open_table("RESULTS", options.results)),
        columns_(table_),
        ledger_(run.ledger("images", "reported")) {
    if (!columns_.pipeline && options.algorithm_version.empty()) {
      throw base::Error({table_.name(), 1},
                        "no column pipeline_hash; say by --algorithm-version what made the results");
    }
  }

  Material read() {
    while (true) {
      const base::Result<bool> more = table_.next(row_);
      if (more && !*more) break;
      ledger_.read();
      if (!more) {
        run_.reject("images", more.error(), table_.raw());
      } else {
        take();
      }
    }
    return std::move(material_);
  }

 private:
  void take() {
    const std::string& study = row_.cells[columns_.study];
    const std::string& sop = row_.cells[columns_.sop];
    if ((study.empty() || sop.empty()) && cell(row_, columns_.status) == "rejected") {
      ledger_.excluded("no_header");
      return;
    }
    if (!base::is_uid(study)) return reject(columns_.study, "study_uid is no UID");
    const std::size_t number = material_.study_number(study, table_.place(row_, columns_.study));
    if (!base::is_uid(sop)) return reject(columns_.sop, "sop_uid is no UID", number);
    base::Result<ImageRow> image = image_of_row();
    if (!image) return reject(image.error(), number);
    const std::optional<Material::Slot> known = material_.find(sop, image->result.frame);
    if (!known) return material_.add(number, std::move(*image));
    take_again(number, *known, std::move(*image));
  }

  void take_again(std::size_t study, Material::Slot known, ImageRow image) {
    ImageRow& first = material_.image(known);
    const bool says_same = known.study == study && same(first, image);
    const auto unusable = [](const ImageRow& row) { return row.result.status == sr::Status::rejected; };
    if (!says_same && (known.study != study || unusable(first) == unusable(image))) {
      material_.studies[known.study].is_incomplete = true;
      return reject(columns_.sop, "the image has another row with another result", study);
    }
    if (!says_same && unusable(first)) first = std::move(image);
    ledger_.merged();
  }

  static bool same(const ImageRow& a, const ImageRow& b) {
    const auto facts = [](const ImageRow& row) {
      const sr::ImageResult& result = row.result;
      return std::tie(row.patient_id, row.pipeline_hash, result.series_uid, result.status, result.reason,
                      result.pa_probability, result.probability, result.abnormal);
    };
    return facts(a) == facts(b);
  }

  base::Result<ImageRow> image_of_row() {
    ImageRow image;
    image.origin = {table_.place(row_, columns_.sop), std::string(table_.raw())};
    image.patient_id = row_.cells[columns_.patient];
    image.path = row_.cells[columns_.path];
    image.pipeline_hash = cell(row_, columns_.pipeline);
    image.result.sop_uid = row_.cells[columns_.sop];
    image.result.series_uid = cell(row_, columns_.series);
    image.result.reason = cell(row_, columns_.reason);
    if (image.path.empty()) return fault(columns_.path, "path is empty");
    if (!is_plain(image.result.reason)) return fault(*columns_.reason, "reason holds a control character");
    if (!is_plain(image.pipeline_hash)) return fault(*columns_.pipeline, "pipeline_hash holds a control character");
    if (columns_.pipeline && image.pipeline_hash.empty()) return fault(*columns_.pipeline, "pipeline_hash is empty");
    const std::optional<int> frame = parse_frame(cell(row_, columns_.frame));
    if (!frame) return fault(*columns_.frame, "frame is no whole number from 1 on");
    image.result.frame = *frame;
    if (columns_.status) {
      const auto status = parse_status(row_.cells[*columns_.status]);
      if (!status) return fault(*columns_.status, "status is not ok, not_cxr, not_pa or rejected");
      image.result.status = *status;
    }
    const std::string pa = cell(row_, columns_.pa_probability);
    if (!pa.empty()) image.result.pa_probability = parse_share(pa);
    if (!pa.empty() && !image.result.pa_probability) {
      return fault(*columns_.pa_probability, "pa_probability is no number from 0 to 1");
    }
    return with_answer(std::move(image));
  }

  base::Result<ImageRow> with_answer(ImageRow image) {
    const std::string& probability = row_.cells[columns_.probability];
    const std::string& abnormal = row_.cells[columns_.abnormal];
    if (image.result.status != sr::Status::ok) {
      if (!probability.empty()) return fault(columns_.probability, "probability of an image that was not judged");
      if (!abnormal.empty()) return fault(columns_.abnormal, "abnormal_status of an image that was not judged");
      return image;
    }
    if (!probability.empty()) {
      image.result.probability = parse_share(probability);
      if (!image.result.probability) return fault(columns_.probability, "probability is no number from 0 to 1");
    }
    if (abnormal != "0" && abnormal != "1") return fault(columns_.abnormal, "abnormal_status is not 0 or 1");
    image.result.abnormal = abnormal == "1";
    return image;
  }

  tl::unexpected<base::Fault> fault(std::size_t column, std::string reason) {
    return base::fault(table_.place(row_, column), std::move(reason));
  }

  void reject(std::size_t column, std::string reason, std::optional<std::size_t> study = std::nullopt) {
    reject(base::Fault{table_.place(row_, column), std::move(reason)}, study);
  }
  void reject(const base::Fault& fault, std::optional<std::size_t> study) {
    if (study) material_.studies[*study].is_incomplete = true;
    run_.reject("images", fault, table_.raw());
  }

  cli::Run& run_;
  table::Reader& table_;
  Columns columns_;
  cli::Ledger& ledger_;
  table::Row row_;
  Material material_;
};

}  // namespace

std::optional<int> parse_frame(const std::string& cell) {
  if (cell.empty()) return 0;
  const std::optional<int> frame = base::parse_integer<int>(cell);
  return frame && *frame >= 1 ? frame : std::nullopt;
}

Material read_images(const Options& options, cli::Run& run) {
  return ImageReader(options, run).read();
}

}  // namespace cxrval::result_to_sr
