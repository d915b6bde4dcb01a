// SPDX-License-Identifier: Apache-2.0
#include "sr/report.hpp"

#include "base/uid.hpp"
#include "dicom/dcmtk_setup.hpp"
#include "dicom/serialise.hpp"
#include "dicom/write_elements.hpp"
#include "sr/code.hpp"
#include "sr/content.hpp"

#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dcdatset.h>
#include <dcmtk/dcmdata/dcdeftag.h>
#include <dcmtk/dcmdata/dcfilefo.h>
#include <dcmtk/dcmdata/dcuid.h>
#include <dcmtk/dcmsr/dsrdoc.h>

#include <stdexcept>

namespace cxrval::sr {
namespace {

using dicom::put_text;

constexpr const char* own_scheme_uid = "2.25.25332721017646155789935426826309875107";

void require(const OFCondition& condition) {
  if (condition.bad()) throw std::logic_error("DCMTK refuses the report");
}

void require_uid(const std::string& uid) {
  if (!base::is_uid(uid)) throw std::logic_error("a report needs UIDs of at most 64 digits and dots");
}

void require_expressible(const Report& report) {
  if (report.images.empty()) throw std::logic_error("a report needs an image");
  for (const std::string* uid : {&report.study_uid, &report.series_uid, &report.sop_uid}) require_uid(*uid);
  require_uid(report.algorithm.device_uid);
  for (const ImageResult& image : report.images) {
    for (const std::string* uid : {&image.sop_class, &image.sop_uid, &image.series_uid}) require_uid(*uid);
    require_uid(image.tracking_uid);
    if (image.status == Status::ok && (image.rows < 1 || image.columns < 1)) {
      throw std::logic_error("a judged image needs rows and columns");
    }
    for (const Lesion& lesion : image.lesions) require_uid(lesion.tracking_uid);
  }
}

// What DCMTK makes of the document: the SR modules, the content, the evidence.
void put_document(DcmDataset& set, const Report& report) {
  DSRDocument document(DSRTypes::DT_ComprehensiveSR);
  require(document.setSpecificCharacterSetType(DSRTypes::CS_UTF8));
  put_content(document.getTree(), report);
  for (const ImageResult& image : report.images) {
    require(document.getCurrentRequestedProcedureEvidence().addItem(
        report.study_uid.c_str(), image.series_uid.c_str(), image.sop_class.c_str(), image.sop_uid.c_str(), OFFalse));
  }
  require(document.getCodingSchemeIdentification().addItem(own_scheme, own_scheme_uid, "cxrval codes", "cxrval"));
  require(document.setContentDate(dicom::dicom_date(report.time).c_str()));
  require(document.setContentTime(dicom::dicom_time(report.time).c_str()));
  require(document.setSeriesDescription("AI result of chest X-rays, not verified"));
  require(document.setManufacturer("cxrval"));
  require(document.setManufacturerModelName("result-to-sr"));
  require(document.setSoftwareVersions(report.software_version.c_str()));
  require(document.setPreliminaryFlag(DSRTypes::PF_Preliminary));
  require(document.completeDocument());
  require(document.write(set));
}

void put_identity(DcmDataset& set, const Report& report) {
  put_text(set, DCM_StudyInstanceUID, report.study_uid);
  put_text(set, DCM_SeriesInstanceUID, report.series_uid);
  put_text(set, DCM_SOPInstanceUID, report.sop_uid);
  put_text(set, DCM_SeriesNumber, std::to_string(report.series_number));
  put_text(set, DCM_InstanceNumber, "1");
  // A later report of the series has another time, and all objects of a series agree about it.
  for (const DcmTagKey& key :
       {DCM_SeriesDate, DCM_SeriesTime, DCM_InstanceCreationDate, DCM_InstanceCreationTime, DCM_InstanceCreatorUID}) {
    delete set.remove(key);
  }
}

void put_header(DcmDataset& set, const Report& report) {
  for (std::size_t i = 0; i < header_elements.size(); ++i) {
    const HeaderElement& element = header_elements[i];
    const DcmTagKey key(static_cast<Uint16>(element.tag >> 16), static_cast<Uint16>(element.tag & 0xffff));
    if (element.is_always_there || !report.header[i].empty()) put_text(set, key, report.header[i]);
  }
}

}  // namespace

bool is_image_class(const std::string& sop_class) {
  return dcmIsImageStorageSOPClassUID(sop_class.c_str());
}

std::string report_bytes(const Report& report) {
  require_expressible(report);
  dicom::set_up_dcmtk();
  DcmFileFormat file;
  DcmDataset& set = *file.getDataset();
  put_document(set, report);
  put_identity(set, report);
  put_header(set, report);
  return dicom::serialised(file, UID_LittleEndianExplicitTransferSyntax);
}

}  // namespace cxrval::sr
