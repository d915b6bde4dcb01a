// SPDX-License-Identifier: Apache-2.0
#include "workload.hpp"

#include "base/number.hpp"

#include <time.h>
#include <algorithm>

namespace cxrval::cxr_infer {
namespace {

// Below this share of what the threads could do they wait for something else.
constexpr double busy = 0.6;

std::int64_t processor_time(clockid_t of) {
  timespec now{};
  ::clock_gettime(of, &now);
  return std::int64_t{now.tv_sec} * 1000000000 + now.tv_nsec;
}

std::string percent(double share) {
  return base::format_fixed(100 * share, 0) + "%";
}

}  // namespace

Workload::Workload(int threads)
    : threads_(threads),
      began_(std::chrono::steady_clock::now()),
      process_began_(processor_time(CLOCK_PROCESS_CPUTIME_ID)) {}

Workload::Decoding::Decoding(Workload& workload)
    : workload_(workload), began_(processor_time(CLOCK_THREAD_CPUTIME_ID)) {}

Workload::Decoding::~Decoding() {
  workload_.decoding_ += processor_time(CLOCK_THREAD_CPUTIME_ID) - began_;
}

std::string Workload::summary(std::size_t images) const {
  const double wall = std::chrono::duration<double>(std::chrono::steady_clock::now() - began_).count();
  const auto processor = static_cast<double>(processor_time(CLOCK_PROCESS_CPUTIME_ID) - process_began_) / 1e9;
  const double decoding = std::min(1.0, static_cast<double>(decoding_) / 1e9 / processor);
  const double used = processor / (wall * threads_);
  const std::string threads = std::to_string(threads_) + (threads_ == 1 ? " thread" : " threads");
  std::string bottleneck = decoding > 0.5 ? "decoding is the bottleneck" : "the models are the bottleneck";
  if (used < busy) bottleneck = "the bottleneck is reading the files, or another program takes the processors";
  return std::to_string(images) + " images in " + base::format_fixed(wall, 1) + " s, " +
         base::format_fixed(static_cast<double>(images) / wall, 1) + "/s; of the processor time decoding " +
         percent(decoding) + ", models " + percent(1 - decoding) + "; " + threads + " busy " + percent(used) + "; " +
         bottleneck;
}

}  // namespace cxrval::cxr_infer
