// SPDX-License-Identifier: Apache-2.0
#include "phantom/encounter.hpp"

#include <algorithm>
#include <cstdio>

namespace cxrval::phantom {

namespace {

// Common names; the people are invented.
constexpr std::string_view families[] = {"NGUYỄN", "TRẦN", "LÊ",  "PHẠM", "HOÀNG", "PHAN",
                                         "VŨ",     "ĐẶNG", "BÙI", "ĐỖ",   "HỒ",    "NGÔ"};
constexpr std::string_view men[] = {"VĂN AN",   "VĂN BÌNH",   "QUANG HUY", "ĐỨC MINH",
                                    "HỮU PHÚC", "THÀNH LONG", "VĂN SƠN",   "XUÂN TRƯỜNG"};
constexpr std::string_view women[] = {"THỊ HOA", "THỊ LAN",  "THU HÀ",  "NGỌC MAI",
                                      "THỊ NGA", "MINH THU", "THỊ YẾN", "BÍCH NGỌC"};

std::string digits(std::uint64_t value, int width) {
  char text[32];
  std::snprintf(text, sizeof text, "%0*llu", width, static_cast<unsigned long long>(value));
  return text;
}

std::string date_text(base::CivilDate date, const char* format) {
  char text[32];
  std::snprintf(text, sizeof text, format, date.year, date.month, date.day);
  return text;
}

struct Tags {
  std::string_view body_part, view;
};

Tags tags_of(View view) {
  switch (view) {
    case View::chest_pa:
      return {"CHEST", "PA"};
    case View::chest_ap:
      return {"CHEST", "AP"};
    case View::chest_lateral:
      return {"CHEST", "LL"};
    case View::hand:
      return {"HAND", "PA"};
    case View::knee:
      return {"KNEE", "AP"};
    case View::abdomen:
      return {"ABDOMEN", "AP"};
    case View::skull:
      return {"SKULL", "LL"};
  }
  return {};
}

ImageKind kind_of(View view) {
  if (view == View::chest_lateral) return ImageKind::lateral;
  return view == View::chest_pa || view == View::chest_ap ? ImageKind::pa : ImageKind::other;
}

}  // namespace

std::string Builder::new_uid() {
  // A UUID-derived UID (PS3.5 B.2): 2.25. and a number below 2^128.
  const std::uint64_t high = 1 + random_.below(300'000'000'000'000'000ULL);
  return "2.25." + std::to_string(high) + digits(random_.below(1'000'000'000'000'000'000ULL), 18);
}

std::size_t Builder::new_patient() {
  Patient patient;
  std::uint64_t number = 0;
  do {
    number = random_.chance(0.35) ? 1000 + random_.below(2'000'000) : 20'000'000 + random_.below(1'000'000);
  } while (!ids_.insert(std::to_string(number)).second);
  patient.id = digits(number, 8);
  patient.sex = random_.chance(0.47) ? 'F' : 'M';
  patient.family_name = random_.pick(families);
  patient.given_name = patient.sex == 'F' ? random_.pick(women) : random_.pick(men);
  patient.age = std::clamp(static_cast<int>(54 + 19 * random_.normal()), 5, 96);
  patient.birth_date = date_text({2020 - patient.age, random_.integer(1, 10), random_.integer(1, 28)}, "%04d%02d%02d");
  patient.seed = random_.bits();
  hospital_.patients.push_back(std::move(patient));
  return hospital_.patients.size() - 1;
}

std::size_t Builder::new_session(std::size_t patient, base::CivilTime check_in) {
  Session session;
  session.id = date_text(base::date_of(check_in), "%04d%02d%02d").substr(2) +
               digits(static_cast<std::uint64_t>(++session_number_), 6);
  session.patient = patient;
  session.check_in = check_in;
  hospital_.sessions.push_back(std::move(session));
  return hospital_.sessions.size() - 1;
}

std::size_t Builder::add_study(std::size_t patient, View exam, base::CivilTime time) {
  Study study;
  study.patient = patient;
  study.patient_id = hospital_.patients[patient].id;
  study.study_uid = new_uid();
  study.time = time;
  study.exam = exam;
  hospital_.studies.push_back(std::move(study));
  return hospital_.studies.size() - 1;
}

std::size_t Builder::add_image(std::size_t study, View view) {
  Study& owner = hospital_.studies[study];
  const Patient& patient = hospital_.patients[owner.patient];
  Image image;
  image.study = study;
  image.series_uid = new_uid();
  image.sop_uid = new_uid();
  image.path = "images/" + date_text(base::date_of(owner.time), "%04d-%02d-%02d") + "/" + digits(study + 1, 6) + "-" +
               std::to_string(owner.images.size() + 1) + ".dcm";
  image.plan = {view, patient.seed, random_.bits(), patient.sex, patient.age, {}, plan_.image_size};
  image.kind = kind_of(view);
  if (image.kind == ImageKind::pa) image.plan.lesions = owner.lesions;
  image.abnormal = !image.plan.lesions.empty();
  tag_truly(image);
  image.monochrome1 = random_.chance(0.42);
  image.plut_inverse = image.monochrome1 && random_.chance(0.4);
  image.has_window = random_.chance(0.9);
  image.sigmoid_window = image.has_window && random_.chance(0.15);
  const double syntax = random_.uniform();
  image.transfer_syntax = syntax < 0.42 ? 0 : syntax < 0.54 ? 1 : syntax < 0.66 ? 2 : syntax < 0.86 ? 3 : 4;
  hospital_.images.push_back(std::move(image));
  owner.images.push_back(hospital_.images.size() - 1);
  return hospital_.images.size() - 1;
}

void Builder::tag_truly(Image& image) {
  const Tags tags = tags_of(image.plan.view);
  image.body_part = tags.body_part;
  image.view = tags.view;
  if (image.kind != ImageKind::other && random_.chance(0.08)) image.body_part = "THORAX";
  if (image.kind == ImageKind::pa && random_.chance(0.12)) image.view.clear();
  const double modality = random_.uniform();
  image.modality = modality < 0.55 ? "DX" : modality < 0.95 ? "CR" : "DR";
}

std::vector<Lesion> Builder::draw_lesions() {
  struct Share {
    LesionKind kind;
    double weight;
  };
  constexpr Share shares[] = {
      {LesionKind::nodule_mass, 0.18},  {LesionKind::consolidation, 0.18},      {LesionKind::infiltration, 0.12},
      {LesionKind::interstitial, 0.09}, {LesionKind::pleural_effusion, 0.15},   {LesionKind::pneumothorax, 0.06},
      {LesionKind::cardiomegaly, 0.12}, {LesionKind::aortic_enlargement, 0.06}, {LesionKind::rib_fracture, 0.04}};
  const int count = random_.chance(0.24) ? 2 : 1;
  std::vector<Lesion> lesions;
  while (static_cast<int>(lesions.size()) < count) {
    double left = random_.uniform();
    Lesion lesion;
    for (const Share& share : shares) {
      lesion.kind = share.kind;
      left -= share.weight;
      if (left < 0) break;
    }
    lesion.side = random_.chance(0.5) ? Side::right : Side::left;
    lesion.severity = random_.uniform();
    const auto same = [&](const Lesion& other) { return other.kind == lesion.kind; };
    if (std::none_of(lesions.begin(), lesions.end(), same)) lesions.push_back(lesion);
  }
  return lesions;
}

}  // namespace cxrval::phantom
