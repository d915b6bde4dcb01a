// SPDX-License-Identifier: Apache-2.0
#include "dicom/write_dx.hpp"

#include "dicom/write_elements.hpp"

#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dcdeftag.h>
#include <dcmtk/dcmdata/dcitem.h>

#include <array>
#include <span>
#include <stdexcept>
#include <string_view>

namespace cxrval::dicom {
namespace {

// A word of the header and its SNOMED CT code.
struct Code {
  std::string_view word;
  const char* value;
  const char* meaning;
};

constexpr std::array<Code, 7> regions = {{{"CHEST", "51185008", "Chest"},
                                          {"THORAX", "51185008", "Chest"},
                                          {"ABDOMEN", "818983003", "Abdomen"},
                                          {"FOOT", "56459004", "Foot"},
                                          {"HAND", "85562004", "Hand"},
                                          {"KNEE", "72696002", "Knee"},
                                          {"SKULL", "89546000", "Skull"}}};
constexpr std::array<Code, 4> views = {{{"PA", "399348003", "postero-anterior"},
                                        {"AP", "399067008", "antero-posterior"},
                                        {"LL", "399173006", "left lateral"},
                                        {"RL", "399198007", "right lateral"}}};

const Code* find(std::span<const Code> codes, std::string_view word) {
  for (const Code& code : codes) {
    if (code.word == word) return &code;
  }
  return nullptr;
}

void put_code(DcmItem& set, const DcmTagKey& sequence, const Code& code) {
  DcmItem* item = nullptr;
  if (set.findOrCreateSequenceItem(sequence, item, 0).bad()) {
    throw std::logic_error("DCMTK refuses a sequence of the new image");
  }
  put_text(*item, DCM_CodeValue, code.value);
  put_text(*item, DCM_CodingSchemeDesignator, "SCT");
  put_text(*item, DCM_CodeMeaning, code.meaning);
}

}  // namespace

void put_dx_modules(DcmItem& set, const DxDescription& description) {
  put_text(set, DCM_PresentationIntentType, "FOR PRESENTATION");
  put_text(set, DCM_ImageLaterality, "U");
  put_text(set, DCM_DetectorType, "");
  put_text(set, DCM_PositionerType, "");
  put_text(set, DCM_PixelIntensityRelationship, "LOG");
  const bool rises_with_exposure = description.photometric == image::Photometric::monochrome1;
  set.putAndInsertSint16(DCM_PixelIntensityRelationshipSign, static_cast<Sint16>(rises_with_exposure ? 1 : -1));
  set.insertEmptyElement(DCM_AcquisitionContextSequence);
  set.insertEmptyElement(DCM_AnatomicRegionSequence);
  if (const Code* region = find(regions, description.body_part)) put_code(set, DCM_AnatomicRegionSequence, *region);
  if (const Code* view = find(views, description.view)) {
    put_code(set, DCM_ViewCodeSequence, *view);
    DcmItem* item = nullptr;
    if (set.findAndGetSequenceItem(DCM_ViewCodeSequence, item).good()) {
      item->insertEmptyElement(DCM_ViewModifierCodeSequence);
    }
  }
}

}  // namespace cxrval::dicom
