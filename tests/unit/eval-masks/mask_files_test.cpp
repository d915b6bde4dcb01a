// SPDX-License-Identifier: Apache-2.0
#include "eval-masks/mask_files.hpp"
#include "eval-masks/worker.hpp"

#include "catch.hpp"

#include <unistd.h>

#include <filesystem>

using namespace cxrval;
using eval_masks::SegFiles;
namespace fs = std::filesystem;

namespace {

// Copies of one file that can be taken away.
class Copies {
 public:
  Copies() : folder_(fs::temp_directory_path() / ("cxrval-mask-files-" + std::to_string(::getpid()))) {
    fs::create_directories(folder_);
  }
  ~Copies() { fs::remove_all(folder_); }
  Copies(const Copies&) = delete;
  Copies& operator=(const Copies&) = delete;

  std::string path(std::size_t number) const { return (folder_ / std::to_string(number)).string(); }
  void put(std::size_t number) const {
    const fs::path cases = fs::path(CXRVAL_SOURCE_DIR) / "tests/cli/eval-masks/dicom-segmentations/truth";
    for (const auto& file : fs::directory_iterator(cases)) {
      fs::copy_file(file.path(), path(number), fs::copy_options::overwrite_existing);
      return;
    }
  }
  void take_away(std::size_t number) const { fs::remove(path(number)); }

 private:
  fs::path folder_;
};

}  // namespace

TEST_CASE("a segmentation is read once for all its frames, in turn with others") {
  const Copies copies;
  SegFiles files;
  for (std::size_t i = 0; i < SegFiles::most_files; ++i) {
    copies.put(i);
    CHECK(files.mask({copies.path(i), 0}, 0.5).has_value());
    copies.take_away(i);
  }
  for (std::size_t i = 0; i < SegFiles::most_files; ++i) CHECK(files.mask({copies.path(i), 0}, 0.5).has_value());
  CHECK(files.mask({copies.path(0), 1'000'000}, 0.5).error().reason == "the file has changed while it was read");
}

TEST_CASE("the segmentation that was not used for longest goes first") {
  const Copies copies;
  SegFiles files;
  for (std::size_t i = 0; i <= SegFiles::most_files; ++i) {
    copies.put(i);
    CHECK(files.mask({copies.path(i), 0}, 0.5).has_value());
    CHECK(files.mask({copies.path(0), 0}, 0.5).has_value());
  }
  for (std::size_t i = 0; i <= SegFiles::most_files; ++i) copies.take_away(i);
  CHECK(files.mask({copies.path(0), 0}, 0.5).has_value());
  CHECK(files.mask({copies.path(2), 0}, 0.5).has_value());
  CHECK(files.mask({copies.path(1), 0}, 0.5).error().reason == "cannot be opened or read");
}

TEST_CASE("files that a worker gives back are lent again, with what they hold") {
  const Copies copies;
  copies.put(0);
  eval_masks::WorkerPool pool;
  auto one = pool.take();
  auto other = pool.take();
  CHECK(one->files.mask({copies.path(0), 0}, 0.5).has_value());
  copies.take_away(0);
  CHECK_FALSE(other->files.mask({copies.path(0), 0}, 0.5).has_value());
  pool.give_back(std::move(one));
  CHECK(pool.take()->files.mask({copies.path(0), 0}, 0.5).has_value());
}
