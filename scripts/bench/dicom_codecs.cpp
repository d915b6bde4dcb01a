// SPDX-License-Identifier: Apache-2.0
// bench_dicom make FILE: writes an invented film, 2048 x 2500 pixels of 12 bits, uncompressed.
// bench_dicom FILE RUNS: median milliseconds of processor time to open FILE and to have its first frame's words.
#include "dicom/image.hpp"
#include "dicom/write.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <string>
#include <vector>

using namespace cxrval;

namespace {

// Two lungs on a body, with the grain of a detector.
image::Source film() {
  image::Source made;
  made.width = 2048;
  made.height = 2500;
  made.bits_stored = 12;
  std::uint32_t state = 1;
  for (int y = 0; y < made.height; ++y) {
    for (int x = 0; x < made.width; ++x) {
      const double side = std::abs(x - 1024.0) / 1024;
      const double lung = std::exp(-std::pow((side - 0.42) / 0.22, 2) - std::pow((y - 1100.0) / 800, 2));
      const double body = 2600 - 1400 * std::pow(side, 4);
      int grain = 0;
      for (int i = 0; i < 4; ++i) {
        state = state * 1664525U + 1013904223U;
        grain += static_cast<int>(state >> 28);
      }
      made.samples.push_back(static_cast<std::uint16_t>(std::clamp(body - 1500 * lung + grain - 30, 0.0, 4095.0)));
    }
  }
  return made;
}

int make(const std::string& path) {
  dicom::NewImage image;
  image.study_uid = std::string("2.25.1");
  image.series_uid = std::string("2.25.2");
  image.sop_uid = std::string("2.25.3");
  image.source = film();
  dicom::write_image(image, path);
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) return 2;
  if (std::string(argv[1]) == "make") return make(argv[2]);
  std::vector<double> times;
  for (int run = 0; run < std::max(1, std::atoi(argv[2])); ++run) {
    const std::clock_t start = std::clock();
    const auto file = dicom::ImageFile::open(argv[1], argv[1]);
    if (!file || !file->frame(0)) return 1;
    times.push_back(1000.0 * static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC);
  }
  std::nth_element(times.begin(), times.begin() + static_cast<std::ptrdiff_t>(times.size() / 2), times.end());
  std::printf("%.1f\n", times[times.size() / 2]);
  return 0;
}
