// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace cxrval::infer {

// Keeps large blocks of memory in the process instead of giving each back to the kernel: networks take and drop
// activations of megabytes for every image, which this makes about twice as fast. To be called in main before anything
// else; does nothing where the C library is not glibc.
void keep_large_blocks();

}  // namespace cxrval::infer
