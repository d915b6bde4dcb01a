// SPDX-License-Identifier: Apache-2.0
#include "report_versions.hpp"

#include "table/packed.hpp"

#include <algorithm>
#include <numeric>
#include <string_view>
#include <utility>

namespace cxrval::match_tool {
namespace {

using Cells = std::span<const std::string_view>;

std::string origin_of(const Reports& all, Cells cells) {
  std::string origin;
  for (const auto column : {all.facility, all.session, all.service}) table::pack(origin, cell(cells, column));
  return origin;
}

// A patient's reports, compared by what their cells hold.
class Versions {
 public:
  Versions(const Reports& all, std::span<const PackedReport> reports)
      : all_(all), reports_(reports), width_(all.columns.size()) {
    cells_.reserve(width_ * reports.size());
    for (const PackedReport& report : reports) append_cells(all, report, cells_);
  }

  Cells cells(std::size_t version) const { return Cells(cells_).subspan(version * width_, width_); }

  // Facility, session, service, report time, then the other cells in their order and the free text.
  bool before(std::size_t left, std::size_t right) const {
    const Cells l = cells(left), r = cells(right);
    for (const auto column : {all_.facility, all_.session, all_.service, all_.report_time}) {
      if (const int order = cell(l, column).compare(cell(r, column)); order != 0) return order < 0;
    }
    for (std::size_t i = 0; i < width_; ++i) {
      if (const int order = l[i].compare(r[i]); order != 0) return order < 0;
    }
    return reports_[left].free_text < reports_[right].free_text;
  }

  // The same without the source.
  bool before_in_content(std::size_t left, std::size_t right) const {
    const Cells l = cells(left), r = cells(right);
    for (std::size_t i = 0; i < width_; ++i) {
      if (all_.source == i) continue;
      if (const int order = l[i].compare(r[i]); order != 0) return order < 0;
    }
    return reports_[left].free_text < reports_[right].free_text;
  }

 private:
  const Reports& all_;
  std::span<const PackedReport> reports_;
  std::size_t width_;
  std::vector<std::string_view> cells_;
};

}  // namespace

std::size_t keep_distinct(const Reports& all, std::vector<PackedReport>& reports) {
  if (reports.size() < 2) return 0;
  const Versions versions(all, reports);
  std::vector<std::size_t> order(reports.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  // Of equal contents the first by all cells comes first.
  std::sort(order.begin(), order.end(), [&](std::size_t l, std::size_t r) {
    if (versions.before_in_content(l, r)) return true;
    return !versions.before_in_content(r, l) && versions.before(l, r);
  });
  const auto same = [&](std::size_t l, std::size_t r) { return !versions.before_in_content(l, r); };
  order.erase(std::unique(order.begin(), order.end(), same), order.end());
  std::sort(order.begin(), order.end(), [&](std::size_t l, std::size_t r) { return versions.before(l, r); });
  std::vector<PackedReport> kept;
  kept.reserve(order.size());
  for (const std::size_t version : order) kept.push_back(reports[version]);
  const std::size_t merged = reports.size() - kept.size();
  reports = std::move(kept);
  return merged;
}

void name_reports(const Reports& all, const ReportRows& rows, std::vector<match::Report>& records,
                  std::vector<std::string>& origins) {
  records.clear();
  origins.clear();
  origins.reserve(rows.reports.size());
  const std::size_t width = all.columns.size();
  for (std::size_t i = 0; i < rows.reports.size(); ++i) {
    const PackedReport& report = rows.reports[i];
    const Cells cells = rows.cells.subspan(i * width, width);
    // A report alone is no version of another one.
    const bool has_origin = rows.reports.size() > 1 && all.session && !cells[*all.session].empty();
    if (has_origin) origins.push_back(origin_of(all, cells));
    records.push_back({has_origin ? std::string_view(origins.back()) : std::string_view(), report.check_in,
                       report.check_out, report.time});
  }
}

}  // namespace cxrval::match_tool
