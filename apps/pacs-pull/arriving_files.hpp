// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/staged_file.hpp"
#include "deid/key.hpp"
#include "deid/patient_id.hpp"
#include "dicom/cxr_rules.hpp"
#include "dicom/header.hpp"
#include "dicomweb/retrieve.hpp"
#include "image_record.hpp"
#include "provenance/hash.hpp"

#include <cstddef>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace cxrval::pacs_pull {

// Where files go and which are kept.
struct Place {
  std::string folder;
  deid::Key key;
  deid::PatientIdRule patient_ids;
  std::optional<dicom::CxrRules> rules;  // nothing: every image is kept
};

// FOLDER/.arriving, where files lie until they are complete and checked.
std::string arriving_folder(const std::string& folder);

// patient/study/series/sop.dcm below the folder, with the patient's pseudonym.
std::string path_of(const dicom::Header& header, const Place& place);

// An image that was asked for.
struct Wanted {
  std::string sop_uid;
  std::string series_uid;
};

// Takes the files of one study: each is written into the arriving folder, checked to be one of those wanted, and judged
// by its own header. What is not wanted, or came before, is dropped.
class ArrivingFiles : public dicomweb::FileSink {
 public:
  ArrivingFiles(const Place& place, std::string study_uid, const std::vector<Wanted>& wanted);
  ~ArrivingFiles() override;

  const char* begin_file() override;
  const char* file_bytes(std::string_view bytes) override;
  const char* end_file() override;

  // One for each image that came, in the order in which they came.
  const std::vector<PullRecord>& records() const { return records_; }
  bool has(const std::string& sop_uid) const { return done_.contains(sop_uid); }
  // Why the last file was dropped; empty when it was not.
  const std::string& dropped_because() const { return dropped_because_; }

 private:
  void drop();
  void settle(const dicom::Header& header);

  const Place& place_;
  std::string study_uid_;
  std::map<std::string, std::string> wanted_;  // series by image
  std::map<std::string, std::size_t> done_;    // in records_
  std::vector<PullRecord> records_;
  std::string temporary_;
  std::unique_ptr<base::StagedFile> file_;
  std::unique_ptr<provenance::Hash> hash_;
  std::string dropped_because_;
};

}  // namespace cxrval::pacs_pull
