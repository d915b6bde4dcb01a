// SPDX-License-Identifier: Apache-2.0
#include "cli/journal.hpp"

#include "base/error.hpp"
#include "catch.hpp"

#include <unistd.h>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

using cxrval::base::Error;
using cxrval::cli::Journal;
using cxrval::provenance::Checkpoint;
namespace fs = std::filesystem;

namespace {

class Folder {
 public:
  Folder() {
    std::string pattern = (fs::temp_directory_path() / "cxrval-journal-XXXXXX").string();
    path_ = ::mkdtemp(pattern.data());
  }
  ~Folder() { fs::remove_all(path_); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  std::string output() const { return (path_ / "ai.csv").string(); }
  std::string journal() const { return output() + ".partial.journal"; }
  std::string text() const {
    std::ifstream file(journal());
    return {std::istreambuf_iterator<char>(file), {}};
  }

 private:
  fs::path path_;
};

Checkpoint after(std::uint64_t inputs) {
  Checkpoint checkpoint;
  checkpoint.identity = "same";
  checkpoint.inputs = inputs;
  return checkpoint;
}

}  // namespace

TEST_CASE("a journal gives the last checkpoint to the next run") {
  const Folder folder;
  {
    Journal journal(folder.output(), "ai.csv", false);
    CHECK_FALSE(journal.last());
    journal.add(after(3));
    journal.add(after(7));
  }
  const Journal journal(folder.output(), "ai.csv", true);
  REQUIRE(journal.last());
  CHECK(journal.last()->inputs == 7);
}

TEST_CASE("a checkpoint that was cut anywhere counts for nothing") {
  const Folder folder;
  {
    Journal journal(folder.output(), "ai.csv", false);
    journal.add(after(3));
    journal.add(after(7));
  }
  const std::string whole = folder.text();
  const std::size_t first = whole.find('\n') + 1;
  for (std::size_t size = first; size < whole.size(); ++size) {
    std::ofstream(folder.journal()) << whole.substr(0, size);
    Journal journal(folder.output(), "ai.csv", true);
    REQUIRE(journal.last());
    CHECK(journal.last()->inputs == 3);
    CHECK(folder.text() == whole.substr(0, first));
    journal.add(after(9));
    CHECK(cxrval::provenance::parse_checkpoint(folder.text().substr(first))->inputs == 9);
  }
}

TEST_CASE("a journal without any checkpoint leaves nothing") {
  const Folder folder;
  { const Journal journal(folder.output(), "ai.csv", false); }
  CHECK_FALSE(fs::exists(folder.journal()));
}

TEST_CASE("what an earlier run left is not thrown away unasked") {
  const Folder folder;
  {
    Journal journal(folder.output(), "ai.csv", false);
    journal.add(after(3));
  }
  CHECK_THROWS_AS(Journal(folder.output(), "ai.csv", false), Error);
  CHECK(fs::exists(folder.journal()));
}

TEST_CASE("two runs do not write one output") {
  const Folder folder;
  Journal first(folder.output(), "ai.csv", false);
  first.add(after(1));
  CHECK_THROWS_AS(Journal(folder.output(), "ai.csv", true), Error);
  CHECK(fs::exists(folder.journal()));
}
