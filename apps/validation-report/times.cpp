// SPDX-License-Identifier: Apache-2.0
#include "composition.hpp"
#include "report/days.hpp"
#include "report/lags.hpp"

#include "base/number.hpp"

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace cxrval::validation_report {
namespace {

// "24h:24h" or "0h:90m" as match takes it, to mark its ends on the axis.
std::optional<std::int64_t> minutes(std::string_view text) {
  constexpr std::int64_t hour = 60;
  if (text.empty()) return std::nullopt;
  const char unit = text.back();
  text.remove_suffix(1);
  const auto number = base::parse_integer<std::int64_t>(text);
  constexpr std::int64_t longest = 1'000'000;
  if (!number || *number < 0 || *number > longest || (unit != 'h' && unit != 'm')) return std::nullopt;
  return *number * (unit == 'h' ? hour : 1);
}

void mark_window(const Composition& at, report::Lags& lags) {
  const auto* match = at.material.records.find("match");
  if (match == nullptr) return;
  const std::string window = setting(*match, "window");
  const std::size_t colon = window.find(':');
  if (colon == std::string::npos) return;
  const auto before = minutes(std::string_view(window).substr(0, colon));
  const auto after = minutes(std::string_view(window).substr(colon + 1));
  const char* const label = at.say("end of the window", "giới hạn cửa sổ");
  if (before) lags.marks.push_back({-*before, label});
  if (after) lags.marks.push_back({*after, label});
}

std::vector<report::LagRow> lag_rows(const Sheet& table) {
  std::vector<report::LagRow> rows;
  for (const Sheet::Row& row : table.rows()) {
    rows.push_back({row.whole("from_minutes"), row.whole("to_minutes"), row.count("pairs").value_or(0)});
    const report::LagRow& last = rows.back();
    if (last.from_minutes && last.to_minutes && *last.to_minutes <= *last.from_minutes)
      row.refuse("to_minutes", "not after from_minutes; is it a table of match --lags?");
  }
  return rows;
}

// Hours without any pair on either side say nothing; what lies beyond them is counted in the rows with an open end.
void drop_empty_ends(std::vector<report::LagRow>& rows) {
  const auto is_empty = [](const report::LagRow& row) { return row.count == 0 && row.from_minutes && row.to_minutes; };
  const auto has_pairs = [](const report::LagRow& row) { return row.count > 0 && row.from_minutes && row.to_minutes; };
  const auto first = std::find_if(rows.begin(), rows.end(), has_pairs);
  const auto kept = rows.erase(std::remove_if(rows.begin(), first, is_empty), first);
  const auto last = std::find_if(rows.rbegin(), std::make_reverse_iterator(kept), has_pairs).base();
  rows.erase(std::remove_if(last, rows.end(), is_empty), rows.end());
}

report::Lags lags(const Composition& at) {
  const Language& say = at.say;
  report::Lags drawn;
  drawn.heading = at.heading("lags", say("Time from study to report", "Thời gian từ lúc chụp đến phiếu kết quả"));
  drawn.words = {.x = say("Report time minus study time (hours)", "Thời điểm phiếu kết quả trừ thời điểm chụp (giờ)"),
                 .count = say("Pairs", "Số cặp"),
                 .per = say("per", "mỗi"),
                 .minutes = say("min", "phút"),
                 .below = say("earlier", "sớm hơn"),
                 .above = say("later", "muộn hơn"),
                 .no_data = say("no pairs", "không có cặp nào")};
  drawn.rows = lag_rows(*at.material.lags);
  drop_empty_ends(drawn.rows);
  mark_window(at, drawn);
  return drawn;
}

report::Days days(const Composition& at) {
  const Language& say = at.say;
  report::Days drawn;
  drawn.heading = at.heading("days", say("Yield per day", "Số lượng theo ngày"));
  drawn.words = {.count = say("per day", "mỗi ngày"),
                 .most = say("most on one day", "nhiều nhất trong một ngày"),
                 .gap = say("day without any record", "ngày không có bản ghi"),
                 .no_data = say("no days", "không có ngày nào")};
  for (const Sheet::Row& row : at.material.daily->rows()) drawn.days.emplace_back(row.cell("day"));
  const std::pair<const char*, const char*> series[] = {
      {"studies", say("Studies", "Ca chụp")},
      {"studies_ok", say("Studies with an AI result", "Ca chụp có kết quả AI")},
      {"reports", say("Reports", "Phiếu kết quả")},
      {"studies_matched", say("Matched studies", "Ca chụp đã ghép")}};
  for (const auto& [column, name] : series) {
    if (!at.material.daily->has(column)) continue;
    report::DaySeries counts{name, column, {}};
    for (const Sheet::Row& row : at.material.daily->rows()) counts.counts.push_back(row.count(column));
    drawn.series.push_back(std::move(counts));
  }
  return drawn;
}

}  // namespace

void write_times(const Composition& at) {
  const Language& say = at.say;
  at.page.section("times", say("Times", "Thời gian"));
  at.page.subsection(say("From study to report", "Từ lúc chụp đến phiếu kết quả"));
  if (at.material.lags) {
    at.show(lags(at), report::draw_lags,
            say("Time from study to report of the pairs. Clocks of modality and HIS are part of "
                "it.",
                "Thời gian từ lúc chụp đến phiếu kết quả của các cặp. Sai lệch đồng hồ giữa máy chụp "
                "và HIS cũng nằm trong đó."));
  } else {
    at.missing("--lags", "match --lags lags.csv");
  }
  at.page.subsection(say("Day by day", "Theo ngày"));
  if (at.material.daily) {
    at.show(days(at), report::draw_days,
            say("Studies, reports and matches of each day. A day on which an interface was down shows as a gap.",
                "Số ca chụp, phiếu kết quả và cặp ghép được mỗi ngày. Ngày hệ thống gián đoạn hiện ra như một khoảng "
                "trống."));
  } else {
    at.missing("--daily", "match --daily daily.csv");
  }
}

}  // namespace cxrval::validation_report
