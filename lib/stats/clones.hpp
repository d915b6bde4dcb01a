// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>

// Compiles a function for processors with AVX2 as well; the loader picks one. Only for arithmetic with whole numbers,
// whose results are the same in either.
#if defined(__x86_64__) && defined(__linux__) && defined(__GLIBC__) && !defined(__SANITIZE_ADDRESS__) && \
    !defined(__SANITIZE_THREAD__)
#define CXRVAL_CLONES __attribute__((target_clones("avx2", "default")))
#else
#define CXRVAL_CLONES
#endif
