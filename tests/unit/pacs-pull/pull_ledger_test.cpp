// SPDX-License-Identifier: Apache-2.0
#include "pacs-pull/pull_ledger.hpp"

#include "base/bytes.hpp"
#include "base/error.hpp"

#include <unistd.h>
#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include "catch.hpp"

using namespace cxrval;
using namespace cxrval::pacs_pull;
namespace fs = std::filesystem;

namespace {

// A folder of the test's own, empty at first and at the end.
class Folder {
 public:
  Folder() : path_(fs::temp_directory_path() / ("cxrval_pull_ledger_" + std::to_string(::getpid()))) {
    fs::remove_all(path_);
  }
  ~Folder() { fs::remove_all(path_); }
  std::string path() const { return path_.string(); }
  std::string ledger() const { return (path_ / "ledger.csv").string(); }
  std::string bytes() const { return base::read_all(*base::open_source(ledger()), 1 << 20); }
  void write(const std::string& bytes) const {
    const auto sink = base::open_sink(ledger());
    sink->write(bytes);
    sink->close();
  }

 private:
  fs::path path_;
};

PullRecord record(const std::string& sop, Outcome outcome, const std::string& reason = "") {
  return {.study_uid = "2.25.1",
          .series_uid = "2.25.2",
          .sop_uid = sop,
          .outcome = outcome,
          .reason = reason,
          .path = outcome == Outcome::fetched ? "p/" + sop + ".dcm" : ""};
}

std::vector<std::string> there(const PullLedger& ledger) {
  std::vector<std::string> paths;
  for (const PullLedger::File& file : ledger.files()) {
    if (file.is_there) paths.push_back(file.path);
  }
  return paths;
}

}  // namespace

TEST_CASE("what a ledger was told it says again when it is opened anew") {
  const Folder folder;
  const auto says = [](const PullLedger& ledger) {
    CHECK(ledger.image("2.25.11") == Outcome::fetched);
    CHECK(ledger.image("2.25.12") == Outcome::not_cxr);
    CHECK(ledger.image("2.25.13") == Outcome::fetched);  // after it had failed
    CHECK_FALSE(ledger.image("2.25.14").has_value());
    CHECK(ledger.leaves_out("2.25.3"));
    CHECK_FALSE(ledger.leaves_out("2.25.2"));
    CHECK(ledger.is_done("2.25.1", 3));
    CHECK_FALSE(ledger.is_done("2.25.1", 4));
    CHECK_FALSE(ledger.is_done("2.25.1", std::nullopt));
    CHECK_FALSE(ledger.is_done("2.25.9", 3));
    CHECK(there(ledger) == std::vector<std::string>{"p/2.25.11.dcm", "p/2.25.13.dcm"});
    CHECK(ledger.files()[0].is_handed);
    CHECK_FALSE(ledger.files()[1].is_handed);
  };
  {
    PullLedger ledger(folder.path());
    ledger.begin_rules("paper");
    CHECK(ledger.add(record("2.25.11", Outcome::fetched)) == 3);  // its line
    ledger.add(record("2.25.12", Outcome::not_cxr, "body_part_other"));
    ledger.add(record("2.25.13", Outcome::failed, "the answer, \"cut\""));
    ledger.add(
        {.study_uid = "2.25.1", .series_uid = "2.25.3", .outcome = Outcome::not_cxr, .reason = "x", .images = 7});
    ledger.add({.study_uid = "2.25.1", .outcome = Outcome::done, .images = 3});
    ledger.add(record("2.25.13", Outcome::fetched));
    ledger.add_handed("2.25.11");
    ledger.commit();
    says(ledger);
    CHECK_THROWS_AS(PullLedger(folder.path()), base::Error);  // two at once
  }
  says(PullLedger(folder.path()));
}

TEST_CASE("a ledger cut at any byte is the ledger of its whole rows") {
  const Folder folder;
  {
    PullLedger ledger(folder.path());
    for (const char* sop : {"2.25.11", "2.25.12", "2.25.13"}) ledger.add(record(sop, Outcome::fetched));
    ledger.commit();
  }
  const std::string whole = folder.bytes();
  const std::string header = whole.substr(0, whole.find('\n') + 1);
  for (std::size_t size = 0; size <= whole.size(); ++size) {
    const std::string cut = whole.substr(0, size);
    folder.write(cut);
    const std::string kept = cut.substr(0, cut.rfind('\n') + 1);
    {
      PullLedger ledger(folder.path());
      const auto rows = static_cast<std::size_t>(std::count(kept.begin(), kept.end(), '\n'));
      CHECK(ledger.files().size() == (rows == 0 ? 0 : rows - 1));
    }
    CHECK(folder.bytes() == (kept.empty() ? header : kept));
  }
}

TEST_CASE("other rules forget what the former left out, and the same ones do not") {
  const Folder folder;
  {
    PullLedger ledger(folder.path());
    ledger.begin_rules("paper");
    ledger.add(record("2.25.11", Outcome::fetched));
    ledger.add(record("2.25.12", Outcome::not_cxr, "body_part_other"));
    ledger.add({.study_uid = "2.25.1", .outcome = Outcome::done, .images = 2});
    ledger.begin_rules("paper");
    CHECK(ledger.image("2.25.12") == Outcome::not_cxr);
    ledger.begin_rules("lenient");
    CHECK(ledger.image("2.25.11") == Outcome::fetched);
    CHECK_FALSE(ledger.image("2.25.12").has_value());
    CHECK_FALSE(ledger.is_done("2.25.1", 2));
    ledger.commit();
  }
  PullLedger again(folder.path());
  CHECK_FALSE(again.image("2.25.12").has_value());
  CHECK(again.image("2.25.11") == Outcome::fetched);
}

TEST_CASE("a file that is lost and fetched again stands once, at its later row") {
  const Folder folder;
  PullLedger ledger(folder.path());
  ledger.add(record("2.25.11", Outcome::fetched));
  ledger.add(record("2.25.12", Outcome::fetched));
  ledger.forget("2.25.11");
  CHECK_FALSE(ledger.image("2.25.11").has_value());
  CHECK(there(ledger) == std::vector<std::string>{"p/2.25.12.dcm"});
  ledger.add(record("2.25.11", Outcome::fetched));
  CHECK(there(ledger) == std::vector<std::string>{"p/2.25.12.dcm", "p/2.25.11.dcm"});
}
