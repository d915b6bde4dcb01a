// SPDX-License-Identifier: Apache-2.0
#include "label/labeler.hpp"

#include "base/error.hpp"
#include "catch.hpp"

#include "text/normalize.hpp"
#include "text/utf8.hpp"

#include <string>
#include <utility>
#include <vector>

using namespace cxrval;
using label::Label;

namespace {

const std::string normal_report =
    "- Không thấy hình bất thường xương lồng ngực.\n"
    "- Không thấy hình tràn dịch, khí màng phổi.\n"
    "- Nhu mô phổi không thấy bất thường.\n"
    "- Hình tim và trung thất bình thường.";

Label label_of(const std::string& description) {
  return label::Labeler().label(description).label;
}

label::Labeler with_steps(text::Steps steps) {
  label::LabelerOptions options;
  options.rules.steps = steps;
  return label::Labeler(options);
}

std::string without(std::string text, const std::string& part) {
  const std::size_t at = text.find(part);
  REQUIRE(at != std::string::npos);
  return text.erase(at, part.size());
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  const std::size_t at = text.find(from);
  REQUIRE(at != std::string::npos);
  return text.replace(at, from.size(), to);
}

}  // namespace

TEST_CASE("a report is normal when all four regions are") {
  const label::Verdict verdict = label::Labeler().label(normal_report);
  CHECK(verdict.label == Label::normal);
  for (const Label region : verdict.regions) CHECK(region == Label::normal);
  CHECK(verdict.warnings.empty());
}

TEST_CASE("each template makes its own region normal, and no other one") {
  for (const label::Template& one : label::default_templates()) {
    const label::Verdict verdict = label::Labeler().label(one.phrase);
    for (std::size_t i = 0; i < label::region_count; ++i) {
      CHECK((verdict.regions[i] == Label::normal) == (static_cast<std::size_t>(one.region) == i));
    }
    CHECK(verdict.label == Label::abnormal);
  }
}

TEST_CASE("a report with any region missing is abnormal") {
  for (const char* part : {"Không thấy hình bất thường xương lồng ngực", "Không thấy hình tràn dịch, khí màng phổi",
                           "Nhu mô phổi không thấy bất thường", "Hình tim và trung thất bình thường"}) {
    CHECK(label_of(without(normal_report, part)) == Label::abnormal);
  }
  CHECK(label_of("Tim phổi bt") == Label::abnormal);
}

TEST_CASE("words that are not a template's do not match") {
  CHECK(label_of(replaced(normal_report, "hình tràn", "hình ảnh tràn")) == Label::abnormal);
  CHECK(label_of(replaced(normal_report, "dịch, khí", "dịch khí")) == Label::abnormal);
  CHECK(label_of(replaced(normal_report, "Không thấy hình bất", "Khong thay hinh bat")) == Label::abnormal);
}

TEST_CASE("a template must stand inside one line") {
  for (const char* break_of : {"\n", "\r\n", "\u2028", " \n "}) {
    const std::string broken =
        replaced(normal_report, "Nhu mô phổi không", std::string("Nhu mô phổi") + break_of + "không");
    const label::Verdict verdict = label::Labeler().label(broken);
    CHECK(verdict.label == Label::abnormal);
    CHECK(verdict.regions[static_cast<std::size_t>(label::Region::lung)] == Label::abnormal);
  }
  CHECK(label_of(replaced(normal_report, "Nhu mô phổi không", "Nhu mô phổi  không")) == Label::normal);
}

TEST_CASE("the strict label goes by the bytes") {
  std::string small;
  for (const label::Template& one : label::default_templates()) small += one.phrase + "\n";
  CHECK(label::Labeler().label(small).strict == Label::normal);
  CHECK(label::Labeler().label(normal_report).strict == Label::abnormal);
}

TEST_CASE("a report without a description is unlabelled") {
  for (const char* empty : {"", "  ", "\n\u00A0\r\n", "\uFEFF"}) {
    const label::Verdict verdict = label::Labeler().label(empty);
    CHECK(verdict.label == Label::unlabelled);
    CHECK(verdict.strict == Label::unlabelled);
    for (const Label region : verdict.regions) CHECK(region == Label::unlabelled);
  }
  CHECK(label_of("-") == Label::abnormal);
}

TEST_CASE("a description of 1,024 characters or bytes is warned about") {
  std::string cut = normal_report;
  while (cut.size() < 1024) cut += 'x';
  CHECK(label::Labeler().label(cut).warnings == label::Warnings{label::Warning::truncated_1024});
}

TEST_CASE("templates of one's own are compared in the same form") {
  const label::Labeler labeler(std::vector<label::Template>{{label::Region::chest_wall, "XƯƠNG  tốt"},
                                                            {label::Region::pleura, "màng tốt"},
                                                            {label::Region::lung, "phổi tốt"},
                                                            {label::Region::mediastinum, "tim tốt"}});
  CHECK(labeler.label("Xương tốt. Màng tốt. Phổi tốt. Tim tốt.").label == Label::normal);
  CHECK(labeler.label(normal_report).label == Label::abnormal);
}

