// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "phantom/hospital.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace cxrval::phantom {

// What the files of a session hold beside its results, and no tool of the pipeline reads. Money is in dong.

struct Drug {
  std::string code;
  std::string name;
  std::string strength;
  std::string unit;
  std::string route;  // its code
  std::string dose;
  std::string registration;
  int quantity = 1;
  int unit_price = 0;
  base::CivilTime order_time;
};

// A service that has no result: an examination, a bed, a dressing.
struct Care {
  std::string code;
  std::string name;
  int unit_price = 0;
  base::CivilTime order_time;
};

struct ClinicalNote {
  std::string course;
  std::string consultation;
  base::CivilTime time;
};

struct Chart {
  std::string address;
  std::string insurance_id;
  std::string disease;
  std::string disease_code;  // ICD-10
  std::vector<Drug> drugs;
  std::vector<Care> care;
  std::vector<ClinicalNote> notes;
};

// The same session of the same hospital has the same chart; no other random draw depends on it.
Chart chart_of(const Hospital& hospital, std::size_t session);

}  // namespace cxrval::phantom
