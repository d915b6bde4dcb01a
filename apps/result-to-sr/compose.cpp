// SPDX-License-Identifier: Apache-2.0
#include "compose.hpp"

#include "base/uid.hpp"
#include "cli/version.hpp"
#include "provenance/hash.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <initializer_list>
#include <numeric>
#include <tuple>

namespace cxrval::result_to_sr {
namespace {

constexpr std::size_t short_hash = 12;

std::string uid_of(const std::string& text) {
  const std::string digest = provenance::sha256(text);
  std::array<std::uint8_t, 16> uuid{};
  for (std::size_t i = 0; i < uuid.size(); ++i) {
    std::from_chars(digest.data() + 2 * i, digest.data() + 2 * i + 2, uuid[i], 16);
  }
  return base::uid_of_uuid(uuid);
}

std::string uid_of(std::initializer_list<std::string> parts) {
  std::string text = "cxrval report 1";
  for (const std::string& part : parts) text += '\0' + part;
  return uid_of(text);
}

sr::Algorithm algorithm_of(const std::string& pipeline_hash, const Options& options) {
  sr::Algorithm algorithm;
  algorithm.name = options.algorithm;
  algorithm.version =
      options.algorithm_version.empty() ? pipeline_hash.substr(0, short_hash) : options.algorithm_version;
  if (!pipeline_hash.empty()) algorithm.parameters = "pipeline_hash=" + pipeline_hash;
  algorithm.device_uid = uid_of({"device", algorithm.name, algorithm.version, algorithm.parameters});
  return algorithm;
}

// The images in the order of the report, whatever that of the rows.
std::vector<std::size_t> order_of(const Study& study, const std::vector<ImageHeader>& headers) {
  std::vector<std::size_t> order(study.images.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  const auto key = [&](std::size_t i) {
    return std::tie(headers[i].series_uid, study.images[i].result.sop_uid, study.images[i].result.frame);
  };
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return key(a) < key(b); });
  return order;
}

sr::ImageResult image_of(const ImageRow& row, const ImageHeader& header, const std::string& device_uid) {
  sr::ImageResult image = row.result;
  image.sop_class = header.sop_class;
  image.series_uid = header.series_uid;
  image.rows = header.rows;
  image.columns = header.columns;
  const std::string frame = std::to_string(image.frame);
  image.tracking_uid = uid_of({"image", image.sop_uid, frame, device_uid});
  for (const BoxRow& box : row.boxes) {
    const std::string number = std::to_string(image.lesions.size() + 1);
    image.lesions.push_back(box.lesion);
    image.lesions.back().tracking_uid = uid_of({"lesion", image.sop_uid, frame, device_uid, number});
  }
  return image;
}

// The first image that has a value gives it.
bool merge_values(sr::HeaderValues& all, const sr::HeaderValues& more) {
  bool differ = false;
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (all[i].empty()) all[i] = more[i];
    differ = differ || (!more[i].empty() && all[i] != more[i]);
  }
  return differ;
}

}  // namespace

base::Result<Composed> compose(const Study& study, const std::vector<ImageHeader>& headers, const Options& options,
                               std::optional<base::CivilTime> time) {
  Composed made;
  sr::Report& report = made.report;
  report.study_uid = study.uid;
  report.algorithm = algorithm_of(study.images.front().pipeline_hash, options);
  for (const std::size_t i : order_of(study, headers)) {
    report.images.push_back(image_of(study.images[i], headers[i], report.algorithm.device_uid));
    made.headers_differ = merge_values(report.header, headers[i].values) || made.headers_differ;
  }
  if (!time) {
    time =
        base::parse_dicom(report.header[sr::header_index("StudyDate")], report.header[sr::header_index("StudyTime")]);
  }
  if (!time) return base::fault(study.place, "the study has no date and time; give --time");
  report.time = *time;
  report.software_version = cli::version;
  report.series_number = options.series_number;
  report.series_uid = uid_of({"series", study.uid, report.algorithm.device_uid, std::to_string(options.series_number)});
  report.sop_uid = "2.25.0";
  report.sop_uid = uid_of(sr::report_bytes(report));
  made.bytes = sr::report_bytes(report);
  return made;
}

}  // namespace cxrval::result_to_sr
