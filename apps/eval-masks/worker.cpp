// SPDX-License-Identifier: Apache-2.0
#include "worker.hpp"

#include <utility>

namespace cxrval::eval_masks {

std::unique_ptr<Worker> WorkerPool::take() {
  const std::lock_guard lock(mutex_);
  if (idle_.empty()) return std::make_unique<Worker>();
  std::unique_ptr<Worker> worker = std::move(idle_.back());
  idle_.pop_back();
  return worker;
}

void WorkerPool::give_back(std::unique_ptr<Worker> worker) {
  const std::lock_guard lock(mutex_);
  idle_.push_back(std::move(worker));
}

}  // namespace cxrval::eval_masks
