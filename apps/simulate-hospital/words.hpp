// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "phantom/hospital.hpp"

#include <string>
#include <string_view>

namespace cxrval::simulate_hospital {

// Values as the tables of the truth say them; empty for no damage.
std::string_view word(phantom::Status status);
std::string_view word(phantom::ImageKind kind);
std::string_view word(phantom::View view);
std::string_view word(phantom::Damage damage);
std::string_view word(phantom::HisDamage damage);
inline std::string flag(bool value) {
  return value ? "1" : "0";
}
inline std::string label(bool abnormal) {
  return abnormal ? "abnormal" : "normal";
}

}  // namespace cxrval::simulate_hospital
