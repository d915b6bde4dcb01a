// SPDX-License-Identifier: Apache-2.0
#include "kind.hpp"

namespace cxrval::eval_classes {

std::string singular(Kind kind) {
  if (kind == Kind::image) return "image";
  return kind == Kind::study ? "study" : "patient";
}

std::string plural(Kind kind) {
  return kind == Kind::study ? "studies" : singular(kind) + 's';
}

std::string counted(std::uint64_t count, Kind kind) {
  return std::to_string(count) + ' ' + (count == 1 ? singular(kind) : plural(kind));
}

}  // namespace cxrval::eval_classes
