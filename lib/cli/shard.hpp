// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "deid/patient_id.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace cxrval::cli {

// --shard I/N: one of N parts of a work that is done by several runs. A patient is in one part, whatever tool and
// machine: the one whose number I, from 1 to N, is 1 plus the first eight bytes of SHA-256 of the normalised patient
// id, the first of them highest, modulo N.
class Shard {
 public:
  // Throws UsageError for anything but I/N with 1 <= I <= N <= 1000000.
  Shard(std::string_view text, const deid::PatientIdRule& rule);

  bool has(std::string_view patient_id) const;

 private:
  deid::PatientIdRule rule_;
  std::uint64_t index_ = 0;  // from 0
  std::uint64_t count_ = 1;
};

}  // namespace cxrval::cli
