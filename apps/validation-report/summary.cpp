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

// "percentile bootstrap, 10,000 resamples; DeLong": each way in which limits of the rows were made.
std::string ways_of_intervals(const Language& say, const std::vector<Sheet::Row>& rows) {
  std::vector<std::string> ways;
  for (const Sheet::Row& row : rows) {
    if (row.cell("method").empty() || say.limits(row).empty()) continue;
    std::string way = say.method(row.cell("method"));
    if (const auto resamples = row.count("resamples"))
      way += ", " + say.count(resamples) + say(" resamples", " mẫu bootstrap");
    if (std::find(ways.begin(), ways.end(), way) == ways.end()) ways.push_back(std::move(way));
  }
  std::string list;
  for (const std::string& way : ways) list += (list.empty() ? "" : "; ") + way;
  return list;
}

void write_reference(const Composition& at, const std::vector<Sheet::Row>& rows) {
  const Language& say = at.say;
  Markup text = say("The radiology reports are the reference; an abnormal report is a positive.",
                    "Phiếu kết quả của bác sĩ là chuẩn tham chiếu; phiếu bất thường là dương tính.");
  if (const std::string ways = ways_of_intervals(say, rows); !ways.empty())
    text += report::fill(
        say(" Intervals over {1} {0}: {2}.", " Khoảng tin cậy trên {1} {0}: {2}."),
        {Markup::given(say.unit(rows.front().cell("unit"))), say.count(rows.front().count("n")), Markup::given(ways)});
  at.page.paragraph(text);
}

}  // namespace

void write_summary(const Composition& at) {
  const Language& say = at.say;
  const Material& material = at.material;
  at.page.section("summary", say("At a glance", "Tóm tắt"));
  std::vector<Sheet::Row> rows;
  for (const char* measure : headline) {
    if (const auto row = material.metric(measure)) rows.push_back(*row);
  }
  if (rows.empty()) rows.push_back(*material.first());
  std::vector<report::KeyNumber> numbers;
  for (const Sheet::Row& row : rows) numbers.push_back(key_number(say, row));
  at.page.key_numbers(numbers);
  write_reference(at, rows);
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
