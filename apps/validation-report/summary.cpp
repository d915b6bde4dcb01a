// SPDX-License-Identifier: Apache-2.0
#include "composition.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <utility>
#include <vector>

namespace cxrval::validation_report {
namespace {

using report::Markup;

constexpr std::array<const char*, 6> headline{"f1", "sensitivity", "specificity", "ppv", "npv", "roc_auc"};

report::KeyNumber key_number(const Language& say, const Sheet::Row& row) {
  const std::string range = say.limits(row);
  Markup about;
  if (!range.empty())
    about = report::fill(say("{0} CI {1}", "KTC {0}: {1}"),
                         {report::write_level(row.number("level"), say.numbers()), range});
  return {say.measure(row.cell("measure")), say.number(row.number("estimate")), about};
}

// First and last day of the table of days, which is ascending.
std::pair<std::string, std::string> period(const Sheet& daily) {
  return {std::string(daily[0].cell("day")), std::string(daily[daily.size() - 1].cell("day"))};
}

}  // namespace

void write_summary(const Composition& at) {
  const Language& say = at.say;
  const Material& material = at.material;
  at.page.section("summary", say("At a glance", "Tóm tắt"));
  std::vector<report::KeyNumber> numbers;
  for (const char* measure : headline) {
    if (const auto row = material.metric(measure)) numbers.push_back(key_number(say, *row));
  }
  const Sheet::Row first = *material.first();
  if (numbers.empty()) numbers.push_back(key_number(say, first));
  at.page.key_numbers(numbers);
  at.page.paragraph(report::fill(
      say("The radiology reports are the reference; an abnormal report is a positive. Intervals are by resampling of "
          "{0}, of which there are {1}.",
          "Phiếu kết quả của bác sĩ là chuẩn tham chiếu; phiếu bất thường là dương tính. Khoảng tin cậy tính bằng cách "
          "lấy mẫu lặp lại trên {0}, tổng số {1}."),
      {Markup::given(say.unit(first.cell("unit"))), say.count(first.count("n"))}));
  if (const auto pairs = material.flow_count("both", "pairs", "all")) {
    at.page.paragraph(report::fill(say("Of {0} studies and {1} reports, {2} pairs of {3} patients were matched.",
                                       "Từ {0} ca chụp và {1} phiếu kết quả, ghép được {2} cặp của {3} bệnh nhân."),
                                   {say.count(material.flow_count("studies", "studies", "all")),
                                    say.count(material.flow_count("reports", "reports", "all")), say.count(pairs),
                                    say.count(material.flow_count("both", "patients", "matched"))}));
  }
  if (material.daily && material.daily->size() > 0) {
    const auto [from, to] = period(*material.daily);
    at.page.paragraph(report::fill(say("Records of {0} to {1}.", "Bản ghi từ ngày {0} đến ngày {1}."),
                                   {Markup::given(from), Markup::given(to)}));
  }
  at.page.remark(say(
      "A radiology report is not the truth: what the AI finds and the report does not mention counts against the AI "
      "here, and what both miss counts for it. This page helps to judge an AI; it is no medical device.",
      "Phiếu kết quả không phải là sự thật tuyệt đối: tổn thương mà AI thấy nhưng phiếu không nêu bị tính là lỗi của "
      "AI, còn tổn thương cả hai cùng bỏ sót lại được tính là đúng. Trang này giúp đánh giá AI, không phải là thiết "
      "bị y tế."));
}

}  // namespace cxrval::validation_report
