// SPDX-License-Identifier: Apache-2.0
#include "dicom/codestream_element.hpp"

#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dcdatset.h>
#include <dcmtk/dcmdata/dcdeftag.h>
#include <dcmtk/dcmdata/dcpixel.h>
#include <dcmtk/dcmdata/dcpixseq.h>
#include <dcmtk/dcmdata/dcpxitem.h>
#include <dcmtk/dcmdata/dcxfer.h>

#include <memory>
#include <string>

namespace cxrval::dicom {

DcmPixelData* insert_codestream(DcmDataset& set, std::string_view syntax_uid, std::string_view code) {
  const DcmTag item_tag(DCM_PixelItemTag, EVR_OB);
  auto sequence = std::make_unique<DcmPixelSequence>(DcmTag(DCM_PixelData, EVR_OB));
  sequence->insert(new DcmPixelItem(item_tag));
  auto item = std::make_unique<DcmPixelItem>(item_tag);
  std::string padded(code);
  if (padded.size() % 2 != 0) padded.push_back('\0');
  if (item->putUint8Array(reinterpret_cast<const Uint8*>(padded.data()), padded.size()).bad()) return nullptr;
  sequence->insert(item.release());
  auto pixels = std::make_unique<DcmPixelData>(DCM_PixelData);
  const DcmXfer xfer(std::string(syntax_uid).c_str());
  pixels->putOriginalRepresentation(xfer.getXfer(), nullptr, sequence.release());
  DcmPixelData* inserted = pixels.get();
  return set.insert(pixels.release(), OFTrue).good() ? inserted : nullptr;
}

}  // namespace cxrval::dicom
