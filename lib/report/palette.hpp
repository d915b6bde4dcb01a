// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "report/svg.hpp"

#include <string>

namespace cxrval::report {

// Classes of figure_style(). The colours that tell things apart are those of Okabe and Ito (Color Universal Design,
// 2008); nothing is told by a colour alone.
std::string fill_class(Colour colour);
std::string stroke_class(Colour colour);

}  // namespace cxrval::report
