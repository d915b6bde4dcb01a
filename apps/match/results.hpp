// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "intake.hpp"
#include "match/lookup.hpp"
#include "study/image.hpp"
#include "words.hpp"

#include <cstdint>
#include <deque>
#include <set>
#include <string>
#include <string_view>

namespace cxrval::match_tool {

// The images of all studies.
struct Results {
  std::string name;       // of the results, for messages
  std::string list_name;  // of the PACS' list
  std::deque<std::string> packed;
  // Packed: whether ok, reason, pixel_preset, polarity, pipeline_hash, device, facility_id, utc_offset.
  Words words;
  match::Lookup study_uids;
  match::Lookup loose_ids;
  std::uint64_t result_rows = 0;  // of both tables, without rejected and excluded ones
  std::uint64_t listed_rows = 0;
  bool has_list = false;
  std::set<std::string> devices_by;  // columns of --device that a table has
  bool names_facilities = false;     // the results have a column facility_id
  bool list_names_facilities = false;
  bool has_utc_offset = false;  // a column of either table

  std::set<std::string_view> models() const;  // pipeline_hash of ok images
  std::set<std::string_view> devices() const;
  std::set<std::string_view> facilities() const;  // "" among them when an image names none
};

// One packed image.
struct PackedImage {
  study::Image image;
  std::string_view facility;
  std::string_view utc_offset;  // of its clock, as written
};
PackedImage unpack_image(std::string_view patient_id);

// Reads a results table. Needed columns: patient_id, study_uid, study_time, abnormal_status; without a column status
// every row is ok. Rejected: an unknown status, a time or number that cannot be read, an ok image without an
// abnormal_status of 0 or 1, and a row that is not itself `rejected` but names no study. Excluded (no_study_uid):
// damaged images that name no study. The rest of unit "images" is for who knows how many studies they make.
void read_results(const Reading& reading, Results& results);

// Reads the PACS' list of images (from dicom-extract) as images with no result, unit "listed": rows with status ok, or
// of a table without status all; others are excluded (other_status). Needed columns: patient_id, study_uid, study_time.
void read_listed(const Reading& reading, Results& results);

// When both are read: throws base::Error for a column of --device that neither table has, for a device of --skew that
// no image has, and for --utc-offset where neither table has a column utc_offset.
void check_result_options(const Reading& reading, const Results& results);

}  // namespace cxrval::match_tool
