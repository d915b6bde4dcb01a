// SPDX-License-Identifier: Apache-2.0
#include "his/selection.hpp"

#include "base/error.hpp"
#include "catch.hpp"

using namespace cxrval;

namespace {

using Codes = std::vector<std::string>;

Codes codes_of(const std::string& text) {
  const auto source = base::memory_source(text, "s.tsv");
  return his::read_services(*source);
}

std::string fault_of(const std::string& text) {
  try {
    codes_of(text);
  } catch (const base::Error& error) {
    return base::to_string(error.place()) + ": " + error.reason();
  }
  return "none";
}

}  // namespace

TEST_CASE("a service is compared whole and exactly") {
  const his::Selection selection;
  CHECK(selection.takes("18.0119.0028"));
  for (const char* other : {"18.0119.0029", "18.0119", "18.0119.0028.K.25001", "18.0119.0028_GT", ""}) {
    CHECK_FALSE(selection.takes(other));
  }
  CHECK(his::Selection{{}, true, false}.takes("anything"));
  CHECK_FALSE(his::Selection{{}, false, false}.takes("18.0119.0028"));
}

TEST_CASE("base codes leave out what may follow a code, and nothing else") {
  const his::Selection selection{{"18.0119.0028", "XQ01"}, false, true};
  for (const char* taken : {"18.0119.0028", "18.0119.0028.K.25001", "18.0119.0028_GT", "18.0119.0028_TB", "XQ01"}) {
    CHECK(selection.takes(taken));
  }
  for (const char* other : {"18.0119.00281", "18.0119.0029_GT", "18.0119.0028 GT", "XQ01_GT", "XQ012"}) {
    CHECK_FALSE(selection.takes(other));
  }
}

TEST_CASE("codes of the chest and its neighbours, and codes with additions, resemble what is taken") {
  const his::Selection selection;
  for (const char* code :
       {"18.0119.0029", "18.0120.0028", "18.0099.0028", "18.0119.0028_GT", "18.0119.0028.K.25001", "18.0120.0028_TB"}) {
    CHECK(selection.resembles(code));
  }
  for (const char* code : {"18.0119.0028", "22.0121.1369", "18.0119", "", "18.0119.0028 of a patient"}) {
    CHECK_FALSE(selection.resembles(code));
  }
  CHECK_FALSE(selection.resembles("18.0119.0028_" + std::string(100, 'x')));
  CHECK_FALSE(his::Selection{{}, true, false}.resembles("18.0120.0028"));
}

TEST_CASE("the built-in list of look-alikes has the codes of data/his/services.tsv, and its yes is the default") {
  const auto source = base::open_source(CXRVAL_SOURCE_DIR "/data/his/services.tsv");
  const std::string text = base::read_all(*source, 1 << 20);
  CHECK(codes_of(text) == his::Selection{}.services);
  std::string listed = "code\n";
  for (const std::string_view code : his::chest_services()) listed += std::string(code) + '\n';
  std::string in_file;
  for (std::size_t at = 0; at < text.size(); at = text.find('\n', at) + 1)
    in_file += text.substr(at, text.find_first_of("\t\n", at) - at) + '\n';
  CHECK(in_file == listed);
}

TEST_CASE("a list of services takes the rows of yes, or all without such a column") {
  CHECK(codes_of("code\nA\n B \r\n\nC") == Codes{"A", "B", "C"});
  CHECK(codes_of("\xEF\xBB\xBF"
                 "code\tname\ttake\nA\tx\tyes\nB\ty\tno\nC\tz\toptional\n") == Codes{"A"});
  CHECK(codes_of("code\tname\nA\tx\n") == Codes{"A"});
}

TEST_CASE("what is no list of services is said with its place") {
  CHECK(fault_of("") == "s.tsv:1: no list of services; its first line must name the columns, the first one code");
  CHECK(fault_of("18.0119.0028\n") ==
        "s.tsv:1: no list of services; its first line must name the columns, the first one code");
  CHECK(fault_of("code\ttake\nA\tmaybe\n") == "s.tsv:2: column take is neither yes nor optional nor no");
  CHECK(fault_of("code\ttake\nA\n") == "s.tsv:2: another number of cells than the first line");
  CHECK(fault_of("code\ttake\n \tyes\n") == "s.tsv:2: empty code");
  CHECK(fault_of("code\nA\nA\n") == "s.tsv:3: code that stands in the list already");
  CHECK(fault_of("code\ttake\nA\tno\n") == "s.tsv: takes no service; write yes into the column take");
  CHECK(fault_of("code\ttake\ttake\n") == "s.tsv:1: two columns named take");
  CHECK(fault_of("code\n\xFF\n") == "s.tsv: is not UTF-8; save the list as UTF-8");
}
