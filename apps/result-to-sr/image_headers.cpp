// SPDX-License-Identifier: Apache-2.0
#include "image_headers.hpp"

#include "base/uid.hpp"
#include "deid/key.hpp"
#include "dicom/text.hpp"

#include <algorithm>
#include <filesystem>
#include <utility>

namespace cxrval::result_to_sr {
namespace {

bool has_warning(const dicom::Header& header, std::string_view keyword) {
  return std::any_of(header.warnings.begin(), header.warnings.end(), [&](std::string_view warning) {
    const std::size_t colon = warning.find(':');
    return colon != std::string_view::npos && warning.substr(colon + 1) == keyword;
  });
}

// Why a header is not that of its row; empty when it is.
std::string mismatch(const dicom::Header& header, const ImageRow& row, const std::string& study_uid) {
  const sr::ImageResult& result = row.result;
  if (header.study_uid != study_uid) return "study_uid is not that of the image's file";
  if (header.sop_uid != result.sop_uid) return "sop_uid is not that of the image's file";
  if (!result.series_uid.empty() && header.series_uid != result.series_uid) {
    return "series_uid is not that of the image's file";
  }
  if (header.patient_id != row.patient_id) return "patient_id is not that of the image's file";
  if (result.frame > header.frames) return "frame is behind the last one of the image's file";
  return {};
}

}  // namespace

HeaderReader::HeaderReader(const Options& options, cli::Run& run) : options_(options), run_(run) {
  if (!options.charset.empty() && !dicom::is_character_set(options.charset)) {
    throw base::UsageError("--charset needs a value of Specific Character Set, such as \"ISO_IR 192\"");
  }
  request_.character_set = options.charset;
  for (const sr::HeaderElement& element : sr::header_elements) {
    request_.extra.push_back(dicom::parse_tag_path(element.keyword));
  }
}

base::Result<ImageHeader> HeaderReader::read(const ImageRow& row, const std::string& study_uid) const {
  if (deid::is_hashed_path(row.path)) {
    return base::fault(row.origin.place,
                       "path is a hash; take the results as they were before their paths were hidden");
  }
  const std::string path =
      options_.root.empty() ? row.path : (std::filesystem::path(options_.root) / row.path).string();
  const std::string shown = run_.shown(row.path);
  base::Result<dicom::Header> header = dicom::read_header(path, shown, request_);
  if (!header) return tl::unexpected(header.error());
  const std::string reason = mismatch(*header, row, study_uid);
  if (!reason.empty()) return base::fault(row.origin.place, reason);
  ImageHeader found;
  found.sop_class = header->sop_class;
  found.series_uid = header->series_uid;
  found.rows = header->rows;
  found.columns = header->columns;
  if (!base::is_uid(found.sop_class)) return base::fault({shown}, "no SOP Class UID");
  if (!base::is_uid(found.series_uid)) return base::fault({shown}, "no Series Instance UID");
  if (row.result.status == sr::Status::ok && (found.rows < 1 || found.columns < 1)) {
    return base::fault({shown}, "no Rows and Columns");
  }
  for (std::size_t i = 0; i < sr::header_elements.size(); ++i) {
    const sr::HeaderElement& element = sr::header_elements[i];
    if (has_warning(*header, element.keyword)) {
      return base::fault({shown},
                         std::string(element.keyword) + " cannot be read; is its character set another? (--charset)");
    }
    if (sr::is_valid_value(element, header->extra[i])) {
      found.values[i] = std::move(header->extra[i]);
    } else if (element.tag == sr::header_elements[sr::header_index("PatientID")].tag) {
      return base::fault({shown}, "PatientID is not valid DICOM");
    } else {
      ++found.left_out;
    }
  }
  return found;
}

}  // namespace cxrval::result_to_sr
