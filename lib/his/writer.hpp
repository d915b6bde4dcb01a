// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/civil_time.hpp"
#include "his/session.hpp"

#include <span>
#include <string>

namespace cxrval::his {

enum class Packing { base64, plain };  // of the inner files

struct WriteOptions {
  Packing packing = Packing::base64;
  bool orders = true;    // also table XML3, which holds service names and order times
  base::CivilTime made;  // NGAYLAP
};

// A GIAMDINHHS file of decision 4210/QD-BYT with one HOSO a session: tables XML1, XML3 (where asked for) and XML4,
// elements in the order of the decision, times cut to the minute. Sessions without services have no XML3 and XML4. The
// envelope takes its facility from the first session. Throws Error for text with control characters that XML cannot
// carry.
std::string write_envelope(std::span<const Session> sessions, const WriteOptions& options);

}  // namespace cxrval::his
