// SPDX-License-Identifier: Apache-2.0
// dicom_pixels RUNS SIZE FILE: reads, shows (preset voi) and resizes FILE to SIZE x SIZE with antialiasing RUNS times.
// Prints the medians in milliseconds and the mean grey level.
#include "dicom/image.hpp"
#include "image/recipe.hpp"

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <iostream>
#include <numeric>
#include <string>
#include <vector>

#ifdef __GLIBC__
#include <malloc.h>
#endif

using namespace cxrval;
using Clock = std::chrono::steady_clock;

namespace {

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return (values[(values.size() - 1) / 2] + values[values.size() / 2]) / 2;
}

double milliseconds(Clock::time_point from, Clock::time_point to) {
  return std::chrono::duration<double, std::milli>(to - from).count();
}

// As cxr-infer does.
void keep_large_blocks() {
#ifdef __GLIBC__
  constexpr int one_gibibyte = 1 << 30;
  ::mallopt(M_MMAP_THRESHOLD, one_gibibyte);
  ::mallopt(M_TRIM_THRESHOLD, one_gibibyte);
  ::mallopt(M_TOP_PAD, 64 << 20);
#endif
}

struct Timed {
  double decode = 0;
  double show = 0;
  double mean = 0;
};

Timed run_once(const std::string& path, const image::Recipe& recipe) {
  const Clock::time_point start = Clock::now();
  const base::Result<dicom::ImageFile> file = dicom::ImageFile::open(path, path);
  const base::Result<image::Source> source = file.value().frame(0);
  const Clock::time_point decoded = Clock::now();
  const base::Result<image::Fitted> fitted = image::prepare(source.value(), recipe);
  const Clock::time_point shown = Clock::now();
  const std::vector<float>& values = fitted.value().plane.values;
  const double mean = std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
  return {milliseconds(start, decoded), milliseconds(decoded, shown), mean};
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 4) {
    std::cerr << "usage: dicom_pixels RUNS SIZE FILE\n";
    return 2;
  }
  keep_large_blocks();
  const int size = std::atoi(argv[2]);
  image::Recipe recipe;
  recipe.fitting.width = size;
  recipe.fitting.height = size;
  std::vector<double> decode, show, all;
  Timed timed = run_once(argv[3], recipe);  // not counted: pages of the first run
  for (int run = 0; run < std::atoi(argv[1]); ++run) {
    timed = run_once(argv[3], recipe);
    decode.push_back(timed.decode);
    show.push_back(timed.show);
    all.push_back(timed.decode + timed.show);
  }
  if (all.empty()) return 2;
  std::cout << "decode " << median(decode) << "\nshow_and_resize " << median(show) << "\nall " << median(all)
            << "\nmean " << timed.mean << '\n';
  return 0;
}
