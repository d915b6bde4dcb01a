// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "infer/manifest.hpp"
#include "infer/manifest_node.hpp"

namespace cxrval::infer {

// The "output" of a model manifest, by its "task". Its "input" has been read: layout efficientdet wants sizes that are
// multiples of 128. Throws Error as ManifestNode does.
ModelOutput read_output(const ManifestNode& manifest);

}  // namespace cxrval::infer
