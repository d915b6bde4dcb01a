// SPDX-License-Identifier: Apache-2.0
#include "infer/memory.hpp"

#ifdef __GLIBC__
#include <malloc.h>
#endif

namespace cxrval::infer {

void keep_large_blocks() {
#ifdef __GLIBC__
  constexpr int one_gibibyte = 1 << 30;
  ::mallopt(M_MMAP_THRESHOLD, one_gibibyte);
  ::mallopt(M_TRIM_THRESHOLD, one_gibibyte);
  ::mallopt(M_TOP_PAD, 64 << 20);
#endif
}

}  // namespace cxrval::infer
