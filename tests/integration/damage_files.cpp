// SPDX-License-Identifier: Apache-2.0
// damage_files FOLDER PERCENT SEED damages that many of the folder's files, each in one of six ways at a random place,
// and prints their names. The same folder and seed give the same damage.
#include "base/bytes.hpp"
#include "base/error.hpp"
#include "base/number.hpp"

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <string>
#include <vector>

using namespace cxrval;

namespace {

constexpr std::size_t longest_run = 4096;
constexpr std::size_t file_limit = std::size_t{1} << 30;

// SplitMix64 (Steele, Lea and Flood, doi 10.1145/2714064).
class Random {
 public:
  explicit Random(std::uint64_t seed) : state_(seed) {}

  std::uint64_t bits() {
    std::uint64_t mixed = state_ += 0x9E3779B97F4A7C15;
    mixed = (mixed ^ mixed >> 30) * 0xBF58476D1CE4E5B9;
    mixed = (mixed ^ mixed >> 27) * 0x94D049BB133111EB;
    return mixed ^ mixed >> 31;
  }
  // The bias is of no account here.
  std::size_t below(std::size_t count) { return static_cast<std::size_t>(bits() % count); }
  std::string noise(std::size_t size) {
    std::string bytes(size, '\0');
    for (char& byte : bytes) byte = static_cast<char>(bits());
    return bytes;
  }

 private:
  std::uint64_t state_;
};

const char* damage(std::string& bytes, Random& random) {
  const std::size_t at = random.below(bytes.size());
  const std::size_t run = std::min(1 + random.below(longest_run), bytes.size() - at);
  switch (random.below(6)) {
    case 0:
      bytes[at] = static_cast<char>(bytes[at] ^ (1 << random.below(8)));
      return "flip";
    case 1:
      bytes.replace(at, run, run, '\0');
      return "zeros";
    case 2:
      bytes.replace(at, run, random.noise(run));
      return "noise";
    case 3:
      bytes.resize(at);
      return "cut";
    case 4:
      bytes.erase(at, run);
      return "deleted";
    default:
      bytes.insert(at, random.noise(run));
      return "inserted";
  }
}

int damage_files(const std::string& folder, std::size_t percent, std::uint64_t seed) {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) names.push_back(entry.path().filename());
  std::sort(names.begin(), names.end());
  Random random(seed);
  const std::size_t count = (names.size() * percent + 99) / 100;
  for (std::size_t i = 0; i < count; ++i) std::swap(names[i], names[i + random.below(names.size() - i)]);
  for (std::size_t i = 0; i < count; ++i) {
    const std::string path = folder + "/" + names[i];
    std::string bytes = base::read_all(*base::open_source(path), file_limit);
    const char* const kind = damage(bytes, random);
    const auto sink = base::open_sink(path);
    sink->write(bytes);
    sink->close();
    std::printf("%s %s\n", names[i].c_str(), kind);
  }
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  try {
    if (argc != 4) throw base::Error("usage: damage_files FOLDER PERCENT SEED");
    return damage_files(argv[1], base::parse_integer<std::size_t>(argv[2]).value(),
                        base::parse_integer<std::uint64_t>(argv[3]).value());
  } catch (const std::exception& error) {
    std::fprintf(stderr, "damage_files: %s\n", error.what());
    return 2;
  }
}
