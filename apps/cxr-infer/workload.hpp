// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>

namespace cxrval::cxr_infer {

// What a run's time went to, from its construction on.
class Workload {
 public:
  explicit Workload(int threads);

  // While it lives, the calling thread reads and decodes.
  class Decoding {
   public:
    explicit Decoding(Workload& workload);
    ~Decoding();
    Decoding(const Decoding&) = delete;
    Decoding& operator=(const Decoding&) = delete;

   private:
    Workload& workload_;
    std::int64_t began_;
  };

  // "1845 images in 41.0 s, 45.0/s; processor time: decoding 30%, models 70%; ...", with the bottleneck.
  std::string summary(std::size_t images) const;

 private:
  int threads_;
  std::chrono::steady_clock::time_point began_;
  std::int64_t process_began_;  // nanoseconds of processor time, as all of these
  std::atomic<std::int64_t> decoding_ = 0;
};

}  // namespace cxrval::cxr_infer
