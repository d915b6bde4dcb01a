// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/civil_time.hpp"
#include "his/decree.hpp"
#include "his/session.hpp"

#include <span>
#include <string>

namespace cxrval::his {

enum class Packing { base64, gzip, plain };  // of the inner files; gzip stands in base64

struct WriteOptions {
  Packing packing = Packing::base64;
  bool orders = true;    // also table XML3, which holds service names and order times
  base::CivilTime made;  // NGAYLAP
  Decree decree = Decree::qd4210;
};

// A GIAMDINHHS file with one HOSO a session: tables XML1 to XML5 (XML3 where asked for), elements in the order of the
// decision, times cut to the minute. Tables without rows are left out. The envelope takes its facility from the first
// session. Throws Error for text with control characters that XML cannot carry.
std::string write_envelope(std::span<const Session> sessions, const WriteOptions& options);

}  // namespace cxrval::his
