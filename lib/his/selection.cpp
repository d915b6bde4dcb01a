// SPDX-License-Identifier: Apache-2.0
#include "his/selection.hpp"

#include "base/error.hpp"
#include "his/trim.hpp"
#include "text/utf8.hpp"

#include <algorithm>
#include <cstddef>

namespace cxrval::his {
namespace {

constexpr std::size_t file_limit = std::size_t{1} << 20;
constexpr std::size_t code_limit = 64;
constexpr std::size_t base_size = std::string_view("CC.RRRR.PPPP").size();
constexpr std::string_view form = "dd.dddd.dddd";

bool is_base_code(std::string_view code) {
  return code.size() == base_size && std::equal(code.begin(), code.end(), form.begin(), [](char c, char f) {
           return f == 'd' ? c >= '0' && c <= '9' : c == f;
         });
}

// What an addition consists of, so that a text that only begins like a code is none.
bool is_addition(std::string_view text) {
  return (text.starts_with('.') || text.starts_with('_')) && std::all_of(text.begin(), text.end(), [](char c) {
           return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '.' || c == '_';
         });
}

std::string_view base_of(std::string_view code) {
  const bool added =
      code.size() > base_size && is_base_code(code.substr(0, base_size)) && is_addition(code.substr(base_size));
  return added ? code.substr(0, base_size) : code;
}

std::string_view take_until(std::string_view& text, char mark) {
  const std::size_t end = text.find(mark);
  const std::string_view part = text.substr(0, end);
  text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  return part;
}

std::string_view take_line(std::string_view& text) {
  std::string_view line = take_until(text, '\n');
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

struct Columns {
  std::size_t count = 0;
  std::size_t take = 0;  // 0: there is none, for the first is `code`
};

Columns read_header(std::string_view line, const base::Place& place) {
  if (line.substr(0, line.find('\t')) != "code") {
    throw base::Error(place, "no list of services; its first line must name the columns, the first one code");
  }
  Columns columns;
  for (bool more = true; more; ++columns.count) {
    more = line.find('\t') != std::string_view::npos;
    if (take_until(line, '\t') != "take") continue;
    if (columns.take != 0) throw base::Error(place, "two columns named take");
    columns.take = columns.count;
  }
  return columns;
}

// The code of a row that is taken, or nothing.
std::string_view read_row(std::string_view line, const Columns& columns, const base::Place& place) {
  const auto tabs = static_cast<std::size_t>(std::count(line.begin(), line.end(), '\t'));
  if (tabs + 1 != columns.count) throw base::Error(place, "another number of cells than the first line");
  const std::string_view code = trimmed(take_until(line, '\t'));
  if (code.empty()) throw base::Error(place, "empty code");
  if (code.size() > code_limit) throw base::Error(place, "code of more than 64 bytes");
  if (columns.take == 0) return code;
  for (std::size_t i = 1; i < columns.take; ++i) take_until(line, '\t');
  const std::string_view take = trimmed(take_until(line, '\t'));
  if (take != "yes" && take != "optional" && take != "no") {
    throw base::Error(place, "column take is neither yes nor optional nor no");
  }
  return take == "yes" ? code : std::string_view();
}

}  // namespace

bool Selection::takes(std::string_view service) const {
  if (all) return true;
  const std::string_view wanted = base_code ? base_of(service) : service;
  return std::any_of(services.begin(), services.end(),
                     [&](const std::string& one) { return (base_code ? base_of(one) : one) == wanted; });
}

bool Selection::resembles(std::string_view service) const {
  if (service.size() > code_limit || takes(service)) return false;
  const std::string_view base = base_of(service);
  const std::vector<std::string_view>& listed = chest_services();
  if (std::find(listed.begin(), listed.end(), base) != listed.end()) return true;
  return std::any_of(services.begin(), services.end(), [&](const std::string& one) { return base_of(one) == base; });
}

const std::vector<std::string_view>& chest_services() {
  static const std::vector<std::string_view> codes = {
      "18.0119.0028", "18.0119.0010", "18.0119.0012", "18.0119.0029", "18.0119.0013", "18.0120.0028", "18.0120.0010",
      "18.0120.0012", "18.0121.0028", "18.0121.0029", "18.0121.0011", "18.0121.0013", "18.0122.0028", "18.0122.0029",
      "18.0122.0011", "18.0122.0013", "18.0123.0028", "18.0123.0010", "18.0123.0012", "18.0124.0034", "18.0125.0028",
      "18.0125.0029", "18.0126.0026", "18.0127.0028", "18.0128.0028", "18.0090.0028", "18.0090.0029", "18.0099.0028",
  };
  return codes;
}

std::vector<std::string> read_services(base::ByteSource& source) {
  const std::string bytes = base::read_all(source, file_limit);
  if (!text::is_valid_utf8(bytes)) throw base::Error({source.name()}, "is not UTF-8; save the list as UTF-8");
  std::string_view rest = bytes;
  if (rest.starts_with("\xEF\xBB\xBF")) rest.remove_prefix(3);
  const Columns columns = read_header(take_line(rest), {source.name(), 1});
  std::vector<std::string> services;
  for (std::size_t line = 2; !rest.empty(); ++line) {
    const std::string_view text = take_line(rest);
    if (trimmed(text).empty()) continue;
    const std::string_view code = read_row(text, columns, {source.name(), line});
    if (code.empty()) continue;
    if (std::find(services.begin(), services.end(), code) != services.end()) {
      throw base::Error({source.name(), line}, "code that stands in the list already");
    }
    services.emplace_back(code);
  }
  if (services.empty()) throw base::Error({source.name()}, "takes no service; write yes into the column take");
  return services;
}

}  // namespace cxrval::his
