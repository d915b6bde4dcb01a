// SPDX-License-Identifier: Apache-2.0
#include "his/time_form.hpp"

#include "catch.hpp"

using namespace cxrval;
using base::DateOnly;

namespace {

std::string read(const std::string& text, const std::vector<std::string>& forms,
                 DateOnly date_only = DateOnly::start_of_day) {
  const std::optional<base::CivilTime> time = his::parse_time(text, forms, date_only);
  return time ? base::to_iso(*time) : "none";
}

}  // namespace

TEST_CASE("a time is read by the first form that fits it whole") {
  const std::vector<std::string> forms = {"yyyyMMddHHmm", "yyyyMMddHHmmss", "yyyyMMdd"};
  CHECK(read("202011020731", forms) == "2020-11-02T07:31");
  CHECK(read("20201102073159", forms) == "2020-11-02T07:31:59");
  CHECK(read("20201102", forms) == "2020-11-02T00:00");
  CHECK(read("20201102", forms, DateOnly::end_of_day) == "2020-11-02T23:59");
  CHECK(read("20201102", forms, DateOnly::refuse) == "none");
  for (const char* text :
       {"", "2020", "000000000000", "202011310731", "202011022400", "2020110207 1", "+20201102073", "20201102073160"}) {
    CHECK(read(text, forms) == "none");
  }
}

TEST_CASE("characters of a form stand for themselves") {
  CHECK(read("02/11/2020 07:31", {"dd/MM/yyyy HH:mm"}) == "2020-11-02T07:31");
  CHECK(read("2020-11-02T07:31:05", {"dd/MM/yyyy", "yyyy-MM-ddTHH:mm:ss"}) == "2020-11-02T07:31:05");
  CHECK(read("ngày 02/11/2020", {"ngày dd/MM/yyyy"}) == "2020-11-02T00:00");
  CHECK(read("02-11-2020", {"dd/MM/yyyy"}) == "none");
  CHECK(read("13/01/2020", {"MM/dd/yyyy", "dd/MM/yyyy"}) == "none");
}

TEST_CASE("forms that cannot be used are refused with a reason") {
  for (const char* good : {"yyyyMMdd", "yyyy-MM-ddTHH:mm:ss", "dd.MM.yyyy, HH:mm", "HH:mm dd/MM/yyyy"}) {
    CHECK(his::problem_of_form(good).empty());
  }
  CHECK(his::problem_of_form("yyyyMM") == "lacks yyyy, MM or dd");
  CHECK(his::problem_of_form("") == "lacks yyyy, MM or dd");
  CHECK(his::problem_of_form("yyyyMMddHH") == "has only one of HH and mm");
  CHECK(his::problem_of_form("yyyyMMddss") == "has ss without HH and mm");
  CHECK(his::problem_of_form("yyyyMMdddd") == "has a part twice");
  CHECK(his::problem_of_form("yyMMdd") == "has letters that are none of yyyy, MM, dd, HH, mm and ss");
  CHECK(his::problem_of_form("yyyyMMdd 00:00") == "has a digit; digits come from yyyy, MM, dd, HH, mm and ss");
}
