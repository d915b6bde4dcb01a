// SPDX-License-Identifier: Apache-2.0
#include "phantom/hospital.hpp"

#include "phantom/encounter.hpp"

#include <algorithm>
#include <stdexcept>

namespace cxrval::phantom {

std::string_view study_code(Outcome outcome) {
  switch (outcome) {
    case Outcome::matched:
    case Outcome::matched_open_session:
      return "MATCHED";
    case Outcome::patient_not_in_his:
      return "PATIENT_NOT_IN_HIS";
    case Outcome::patient_format_differs:
      return "PATIENT_FORMAT_DIFFERS";
    case Outcome::no_patient_id:
      return "NO_PATIENT_ID";
    case Outcome::study_time_invalid:
      return "STUDY_TIME_INVALID";
    case Outcome::report_time_invalid:
      return "REPORT_TIME_INVALID";
    case Outcome::before_check_in:
      return "BEFORE_CHECKIN";
    case Outcome::after_check_out:
      return "AFTER_CHECKOUT";
    case Outcome::report_before_study:
      return "REPORT_BEFORE_STUDY";
    case Outcome::report_too_late:
      return "REPORT_TOO_LATE";
    case Outcome::taken:
      return "TAKEN_BY_OTHER_STUDY";
    case Outcome::duplicate:
      return "DUPLICATE_STUDY";
    case Outcome::without_ai:
      return "AI_INVALID";
    case Outcome::header_unreadable:
      return "";
  }
  return "";
}

std::string_view report_code(Outcome outcome) {
  switch (outcome) {
    case Outcome::patient_not_in_his:
    case Outcome::no_patient_id:
    case Outcome::header_unreadable:
      return "NO_STUDY";
    case Outcome::taken:
      return "TAKEN_BY_OTHER_REPORT";
    case Outcome::duplicate:
      return "DUPLICATE_REPORT";
    case Outcome::without_ai:
      return "STUDY_WITHOUT_AI";
    default:
      return study_code(outcome);
  }
}

void judge(Image& image) {
  const bool known_modality = image.modality == "CR" || image.modality == "DX" || image.modality == "DR";
  const bool known_part = image.body_part == "CHEST" || image.body_part == "THORAX";
  image.reason.clear();
  if (!header_readable(image.damage)) {
    image.status = Status::rejected;
  } else if (!known_modality || !known_part) {
    image.status = Status::not_cxr;
    image.reason = !known_modality ? (image.modality.empty() ? "modality_missing" : "modality_other")
                                   : (image.body_part.empty() ? "body_part_missing" : "body_part_other");
  } else if (image.damage != Damage::none) {
    image.status = Status::rejected;
  } else {
    image.status = image.kind == ImageKind::pa ? Status::ok : Status::not_pa;
  }
}

void Builder::damage_images() {
  if (plan_.damaged_images == 0) return;
  std::vector<std::size_t> visits(hospital_.patients.size(), 0);
  for (const Session& session : hospital_.sessions) ++visits[session.patient];
  std::vector<std::size_t> studies(hospital_.patients.size(), 0);
  for (const Study& study : hospital_.studies) ++studies[study.patient];
  std::vector<std::size_t> candidates;
  for (std::size_t i = 0; i < hospital_.studies.size(); ++i) {
    const Study& study = hospital_.studies[i];
    const bool alone = visits[study.patient] == 1 && studies[study.patient] == 1 && study.images.size() == 1;
    if (alone && study.status == Status::ok && study.outcome == Outcome::matched) candidates.push_back(i);
  }
  if (static_cast<std::size_t>(plan_.damaged_images) > candidates.size()) {
    throw std::invalid_argument(
        "only " + std::to_string(candidates.size()) +
        " studies of this hospital can lose their image; ask for fewer damaged images or more studies");
  }
  constexpr Damage ways[] = {Damage::cut_pixels, Damage::cut_header, Damage::no_pixels,
                             Damage::empty_file, Damage::huge_size,  Damage::not_dicom};
  for (int k = 0; k < plan_.damaged_images; ++k) {
    const std::size_t at = static_cast<std::size_t>(k);
    std::swap(candidates[at], candidates[at + random_.below(candidates.size() - at)]);
    Study& study = hospital_.studies[candidates[at]];
    Image& image = hospital_.images[study.images.front()];
    image.damage = ways[at % std::size(ways)];
    judge(image);
    study.status = image.status;
    study.outcome = header_readable(image.damage) ? Outcome::without_ai : Outcome::header_unreadable;
    hospital_.reports[study.report.value()].outcome = study.outcome;
  }
}

Hospital Builder::finish() {
  return std::move(hospital_);
}

Hospital make_hospital(const HospitalPlan& plan) {
  if (plan.studies < 1 || plan.studies > 1'000'000)
    throw std::invalid_argument("the number of studies must be 1 to 1000000");
  if (plan.image_size < 32 || plan.image_size > 4096) throw std::invalid_argument("the image size must be 32 to 4096");
  if (!(plan.abnormal_share >= 0 && plan.abnormal_share <= 1))
    throw std::invalid_argument("the abnormal share must be 0 to 1");
  if (plan.damaged_images < 0) throw std::invalid_argument("the number of damaged images must not be negative");
  Builder builder(plan);
  while (!builder.full()) builder.add_patient();
  builder.damage_images();
  return builder.finish();
}

}  // namespace cxrval::phantom
