// SPDX-License-Identifier: Apache-2.0
#include "slip_checks.hpp"

#include "base/error.hpp"
#include "base/number.hpp"
#include "wanted.hpp"

#include <algorithm>
#include <utility>

namespace cxrval::check_printed {
namespace {

using base::UsageError;
using stats::PrintedNumber;

constexpr std::uint64_t most = 1'000'000'000;

PrintedNumber parse_number(std::string_view text, const std::string& wanted) {
  const auto number = stats::parse_printed(text);
  if (!number || number->units < 0) throw UsageError(wanted);
  return *number;
}

// Of a measure: 1 could be anything that is rounded to it.
PrintedNumber parse_measured(std::string_view text, const std::string& wanted) {
  const PrintedNumber number = parse_number(text, wanted);
  if (number.is_count()) {
    throw UsageError(wanted + "; with digits behind the point, such as 1.00 where 1.00 is printed");
  }
  return number;
}

std::vector<PrintedNumber> parse_numbers(std::string_view text, char separator, const std::string& wanted) {
  std::vector<PrintedNumber> numbers;
  for (const std::string_view part : split(text, separator)) numbers.push_back(parse_number(part, wanted));
  return numbers;
}

struct NamedShare {
  std::string kind;
  std::string given;
  stats::PrintedShare share;
};

NamedShare parse_share(const std::string& kind, const std::string& text) {
  const bool percent = kind == "percent";
  const std::string wanted = "--" + kind + " needs PRINTED=PART/WHOLE with whole numbers, such as " +
                             (percent ? "72.4=4529/6285" : "0.724=4529/6285");
  const auto [printed, counts] = split_equation(text, wanted);
  const std::vector<std::string_view> parts = split(counts, '/');
  if (parts.size() != 2) throw UsageError(wanted);
  const auto part = base::parse_integer<std::uint64_t>(parts[0]);
  const auto whole = base::parse_integer<std::uint64_t>(parts[1]);
  if (!part || !whole || *whole == 0 || *whole > most || *part > *whole) {
    throw UsageError(wanted + "; the part is not more than the whole, and the whole from 1 to 1000000000");
  }
  const bool marked = percent && !printed.ends_with('%');
  return {kind, text, {parse_measured(std::string(printed) + (marked ? "%" : ""), wanted), {*part, *whole}}};
}

std::vector<NamedShare> parse_shares(const Options& options) {
  std::vector<NamedShare> shares;
  for (const std::string& text : options.percents) shares.push_back(parse_share("percent", text));
  for (const std::string& text : options.shares) shares.push_back(parse_share("share", text));
  return shares;
}

Check check_sum(const std::string& text) {
  const std::string wanted = "--sum needs PRINTED=TERM+TERM with numbers as printed, such as 6285=4529+1756";
  const auto [printed, terms] = split_equation(text, wanted);
  const PrintedNumber number = parse_number(printed, wanted);
  return {"sum", text, std::string(printed), stats::check_sum(number, parse_numbers(terms, '+', wanted))};
}

Check check_same(const std::string& text) {
  const std::string wanted = "--same needs NAME=NUMBER,NUMBER with numbers as printed, such as ai_results=6687,6585";
  const auto [name, numbers] = split_equation(text, wanted);
  const std::vector<PrintedNumber> parsed = parse_numbers(numbers, ',', wanted);
  if (parsed.size() < 2) throw UsageError(wanted);
  return {"same", text, std::string(numbers), stats::check_same(parsed)};
}

Check check_harmonic_mean(const std::string& text) {
  const std::string wanted =
      "--harmonic needs F1=PRECISION,RECALL with numbers as printed, such as 0.981=0.985,0.982, not both 0";
  const auto [printed, numbers] = split_equation(text, wanted);
  const PrintedNumber number = parse_measured(printed, wanted);
  std::vector<PrintedNumber> parsed;
  for (const std::string_view part : split(numbers, ',')) parsed.push_back(parse_measured(part, wanted));
  if (parsed.size() != 2 || parsed[0].units + parsed[1].units == 0) throw UsageError(wanted);
  return {"harmonic", text, std::string(printed), stats::check_harmonic_mean(number, parsed[0], parsed[1])};
}

std::vector<PrintedNumber> read_column(std::string_view file_and_column, cli::Run& run) {
  const std::size_t colon = file_and_column.rfind(':');
  table::Reader& table = run.open_table("mean", std::string(file_and_column.substr(0, colon)));
  const std::size_t column = table.require(std::string(file_and_column.substr(colon + 1)));
  std::vector<PrintedNumber> numbers;
  table::Row row;
  while (true) {
    const auto more = table.next(row);
    if (!more) throw base::Error(more.error().place, more.error().reason);
    if (!*more) return numbers;
    const auto number = stats::parse_printed(row.cells[column]);
    if (!number || number->units < 0) {
      throw base::Error(table.place(row, column), "not a number as printed, such as 0.365 or 36.5%");
    }
    numbers.push_back(*number);
  }
}

Check check_mean(const std::string& text, cli::Run& run) {
  const std::string wanted =
      "--mean needs PRINTED=NUMBER,NUMBER with numbers as printed, such as 0.365=0.663,0.231,0.201, or "
      "PRINTED=FILE:COLUMN";
  const auto [printed, values] = split_equation(text, wanted);
  const PrintedNumber number = parse_measured(printed, wanted);
  const std::size_t colon = values.rfind(':');
  const bool file = colon != std::string_view::npos;
  const std::vector<PrintedNumber> numbers = file ? read_column(values, run) : parse_numbers(values, ',', wanted);
  if (numbers.empty()) throw base::Error("the table of --mean has no rows; there is no mean");
  std::string given(text);
  if (file) {
    given = std::string(printed) + '=' + run.shown(std::string(values.substr(0, colon))) +
            std::string(values.substr(colon));
  }
  return {"mean", given, std::string(printed), stats::check_mean(number, numbers)};
}

void add_counts(const std::vector<std::string>& texts, std::vector<std::uint64_t>& counts) {
  for (const std::string& text : texts) {
    std::string_view rest = text;
    while (!rest.empty()) {
      const std::size_t end = rest.find_first_of("=+,");
      if (const auto count = base::parse_integer<std::uint64_t>(rest.substr(0, end))) counts.push_back(*count);
      rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
    }
  }
}

// All counts that the options give, each once, in their order.
std::vector<std::uint64_t> given_counts(const Options& options, const std::vector<NamedShare>& shares) {
  std::vector<std::uint64_t> counts;
  add_counts({options.n, options.positives}, counts);
  for (const NamedShare& each : shares) {
    counts.push_back(each.share.counts.part);
    counts.push_back(each.share.counts.whole);
  }
  add_counts(options.sums, counts);
  add_counts(options.same, counts);
  std::vector<std::uint64_t> once;
  for (const std::uint64_t count : counts) {
    const bool fresh = std::find(once.begin(), once.end(), count) == once.end();
    if (fresh && count > 0 && count <= most) once.push_back(count);
  }
  return once;
}

}  // namespace

bool any_checks(const Options& options) {
  return !(options.percents.empty() && options.shares.empty() && options.sums.empty() && options.same.empty() &&
           options.means.empty() && options.harmonic_means.empty());
}

std::vector<Check> run_checks(const Options& options, cli::Run& run) {
  const std::vector<NamedShare> shares = parse_shares(options);
  std::vector<Check> checks;
  for (const NamedShare& each : shares) {
    stats::GivenNumbers given{given_counts(options, shares), {}};
    for (const NamedShare& other : shares) {
      if (&other != &each) given.shares.push_back(other.share.printed);
    }
    checks.push_back(
        {each.kind, each.given, stats::format_printed(each.share.printed), stats::check_share(each.share, given)});
  }
  for (const std::string& text : options.sums) checks.push_back(check_sum(text));
  for (const std::string& text : options.same) checks.push_back(check_same(text));
  for (const std::string& text : options.means) checks.push_back(check_mean(text, run));
  for (const std::string& text : options.harmonic_means) checks.push_back(check_harmonic_mean(text));
  return checks;
}

}  // namespace cxrval::check_printed
