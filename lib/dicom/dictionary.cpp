// SPDX-License-Identifier: Apache-2.0
#include "dicom/dictionary.hpp"

#include "dicom/data_set.hpp"
#include "dicom/dcmtk_setup.hpp"

#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dctag.h>
#include <dcmtk/dcmdata/dcvr.h>

#include <algorithm>
#include <string>

namespace cxrval::dicom {
namespace {

struct Known {
  std::string_view keyword;
  std::uint32_t tag;
  std::array<char, 2> vr;
};

constexpr std::array<Known, 53> known = {{
    {"SpecificCharacterSet", tag(0x0008, 0x0005), {'C', 'S'}},
    {"ImageType", tag(0x0008, 0x0008), {'C', 'S'}},
    {"SOPClassUID", tag(0x0008, 0x0016), {'U', 'I'}},
    {"SOPInstanceUID", tag(0x0008, 0x0018), {'U', 'I'}},
    {"StudyDate", tag(0x0008, 0x0020), {'D', 'A'}},
    {"SeriesDate", tag(0x0008, 0x0021), {'D', 'A'}},
    {"AcquisitionDate", tag(0x0008, 0x0022), {'D', 'A'}},
    {"ContentDate", tag(0x0008, 0x0023), {'D', 'A'}},
    {"StudyTime", tag(0x0008, 0x0030), {'T', 'M'}},
    {"SeriesTime", tag(0x0008, 0x0031), {'T', 'M'}},
    {"AcquisitionTime", tag(0x0008, 0x0032), {'T', 'M'}},
    {"ContentTime", tag(0x0008, 0x0033), {'T', 'M'}},
    {"AccessionNumber", tag(0x0008, 0x0050), {'S', 'H'}},
    {"Modality", tag(0x0008, 0x0060), {'C', 'S'}},
    {"PresentationIntentType", tag(0x0008, 0x0068), {'C', 'S'}},
    {"Manufacturer", tag(0x0008, 0x0070), {'L', 'O'}},
    {"InstitutionName", tag(0x0008, 0x0080), {'L', 'O'}},
    {"StationName", tag(0x0008, 0x1010), {'S', 'H'}},
    {"StudyDescription", tag(0x0008, 0x1030), {'L', 'O'}},
    {"SeriesDescription", tag(0x0008, 0x103E), {'L', 'O'}},
    {"ManufacturerModelName", tag(0x0008, 0x1090), {'L', 'O'}},
    {"PatientName", tag(0x0010, 0x0010), {'P', 'N'}},
    {"PatientID", tag(0x0010, 0x0020), {'L', 'O'}},
    {"PatientBirthDate", tag(0x0010, 0x0030), {'D', 'A'}},
    {"PatientSex", tag(0x0010, 0x0040), {'C', 'S'}},
    {"PatientAge", tag(0x0010, 0x1010), {'A', 'S'}},
    {"BodyPartExamined", tag(0x0018, 0x0015), {'C', 'S'}},
    {"KVP", tag(0x0018, 0x0060), {'D', 'S'}},
    {"ProtocolName", tag(0x0018, 0x1030), {'L', 'O'}},
    {"DistanceSourceToDetector", tag(0x0018, 0x1110), {'D', 'S'}},
    {"ExposureTime", tag(0x0018, 0x1150), {'I', 'S'}},
    {"Exposure", tag(0x0018, 0x1152), {'I', 'S'}},
    {"ImagerPixelSpacing", tag(0x0018, 0x1164), {'D', 'S'}},
    {"ViewPosition", tag(0x0018, 0x5101), {'C', 'S'}},
    {"StudyInstanceUID", tag(0x0020, 0x000D), {'U', 'I'}},
    {"SeriesInstanceUID", tag(0x0020, 0x000E), {'U', 'I'}},
    {"StudyID", tag(0x0020, 0x0010), {'S', 'H'}},
    {"SeriesNumber", tag(0x0020, 0x0011), {'I', 'S'}},
    {"InstanceNumber", tag(0x0020, 0x0013), {'I', 'S'}},
    {"PatientOrientation", tag(0x0020, 0x0020), {'C', 'S'}},
    {"Laterality", tag(0x0020, 0x0060), {'C', 'S'}},
    {"ImageLaterality", tag(0x0020, 0x0062), {'C', 'S'}},
    {"PhotometricInterpretation", tag(0x0028, 0x0004), {'C', 'S'}},
    {"Rows", tag(0x0028, 0x0010), {'U', 'S'}},
    {"Columns", tag(0x0028, 0x0011), {'U', 'S'}},
    {"PixelSpacing", tag(0x0028, 0x0030), {'D', 'S'}},
    {"BitsStored", tag(0x0028, 0x0101), {'U', 'S'}},
    {"PixelRepresentation", tag(0x0028, 0x0103), {'U', 'S'}},
    {"BurnedInAnnotation", tag(0x0028, 0x0301), {'C', 'S'}},
    {"WindowCenter", tag(0x0028, 0x1050), {'D', 'S'}},
    {"WindowWidth", tag(0x0028, 0x1051), {'D', 'S'}},
    {"VOILUTFunction", tag(0x0028, 0x1056), {'C', 'S'}},
    {"PresentationLUTShape", tag(0x2050, 0x0020), {'C', 'S'}},
}};

std::array<char, 2> vr_of(const DcmTag& found) {
  const DcmVR vr(found.getEVR());
  const std::string_view name = DcmVR(vr.getValidEVR()).getVRName();
  const bool plain = name.size() == 2 && vr.getEVR() != EVR_UNKNOWN && vr.getEVR() != EVR_UN;
  return plain ? std::array<char, 2>{name[0], name[1]} : std::array<char, 2>{' ', ' '};
}

}  // namespace

std::optional<DictionaryEntry> find_keyword(std::string_view keyword) {
  const auto found =
      std::find_if(known.begin(), known.end(), [&](const Known& entry) { return entry.keyword == keyword; });
  if (found != known.end()) return DictionaryEntry{found->tag, found->vr};
  const bool letters = std::all_of(keyword.begin(), keyword.end(), [](char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
  });
  if (!letters || keyword.empty()) return std::nullopt;
  set_up_dcmtk();
  DcmTag other;
  if (DcmTag::findTagFromName(std::string(keyword).c_str(), other).bad()) return std::nullopt;
  return DictionaryEntry{tag(other.getGTag(), other.getETag()), vr_of(other)};
}

DictionaryEntry find_tag(std::uint32_t wanted) {
  const auto found = std::find_if(known.begin(), known.end(), [&](const Known& entry) { return entry.tag == wanted; });
  if (found != known.end()) return {found->tag, found->vr};
  set_up_dcmtk();
  const DcmTag other(static_cast<Uint16>(wanted >> 16), static_cast<Uint16>(wanted & 0xFFFF));
  return {wanted, vr_of(other)};
}

}  // namespace cxrval::dicom
