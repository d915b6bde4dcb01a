// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace cxrval::cli {

// The value of an option, and whether the command line said it, were it the default's.
template <class T>
struct Given {
  T value{};
  bool given = false;
};

}  // namespace cxrval::cli
