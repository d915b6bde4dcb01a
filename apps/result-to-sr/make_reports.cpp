// SPDX-License-Identifier: Apache-2.0
#include "make_reports.hpp"

#include "base/error.hpp"
#include "box_rows.hpp"
#include "cli/patient_table.hpp"
#include "compose.hpp"
#include "image_headers.hpp"
#include "image_rows.hpp"

#include <algorithm>
#include <filesystem>
#include <system_error>
#include <utility>
#include <vector>

namespace cxrval::result_to_sr {
namespace {

namespace fs = std::filesystem;

void make_empty_folder(const std::string& folder) {
  std::error_code failure;
  const auto require = [&] {
    if (failure) throw base::Error({folder}, failure.message());
  };
  fs::create_directories(folder, failure);
  require();
  const bool empty = fs::is_empty(folder, failure);
  require();
  if (!empty) throw base::Error({folder}, "folder is not empty; name a new or empty one");
}

std::optional<base::CivilTime> time_of(const Options& options) {
  if (options.time.empty()) return std::nullopt;
  const std::optional<base::CivilTime> time = base::parse_iso(options.time);
  if (!time) throw base::UsageError("--time needs a time such as 2020-11-03T08:15:00");
  return time;
}

void require_text(const std::string& text, const char* option) {
  constexpr std::size_t longest = 64;
  const auto is_control = [](char c) { return static_cast<unsigned char>(c) < ' ' || c == '\x7f'; };
  if (text.empty() || text.size() > longest || std::any_of(text.begin(), text.end(), is_control)) {
    throw base::UsageError(std::string(option) + " needs a text of 1 to 64 bytes");
  }
}

std::string counted(std::size_t count, const char* one, const char* many) {
  return std::to_string(count) + ' ' + (count == 1 ? one : many);
}

cli::PatientColumns columns() {
  const auto number = [](const char* name) { return table::Column{name, table::Kind::number}; };
  const auto keep = [](const char* name) { return deid::Column{name, deid::Treatment::keep}; };
  return {{{"study_uid"},
           {"series_uid"},
           {"sop_uid"},
           {"path"},
           number("images"),
           number("judged"),
           number("abnormal"),
           number("boxes")},
          {keep("images"), keep("judged"), keep("abnormal"), keep("boxes")}};
}

class Reports {
 public:
  Reports(const Options& options, cli::Run& run)
      : options_(options),
        run_(run),
        time_(time_of(options)),
        headers_(options, run),
        table_(run, columns()),
        images_(run.ledger("images", "reported")),
        studies_(run.ledger("studies", "reported")) {}

  void make(Study& study) {
    studies_.read();
    if (study.is_incomplete) return reject(study, "an image or a box of the study is rejected");
    const auto judged = [](const ImageRow& row) { return row.result.status == sr::Status::ok; };
    if (!options_.all_studies && std::none_of(study.images.begin(), study.images.end(), judged)) {
      return exclude(study, "not_judged");
    }
    const std::vector<ImageHeader> headers = read_headers(study);
    if (study.is_incomplete) return reject(study, "an image or a box of the study is rejected");
    if (study.images.empty()) return exclude(study, "no_image");
    if (mixes(study, &ImageRow::patient_id)) return reject(study, "several patients in one study");
    if (mixes(study, &ImageRow::pipeline_hash)) return reject(study, "rows of the study come from several pipelines");
    const base::Result<Composed> made = compose(study, headers, options_, time_);
    if (!made) return reject(study, made.error().reason);
    write(*made);
  }

  void warn() const {
    if (left_out_ > 0) {
      run_.warn(counted(left_out_, "header value is", "header values are") + " not valid DICOM and not in the reports");
    }
    if (differing_ > 0) {
      run_.warn(counted(differing_, "study has", "studies have") +
                " images whose headers differ about patient or study; the first image's values stand");
    }
  }

 private:
  static bool mixes(const Study& study, std::string ImageRow::*member) {
    const std::string& first = study.images.front().*member;
    return std::any_of(study.images.begin(), study.images.end(),
                       [&](const ImageRow& row) { return row.*member != first; });
  }

