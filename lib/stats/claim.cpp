// SPDX-License-Identifier: Apache-2.0
#include "stats/claim.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>

namespace cxrval::stats {
namespace {

struct Rule {
  std::string_view name;
  Operation operation;
  bool ids;
  bool lookups;
  std::size_t least;
  std::size_t most;
};

constexpr std::size_t any = 1000;
constexpr std::array rules{
    Rule{"same", Operation::same, true, false, 1, any},   Rule{"share", Operation::share, true, true, 2, 2},
    Rule{"sum", Operation::sum, true, true, 1, any},      Rule{"difference", Operation::difference, true, false, 2, 2},
    Rule{"mean", Operation::mean, true, false, 1, any},   Rule{"harmonic", Operation::harmonic, true, false, 2, 2},
    Rule{"count", Operation::count, true, false, 1, any}, Rule{"rows", Operation::rows, false, true, 1, 1},
};

bool in_name(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
}

tl::unexpected<base::Fault> wrong(const std::string& reason) {
  return base::fault({}, reason + "; write it as share(normal,matched) or flow[step=matched].count");
}

class Parser {
 public:
  explicit Parser(std::string_view text) : rest_(text) {}

  base::Result<Claim> claim() {
    const std::string name = take_name();
    if (name.empty()) return wrong("no operation and no table is named");
    if (!take('(')) return cell(name);
    const auto rule = std::find_if(rules.begin(), rules.end(), [&](const Rule& each) { return each.name == name; });
    if (rule == rules.end()) return wrong("there is no such operation");
    Claim claim{rule->operation, {}};
    do {
      auto term = this->term();
      if (!term) return tl::unexpected(term.error());
      if (rule->operation == Operation::rows && !term->id.empty()) *term = {"", {term->id, {}, {}}};
      claim.terms.push_back(*std::move(term));
    } while (take(','));
    if (!take(')')) return wrong("the terms are not closed by )");
    if (!rest_.empty()) return wrong("something follows the claim");
    if (const auto reason = objection(*rule, claim)) return wrong(*reason);
    return claim;
  }

 private:
  static std::optional<std::string> objection(const Rule& rule, const Claim& claim) {
    const auto is_id = [](const Term& term) { return !term.id.empty(); };
    const bool ids = std::all_of(claim.terms.begin(), claim.terms.end(), is_id);
    const bool lookups = std::none_of(claim.terms.begin(), claim.terms.end(), is_id);
    if (!(ids && rule.ids) && !(lookups && rule.lookups)) {
      return "the terms of " + std::string(rule.name) + " must be " +
             (rule.ids && rule.lookups ? "all ids or all cells of tables"
              : rule.ids               ? "ids"
                                       : "rows of a table");
    }
    if (claim.terms.size() < rule.least || claim.terms.size() > rule.most) {
      return std::string(rule.name) + " has too few or too many terms";
    }
    for (const Term& term : claim.terms) {
      if (!lookups) continue;
      const bool rows = claim.operation == Operation::rows;
      if (term.lookup.column.empty() != rows) {
        return rows ? "rows are counted; leave .COLUMN out" : "a lookup needs .COLUMN behind its rows";
      }
    }
    return std::nullopt;
  }

  base::Result<Claim> cell(const std::string& table) {
    auto found = lookup(table);
    if (!found) return tl::unexpected(found.error());
    if (found->column.empty()) return wrong("a lookup needs .COLUMN behind its rows");
    if (!rest_.empty()) return wrong("something follows the claim");
    return Claim{Operation::cell, {{"", *std::move(found)}}};
  }

  base::Result<Term> term() {
    std::string name = take_name();
    if (!rest_.empty() && (rest_.front() == '[' || rest_.front() == '.')) {
      auto found = lookup(name);
      if (!found) return tl::unexpected(found.error());
      return Term{"", *std::move(found)};
    }
    if (name.empty()) return wrong("a term is missing");
    if (take('*')) name += '*';
    return Term{name, {}};
  }

  base::Result<Lookup> lookup(const std::string& table) {
    Lookup found{table, {}, {}};
    if (table.empty()) return wrong("a lookup needs the name of a table");
    if (take('[')) {
      do {
        const std::string column = take_name();
        if (column.empty() || !take('=')) return wrong("a lookup needs COLUMN=VALUE inside [ ]");
        const auto value = take_value();
        if (!value) return wrong("a value in ' ' is not closed");
        found.where.emplace_back(column, *value);
      } while (take(','));
      if (!take(']')) return wrong("the values of a lookup are not closed by ]");
    }
    if (!take('.')) return found;
    found.column = take_name();
    if (found.column.empty()) return wrong("a column must follow the point");
    return found;
  }

  std::optional<std::string> take_value() {
    std::string value;
    if (!take('\'')) {
      const std::size_t end = std::min(rest_.find_first_of(",]'"), rest_.size());
      value = rest_.substr(0, end);
      rest_.remove_prefix(end);
      return value;
    }
    while (true) {
      const std::size_t end = rest_.find('\'');
      if (end == std::string_view::npos) return std::nullopt;
      value += rest_.substr(0, end);
      rest_.remove_prefix(end + 1);
      if (!take('\'')) return value;
      value += '\'';
    }
  }

  std::string take_name() {
    const auto end = std::find_if_not(rest_.begin(), rest_.end(), in_name);
    const auto size = static_cast<std::size_t>(end - rest_.begin());
    std::string name(rest_.substr(0, size));
    rest_.remove_prefix(size);
    return name;
  }

  bool take(char c) {
    if (!rest_.starts_with(c)) return false;
    rest_.remove_prefix(1);
    return true;
  }

  std::string_view rest_;
};

}  // namespace

base::Result<Claim> parse_claim(std::string_view text) {
  return Parser(text).claim();
}

}  // namespace cxrval::stats
