// SPDX-License-Identifier: Apache-2.0
#include "dicom/serialise.hpp"

#include "dicom/write_elements.hpp"

#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dcdeftag.h>
#include <dcmtk/dcmdata/dcfilefo.h>
#include <dcmtk/dcmdata/dcmetinf.h>
#include <dcmtk/dcmdata/dcostrmb.h>
#include <dcmtk/dcmdata/dcxfer.h>

#include <stdexcept>
#include <vector>

namespace cxrval::dicom {
namespace {

// A UID of our own by PS3.5 B.2 (2.25 and a UUID), so that files do not change with DCMTK's version.
constexpr const char* implementation_uid = "2.25.187262118459870466340294130741298870461";
constexpr const char* implementation_name = "CXRVAL_1";

}  // namespace

std::string serialised(DcmFileFormat& file, const char* transfer_syntax) {
  const E_TransferSyntax syntax = DcmXfer(transfer_syntax).getXfer();
  std::vector<char> block(std::size_t{1} << 20);
  DcmOutputBufferStream stream(block.data(), static_cast<offile_off_t>(block.size()));
  std::string bytes;
  file.validateMetaInfo(syntax);
  put_text(*file.getMetaInfo(), DCM_ImplementationClassUID, implementation_uid);
  put_text(*file.getMetaInfo(), DCM_ImplementationVersionName, implementation_name);
  file.getMetaInfo()->computeGroupLengthAndPadding(EGL_recalcGL, EPD_noChange, EXS_LittleEndianExplicit,
                                                   EET_ExplicitLength);
  file.transferInit();
  OFCondition done = EC_StreamNotifyClient;
  while (done == EC_StreamNotifyClient) {
    done = file.write(stream, syntax, EET_ExplicitLength, nullptr, EGL_withoutGL, EPD_withoutPadding, 0, 0, 0,
                      EWM_dontUpdateMeta);
    void* written = nullptr;
    offile_off_t size = 0;
    stream.flushBuffer(written, size);
    bytes.append(static_cast<const char*>(written), static_cast<std::size_t>(size));
  }
  file.transferEnd();
  if (done.bad()) throw std::logic_error("the data set cannot be written as DICOM");
  return bytes;
}

}  // namespace cxrval::dicom
