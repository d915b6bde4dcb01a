// SPDX-License-Identifier: Apache-2.0
#include "bootstrap-f1/sheet.hpp"

#include "catch.hpp"

#include <vector>

using namespace cxrval;
using namespace cxrval::bootstrap_f1;

TEST_CASE("a sheet has columns of one width, groups under their names, and says what is missing") {
  stats::Metric f1;
  f1.measure = "f1";
  f1.estimate = 0.6531;
  f1.low = 0.6349;
  f1.high = 0.6715;
  f1.method = "bootstrap_percentile";
  f1.resamples = 100;
  f1.undefined = 3;
  stats::Metric ppv = f1;
  ppv.measure = "balanced_accuracy";
  ppv.group = "sex=F";
  ppv.estimate = ppv.low = ppv.high = {};
  ppv.undefined = 0;
  ppv.reason = "the measure is undefined for these studies";
  CHECK(sheet(std::vector{f1, ppv}) ==
        std::vector<std::string>{
            "measure            estimate   95% CI          method",
            "F1                 0.653      (0.635, 0.671)  bootstrap_percentile (3 resamples undefined)",
            "",
            "sex=F",
            "balanced accuracy  undefined                  bootstrap_percentile (the measure is undefined for these "
            "studies)",
        });
}
