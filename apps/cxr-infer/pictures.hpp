// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/run.hpp"
#include "decode.hpp"
#include "infer/pipeline.hpp"

#include <string>

namespace cxrval::cxr_infer {

// PNG pictures of the abnormal images, for people: what the abnormality classifier looks at, and where the lesions are.
// One file an image (and frame), called by the SOP Instance UID; mode 0600. An image that comes twice has one.
class Pictures {
 public:
  // Empty folders draw nothing. Makes the folders; throws UsageError for boxes without a lesion stage, and with
  // --pseudonymize, because a name may be burned into the pixels.
  Pictures(const std::string& heatmaps, const std::string& overlays, const infer::Pipeline& pipeline, cli::Run& run);

  // `image` and `prepared` are of an abnormal image. One without an occlusion map is warned of. Throws Error when a
  // picture cannot be written.
  void draw(const Decoded& image, const infer::Prepared& prepared, const infer::Findings& findings) const;

 private:
  std::string heatmaps_;
  std::string overlays_;
  const infer::Pipeline& pipeline_;
  cli::Run& run_;
};

}  // namespace cxrval::cxr_infer
