// SPDX-License-Identifier: Apache-2.0
#include "base/bytes.hpp"
#include "base/parallel.hpp"
#include "dicom/write.hpp"
#include "phantom/random.hpp"
#include "simulate.hpp"

#include <algorithm>
#include <stdexcept>
#include <string_view>

namespace cxrval::simulate_hospital {

namespace {

using phantom::Damage;

constexpr dicom::NewSyntax syntaxes[] = {dicom::NewSyntax::explicit_little_endian,
                                         dicom::NewSyntax::implicit_little_endian, dicom::NewSyntax::rle,
                                         dicom::NewSyntax::jpeg_lossless, dicom::NewSyntax::jpeg_ls_lossless};

std::string_view description_of(phantom::View view) {
  switch (view) {
    case phantom::View::chest_pa:
    case phantom::View::chest_ap:
      return "Chụp Xquang ngực thẳng";
    case phantom::View::chest_lateral:
      return "Chụp Xquang ngực nghiêng";
    case phantom::View::hand:
      return "Chụp Xquang bàn tay";
    case phantom::View::knee:
      return "Chụp Xquang khớp gối";
    case phantom::View::abdomen:
      return "Chụp Xquang bụng";
    case phantom::View::skull:
      return "Chụp Xquang sọ";
  }
  return "";
}

image::Source source_of(const phantom::Image& image, phantom::Radiograph film) {
  image::Source source;
  source.width = film.width;
  source.height = film.height;
  source.bits_stored = film.bits_stored;
  source.samples = std::move(film.samples);
  phantom::Random random(image.plan.exposure_seed, 900);
  const double centre = 2048 + random.integer(-120, 120);
  if (image.monochrome1) {
    for (auto& sample : source.samples) sample = static_cast<std::uint16_t>(4095 - sample);
    source.photometric = image::Photometric::monochrome1;
    if (image.plut_inverse) source.plut_shape = image::PlutShape::inverse;
  }
  if (image.has_window) {
    source.windows.push_back({image.monochrome1 ? 4095 - centre : centre, 3700.0 + random.integer(0, 500)});
    if (image.sigmoid_window) {
      source.voi_function = image::VoiFunction::sigmoid;
      source.windows.front().width = 3000;
    }
  }
  return source;
}

dicom::NewImage file_of(const phantom::Hospital& hospital, const phantom::Image& image, phantom::Radiograph film) {
  const phantom::Study& study = hospital.studies[image.study];
  const phantom::Patient& patient = hospital.patients[study.patient];
  dicom::NewImage file;
  file.patient_id = study.patient_id;
  file.patient_name = patient.family_name + "^" + patient.given_name;
  file.sex = std::string(1, patient.sex);
  file.birth_date = patient.birth_date;
  file.study_uid = study.study_uid;
  file.series_uid = image.series_uid;
  file.sop_uid = image.sop_uid;
  file.study_id = std::to_string(image.study + 1);
  if (study.outcome != phantom::Outcome::study_time_invalid) file.study_time = study.time;
  file.modality = image.modality;
  file.body_part = image.body_part;
  file.view = image.view;
  file.manufacturer = "cxrval phantom";
  file.institution = "SIMULATED HOSPITAL";
  file.study_description = image.modality == "CT" ? "Chụp cắt lớp vi tính lồng ngực" : description_of(study.exam);
  file.transfer_syntax = syntaxes[image.transfer_syntax];
  file.source = source_of(image, std::move(film));
  return file;
}

std::size_t find(const std::string& bytes, std::string_view what) {
  const std::size_t at = bytes.find(what);
  if (at == std::string::npos) throw std::logic_error("an element to be damaged is missing");
  return at;
}

// Rows and Columns become 65535. Tags carry their VR unless the transfer syntax is implicit.
std::string with_huge_size(std::string bytes, bool implicit) {
  using namespace std::string_view_literals;
  const std::string_view length = implicit ? "\x02\x00\x00\x00"sv : "US\x02\x00"sv;
  for (const std::string_view tag : {"\x28\x00\x10\x00"sv, "\x28\x00\x11\x00"sv}) {
    const std::string head = std::string(tag) + std::string(length);
    bytes.replace(find(bytes, head) + head.size(), 2, "\xff\xff");
  }
  return bytes;
}

// Break a good file. Tags are searched as they stand in little-endian files.
std::string broken(std::string bytes, const phantom::Image& image, const std::string& study_uid) {
  using namespace std::string_view_literals;
  switch (image.damage) {
    case Damage::none:
      return bytes;
    case Damage::empty_file:
      return {};
    case Damage::not_dicom:
      return "<html><body>503 Service Unavailable</body></html>\n";
    case Damage::cut_header:
      return bytes.substr(0, find(bytes, study_uid) + study_uid.size() / 2);
    case Damage::cut_pixels: {
      const std::size_t pixels = bytes.rfind("\xe0\x7f\x10\x00"sv);
      return bytes.substr(0, pixels + (bytes.size() - pixels) / 2);
    }
    case Damage::no_pixels:
      return bytes.substr(0, bytes.rfind("\xe0\x7f\x10\x00"sv));
    case Damage::huge_size:
      return with_huge_size(std::move(bytes), image.transfer_syntax == 1);
  }
  return bytes;
}

}  // namespace

Boxes write_image_files(const phantom::Hospital& hospital, const Options& options, cli::Run& run) {
  cli::Ledger& ledger = run.ledger("images");
  Boxes boxes;
  boxes.reserve(hospital.images.size());
  const auto work = [&](const phantom::Image& image) {
    phantom::Radiograph film = phantom::render(image.plan);
    std::vector<phantom::LesionBox> lesions = std::move(film.boxes);
    const auto sink = base::open_sink(options.out + "/" + image.path);
    const std::string bytes = dicom::image_bytes(file_of(hospital, image, std::move(film)));
    sink->write(broken(bytes, image, hospital.studies[image.study].study_uid));
    sink->close();
    return lesions;
  };
  base::ordered_parallel_map(hospital.images, options.threads, work, [&](std::vector<phantom::LesionBox> lesions) {
    boxes.push_back(std::move(lesions));
    ledger.read();
    ledger.written();
    run.progress("images", boxes.size(), hospital.images.size());
  });
  return boxes;
}

}  // namespace cxrval::simulate_hospital
