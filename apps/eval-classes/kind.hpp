// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>

namespace cxrval::eval_classes {

// What the rows of a table are (images or studies), and what is drawn.
enum class Kind { image, study, patient };

std::string singular(Kind kind);
std::string plural(Kind kind);
std::string counted(std::uint64_t count, Kind kind);  // "1 study", "3 studies"

}  // namespace cxrval::eval_classes