TEST_CASE("a description that is not UTF-8 is refused") {
  CHECK_THROWS_AS(label_of("phổi \xFF"), base::Error);
}

TEST_CASE("lines are joined on request") {
  const std::string broken = replaced(normal_report, "Nhu mô phổi không", "Nhu mô phổi\nkhông");
  CHECK(label_of(broken) == Label::abnormal);
  CHECK(with_steps(text::default_steps.with(text::Step::join_lines)).label(broken).label == Label::normal);
}

TEST_CASE("a report without a description is abnormal where the paper's letter is wanted") {
  label::LabelerOptions options;
  options.empty_is_abnormal = true;
  const label::Verdict verdict = label::Labeler(options).label(" <br> ");
  CHECK(verdict.label == Label::abnormal);
  CHECK(verdict.strict == Label::abnormal);
  CHECK(verdict.empty);
  CHECK(verdict.warnings.empty());
}

TEST_CASE("blanks alone are no description, whatever the steps") {
  for (std::size_t i = 0; i < text::step_count; ++i) {
    CHECK(with_steps(text::default_steps.without(static_cast<text::Step>(i))).label(" \u00A0\n\u200B").label ==
          Label::unlabelled);
  }
}

TEST_CASE("each step is what some reports need to be normal") {
  const std::string small =
      "không thấy hình bất thường xương lồng ngực\nkhông thấy hình tràn dịch, khí màng phổi\n"
      "nhu mô phổi không thấy bất thường\nhình tim và trung thất bình thường";
  using text::Step;
  const std::vector<std::pair<Step, std::string>> needing = {
      {Step::html, replaced(small, "nhu mô", "nhu m&ocirc;")},
      {Step::zero_width, replaced(small, "nhu mô", "nhu\u200B mô")},
      {Step::nfc, replaced(small, "nhu mô", "nhu mo\u0302")},
      {Step::fold_case, replaced(small, "nhu mô", "NHU MÔ")},
      {Step::blanks, replaced(small, "nhu mô", "nhu \u00A0mô")},
      {Step::commas, replaced(small, "dịch, khí", "dịch ,khí")}};
  for (const auto& [step, description] : needing) {
    CAPTURE(description);
    const label::Verdict verdict = label::Labeler().label(description);
    CHECK(verdict.label == Label::normal);
    CHECK(verdict.strict == Label::abnormal);
    CHECK(verdict.changed_by == text::Steps().with(step));
    CHECK(with_steps(text::default_steps.without(step)).label(description).label == Label::abnormal);
  }
}

TEST_CASE("the first appearance of each region's templates is told with its place in the original") {
  const label::Verdict verdict = label::Labeler().label(
      "x\r\n- Khung\u2028 <b>Nhu\u200B  mo\u0302 phổi</b> không thấy bất thường, nhu mô phổi không thấy bất thường");
  const label::Match& match = verdict.matches[static_cast<std::size_t>(label::Region::lung)];
  CHECK(match.template_number == 6);
  CHECK(match.line == 3);
  CHECK(match.character == 5);
  CHECK(verdict.matches[0].template_number == 0);
}

TEST_CASE("of templates that begin at one place the longest is told") {
  const label::Labeler labeler(std::vector<label::Template>{{label::Region::chest_wall, "xương"},
                                                            {label::Region::chest_wall, "xương tốt"},
                                                            {label::Region::pleura, "m"},
                                                            {label::Region::lung, "p"},
                                                            {label::Region::mediastinum, "t"}});
  CHECK(labeler.label("a Xương tốt").matches[0].template_number == 2);
  CHECK(labeler.label("a Xương tối, xương tốt").matches[0].template_number == 1);
}

TEST_CASE("a shorter template inside a longer one counts for the strict label") {
  const label::Labeler labeler(std::vector<label::Template>{{label::Region::chest_wall, "nhu mô phổi"},
                                                            {label::Region::chest_wall, "phổi"},
                                                            {label::Region::pleura, "phổi"},
                                                            {label::Region::lung, "phổi"},
                                                            {label::Region::mediastinum, "phổi"}});
  CHECK(labeler.label("Nhu mô phổi").strict == Label::normal);
}

TEST_CASE("a template that is empty or of several lines after its steps is refused") {
  std::vector<label::Template> templates = label::default_templates();
  templates.push_back({label::Region::lung, "a<br>b"});
  CHECK_THROWS_WITH(label::Labeler(templates), contains("line break after its steps"));
  templates.back().phrase = "<b>";
  CHECK_THROWS_WITH(label::Labeler(templates), contains("empty after its steps"));
}

TEST_CASE("a description of more than 1 MiB is refused") {
  CHECK_THROWS_AS(label_of(std::string(label::Labeler::longest_description + 1, 'x')), base::Error);
}
