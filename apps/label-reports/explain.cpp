// SPDX-License-Identifier: Apache-2.0
#include "explain.hpp"

#include "label/doubt.hpp"
#include "text/letters.hpp"
#include "text/utf8.hpp"

#include <algorithm>
#include <tuple>
#include <utility>
#include <vector>

namespace cxrval::label_reports {
namespace {

constexpr std::string_view margin = "  | ";
constexpr std::string_view replacement = "\xEF\xBF\xBD";
constexpr std::size_t name_width = 12;

// Text that is put in at a place. Of several at one place closing brackets come first, then the longer of what opens.
struct Insert {
  std::size_t place = 0;
  bool opens = false;
  std::size_t reach = 0;
  std::string text;
};

void bracket(const label::Span& span, std::string_view name, std::vector<Insert>& inserts) {
  inserts.push_back({span.begin, true, span.end, '[' + std::string(name) + ": "});
  inserts.push_back({span.end, false, 0, "]"});
}

std::vector<Insert> marks(const label::Verdict& verdict) {
  std::vector<Insert> inserts;
  for (std::size_t i = 0; i < label::region_count; ++i) {
    if (verdict.matches[i].template_number > 0) bracket(verdict.matches[i].place, label::region_names[i], inserts);
  }
  for (std::size_t i = 0; i < verdict.findings.size();) {
    label::Span span = verdict.findings[i];
    for (++i; i < verdict.findings.size() && verdict.findings[i].begin < span.end; ++i) {
      span.end = std::max(span.end, verdict.findings[i].end);
    }
    bracket(span, "finding", inserts);
  }
  const auto before = [](const Insert& a, const Insert& b) {
    return std::tuple(a.place, a.opens, b.reach) < std::tuple(b.place, b.opens, a.reach);
  };
  std::stable_sort(inserts.begin(), inserts.end(), before);
  return inserts;
}

bool steers(char32_t c) {
  return c < 0x20 || (c >= 0x7F && c < 0xA0) || (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
}

// The text line by line behind a margin.
std::string shown(std::string_view text, const std::vector<Insert>& inserts) {
  std::string out(margin);
  auto insert = inserts.begin();
  for (std::size_t at = 0; at < text.size();) {
    for (; insert != inserts.end() && insert->place <= at; ++insert) out += insert->text;
    const std::size_t begin = at;
    const char32_t c = text::next_character(text, at);
    if (c == '\r' && at < text.size() && text[at] == '\n') continue;
    if (text::role_of(c) == text::Role::line_break) {
      out += '\n';
      out += margin;
    } else if (c == '\t') {
      out += ' ';
    } else {
      out += steers(c) ? replacement : text.substr(begin, at - begin);
    }
  }
  for (; insert != inserts.end(); ++insert) out += insert->text;
  while (out.ends_with(std::string("\n") + std::string(margin))) out.resize(out.size() - margin.size() - 1);
  return out + '\n';
}

void add_line(std::string& out, std::string_view name, const std::string& text) {
  if (text.empty()) return;
  out += "  " + std::string(name);
  out.append(name_width - std::min(name.size(), name_width - 1), ' ');
  out += text + '\n';
}

std::string label_line(const label::Verdict& verdict) {
  std::string line(label::to_string(verdict.label));
  if (verdict.strict != verdict.label)
    line += " (by the bytes as they stand: " + std::string(to_string(verdict.strict)) + ')';
  return line;
}

std::string missing_regions(const label::Verdict& verdict) {
  std::string names;
  for (std::size_t i = 0; i < label::region_count; ++i) {
    if (verdict.regions[i] != label::Label::abnormal) continue;
    names += (names.empty() ? "" : ", ") + std::string(label::region_names[i]);
  }
  return names;
}

}  // namespace

std::string explained(const ReportText& report, const label::Verdict& verdict) {
  std::string out(report.title);
  out += '\n';
  out += verdict.empty ? "  (no description)\n" : shown(report.description, marks(verdict));
  if (!report.conclusion.empty()) out += "  conclusion\n" + shown(report.conclusion, {});
  add_line(out, "label", label_line(verdict));
  add_line(out, "no match", missing_regions(verdict));
  for (const label::NearMiss& miss : verdict.near_misses) add_line(out, "near miss", to_string(miss));
  for (std::size_t i = 0; i < label::warning_count; ++i) {
    if (!verdict.warnings.has(static_cast<label::Warning>(i))) continue;
    add_line(out, "warning", std::string(label::warning_names[i]) + ": " + std::string(label::warning_meanings[i]));
  }
  if (const unsigned doubt = label::doubt_about(verdict); doubt > 0) add_line(out, "doubt", std::to_string(doubt));
  return out;
}

}  // namespace cxrval::label_reports
