// SPDX-License-Identifier: Apache-2.0
#include "phantom/wording.hpp"
#include "label/labeler.hpp"

#include "catch.hpp"

#include <algorithm>
#include <map>
#include <string>

using namespace cxrval;

TEST_CASE("odd wording has the label that its writer says, and a careless reading of it often another") {
  phantom::Random random(8);
  const label::Labeler labeler;
  std::map<std::string, int> styles, careless_differs;
  for (int i = 0; i < 20000; ++i) {
    const phantom::Lesion lesion{random.pick(phantom::every_lesion_kind), phantom::Side::right, random.uniform()};
    phantom::ReportText report = phantom::write_report({&lesion, random.chance(0.3) ? 1U : 0U}, random);
    phantom::reword(report, random);
    INFO(report.description);
    REQUIRE((labeler.label(report.description).label == label::Label::abnormal) == report.template_abnormal);
    ++styles[report.style];
    std::string small = report.description;
    std::transform(small.begin(), small.end(), small.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    const bool careless = labeler.label(small).strict == label::Label::abnormal;
    careless_differs[report.style] += careless != report.template_abnormal ? 1 : 0;
  }
  for (const char* style : {"decomposed", "capitals", "odd_blanks", "odd_commas", "markup"}) {
    INFO(style);
    CHECK(styles[style] > 0);
    CHECK(careless_differs[style] == styles[style]);
  }
  for (const char* style : {"wrapped_template", "region_missing", "hedged_template", "one_sided"}) {
    INFO(style);
    CHECK(styles[style] > 0);
  }
  CHECK(careless_differs["template_normal"] == 0);
}
