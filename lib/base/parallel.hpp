// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <condition_variable>
#include <cstddef>
#include <exception>
#include <functional>
#include <iterator>
#include <limits>
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

struct PullLimits {
  int threads = 1;
  // No item is begun while those that are begun and not yet consumed weigh more.
  std::size_t weight = std::numeric_limits<std::size_t>::max();
  // Called when no further item is wanted, so that a next() that waits for one returns; nothing for one that does not.
  std::function<void()> stop{};
};

// The same of items that come one by one: next() gives a std::optional of an item, nothing at the end, and is called by
// one thread at a time; its exceptions come in the order of the items as well. An item has weight(), such as its bytes.
template <class Next, class Work, class Consume>
void ordered_parallel_pull(const PullLimits& limits, Next next, Work work, Consume consume);

namespace parallel {

// A ring of results that workers fill in any order and the caller empties in order.
template <class Result>
class Window {
 public:
  Window(std::size_t size, std::size_t most_weight) : most_weight_(most_weight), slots_(size) {}

  // Waits until a further item may be begun; false when there is none, or when all was stopped.
  bool wait_for_room() {
    std::unique_lock lock(mutex_);
    changed_.wait(
        lock, [this] { return stopped_ || ended_ || (begun_ < consumed_ + slots_.size() && weight_ <= most_weight_); });
    return !stopped_ && !ended_;
  }

  // Gives the item its turn.
  std::size_t begin(std::size_t weight) {
    const std::lock_guard lock(mutex_);
    slots_[begun_ % slots_.size()].weight = weight;
    weight_ += weight;
    return begun_++;
  }

  // No item comes behind those that were begun.
  void end() {
    {
      const std::lock_guard lock(mutex_);
      ended_ = true;
    }
    changed_.notify_all();
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

  // Waits for the item whose turn it is; nothing behind the last one. Throws what the item's work threw.
  std::optional<Result> take() {
    std::unique_lock lock(mutex_);
    Slot& slot = slots_[consumed_ % slots_.size()];
    changed_.wait(lock, [&] { return slot.ready || (ended_ && consumed_ == begun_); });
    if (!slot.ready) return std::nullopt;
    if (slot.failure) std::rethrow_exception(slot.failure);
    std::optional<Result> result = std::exchange(slot.result, std::nullopt);
    slot.ready = false;
    weight_ -= slot.weight;
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
    std::size_t weight = 0;
    std::optional<Result> result;
    std::exception_ptr failure;
  };

  const std::size_t most_weight_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<Slot> slots_;
  std::size_t begun_ = 0;
  std::size_t consumed_ = 0;
  std::size_t weight_ = 0;  // of the items begun and not consumed
  bool ended_ = false;
  bool stopped_ = false;
};

// Stops and joins on the way out, whatever the way.
template <class Result>
class Workers {
 public:
  Workers(Window<Result>& window, const std::function<void()>& stop) : window_(window), stop_(stop) {}
  ~Workers() {
    window_.stop();
    if (stop_) stop_();
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
  const std::function<void()>& stop_;
  std::vector<std::thread> threads_;
};

// The items of ordered_parallel_map, by their place.
struct Index {
  std::size_t value;
  static std::size_t weight() { return 0; }
};

template <class Result, class Next, class Work>
void run_worker(Window<Result>& window, std::mutex& source, Next& next, Work& work) {
  while (true) {
    decltype(next()) item;
    std::exception_ptr failure;
    std::size_t turn = 0;
    {
      const std::lock_guard lock(source);
      if (!window.wait_for_room()) return;
      try {
        item = std::invoke(next);
      } catch (...) {
        failure = std::current_exception();
      }
      if (item || failure) turn = window.begin(item ? item->weight() : 0);
      if (!item) window.end();
    }
    std::optional<Result> result;
    try {
      if (item) result = std::invoke(work, std::move(*item));
    } catch (...) {
      failure = std::current_exception();
    }
    if (item || failure) window.deliver(turn, std::move(result), std::move(failure));
  }
}

}  // namespace parallel

template <class Next, class Work, class Consume>
void ordered_parallel_pull(const PullLimits& limits, Next next, Work work, Consume consume) {
  using Item = typename std::invoke_result_t<Next&>::value_type;
  using Result = std::decay_t<std::invoke_result_t<Work&, Item&&>>;
  if (limits.threads <= 1) {
    while (auto item = std::invoke(next)) std::invoke(consume, std::invoke(work, std::move(*item)));
    return;
  }
  constexpr std::size_t waiting_per_thread = 4;
  const auto workers = static_cast<std::size_t>(limits.threads);
  parallel::Window<Result> window(workers * waiting_per_thread, limits.weight);
  std::mutex source;
  parallel::Workers<Result> pool(window, limits.stop);
  pool.start(workers, [&] { parallel::run_worker(window, source, next, work); });
  while (auto result = window.take()) std::invoke(consume, std::move(*result));
}

template <class Items, class Work, class Consume>
void ordered_parallel_map(const Items& items, int threads, Work work, Consume consume) {
  const std::size_t count = std::size(items);
  std::size_t begun = 0;
  const auto next = [&] { return begun < count ? std::optional(parallel::Index{begun++}) : std::nullopt; };
  const std::size_t workers = std::min(count, static_cast<std::size_t>(std::max(threads, 1)));
  ordered_parallel_pull(
      {.threads = static_cast<int>(workers)}, next,
      [&](parallel::Index index) { return std::invoke(work, items[index.value]); }, consume);
}

}  // namespace cxrval::base
