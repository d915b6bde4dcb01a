// SPDX-License-Identifier: Apache-2.0
// render_floats LOOK...: reads paths of DICOM files from standard input, one a line, and writes for each path and each
// LOOK in turn one line, `ok WIDTH HEIGHT POLARITY PRESET` or `fault REASON`, and after an ok line WIDTH * HEIGHT
// values row by row: float32 of the rendered image for a LOOK such as voi:auto or voi:plut:1 (preset:polarity, or with
// the number of the VOI, 0 to 9), uint16 of the stored words for the LOOK stored. Both in the machine's byte order.
// render_floats --time RUNS SIZE PATH: medians of RUNS of decoding PATH, rendering it by the preset voi and resizing it
// to SIZE x SIZE with antialiasing, in milliseconds.
#include "dicom/image.hpp"
#include "image/preset.hpp"
#include "image/resize.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdlib>
#include <iostream>
#include <optional>
#include <sstream>
#include <string>
#include <vector>

using namespace cxrval;

namespace {

struct NamedLook {
  bool stored = false;
  image::Look look;
};

std::optional<NamedLook> parse_look(const std::string& word) {
  if (word == "stored") return NamedLook{true, {}};
  std::istringstream in(word);
  std::string preset, rule, voi = "0";
  std::getline(in, preset, ':');
  std::getline(in, rule, ':');
  std::getline(in, voi);
  const std::optional<image::Preset> named_preset = image::parse_preset(preset);
  const std::optional<image::PolarityRule> named_rule = image::parse_polarity(rule);
  if (!named_preset || !named_rule || voi.size() != 1 || voi[0] < '0' || voi[0] > '9') return std::nullopt;
  return NamedLook{false, {*named_preset, *named_rule, static_cast<std::size_t>(voi[0] - '0')}};
}

template <class T>
void write_values(const std::vector<T>& values) {
  std::cout.write(reinterpret_cast<const char*>(values.data()),
                  static_cast<std::streamsize>(values.size() * sizeof(T)));
}

void write_fault(const base::Fault& fault) {
  std::cout << "fault " << fault.reason << '\n';
}

void write_look(const image::Source& source, const NamedLook& look) {
  if (look.stored) {
    std::cout << "ok " << source.width << ' ' << source.height << " none stored\n";
    write_values(source.samples);
    return;
  }
  const base::Result<image::Plane> plane = image::render(source, look.look);
  if (!plane) {
    write_fault(plane.error());
    return;
  }
  const image::Steps steps = image::describe(source, look.look);
  std::cout << "ok " << plane->width << ' ' << plane->height << ' ' << steps.polarity << ' ' << steps.preset << '\n';
  write_values(plane->values);
}

base::Result<image::Source> first_frame(const std::string& path) {
  const base::Result<dicom::ImageFile> file = dicom::ImageFile::open(path, path);
  if (!file) return tl::unexpected(file.error());
  return file->frame(0);
}

void write_looks(const std::string& path, const std::vector<NamedLook>& looks) {
  const base::Result<image::Source> source = first_frame(path);
  for (const NamedLook& look : looks) {
    if (source) {
      write_look(*source, look);
    } else {
      write_fault(source.error());
    }
  }
}

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return (values[(values.size() - 1) / 2] + values[values.size() / 2]) / 2;
}

int time_steps(int runs, int size, const std::string& path) {
  using Clock = std::chrono::steady_clock;
  constexpr std::array<const char*, 4> names = {"decode", "render", "resize", "all"};
  std::array<std::vector<double>, 4> times;
  const auto milliseconds = [](Clock::time_point from, Clock::time_point to) {
    return std::chrono::duration<double, std::milli>(to - from).count();
  };
  double sum = 0;
  for (int run = 0; run < runs; ++run) {
    const Clock::time_point start = Clock::now();
    const base::Result<image::Source> source = first_frame(path);
    const Clock::time_point decoded = Clock::now();
    if (!source) return EXIT_FAILURE;
    const base::Result<image::Plane> plane = image::render(*source, {image::Preset::voi});
    const Clock::time_point rendered = Clock::now();
    if (!plane) return EXIT_FAILURE;
    const image::Plane small = image::resize(*plane, size, size);
    const Clock::time_point resized = Clock::now();
    times[0].push_back(milliseconds(start, decoded));
    times[1].push_back(milliseconds(decoded, rendered));
    times[2].push_back(milliseconds(rendered, resized));
    times[3].push_back(milliseconds(start, resized));
    sum = 0;
    for (const float value : small.values) sum += static_cast<double>(value);
  }
  for (std::size_t i = 0; i < names.size(); ++i) std::cout << names[i] << ' ' << median(times[i]) << '\n';
  std::cout << "mean " << sum / size / size << '\n';
  return EXIT_SUCCESS;
}

}  // namespace

int main(int argc, char** argv) {
  const std::vector<std::string> arguments(argv + 1, argv + argc);
  if (arguments.size() == 4 && arguments[0] == "--time") {
    const int runs = std::atoi(arguments[1].c_str());
    const int size = std::atoi(arguments[2].c_str());
    if (runs > 0 && size > 0) return time_steps(runs, size, arguments[3]);
  }
  std::vector<NamedLook> looks;
  for (const std::string& word : arguments) {
    const std::optional<NamedLook> look = parse_look(word);
    if (!look) {
      std::cerr << "render_floats: no such look\n";
      return 2;
    }
    looks.push_back(*look);
  }
  for (std::string path; std::getline(std::cin, path);) write_looks(path, looks);
  return std::cout.flush() ? EXIT_SUCCESS : EXIT_FAILURE;
}
