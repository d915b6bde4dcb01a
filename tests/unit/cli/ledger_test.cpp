// SPDX-License-Identifier: Apache-2.0
#include "cli/ledger.hpp"

#include "catch.hpp"

#include <stdexcept>

using cxrval::cli::Ledger;

TEST_CASE("a ledger that adds up says how") {
  Ledger ledger("reports", "written");
  ledger.read(10);
  ledger.written(5);
  ledger.excluded("other_service", 3);
  ledger.merged();
  ledger.rejected("not a time");
  ledger.check();
  CHECK(ledger.summary() == "reports 10 read = 5 written + 3 excluded (other_service 3) + 1 merged + 1 rejected");
}

TEST_CASE("a lost record is a fault of the tool") {
  Ledger ledger("reports", "written");
  ledger.read(2);
  ledger.written(1);
  CHECK_THROWS_AS(ledger.check(), std::logic_error);
}
