// SPDX-License-Identifier: Apache-2.0
#include "base/parallel.hpp"

#include "catch.hpp"

#include <atomic>
#include <chrono>
#include <memory>
#include <numeric>
#include <optional>
#include <stdexcept>
#include <thread>
#include <vector>

using cxrval::base::ordered_parallel_map;
using cxrval::base::ordered_parallel_pull;

namespace {

std::vector<int> numbers_below(int end) {
  std::vector<int> numbers(static_cast<std::size_t>(end));
  std::iota(numbers.begin(), numbers.end(), 0);
  return numbers;
}

}  // namespace

TEST_CASE("results come in the order of the items with any number of threads") {
  const int threads = GENERATE(-1, 1, 2, 3, 16, 200);
  const int count = GENERATE(0, 1, 2, 100);
  const std::vector<int> items = numbers_below(count);
  std::vector<int> squares;
  ordered_parallel_map(
      items, threads,
      [](int item) {
        if (item % 7 == 0) std::this_thread::sleep_for(std::chrono::microseconds(200));
        return item * item;
      },
      [&](int square) { squares.push_back(square); });
  std::vector<int> expected;
  for (const int item : items) expected.push_back(item * item);
  CHECK(squares == expected);
}

TEST_CASE("results that can only be moved pass through") {
  const std::vector<int> items = numbers_below(10);
  int sum = 0;
  ordered_parallel_map(
      items, 3, [](int item) { return std::make_unique<int>(item); },
      [&](std::unique_ptr<int> result) { sum += *result; });
  CHECK(sum == 45);
}

TEST_CASE("no more items are begun than the window allows") {
  const std::vector<int> items = numbers_below(500);
  constexpr int threads = 4;
  std::atomic<int> begun = 0;
  int consumed = 0;
  int furthest = 0;
  ordered_parallel_map(
      items, threads, [&](int item) { return ++begun, item; },
      [&](int) {
        furthest = std::max(furthest, begun.load() - consumed);
        ++consumed;
      });
  CHECK(consumed == 500);
  CHECK(furthest <= 4 * threads + 1);
}

TEST_CASE("an exception of the work arrives behind the results before it") {
  const int threads = GENERATE(1, 4);
  const std::vector<int> items = numbers_below(100);
  std::vector<int> seen;
  const auto work = [](int item) {
    if (item == 20) throw std::runtime_error("twenty");
    return item;
  };
  CHECK_THROWS_WITH(ordered_parallel_map(items, threads, work, [&](int result) { seen.push_back(result); }), "twenty");
  CHECK(seen == numbers_below(20));
}

TEST_CASE("an exception of the consumer stops the work") {
  const int threads = GENERATE(1, 4);
  const std::vector<int> items = numbers_below(1000);
  std::atomic<int> begun = 0;
  const auto work = [&](int item) { return ++begun, item; };
  const auto consume = [](int result) {
    if (result == 5) throw std::runtime_error("five");
  };
  CHECK_THROWS_WITH(ordered_parallel_map(items, threads, work, consume), "five");
  CHECK(begun < 100);
}

namespace {

struct Load {
  int value = 0;
  std::size_t weight() const { return static_cast<std::size_t>(value); }
};

// Gives 0, 1, ... below `end`.
auto loads_below(int end) {
  return [value = 0, end]() mutable { return value < end ? std::optional(Load{value++}) : std::nullopt; };
}

}  // namespace

TEST_CASE("pulled items are asked for by one thread at a time and consumed in order") {
  const int threads = GENERATE(1, 2, 7);
  std::atomic<int> inside = 0;
  bool alone = true;
  auto next = [&, pull = loads_below(300)]() mutable {
    alone = alone && ++inside == 1;
    auto item = pull();
    --inside;
    return item;
  };
  std::vector<int> values;
  ordered_parallel_pull(
      {.threads = threads}, next, [](Load load) { return load.value; }, [&](int value) { values.push_back(value); });
  CHECK(values == numbers_below(300));
  CHECK(alone);
}

TEST_CASE("no item is begun while those before it weigh too much") {
  constexpr std::size_t most = 1000;
  std::atomic<std::size_t> weight = 0;
  std::atomic<std::size_t> heaviest = 0;
  const auto work = [&](Load load) {
    const std::size_t now = weight += load.weight();
    for (std::size_t seen = heaviest; seen < now && !heaviest.compare_exchange_weak(seen, now);) continue;
    return load;
  };
  std::size_t consumed = 0;
  ordered_parallel_pull({.threads = 8, .weight = most}, loads_below(900), work, [&](Load load) {
    weight -= load.weight();
    ++consumed;
  });
  CHECK(consumed == 900);
  // One item may pass the limit, and one is being consumed, which does not count any more.
  CHECK(heaviest <= most + 2 * 900);
}

TEST_CASE("an exception of the source arrives behind the results before it") {
  const int threads = GENERATE(1, 2, 5);
  std::vector<int> seen;
  auto next = [pull = loads_below(50)]() mutable {
    auto item = pull();
    if (item->value == 20) throw std::runtime_error("no more");
    return item;
  };
  CHECK_THROWS_WITH(
      ordered_parallel_pull(
          {.threads = threads}, next, [](Load load) { return load.value; }, [&](int value) { seen.push_back(value); }),
      "no more");
  CHECK(seen == numbers_below(20));
}

TEST_CASE("a source that waits for an item is woken when no item is wanted any more") {
  const int threads = GENERATE(2, 5);
  std::atomic<bool> stopped = false;
  auto next = [&, pull = loads_below(3)]() mutable {
    auto item = pull();
    while (!item && !stopped) std::this_thread::yield();  // as a pipe that goes on for weeks
    return item;
  };
  const auto consume = [](int value) {
    if (value == 1) throw std::runtime_error("disk full");
  };
  const cxrval::base::PullLimits limits{.threads = threads, .stop = [&] { stopped = true; }};
  CHECK_THROWS_WITH(ordered_parallel_pull(
                        limits, next, [](Load load) { return load.value; }, consume),
                    "disk full");
}
