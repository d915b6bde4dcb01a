// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/civil_time.hpp"
#include "phantom/radiograph.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cxrval::phantom {

// Everything here is invented. Records name each other by their index in Hospital's lists.

struct Patient {
  std::string id;  // eight digits, often with leading zeros
  std::string family_name;
  std::string given_name;
  char sex = 'M';
  std::string birth_date;  // YYYYMMDD
  int age = 0;             // years at the start of the simulated months
  std::uint64_t seed = 0;  // of the anatomy
};

// One result of a session, as the HIS keeps it.
struct Service {
  std::string service_id;
  std::string service_name;
  std::optional<base::CivilTime> order_time;
  std::optional<base::CivilTime> result_time;
  std::string description;
  std::string conclusion;
  std::string index_code;  // of a laboratory result
  std::string index_name;
  std::string value;
};

// How the file of a session is broken, which nobody can read then.
enum class HisDamage { none, empty_file, not_xml, cut };

struct Session {
  std::string id;
  std::size_t patient = 0;
  base::CivilTime check_in;
  std::optional<base::CivilTime> check_out;  // nothing: still open
  std::vector<Service> services;
  HisDamage damage = HisDamage::none;  // of make_paper_flow only
};

// pa is a frontal chest, from behind (PA) or from the front (AP).
enum class ImageKind { pa, lateral, other };

// How a file is broken. The first three leave no readable header, the others a good header without usable pixels.
enum class Damage { none, empty_file, not_dicom, cut_header, cut_pixels, no_pixels, huge_size };
inline bool header_readable(Damage damage) {
  return damage == Damage::none || damage >= Damage::cut_pixels;
}

enum class Status { ok, not_pa, not_cxr, rejected };  // what a faultless AI pipeline gives, best first

struct Image {
  std::size_t study = 0;
  std::string series_uid;
  std::string sop_uid;
  std::string path;  // below the output folder
  RadiographPlan plan;
  ImageKind kind = ImageKind::pa;
  bool abnormal = false;  // a lesion is drawn
  std::string modality;   // this and the next two as the header says, true or not
  std::string body_part;
  std::string view;
  bool monochrome1 = false;
  bool plut_inverse = false;  // monochrome1 said by Presentation LUT Shape too
  bool has_window = true;
  bool sigmoid_window = false;
  int transfer_syntax = 0;  // 0 explicit little endian, 1 implicit, 2 RLE, 3 JPEG lossless, 4 JPEG-LS lossless
  Damage damage = Damage::none;
  Status status = Status::ok;
  std::string reason;                  // of not_cxr, as the header table words it
  std::optional<std::size_t> copy_of;  // the image that is stored a second time, under this path
};

// What should become of a record in the matching, as the tool match names it (for the default rules).
// Studies and reports share the list.
enum class Outcome {
  matched,
  matched_open_session,    // MATCHED, flagged because the session has no check-out
  patient_not_in_his,      // PATIENT_NOT_IN_HIS of a study, NO_STUDY of a report
  patient_format_differs,  // the PACS lost the id's leading zeros
  no_patient_id,           // the PACS has none: NO_STUDY of its report
  study_time_invalid,      // the header has no study time
  report_time_invalid,     // the HIS has no report time
  before_check_in,
  after_check_out,
  report_before_study,
  report_too_late,
  taken,              // TAKEN_BY_OTHER_STUDY of a study, TAKEN_BY_OTHER_REPORT of a report
  duplicate,          // DUPLICATE_STUDY, DUPLICATE_REPORT: a second record of the same thing
  without_ai,         // AI_INVALID of a study, STUDY_WITHOUT_AI of a report
  header_unreadable,  // of a study: not seen by the matching at all; NO_STUDY of its report
};
// Those of make_hospital.
inline constexpr Outcome every_outcome[] = {Outcome::matched,
                                            Outcome::matched_open_session,
                                            Outcome::patient_not_in_his,
                                            Outcome::patient_format_differs,
                                            Outcome::before_check_in,
                                            Outcome::after_check_out,
                                            Outcome::report_too_late,
                                            Outcome::without_ai,
                                            Outcome::header_unreadable};
// The code of the tool match; empty for a study that it does not see.
std::string_view study_code(Outcome outcome);
std::string_view report_code(Outcome outcome);

struct Study {
  std::size_t patient = 0;
  std::string patient_id;  // in the PACS; mostly the patient's id
  std::string study_uid;
  base::CivilTime time;
  View exam = View::chest_pa;
  std::vector<std::size_t> images;
  std::vector<Lesion> lesions;        // latent disease
  std::optional<std::size_t> report;  // of the chest X-ray code
  Status status = Status::ok;         // the best of its images'
  Outcome outcome = Outcome::matched;
  bool ai_abnormal = false;  // a faultless AI's answer; this and the next of make_paper_flow only
  std::string_view story;    // what happened to the patient
};

// A chest X-ray report (service 18.0119.0028). Three opinions: what the image shows, what the reader wrote, and what
// the paper's template rule makes of the text.
struct Report {
  std::size_t session = 0;
  std::size_t service = 0;           // index in the session
  std::optional<std::size_t> study;  // nothing: the image never reached the PACS
  bool latent_abnormal = false;
  bool reader_abnormal = false;
  bool template_abnormal = false;
  std::string style;
  Outcome outcome = Outcome::matched;
  std::string_view story;  // as of a study
};

struct HospitalPlan {
  int studies = 300;  // imaging studies in the PACS, 1 to 1,000,000
  std::uint64_t seed = 1;
  double abnormal_share = 0.28;  // of frontal chest studies
  int image_size = 512;
  int damaged_images = 0;
};

struct Hospital {
  std::vector<Patient> patients;
  std::vector<Session> sessions;
  std::vector<Study> studies;  // exactly the planned number
  std::vector<Image> images;
  std::vector<Report> reports;
};

inline constexpr std::string_view facility_id = "99001";
inline constexpr std::string_view chest_service = "18.0119.0028";

// The same plan gives the same hospital. Throws std::invalid_argument for values out of range and when more damaged
// images are wanted than there are studies that can lose their only image.
Hospital make_hospital(const HospitalPlan& plan);

}  // namespace cxrval::phantom
