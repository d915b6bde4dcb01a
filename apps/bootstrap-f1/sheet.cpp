// SPDX-License-Identifier: Apache-2.0
#include "sheet.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <utility>

namespace cxrval::bootstrap_f1 {
namespace {

constexpr std::size_t columns = 4;
using Line = std::array<std::string, columns>;

std::string undefined_text(const stats::Metric& metric) {
  if (metric.undefined == 0) return "";
  return metric.resamples ? std::to_string(static_cast<std::uint64_t>(metric.undefined)) + " resamples undefined"
                          : "undefined in some resamples";
}

Line line_of(const stats::Metric& metric) {
  std::string remark = metric.reason;
  if (const std::string more = undefined_text(metric); !more.empty()) remark += (remark.empty() ? "" : "; ") + more;
  return {stats::subject(metric), stats::three_digits(metric.estimate), stats::limits_text(metric),
          metric.method + (remark.empty() ? "" : " (" + remark + ')')};
}

}  // namespace

std::vector<std::string> sheet(std::span<const stats::Metric> metrics) {
  if (metrics.empty()) return {};
  std::vector<Line> lines{{"measure", "estimate", stats::interval_text(metrics.front().level), "method"}};
  for (const stats::Metric& metric : metrics) lines.push_back(line_of(metric));
  std::array<std::size_t, columns> widths{};
  for (const Line& line : lines) {
    for (std::size_t i = 0; i < columns; ++i) widths[i] = std::max(widths[i], line[i].size());
  }
  std::vector<std::string> text;
  std::string group = "all";
  for (std::size_t row = 0; row < lines.size(); ++row) {
    if (row > 0 && metrics[row - 1].group != group) {
      group = metrics[row - 1].group;
      text.push_back("");
      text.push_back(group);
    }
    std::string line;
    for (std::size_t i = 0; i < columns; ++i) {
      line += lines[row][i];
      if (i + 1 < columns) line += std::string(widths[i] - lines[row][i].size() + 2, ' ');
    }
    text.push_back(std::move(line));
  }
  return text;
}

}  // namespace cxrval::bootstrap_f1
