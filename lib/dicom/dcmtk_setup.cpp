// SPDX-License-Identifier: Apache-2.0
#include "dicom/dcmtk_setup.hpp"

#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dcrledrg.h>
#include <dcmtk/dcmdata/dcrleerg.h>
#include <dcmtk/dcmjpeg/djdecode.h>
#include <dcmtk/dcmjpeg/djencode.h>
#include <dcmtk/dcmjpls/djdecode.h>
#include <dcmtk/dcmjpls/djencode.h>
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
  DJLSDecoderRegistration::registerCodecs(EJLSUC_never);
  DcmRLEEncoderRegistration::registerCodecs();
  constexpr OFBool true_lossless = OFTrue;
  DJEncoderRegistration::registerCodecs(ECC_lossyYCbCr, EUC_never, OFFalse, 0, 0, 0, OFTrue, ESS_422, OFTrue, OFFalse,
                                        0, 0, 0.0, 0.0, 0, 0, 0, 0, OFTrue, OFFalse, OFFalse, OFFalse, true_lossless);
  // The other way, "cooked", writes a byte behind its buffer when the codestream's length is odd (DCMTK 3.6.7).
  constexpr OFBool cooked = OFFalse;
  DJLSEncoderRegistration::registerCodecs(0, 0, 0, 0, cooked, 0, OFTrue, EJLSUC_never);
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
