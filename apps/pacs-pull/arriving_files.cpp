// SPDX-License-Identifier: Apache-2.0
#include "arriving_files.hpp"

#include <atomic>
#include <filesystem>
#include <system_error>
#include <utility>

namespace cxrval::pacs_pull {
namespace {

namespace fs = std::filesystem;

std::string next_name() {
  static std::atomic<unsigned long> number = 0;
  return std::to_string(++number) + ".dcm";
}

}  // namespace

std::string arriving_folder(const std::string& folder) {
  return (fs::path(folder) / ".arriving").string();
}

std::string path_of(const dicom::Header& header, const Place& place) {
  const std::string patient = place.key.patient(place.patient_ids.apply(header.patient_id));
  const fs::path path = fs::path(patient.empty() ? "no-patient-id" : patient) / header.study_uid / header.series_uid;
  return (path / (header.sop_uid + ".dcm")).string();
}

ArrivingFiles::ArrivingFiles(const Place& place, std::string study_uid, const std::vector<Wanted>& wanted)
    : place_(place), study_uid_(std::move(study_uid)) {
  for (const Wanted& image : wanted) wanted_.emplace(image.sop_uid, image.series_uid);
}

ArrivingFiles::~ArrivingFiles() {
  drop();
}

const char* ArrivingFiles::begin_file() {
  drop();
  dropped_because_.clear();
  temporary_ = (fs::path(arriving_folder(place_.folder)) / next_name()).string();
  file_ = std::make_unique<base::StagedFile>(temporary_, "an arriving file");
  hash_ = std::make_unique<provenance::Hash>();
  return nullptr;
}

const char* ArrivingFiles::file_bytes(std::string_view bytes) {
  file_->write(bytes);
  hash_->add(bytes);
  return nullptr;
}

const char* ArrivingFiles::end_file() {
  file_->close();
  file_.reset();
  dicom::HeaderRequest request;
  if (place_.rules) request.extra = place_.rules->tags();
  const base::Result<dicom::Header> header = dicom::read_header(temporary_, "an arriving file", request);
  if (header) {
    settle(*header);
  } else {
    dropped_because_ = header.error().reason;
  }
  drop();
  return nullptr;
}

void ArrivingFiles::drop() {
  file_.reset();
  std::error_code unknown;
  if (!temporary_.empty()) fs::remove(temporary_, unknown);
  temporary_.clear();
}

void ArrivingFiles::settle(const dicom::Header& header) {
  const auto asked = wanted_.find(header.sop_uid);
  if (header.study_uid != study_uid_ || asked == wanted_.end() || header.series_uid != asked->second) {
    dropped_because_ = "the file's UIDs are others than were asked for";
    return;
  }
  if (has(header.sop_uid)) return;
  PullRecord record{.study_uid = header.study_uid, .series_uid = header.series_uid, .sop_uid = header.sop_uid};
  const auto verdict = place_.rules ? place_.rules->judge(header.extra) : dicom::CxrVerdict{true, ""};
  if (verdict.is_cxr) {
    record.outcome = Outcome::fetched;
    record.bytes = hash_->bytes();
    record.sha256 = hash_->digest();
    record.path = path_of(header, place_);
    record.arrived = std::exchange(temporary_, {});
  } else {
    record.outcome = Outcome::not_cxr;
    record.reason = verdict.rule;
  }
  done_.emplace(record.sop_uid, records_.size());
  records_.push_back(std::move(record));
}

}  // namespace cxrval::pacs_pull
