// SPDX-License-Identifier: Apache-2.0
#include "phantom/report_text.hpp"

#include "catch.hpp"

#include <algorithm>
#include <map>
#include <string>

using namespace cxrval::phantom;

namespace {

// Table 2 without each template's first letter, so that a paragraph's capital does not matter.
bool abnormal_by_rule(const std::string& text) {
  const auto has = [&](const char* part) { return text.find(part) != std::string::npos; };
  const bool wall =
      has("hông thấy hình bất thường xương lồng ngực") || has("hông thấy hình tổn thương xương lồng ngực");
  const bool pleura = has("hông thấy hình tràn dịch màng phổi") || has("hông thấy hình tràn dịch, khí màng phổi") ||
                      has("hông thấy hình tràn khí, tràn dịch màng phổi");
  const bool lung = has("hu mô phổi không thấy bất thường");
  const bool mediastinum =
      has("ình tim và trung thất không thấy bất thường") || has("ình tim và trung thất bình thường");
  return !(wall && pleura && lung && mediastinum);
}

}  // namespace

TEST_CASE("the truth of a text is what the template rule makes of it") {
  Random random(11);
  std::map<std::string, int> styles;
  for (int i = 0; i < 4000; ++i) {
    std::vector<Lesion> lesions;
    const int count = random.integer(0, 2);
    for (int k = 0; k < count; ++k) lesions.push_back({random.pick(every_lesion_kind), Side::left, random.uniform()});
    const ReportText text = write_report(lesions, random);
    INFO(text.style);
    CHECK(abnormal_by_rule(text.description) == text.template_abnormal);
    CHECK(!text.description.empty());
    ++styles[text.style];
  }
  for (const char* style : {"template_normal", "free_normal", "hedged_normal", "telegraphic_normal", "worded_normal",
                            "abnormal", "finding_after_templates"}) {
    CHECK(styles[style] > 0);
  }
}

TEST_CASE("readers miss some disease and see some that is not there") {
  Random random(5);
  int missed = 0, overcalled = 0;
  const Lesion mass{LesionKind::nodule_mass, Side::right, 0.9};
  for (int i = 0; i < 2000; ++i) {
    missed += write_report({&mass, 1}, random).reader_abnormal ? 0 : 1;
    overcalled += write_report({}, random).reader_abnormal ? 1 : 0;
  }
  CHECK((missed > 180 && missed < 320));
  CHECK((overcalled > 40 && overcalled < 110));
}

TEST_CASE("a template-normal report has four paragraphs") {
  Random random(2);
  for (int i = 0; i < 200; ++i) {
    const ReportText text = write_report({}, random);
    if (text.style != "template_normal") continue;
    CHECK(std::count(text.description.begin(), text.description.end(), '\n') == 3);
    CHECK(!text.reader_abnormal);
  }
}

TEST_CASE("other services never carry the chest X-ray code") {
  Random random(9);
  for (int i = 0; i < 300; ++i) CHECK(laboratory_service(random).service_id != chest_service);
  for (const View view : {View::hand, View::knee, View::abdomen, View::skull, View::chest_lateral}) {
    const Service service = other_exam_service(view, random);
    CHECK(service.service_id != chest_service);
    CHECK(!service.description.empty());
  }
}
