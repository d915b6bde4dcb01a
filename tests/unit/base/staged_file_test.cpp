// SPDX-License-Identifier: Apache-2.0
#include "base/staged_file.hpp"

#include "base/bytes.hpp"
#include "base/error.hpp"

#include <filesystem>
#include <string>

#include "catch.hpp"

using namespace cxrval::base;
namespace fs = std::filesystem;

namespace {

std::string content(const fs::path& path) {
  return read_all(*open_source(path.string()), 1 << 20);
}

}  // namespace

TEST_CASE("a staged file is put at its place with its folders, in place of what is there") {
  const fs::path folder = fs::temp_directory_path() / "cxrval_staged_file_test";
  fs::remove_all(folder);
  fs::create_directories(folder);
  for (const std::string text : {"first", "second"}) {
    StagedFile file((folder / "arriving").string(), "arriving");
    file.write(text.substr(0, 3));
    file.write(text.substr(3));
    file.close();
    put_staged_file((folder / "arriving").string(), (folder / "a/b/c").string());
    CHECK(content(folder / "a/b/c") == text);
    CHECK_FALSE(fs::exists(folder / "arriving"));
  }
  CHECK_THROWS_AS(StagedFile((folder / "none/x").string(), "x"), Error);
  CHECK_THROWS_AS(put_staged_file((folder / "none").string(), (folder / "y").string()), Error);
  CHECK_THROWS_AS(put_staged_file((folder / "a/b/c").string(), (folder / "a/b/c/d").string()), Error);
  fs::remove_all(folder);
}

TEST_CASE("a full disk is an error and not a shorter file") {
  if (!fs::exists("/dev/full")) return;
  StagedFile file("/dev/full", "full");
  CHECK_THROWS_AS(file.write("x"), Error);
}
