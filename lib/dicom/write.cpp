// SPDX-License-Identifier: Apache-2.0
#include "dicom/write.hpp"

#include "base/bytes.hpp"
#include "base/number.hpp"
#include "dicom/codestream_element.hpp"
#include "dicom/dcmtk_setup.hpp"
#include "dicom/jpeg_ls.hpp"
#include "dicom/serialise.hpp"
#include "dicom/write_dx.hpp"
#include "dicom/write_elements.hpp"

#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dcdatset.h>
#include <dcmtk/dcmdata/dcdeftag.h>
#include <dcmtk/dcmdata/dcfilefo.h>
#include <dcmtk/dcmdata/dcrlerp.h>
#include <dcmtk/dcmdata/dcuid.h>
#include <dcmtk/dcmjpeg/djrplol.h>

#include <algorithm>
#include <array>
#include <memory>
#include <stdexcept>
#include <string_view>
#include <utility>
#include <vector>

namespace cxrval::dicom {
namespace {

bool is_dx(const NewImage& image) {
  return image.modality == "DX";
}

const char* sop_class_of(const NewImage& image) {
  if (is_dx(image)) return UID_DigitalXRayImageStorageForPresentation;
  return image.modality == "CT" ? UID_SecondaryCaptureImageStorage : UID_ComputedRadiographyImageStorage;
}

void require_uid(const std::string& uid) {
  const bool fits = !uid.empty() && uid.size() <= 64 && uid.find_first_not_of("0123456789.") == std::string::npos;
  if (!fits) throw std::logic_error("a new image needs UIDs of at most 64 digits and dots");
}

void require_expressible(const NewImage& image) {
  const image::Source& source = image.source;
  for (const std::string* uid : {&image.study_uid, &image.series_uid, &image.sop_uid}) require_uid(*uid);
  const auto fits = [](int size) { return size > 0 && size <= 65535; };
  if (!fits(source.width) || !fits(source.height) || source.bits_stored < 1 || source.bits_stored > 16 ||
      source.samples.size() != static_cast<std::size_t>(source.width) * static_cast<std::size_t>(source.height)) {
    throw std::logic_error("a new image needs 1 to 65535 rows and columns, 1 to 16 bits, and all its samples");
  }
}

void put_patient_and_study(DcmItem& set, const NewImage& image) {
  put_text(set, DCM_SpecificCharacterSet, "ISO_IR 192");
  put_text(set, DCM_PatientName, image.patient_name);
  put_text(set, DCM_PatientID, image.patient_id);
  put_text(set, DCM_PatientBirthDate, image.birth_date);
  put_text(set, DCM_PatientSex, image.sex);
  put_text(set, DCM_StudyInstanceUID, image.study_uid);
  put_text(set, DCM_StudyID, image.study_id);
  put_text(set, DCM_AccessionNumber, image.accession_number);
  put_text(set, DCM_ReferringPhysicianName, "");
  put_text_if_any(set, DCM_StudyDescription, image.study_description);
  const std::string date = image.study_time ? dicom_date(*image.study_time) : "";
  const std::string time = image.study_time ? dicom_time(*image.study_time) : "";
  for (const DcmTagKey& key : {DCM_StudyDate, DCM_SeriesDate, DCM_AcquisitionDate, DCM_ContentDate}) {
    put_text(set, key, date);
  }
  for (const DcmTagKey& key : {DCM_StudyTime, DCM_SeriesTime, DCM_AcquisitionTime, DCM_ContentTime}) {
    put_text(set, key, time);
  }
}

void put_series_and_equipment(DcmItem& set, const NewImage& image) {
  put_text(set, DCM_Modality, image.modality);
  put_text(set, DCM_SeriesInstanceUID, image.series_uid);
  put_text(set, DCM_SeriesNumber, "1");
  put_text(set, DCM_InstanceNumber, "1");
  put_text(set, DCM_BodyPartExamined, image.body_part);
  put_text(set, DCM_ViewPosition, image.view);
  put_text(set, DCM_Manufacturer, image.manufacturer);
  put_text_if_any(set, DCM_InstitutionName, image.institution);
  put_text(set, DCM_SOPClassUID, sop_class_of(image));
  if (image.modality == "CT") put_text(set, DCM_ConversionType, "WSD");
  put_text(set, DCM_SOPInstanceUID, image.sop_uid);
  put_text(set, DCM_ImageType, "ORIGINAL\\PRIMARY");
  const bool lateral = image.view == "LL" || image.view == "RL" || image.view == "LATERAL";
  put_text(set, DCM_PatientOrientation, lateral ? "A\\F" : "L\\F");
  const std::string spacing = decimal_string(image.pixel_spacing_mm);
  put_text(set, DCM_ImagerPixelSpacing, spacing + "\\" + spacing);
  put_text(set, DCM_BurnedInAnnotation, "NO");
  put_text(set, DCM_LossyImageCompression, "00");
}

bool insert_jpeg_ls(DcmDataset& set, const image::Source& source) {
  const FrameShape shape{source.height, source.width, source.bits_stored <= 8 ? 8 : 16};
  std::vector<std::uint16_t> words = source.samples;
  const unsigned mask = (1U << source.bits_stored) - 1;
  for (std::uint16_t& word : words) word = static_cast<std::uint16_t>(word & mask);
  return insert_codestream(set, UID_JPEGLSLosslessTransferSyntax, encode_jpeg_ls(words, shape)) != nullptr;
}

void encode(DcmDataset& set, NewSyntax syntax, const image::Source& source) {
  OFCondition done = EC_Normal;
  if (syntax == NewSyntax::rle) {
    const DcmRLERepresentationParameter parameter{};
    done = set.chooseRepresentation(EXS_RLELossless, &parameter);
  } else if (syntax == NewSyntax::jpeg_lossless) {
    const DJ_RPLossless parameter;
    done = set.chooseRepresentation(EXS_JPEGProcess14SV1, &parameter);
  } else if (syntax == NewSyntax::jpeg_ls_lossless) {
    done = insert_jpeg_ls(set, source) ? EC_Normal : EC_CannotChangeRepresentation;
  }
  if (done.bad()) throw std::logic_error("the pixels cannot be encoded in this transfer syntax");
}

const char* syntax_uid(NewSyntax syntax) {
  switch (syntax) {
    case NewSyntax::implicit_little_endian:
      return UID_LittleEndianImplicitTransferSyntax;
    case NewSyntax::rle:
      return UID_RLELosslessTransferSyntax;
    case NewSyntax::jpeg_lossless:
      return UID_JPEGProcess14SV1TransferSyntax;
    case NewSyntax::jpeg_ls_lossless:
      return UID_JPEGLSLosslessTransferSyntax;
    case NewSyntax::explicit_little_endian:
      break;
  }
  return UID_LittleEndianExplicitTransferSyntax;
}

}  // namespace

std::string image_bytes(const NewImage& image) {
  require_expressible(image);
  set_up_dcmtk();
  DcmFileFormat file;
  DcmDataset& set = *file.getDataset();
  put_patient_and_study(set, image);
  put_series_and_equipment(set, image);
  if (is_dx(image)) put_dx_modules(set, {image.body_part, image.view, image.source.photometric});
  put_pixels(set, image.source);
  encode(set, image.transfer_syntax, image.source);
  put_display(set, image.source);  // after the pixels are encoded, so that no encoder acts on it
  return serialised(file, syntax_uid(image.transfer_syntax));
}

void write_image(const NewImage& image, const std::string& path) {
  const std::string bytes = image_bytes(image);
  const std::unique_ptr<base::ByteSink> sink = base::open_sink(path);
  sink->write(bytes);
  sink->close();
}

}  // namespace cxrval::dicom
