// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace cxrval::dicom {

// Registers DCMTK's codecs and silences its log, once. Everything in this module that calls DCMTK calls this first.
void set_up_dcmtk();

}  // namespace cxrval::dicom
