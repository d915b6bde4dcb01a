// SPDX-License-Identifier: Apache-2.0
#include "composition.hpp"

#include <string>
#include <string_view>

namespace cxrval::validation_report {
namespace {

using report::Markup;

constexpr std::string_view warned = "warned_";
constexpr std::string_view labelled = "labelled_";
constexpr std::string_view changed = "labels_changed_by_";

std::string label_name(const Language& say, std::string_view label) {
  if (label == "normal") return say("normal", "bình thường");
  if (label == "abnormal") return say("abnormal", "bất thường");
  if (label == "unlabelled") return say("without a label", "không có nhãn");
  return std::string(label);
}

}  // namespace

void write_labels(const Composition& at) {
  const Language& say = at.say;
  at.page.section("labels", say("Labels of the reports", "Nhãn của phiếu kết quả"));
  const auto* record = at.material.records.find("label-reports");
  if (record == nullptr) {
    at.missing_records();
    return;
  }
  report::PageTable table;
  table.caption =
      say("Labels by the templates, and what speaks against some of them. No warning changes a label. "
          "Numbers are of all reports, also of those without a partner.",
          "Nhãn theo câu mẫu và những dấu hiệu nghi ngờ. Cảnh báo không làm thay đổi nhãn. Số lượng tính trên "
          "mọi phiếu kết quả, kể cả phiếu không ghép được.");
  table.columns = {say("Reports", "Phiếu kết quả"), say("Word", "Từ khoá"), say("Number", "Số lượng")};
  table.numeric = {false, false, true};
  const auto add = [&](const std::string& name, std::string_view word, const std::string& number) {
    table.rows.push_back({Markup::given(name), Markup::code(word), Markup::given(number)});
  };
  for (const auto& [name, value] : record->settings) {
    if (name.starts_with(labelled)) add(label_name(say, name.substr(labelled.size())), name, value);
  }
  for (const auto& [name, value] : record->settings) {
    if (name.starts_with(warned)) add(say.warning(std::string_view(name).substr(warned.size())), name, value);
  }
  for (const auto& [name, value] : record->settings) {
    if (!name.starts_with(changed) || value == "0") continue;
    add(say("label differs without this step of the comparison", "nhãn sẽ khác nếu bỏ bước so sánh này"), name, value);
  }
  at.page.table(table);
}

}  // namespace cxrval::validation_report
