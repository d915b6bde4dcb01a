// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/error.hpp"
#include "base/number.hpp"
#include "cli/description.hpp"
#include "cli/given.hpp"

#include <optional>
#include <string>
#include <type_traits>
#include <vector>

namespace cxrval::cli {

template <class T>
Setter number_setter(const std::string& name, T& value) {
  return [name, &value](const std::vector<std::string>& given) {
    std::optional<T> number;
    if constexpr (std::is_floating_point_v<T>) {
      number = base::parse_real(given.back());
    } else {
      number = base::parse_integer<T>(given.back());
    }
    const char* kind = std::is_floating_point_v<T> ? "a number"
                       : std::is_signed_v<T>       ? "a whole number"
                                                   : "a whole number from 0 on";
    if (!number) throw base::UsageError("--" + name + " needs " + kind);
    value = *number;
  };
}

template <class T>
Setter given_setter(const std::string& name, Given<T>& value) {
  return [set = number_setter(name, value.value), &value](const std::vector<std::string>& given) {
    set(given);
    value.given = true;
  };
}

inline Setter text_setter(std::string& value) {
  return [&value](const std::vector<std::string>& given) { value = given.back(); };
}

inline Setter given_setter(Given<std::string>& value) {
  return [&value](const std::vector<std::string>& given) { value = {given.back(), true}; };
}

}  // namespace cxrval::cli
