// SPDX-License-Identifier: Apache-2.0
#include "base/walk.hpp"

#include "base/error.hpp"

#include "catch.hpp"

#include <unistd.h>
#include <filesystem>
#include <fstream>

using namespace cxrval::base;
namespace fs = std::filesystem;

TEST_CASE("files come in byte order of their relative paths, without hidden ones") {
  std::string pattern = (fs::temp_directory_path() / "cxrval-walk-XXXXXX").string();
  const fs::path root = ::mkdtemp(pattern.data());
  for (const char* name : {"b.xml", "a/z.xml", "a/B.xml", ".hidden", "Z.xml"}) {
    fs::create_directories((root / name).parent_path());
    std::ofstream(root / name) << name;
  }
  std::vector<std::string> shown;
  for (const WalkedFile& file : walk(root.string())) shown.push_back(file.shown);
  CHECK(shown == std::vector<std::string>{"Z.xml", "a/B.xml", "a/z.xml", "b.xml"});
  REQUIRE(walk((root / "b.xml").string()).size() == 1);
  CHECK(walk((root / "b.xml").string()).front().shown == "b.xml");
  fs::create_directory_symlink(root, root / "a" / "loop");
  CHECK_THROWS_WITH(walk(root.string()), contains("nested too deeply"));
  fs::remove_all(root);
}

TEST_CASE("a missing input is an error that names it") {
  CHECK_THROWS_WITH(walk("/no/such"), "/no/such: cannot read: No such file or directory");
}
