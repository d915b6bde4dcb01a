// SPDX-License-Identifier: Apache-2.0
// render_floats LOOK...: reads paths of DICOM files from standard input, one a line, and writes for each path and each
// LOOK in turn one line, `ok WIDTH HEIGHT POLARITY PRESET` or `fault REASON`, and after an ok line WIDTH * HEIGHT
// values row by row: float32 of the rendered image for a LOOK such as voi:auto or voi:plut:1 (preset:polarity, or with
// the number of the VOI, 0 to 9), uint16 of the stored words for the LOOK stored, all frames of a file one below the
// other. Both in the machine's byte order.
#include "dicom/image.hpp"
#include "image/preset.hpp"

#include <cstdint>
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

void write_stored(const dicom::ImageFile& file) {
  std::vector<std::uint16_t> words;
  int width = 0;
  int height = 0;
  for (int i = 0; i < file.frames(); ++i) {
    const base::Result<image::Source> source = file.frame(i);
    if (!source) {
      write_fault(source.error());
      return;
    }
    width = source->width;
    height += source->height;
    words.insert(words.end(), source->samples.begin(), source->samples.end());
  }
  std::cout << "ok " << width << ' ' << height << " none stored\n";
  write_values(words);
}

void write_rendered(const dicom::ImageFile& file, const image::Look& look) {
  const base::Result<image::Source> source = file.frame(0);
  if (!source) {
    write_fault(source.error());
    return;
  }
  const base::Result<image::Plane> plane = image::render(*source, look);
  if (!plane) {
    write_fault(plane.error());
    return;
  }
  const image::Steps steps = image::describe(*source, look);
  std::cout << "ok " << plane->width << ' ' << plane->height << ' ' << steps.polarity << ' ' << steps.preset << '\n';
  write_values(plane->values);
}

void write_looks(const std::string& path, const std::vector<NamedLook>& looks) {
  const base::Result<dicom::ImageFile> file = dicom::ImageFile::open(path, path);
  for (const NamedLook& look : looks) {
    if (!file) {
      write_fault(file.error());
    } else if (look.stored) {
      write_stored(*file);
    } else {
      write_rendered(*file, look.look);
    }
  }
}

}  // namespace

int main(int argc, char** argv) {
  const std::vector<std::string> arguments(argv + 1, argv + argc);
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
