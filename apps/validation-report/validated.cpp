// SPDX-License-Identifier: Apache-2.0
#include "composition.hpp"
#include "settings.hpp"

#include <set>
#include <string>
#include <string_view>

namespace cxrval::validation_report {
namespace {

using report::Markup;

constexpr std::string_view model_group = "pipeline_hash=";

void write_models(const Composition& at) {
  const Language& say = at.say;
  report::PageTable table;
  table.caption = say("The AI.", "Hệ thống AI.");
  table.columns = {say("What", "Mục"), say("Value", "Giá trị")};
  if (const auto* record = at.material.records.find("cxr-infer")) {
    table.rows.push_back({say("Pipeline", "Chuỗi mô hình"), Markup::given(setting(*record, "pipeline"))});
    table.rows.push_back({say("Hash of its models, weights and thresholds", "Mã băm của mô hình, trọng số và ngưỡng"),
                          Markup::code(setting(*record, "pipeline_hash"))});
    for (const auto& [name, value] : record->settings) {
      if (name.starts_with("engine_"))
        table.rows.push_back(
            {report::fill(say("Stage {0} was run by", "Bước {0} chạy bằng"), {Markup::given(name.substr(7))}),
             Markup::given(value)});
    }
  }
  std::set<std::string> hashes;
  for (const Sheet::Row& row : at.material.metrics->rows()) {
    if (row.cell("group").starts_with(model_group)) hashes.emplace(row.cell("group").substr(model_group.size()));
  }
  for (const std::string& hash : hashes)
    table.rows.push_back(
        {say("Hash of one of several models", "Mã băm của một trong nhiều mô hình"), Markup::code(hash)});
  if (!table.rows.empty()) at.page.table(table);
}

}  // namespace

void write_validated(const Composition& at) {
  const Language& say = at.say;
  at.page.section("validated", say("What was validated", "Đối tượng được thẩm định"));
  if (at.material.records.empty()) {
    at.missing_records();
    return;
  }
  write_models(at);
  report::PageTable table;
  table.caption = say("Rules and settings of each step, as the run records have them.",
                      "Quy tắc và thiết lập của từng bước, theo bản ghi lần chạy.");
  table.columns = {say("Step", "Bước"), say("Setting", "Thiết lập"), say("Value", "Giá trị")};
  for (const provenance::RunRecord& record : at.material.records.chain()) {
    Markup step = Markup::given(say.tool(record.tool));
    for (const Setting& each : shown_settings(record, say)) {
      table.rows.push_back({step, Markup::code(each.name), Markup::given(each.value)});
      step = Markup();
    }
  }
  at.page.table(table);
}

}  // namespace cxrval::validation_report
