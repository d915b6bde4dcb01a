// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <condition_variable>
#include <cstddef>
#include <exception>
#include <functional>
#include <iterator>
#include <mutex>
#include <optional>
#include <thread>
#include <type_traits>
#include <utility>
#include <vector>

namespace cxrval::base {

// work(item) of every item in `threads` threads, and consume(result) in the calling thread in the order of the items,
// so that what is consumed does not depend on the threads. At most four results a thread wait to be consumed. An
// exception of work() is thrown in the calling thread when its item's turn comes, behind all results before it; after
// it, or after one of consume(), no further item is begun. With one thread everything runs in the calling thread.
template <class Items, class Work, class Consume>
void ordered_parallel_map(const Items& items, int threads, Work work, Consume consume);

namespace parallel {

// A ring of results that workers fill in any order and the caller empties in order.
template <class Result>
class Window {
 public:
  Window(std::size_t items, std::size_t size) : items_(items), slots_(size) {}

  // The next item to work on; nothing when there is none, or when the map was stopped.
  std::optional<std::size_t> claim() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return stopped_ || begun_ == items_ || begun_ < consumed_ + slots_.size(); });
    if (stopped_ || begun_ == items_) return std::nullopt;
    return begun_++;
  }

  void deliver(std::size_t item, std::optional<Result> result, std::exception_ptr failure) {
    {
      const std::lock_guard lock(mutex_);
      Slot& slot = slots_[item % slots_.size()];
      slot.result = std::move(result);
      slot.failure = std::move(failure);
      slot.ready = true;
    }
    changed_.notify_all();
  }

  // Waits for the item whose turn it is; throws what its work threw.
  Result take(std::size_t item) {
    std::unique_lock lock(mutex_);
    Slot& slot = slots_[item % slots_.size()];
    changed_.wait(lock, [&slot] { return slot.ready; });
    if (slot.failure) std::rethrow_exception(slot.failure);
    Result result = std::move(*slot.result);
    slot.result.reset();
    slot.ready = false;
    ++consumed_;
    lock.unlock();
    changed_.notify_all();
    return result;
  }

  void stop() {
    {
      const std::lock_guard lock(mutex_);
      stopped_ = true;
    }
    changed_.notify_all();
  }

 private:
  struct Slot {
    bool ready = false;
    std::optional<Result> result;
    std::exception_ptr failure;
  };

  const std::size_t items_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<Slot> slots_;
  std::size_t begun_ = 0;
  std::size_t consumed_ = 0;
  bool stopped_ = false;
};

// Stops and joins on the way out, whatever the way.
template <class Result>
class Workers {
 public:
  explicit Workers(Window<Result>& window) : window_(window) {}
  ~Workers() {
    window_.stop();
    for (std::thread& thread : threads_) thread.join();
  }
  Workers(const Workers&) = delete;
  Workers& operator=(const Workers&) = delete;

  template <class Run>
  void start(std::size_t count, const Run& run) {
    for (std::size_t i = 0; i < count; ++i) threads_.emplace_back(run);
  }

 private:
  Window<Result>& window_;
  std::vector<std::thread> threads_;
};

}  // namespace parallel

template <class Items, class Work, class Consume>
void ordered_parallel_map(const Items& items, int threads, Work work, Consume consume) {
  using Result = std::decay_t<std::invoke_result_t<Work&, decltype(*std::begin(items))>>;
  const std::size_t count = std::size(items);
  const std::size_t workers = std::min(count, static_cast<std::size_t>(std::max(threads, 1)));
  if (workers <= 1) {
    for (const auto& item : items) std::invoke(consume, std::invoke(work, item));
    return;
  }
  constexpr std::size_t waiting_per_thread = 4;
  parallel::Window<Result> window(count, workers * waiting_per_thread);
  const auto run = [&] {
    while (const std::optional<std::size_t> item = window.claim()) {
      std::optional<Result> result;
      std::exception_ptr failure;
      try {
        result = std::invoke(work, items[*item]);
      } catch (...) {
        failure = std::current_exception();
      }
      window.deliver(*item, std::move(result), std::move(failure));
    }
  };
  parallel::Workers<Result> pool(window);
  pool.start(workers, run);
  for (std::size_t item = 0; item < count; ++item) std::invoke(consume, window.take(item));
}

}  // namespace cxrval::base
