// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "deid/patient_id.hpp"

#include <cstdint>
#include <string>

namespace cxrval::split_folds {

struct Options {
  std::string table = "-";
  std::uint64_t folds = 5;
  std::string test;        // a share, or nothing
  std::string validation;  // likewise
  bool fixed_test = false;
  std::string stratify;
  std::string patient = "patient_id";
  std::string balance;
  std::uint64_t seed = 1;
  deid::PatientIdRule normalize_id;
};

}  // namespace cxrval::split_folds
