// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sr/report.hpp"

class DSRDocumentTree;

namespace cxrval::sr {

// Puts the report's content into an empty tree of DCMTK's. Throws std::logic_error when DCMTK refuses an item.
void put_content(DSRDocumentTree& tree, const Report& report);

}  // namespace cxrval::sr
