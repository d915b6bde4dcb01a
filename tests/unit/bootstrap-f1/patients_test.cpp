// SPDX-License-Identifier: Apache-2.0
#include "bootstrap-f1/patients.hpp"

#include "base/bytes.hpp"
#include "catch.hpp"

#include <string>
#include <vector>

using namespace cxrval;
using namespace cxrval::bootstrap_f1;

namespace {

struct Table {
  explicit Table(const std::string& rows) : text(rows), blocks(base::memory_source(text, "t.csv")) {}

  std::string text;
  table::BlockReader blocks;
  table::RecordReader reader{blocks};
};

std::vector<std::string> keys(Table& table, Patients& patients) {
  const PatientColumns columns(table.reader, patients);
  std::vector<std::string> found;
  table::RecordView row;
  while (*table.reader.next(row)) found.push_back(columns.key(row));
  return found;
}

const std::string named = "facility_id,patient_id\n";
const std::string nameless = "patient_id\n";

}  // namespace

TEST_CASE("the patients of the first facility are known by their ids, as those of none") {
  Table pairs(named + "F1,1\n,1\nF1,2\n");
  Patients patients({&pairs.reader});
  CHECK(keys(pairs, patients) == std::vector<std::string>{"1", "1", "2"});
}

TEST_CASE("one id in two facilities is two patients, the same ones in every table") {
  Table pairs(named + "F1,1\nF2,1\nF3,\nF1,1\n");
  Table reports(named + "F3,1\nF2,1\n");
  Patients patients({&pairs.reader, nullptr, nullptr, &reports.reader});
  const auto of_pairs = keys(pairs, patients);
  const auto of_reports = keys(reports, patients);
  CHECK(of_pairs[0] == "1");
  CHECK(of_pairs[1] != "1");
  CHECK(of_pairs[2] != "");
  CHECK(of_pairs[3] == "1");
  CHECK(of_reports[0] != of_pairs[0]);
  CHECK(of_reports[0] != of_pairs[1]);
  CHECK(of_reports[1] == of_pairs[1]);
}

TEST_CASE("ids and facilities are not joined to the id of another patient") {
  Table pairs(named + "F0,0\nb,a\n,ab\n\"\nb\",a\n,\"a\nb\"\n");
  Patients patients({&pairs.reader});
  const auto found = keys(pairs, patients);
  for (std::size_t i = 0; i < found.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) CHECK(found[i] != found[j]);
  }
}

TEST_CASE("with unmatched studies of several facilities, who names none is of none") {
  Table pairs(named + "F1,1\n,1\n");
  Table studies(named);
  Patients patients({&pairs.reader, nullptr, &studies.reader});
  const auto found = keys(pairs, patients);
  CHECK(found[0] != found[1]);
}

TEST_CASE("a table without facility_id leaves patient ids alone") {
  Table pairs(named + "F1,1\nF2,1\n");
  Table other(nameless);
  Patients patients({&pairs.reader, nullptr, nullptr, &other.reader});
  CHECK(keys(pairs, patients) == std::vector<std::string>{"1", "1"});
}

TEST_CASE("a second facility is refused when the unmatched studies name none") {
  Table pairs(named + "F1,1\n,2\nF1,3\nF2,1\n");
  Table studies(nameless);
  Patients patients({&pairs.reader, nullptr, &studies.reader});
  try {
    keys(pairs, patients);
    FAIL("accepted");
  } catch (const base::Error& error) {
    CHECK(error.place() == base::Place{"t.csv", 5, 1});
  }
}
