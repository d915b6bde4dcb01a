// SPDX-License-Identifier: Apache-2.0
#include "composition.hpp"

#include <string>
#include <vector>

namespace cxrval::validation_report {
namespace {

using provenance::RunRecord;
using provenance::Stream;
using report::Markup;

void add_streams(const Composition& at, const char* direction, const std::vector<Stream>& streams,
                 report::PageTable& table) {
  for (const Stream& stream : streams) {
    table.rows.push_back({direction, Markup::given(stream.role), at.say.count(stream.bytes),
                          at.say.count(stream.records), at.say.count(stream.files), Markup::code(stream.sha256)});
  }
}

void write_run(const Composition& at, const RunRecord& record) {
  const Language& say = at.say;
  report::PageTable table;
  table.columns = {say("Way", "Chiều"),       say("Role", "Vai trò"), say("Bytes", "Byte"),
                   say("Records", "Bản ghi"), say("Files", "Tệp"),    "SHA-256"};
  table.numeric = {false, false, true, true, true, false};
  add_streams(at, say("in", "vào"), record.inputs, table);
  add_streams(at, say("out", "ra"), record.outputs, table);
  table.caption =
      report::fill("{0} {1}: {2}, {3}.", {Markup::strong(Markup::given(record.tool)), Markup::given(record.version),
                                          Markup::given(say.tool(record.tool)), Markup::given(record.started)});
  at.page.table(table);
}

void add_reasons(const std::map<std::string, std::uint64_t>& reasons, const char* what, const Language& say,
                 Markup& text) {
  for (const auto& [reason, count] : reasons) {
    if (!text.empty()) text += "; ";
    text += report::fill("{0} {1}: {2}", {say.count(count), what, Markup::given(reason)});
  }
}

void write_accounts(const Composition& at) {
  const Language& say = at.say;
  report::PageTable table;
  table.caption = say("What became of every record: read = written + left out + merged + rejected.",
                      "Số phận của mọi bản ghi: đọc = ghi + loại + gộp + từ chối.");
  table.columns = {say("Tool", "Công cụ"), say("Unit", "Đơn vị"), say("Read", "Đọc"),
                   say("Written", "Ghi"),  say("Merged", "Gộp"),  say("Left out or rejected", "Loại hoặc từ chối")};
  table.numeric = {false, false, true, true, true, false};
  for (const RunRecord& record : at.material.records.chain()) {
    for (const provenance::Account& account : record.accounts) {
      Markup reasons;
      add_reasons(account.excluded, say("left out", "loại"), say, reasons);
      add_reasons(account.rejected, say("rejected", "từ chối"), say, reasons);
      table.rows.push_back({Markup::given(record.tool), Markup::given(account.unit), say.count(account.read),
                            say.count(account.written), say.count(account.merged), reasons});
    }
  }
  at.page.table(table);
}

}  // namespace

void write_provenance(const Composition& at) {
  const Language& say = at.say;
  at.page.section("provenance", say("Provenance", "Nguồn gốc số liệu"));
  if (at.material.records.empty()) {
    at.missing_records();
    return;
  }
  at.page.paragraph(say(
      "Each number on this page stands in a table that one of these runs wrote; what one run wrote, the next one read, "
      "known by equal SHA-256. Names of files are not shown.",
      "Mỗi con số trên trang này nằm trong một bảng do một trong các lần chạy dưới đây ghi ra; đầu ra của lần chạy "
      "trước là đầu vào của lần chạy sau, nhận biết qua SHA-256 bằng nhau. Tên tệp không được hiển thị."));
  for (const RunRecord& record : at.material.records.chain()) write_run(at, record);
  write_accounts(at);
  if (at.material.other_records > 0)
    at.page.paragraph(report::fill(say("Run records that do not lead to the tables of this page: {0}.",
                                       "Bản ghi lần chạy không dẫn đến các bảng của trang này: {0}."),
                                   {say.count(at.material.other_records)}));
}

}  // namespace cxrval::validation_report
