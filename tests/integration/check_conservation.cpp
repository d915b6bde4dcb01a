// SPDX-License-Identifier: Apache-2.0
// check_conservation TRUTH ROWS REJECTS DAMAGED LEDGERS holds what his-extract made of a folder against the simulator's
// truth. DAMAGED lists the damaged files; LEDGERS has for each of them a file with the ledger line of a run over it
// alone.
//  - A file that is not damaged gives exactly its rows, and no reject.
//  - Every session of a damaged file is in its ledger, or the file stands in the rejects as a file.
// Says on standard output what became of the damaged files.
#include "base/bytes.hpp"
#include "base/error.hpp"
#include "base/number.hpp"
#include "table/reader.hpp"

#include <cstdio>
#include <exception>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <vector>

using namespace cxrval;

namespace {

using Line = std::vector<std::string>;
using LinesOfFile = std::map<std::string, std::vector<Line>>;

constexpr std::size_t small_file = 1 << 20;

// The cells of each record by the record's file.
LinesOfFile lines_by(const std::string& file_column, const Line& columns, const std::string& path) {
  table::Reader reader(base::open_source(path));
  const std::size_t file = reader.require(file_column);
  std::vector<std::size_t> wanted;
  for (const std::string& column : columns) wanted.push_back(reader.require(column));
  LinesOfFile lines;
  table::Row row;
  while (true) {
    const base::Result<bool> more = reader.next(row);
    if (!more) throw base::Error(more.error().place, more.error().reason);
    if (!*more) return lines;
    Line& line = lines[std::string(row.cells[file])].emplace_back();
    for (const std::size_t column : wanted) line.emplace_back(row.cells[column]);
  }
}

std::set<std::string> first_words(const std::string& path) {
  std::istringstream lines(base::read_all(*base::open_source(path), small_file));
  std::set<std::string> words;
  for (std::string line; std::getline(lines, line);) words.insert(line.substr(0, line.find(' ')));
  return words;
}

// N of "… sessions N read = …".
std::size_t sessions_read(const std::string& path) {
  const std::string text = base::read_all(*base::open_source(path), small_file);
  const std::string mark = "; sessions ";
  const std::size_t at = text.rfind(mark);
  if (at == std::string::npos) throw base::Error({path}, "has no ledger line");
  const std::size_t from = at + mark.size();
  return base::parse_integer<std::size_t>(text.substr(from, text.find(' ', from) - from)).value();
}

class Check {
 public:
  Check(const std::string& truth, const std::string& rows, const std::string& rejects)
      : sessions_(lines_by("source", {"session_id", "reports"}, truth + "/sessions.csv")),
        expected_(lines_by("source", columns(), truth + "/extracted.csv")),
        rows_(lines_by("source", columns(), rows)),
        rejects_(lines_by("file", {"unit", "reason"}, rejects)) {}

  void intact(const std::set<std::string>& damaged) {
    for (const auto& [file, sessions] : sessions_) {
      if (damaged.contains(file)) continue;
      ++intact_;
      if (of(rows_, file) != of(expected_, file)) fail(file, "is not damaged, but has other rows");
      if (rejects_.contains(file)) fail(file, "is not damaged, but rejected");
    }
  }

  void damaged(const std::string& file, std::size_t read) {
    const std::size_t held = sessions_.at(file).size();
    bool file_rejected = false;
    for (const Line& reject : of(rejects_, file)) file_rejected = file_rejected || reject[0] == "files";
    const std::size_t missing = read < held ? held - read : 0;
    if (missing > 0 && !file_rejected) fail(file, "has lost a session without a word");
    ++damaged_;
    rejected_ += rejects_.contains(file) ? 1 : 0;
    in_rejected_ += missing;
    std::set<Line> whole(of(expected_, file).begin(), of(expected_, file).end());
    for (const Line& row : of(rows_, file)) ++(whole.contains(row) ? kept_rows_ : changed_rows_);
    expected_rows_ += of(expected_, file).size();
  }

  bool done() const {
    std::size_t sessions = 0;
    for (const auto& [file, lines] : sessions_) sessions += lines.size();
    std::printf(
        "%zu sessions; %zu files as they were; %zu damaged ones, %zu of them in the rejects: of their %zu rows "
        "%zu are as they were, %zu altered; not in the ledger: %zu sessions of rejected files\n",
        sessions, intact_, damaged_, rejected_, expected_rows_, kept_rows_, changed_rows_, in_rejected_);
    return !failed_;
  }

 private:
  static Line columns() {
    return {"facility_id",    "session_id", "patient_id",  "sex",         "birth_year", "check_in_time",
            "check_out_time", "service_id", "report_time", "description", "conclusion"};
  }
  static const std::vector<Line>& of(const LinesOfFile& lines, const std::string& file) {
    static const std::vector<Line> none;
    const auto found = lines.find(file);
    return found == lines.end() ? none : found->second;
  }
  void fail(const std::string& file, const char* what) {
    std::printf("FAILED %s %s\n", file.c_str(), what);
    failed_ = true;
  }

  LinesOfFile sessions_;
  LinesOfFile expected_;
  LinesOfFile rows_;
  LinesOfFile rejects_;
  std::size_t intact_ = 0;
  std::size_t damaged_ = 0;
  std::size_t rejected_ = 0;
  std::size_t in_rejected_ = 0;
  std::size_t expected_rows_ = 0;
  std::size_t kept_rows_ = 0;
  std::size_t changed_rows_ = 0;
  bool failed_ = false;
};

}  // namespace

int main(int argc, char** argv) {
  try {
    if (argc != 6) throw base::Error("usage: check_conservation TRUTH ROWS REJECTS DAMAGED LEDGERS");
    Check check(argv[1], argv[2], argv[3]);
    const std::set<std::string> damaged = first_words(argv[4]);
    check.intact(damaged);
    for (const std::string& file : damaged) check.damaged(file, sessions_read(std::string(argv[5]) + "/" + file));
    return check.done() ? 0 : 1;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "check_conservation: %s\n", error.what());
    return 2;
  }
}
