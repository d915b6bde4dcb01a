// SPDX-License-Identifier: Apache-2.0
#include "base/bytes.hpp"

#include "base/error.hpp"

#include "catch.hpp"

#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <iterator>

using namespace cxrval::base;
namespace fs = std::filesystem;

namespace {

struct TemporaryFolder {
  fs::path path;
  TemporaryFolder() {
    std::string pattern = (fs::temp_directory_path() / "cxrval-test-XXXXXX").string();
    path = ::mkdtemp(pattern.data());
  }
  ~TemporaryFolder() { fs::remove_all(path); }
  std::string operator/(const std::string& name) const { return (path / name).string(); }
};

std::string content(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

std::size_t files_in(const fs::path& folder) {
  return static_cast<std::size_t>(std::distance(fs::directory_iterator(folder), fs::directory_iterator()));
}

}  // namespace

TEST_CASE("a file appears under its name only when it is complete") {
  const TemporaryFolder folder;
  const auto sink = open_sink(folder / "out.csv");
  sink->write("half");
  sink->flush();
  CHECK_FALSE(fs::exists(folder / "out.csv"));
  sink->write(" and whole");
  sink->close();
  CHECK(content(folder / "out.csv") == "half and whole");
  CHECK(files_in(folder.path) == 1);
}

TEST_CASE("an output that is dropped leaves the old file and nothing else") {
  const TemporaryFolder folder;
  std::ofstream(folder / "out.csv") << "old";
  open_sink(folder / "out.csv")->write("new");
  CHECK(content(folder / "out.csv") == "old");
  CHECK(files_in(folder.path) == 1);
}

TEST_CASE("a signal removes what is not complete") {
  const TemporaryFolder folder;
  const pid_t child = ::fork();
  if (child == 0) {
    ::signal(SIGTERM, SIG_DFL);  // Catch2 has its own handler
    const auto sink = open_sink(folder / "out.csv");
    sink->write("half");
    sink->flush();
    ::raise(SIGTERM);
    ::_exit(0);
  }
  int status = 0;
  REQUIRE(::waitpid(child, &status, 0) == child);
  CHECK(WIFSIGNALED(status));
  CHECK(WTERMSIG(status) == SIGTERM);
  CHECK(files_in(folder.path) == 0);
}

TEST_CASE("a full disk is an error, at the latest when the output is closed") {
  const auto sink = open_sink("/dev/full");
  sink->write("row\n");
  CHECK_THROWS_WITH(sink->close(), contains("/dev/full: cannot write: No space left"));
}

TEST_CASE("a file with patients' data is for its owner only") {
  const TemporaryFolder folder;
  open_sink(folder / "rejects.csv", Access::owner_only)->close();
  struct stat status {};
  REQUIRE(::stat((folder / "rejects.csv").c_str(), &status) == 0);
  CHECK((status.st_mode & 0777) == 0600);
}

TEST_CASE("a file that is replaced keeps its mode") {
  const TemporaryFolder folder;
  std::ofstream(folder / "out.csv") << "old";
  REQUIRE(::chmod((folder / "out.csv").c_str(), 0640) == 0);
  open_sink(folder / "out.csv")->close();
  struct stat status {};
  REQUIRE(::stat((folder / "out.csv").c_str(), &status) == 0);
  CHECK((status.st_mode & 0777) == 0640);
}

TEST_CASE("what is prepared is whole but not yet in place") {
  const TemporaryFolder folder;
  const auto sink = open_sink(folder / "out.csv");
  sink->write("all");
  sink->prepare();
  CHECK_FALSE(fs::exists(folder / "out.csv"));
  sink->close();
  CHECK(content(folder / "out.csv") == "all");
}

TEST_CASE("a link's file is replaced, not the link") {
  const TemporaryFolder folder;
  std::ofstream(folder / "real.csv") << "old";
  fs::create_symlink("real.csv", folder / "link.csv");
  const auto sink = open_sink(folder / "link.csv");
  sink->write("new");
  sink->close();
  CHECK(fs::is_symlink(folder / "link.csv"));
  CHECK(content(folder / "real.csv") == "new");
}

TEST_CASE("a missing file and a folder are errors that name it") {
  CHECK_THROWS_WITH(open_source("/no/such/file"), "/no/such/file: cannot open: No such file or directory");
  CHECK_THROWS_WITH(open_source("/"), "/: is a folder, not a file");
  CHECK_THROWS_WITH(open_source("/no/such/file", "shown"), contains("shown: cannot open"));
}

TEST_CASE("reading all of a source stops at its limit") {
  const std::string bytes(100, 'x');
  CHECK(read_all(*memory_source(bytes, "m"), 100) == bytes);
  CHECK_THROWS_WITH(read_all(*memory_source(bytes, "m"), 99), "m: larger than 99 bytes");
}

TEST_CASE("appended bytes stay behind those that were there") {
  const TemporaryFolder folder;
  for (const char* part : {"one\n", "two\n"}) {
    const auto sink = open_append(folder / "log");
    sink->write(part);
    sink->close();
  }
  CHECK(content(folder / "log") == "one\ntwo\n");
}

TEST_CASE("a partial file keeps what it is told, loses the rest, and gets its name at the end") {
  const TemporaryFolder folder;
  const std::string path = folder / "table";
  {
    const auto sink = open_partial(path, 0);
    sink->write("one\ntorn");
    sink->flush();
  }
  CHECK(content(path + ".partial") == "one\ntorn");
  const auto sink = open_partial(path, 4);
  sink->write("two\n");
  sink->flush();
  CHECK(content(path + ".partial") == "one\ntwo\n");
  CHECK_FALSE(std::filesystem::exists(path));
  sink->close();
  CHECK(content(path) == "one\ntwo\n");
  CHECK_FALSE(std::filesystem::exists(path + ".partial"));
}

TEST_CASE("a partial file that lacks bytes is an error") {
  const TemporaryFolder folder;
  const std::string path = folder / "table";
  open_partial(path, 0)->flush();
  CHECK_THROWS_AS(open_partial(path, 1), Error);
}

TEST_CASE("memory takes bytes in the order in which they are written") {
  std::string bytes = "a";
  const auto sink = memory_sink(bytes);
  sink->write("b");
  sink->write("c");
  sink->close();
  CHECK(bytes == "abc");
}