  // Images that cannot be reported are taken out of the study; one that should have been makes it incomplete.
  std::vector<ImageHeader> read_headers(Study& study) {
    std::vector<ImageHeader> headers;
    std::vector<ImageRow> kept;
    for (ImageRow& row : study.images) {
      base::Result<ImageHeader> header = headers_.read(row, study.uid);
      if (!header) {
        run_.reject("images", header.error(), row.origin.record);
        account_boxes(row, "study_rejected");
        study.is_incomplete = true;
      } else if (!sr::is_image_class(header->sop_class)) {
        images_.excluded("no_image");
        account_boxes(row, "no_image");
      } else {
        check_boxes(study, row, *header);
        left_out_ += header->left_out;
        headers.push_back(std::move(*header));
        kept.push_back(std::move(row));
      }
    }
    study.images = std::move(kept);
    return headers;
  }

  void check_boxes(Study& study, ImageRow& row, const ImageHeader& header) {
    const auto is_outside = [&](const BoxRow& box) {
      const boxes::Box& edges = box.lesion.box;
      return edges.x_min < 0 || edges.y_min < 0 || edges.x_max > header.columns || edges.y_max > header.rows;
    };
    for (const BoxRow& box : row.boxes) {
      if (!is_outside(box)) continue;
      run_.reject("boxes", {box.origin.place, "box is not inside its image"}, box.origin.record);
      study.is_incomplete = true;
    }
    std::erase_if(row.boxes, is_outside);
  }

  void write(const Composed& made) {
    const sr::Report& report = made.report;
    const std::string name = report.study_uid + ".dcm";
    const auto sink = base::open_sink((fs::path(options_.out) / name).string(), base::Access::owner_only, name);
    sink->write(made.bytes);
    sink->close();
    std::size_t judged = 0;
    std::size_t abnormal = 0;
    std::size_t lesions = 0;
    for (const sr::ImageResult& image : report.images) {
      judged += image.status == sr::Status::ok ? 1 : 0;
      abnormal += image.abnormal ? 1 : 0;
      lesions += image.lesions.size();
    }
    studies_.written();
    images_.written(report.images.size());
    if (lesions > 0) run_.ledger("boxes", "reported").written(lesions);
    differing_ += made.headers_differ ? 1 : 0;
    table_.write({report.study_uid, report.series_uid, report.sop_uid, name, std::to_string(report.images.size()),
                  std::to_string(judged), std::to_string(abnormal), std::to_string(lesions)});
  }

  void reject(const Study& study, const std::string& reason) {
    account(study, "study_rejected");
    run_.reject("studies", {study.place, reason});
  }

  void exclude(const Study& study, const std::string& reason) {
    account(study, "study_" + reason);
    studies_.excluded(reason);
  }

  void account(const Study& study, const std::string& reason) {
    for (const ImageRow& row : study.images) {
      images_.excluded(reason);
      account_boxes(row, reason);
    }
  }
  void account_boxes(const ImageRow& row, const std::string& reason) {
    if (!row.boxes.empty()) run_.ledger("boxes", "reported").excluded(reason, row.boxes.size());
  }

  const Options& options_;
  cli::Run& run_;
  std::optional<base::CivilTime> time_;
  HeaderReader headers_;
  cli::PatientTable table_;
  cli::Ledger& images_;
  cli::Ledger& studies_;
  std::size_t left_out_ = 0;
  std::size_t differing_ = 0;
};

}  // namespace

void make_reports(const Options& options, cli::Run& run) {
  constexpr int most_series = 999999999;
  require_text(options.algorithm, "--algorithm");
  if (!options.algorithm_version.empty()) require_text(options.algorithm_version, "--algorithm-version");
  if (options.series_number < 1 || options.series_number > most_series) {
    throw base::UsageError("--series-number needs 1 to 999999999");
  }
  Reports reports(options, run);
  Material material = read_images(options, run);
  if (!options.boxes.empty()) read_boxes(options.boxes, material, run);
  make_empty_folder(options.out);
  for (std::size_t i = 0; i < material.studies.size(); ++i) {
    run.progress("studies", i + 1, material.studies.size());
    reports.make(material.studies[i]);
  }
  reports.warn();
}

}  // namespace cxrval::result_to_sr
