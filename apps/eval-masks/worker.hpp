// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "image/pixel_set.hpp"
#include "mask_files.hpp"

#include <memory>
#include <mutex>
#include <vector>

namespace cxrval::eval_masks {

// What a worker has of its own and keeps from one image to the next.
struct Worker {
  SegFiles files;
  image::MaskCanvas truth;
  image::MaskCanvas predicted;
};

// Lends them.
class WorkerPool {
 public:
  std::unique_ptr<Worker> take();
  void give_back(std::unique_ptr<Worker> worker);

 private:
  std::mutex mutex_;
  std::vector<std::unique_ptr<Worker>> idle_;
};

}  // namespace cxrval::eval_masks
