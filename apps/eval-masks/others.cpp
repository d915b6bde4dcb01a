// SPDX-License-Identifier: Apache-2.0
#include "base/parallel.hpp"
#include "intake.hpp"
#include "worker.hpp"

#include <algorithm>

namespace cxrval::eval_masks {
namespace {

// What cannot be read may have one.
bool may_have_pixel(const MaskRecord& record, const Wanted& wanted, SegFiles& files) {
  const auto mask = load_mask(record, wanted.truth, wanted.fraction, files);
  return !mask || has_pixel(*mask);
}

}  // namespace

void look_at_others(MaskSide& truth, const Wanted& wanted, int threads) {
  std::vector<std::size_t> images;
  for (std::size_t i = 0; i < truth.of_image.size(); ++i) {
    if (!truth.others[i] && !truth.of_image[i].empty() && !truth.unseen_others[i].empty()) images.push_back(i);
  }
  WorkerPool workers;
  std::size_t next = 0;
  base::ordered_parallel_map(
      images, threads,
      [&](std::size_t image) {
        std::unique_ptr<Worker> worker = workers.take();
        const std::vector<MaskRecord>& masks = truth.unseen_others[image];
        const bool found = std::any_of(masks.begin(), masks.end(), [&](const MaskRecord& mask) {
          return may_have_pixel(mask, wanted, worker->files);
        });
        workers.give_back(std::move(worker));
        return found;
      },
      [&](bool found) { truth.others[images[next++]] = found; });
  truth.unseen_others.clear();
}

}  // namespace cxrval::eval_masks
