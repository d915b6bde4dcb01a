// SPDX-License-Identifier: Apache-2.0
#include "dicom/dcmtk_setup.hpp"

#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dcrledrg.h>
#include <dcmtk/dcmdata/dcrleerg.h>
#include <dcmtk/dcmjpeg/djdecode.h>
#include <dcmtk/dcmjpeg/djencode.h>
#include <dcmtk/oflog/oflog.h>

#include <mutex>

namespace cxrval::dicom {
namespace {

void silence() {
  OFLog::configure(OFLogger::OFF_LOG_LEVEL);
  dcmtk::log4cplus::Logger::getRoot().removeAllAppenders();
}

void register_codecs() {
  DcmRLEDecoderRegistration::registerCodecs();
  DJDecoderRegistration::registerCodecs(EDC_never, EUC_never);
  DcmRLEEncoderRegistration::registerCodecs();
  constexpr OFBool true_lossless = OFTrue;
  DJEncoderRegistration::registerCodecs(ECC_lossyYCbCr, EUC_never, OFFalse, 0, 0, 0, OFTrue, ESS_422, OFTrue, OFFalse,
                                        0, 0, 0.0, 0.0, 0, 0, 0, 0, OFTrue, OFFalse, OFFalse, OFFalse, true_lossless);
}

}  // namespace

void set_up_dcmtk() {
  static std::once_flag once;
  std::call_once(once, [] {
    silence();
    register_codecs();
  });
}

}  // namespace cxrval::dicom
