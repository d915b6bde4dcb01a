// SPDX-License-Identifier: Apache-2.0
#include "base/parallel.hpp"

#include "catch.hpp"

#include <atomic>
#include <chrono>
#include <memory>
#include <numeric>
#include <stdexcept>
#include <thread>
#include <vector>

using cxrval::base::ordered_parallel_map;

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
