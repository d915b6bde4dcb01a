// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "infer/manifest.hpp"
#include "infer/manifest_node.hpp"

namespace cxrval::infer {

// The "output" of a model manifest of task binary, and of task detect. `input` is the manifest's "input", whose sizes
// have been read: layout efficientdet wants multiples of 128. Both throw Error as ManifestNode does.
BinaryOutput read_binary_output(const ManifestNode& node);
DetectorOutput read_detector_output(const ManifestNode& node, const ManifestNode& input);

}  // namespace cxrval::infer
