// SPDX-License-Identifier: Apache-2.0
// FILE RUNS: median milliseconds of processor time in which GDCM reads FILE and decodes its pixels.
#include <gdcmImageReader.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <vector>

int main(int argc, char** argv) {
  if (argc != 3) return 2;
  std::vector<double> times;
  for (int run = 0; run < std::max(1, std::atoi(argv[2])); ++run) {
    const std::clock_t start = std::clock();
    gdcm::ImageReader reader;
    reader.SetFileName(argv[1]);
    if (!reader.Read()) return 1;
    std::vector<char> pixels(reader.GetImage().GetBufferLength());
    if (!reader.GetImage().GetBuffer(pixels.data())) return 1;
    times.push_back(1000.0 * static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC);
  }
  std::nth_element(times.begin(), times.begin() + static_cast<std::ptrdiff_t>(times.size() / 2), times.end());
  std::printf("%.1f\n", times[times.size() / 2]);
  return 0;
}
