// SPDX-License-Identifier: Apache-2.0
#include "paper_check.hpp"

#include "base/number.hpp"
#include "stats/slips.hpp"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <utility>

namespace cxrval::check_printed {
namespace {

using base::Error;
using stats::Claim;
using stats::Finding;
using stats::Operation;
using stats::PrintedNumber;
using stats::Verdict;

constexpr std::uint64_t most = 1'000'000'000;  // of a count

constexpr const char* picture_only = "the paper has it in a picture only; other values may fit the printed numbers too";

void add(std::string& text, const std::string& part) {
  text += (text.empty() ? "" : "; ") + part;
}

std::uint64_t count_of(const PaperRow& term, const base::Place& place) {
  if (!term.number->is_count()) throw Error(place, "a share is of two counts; one that is named is none");
  return static_cast<std::uint64_t>(term.number->units);
}

stats::Ratio ratio_of(std::uint64_t part, std::uint64_t whole, const base::Place& place) {
  if (whole == 0 || part > whole) throw Error(place, "the part of a share is more than its whole, or the whole is 0");
  return {part, whole};
}

// Ids of one claim.
class PrintedTerms {
 public:
  PrintedTerms(const Paper& paper, const PaperRow& row) : place_(row.claim_place) {
    for (const stats::Term& term : row.claim->terms) {
      for (const PaperRow* each : paper.named(term.id)) rows_.push_back(each);
    }
  }
  const PaperRow& operator[](std::size_t i) const { return *rows_[i]; }
  const std::vector<const PaperRow*>& rows() const { return rows_; }
  std::vector<PrintedNumber> numbers() const {
    std::vector<PrintedNumber> numbers;
    for (const PaperRow* row : rows_) numbers.push_back(*row->number);
    return numbers;
  }
  stats::Ratio ratio() const { return ratio_of(count_of((*this)[0], place_), count_of((*this)[1], place_), place_); }

 private:
  base::Place place_;
  std::vector<const PaperRow*> rows_;
};

// Everything that shares are made of, and the shares besides `row`, to look for the cause of a slip.
stats::GivenNumbers given_numbers(const Paper& paper, const PaperRow& row) {
  stats::GivenNumbers given;
  for (const PaperRow& other : paper.rows()) {
    if (other.source != Source::paper) continue;
    if (other.claim->operation == Operation::share && other.id != row.id) given.shares.push_back(*other.number);
    const PrintedTerms terms(paper, other);
    for (const PaperRow* term : terms.rows()) {
      if (!term->number->is_count()) continue;
      const auto count = static_cast<std::uint64_t>(term->number->units);
      const bool fresh = std::find(given.counts.begin(), given.counts.end(), count) == given.counts.end();
      if (fresh && count > 0 && count <= most) given.counts.push_back(count);
    }
  }
  return given;
}

Finding check_same(const Paper& paper, const PaperRow& row, const PrintedTerms& terms) {
  std::vector<PrintedNumber> numbers{*row.number};
  std::string elsewhere;
  for (const PaperRow* term : terms.rows()) {
    numbers.push_back(*term->number);
    elsewhere += (elsewhere.empty() ? "" : ", ") + term->printed + " in " + term->where;
  }
  Finding finding = stats::check_same(numbers);
  finding.computed.clear();
  for (const PaperRow* term : terms.rows()) add(finding.computed, stats::format_printed(*term->number));
  if (finding.verdict == Verdict::follows) return finding;
  finding.explanation = "printed as " + elsewhere + "; " + finding.explanation;
  std::vector<std::string> seen;
  for (const PaperRow& other : paper.rows()) {
    const bool own = other.id == row.id || std::find(seen.begin(), seen.end(), other.id) != seen.end();
    if (own || !other.number || stats::format_printed(*other.number) != stats::format_printed(*row.number)) continue;
    seen.push_back(other.id);
    add(finding.explanation, other.where + " prints " + other.printed + " for another quantity: " + other.what);
  }
  return finding;
}

Finding check_count(const PaperRow& row, const PrintedTerms& terms) {
  Finding finding = stats::check_value(*row.number, stats::Ratio{terms.rows().size(), 1});
  if (finding.verdict == Verdict::differs) finding.verdict = Verdict::slip;
  return finding;
}

Finding check_printed_terms(const Paper& paper, const PaperRow& row) {
  const PrintedTerms terms(paper, row);
  const Operation operation = row.claim->operation;
  const bool of_two =
      operation == Operation::share || operation == Operation::difference || operation == Operation::harmonic;
  if (of_two && terms.rows().size() != 2) throw Error(row.claim_place, "its terms must name two numbers");
  const PrintedNumber& printed = *row.number;
  switch (operation) {
    case Operation::same:
      return check_same(paper, row, terms);
    case Operation::share:
      return stats::check_share({printed, terms.ratio()}, given_numbers(paper, row));
    case Operation::sum:
      return stats::check_sum(printed, terms.numbers());
    case Operation::difference:
      return stats::check_difference(printed, *terms[0].number, *terms[1].number);
    case Operation::mean:
      return stats::check_mean(printed, terms.numbers());
    case Operation::harmonic:
      if (terms[0].number->units + terms[1].number->units == 0) throw Error(row.claim_place, "both numbers are 0");
      return stats::check_harmonic_mean(printed, *terms[0].number, *terms[1].number);
    case Operation::count:
    case Operation::rows:
    case Operation::cell:
      break;
  }
  return check_count(row, terms);
}

// A number from tables: a quotient of whole numbers where it is one.
struct Found {
  std::optional<stats::Ratio> ratio;
  double value = 0;
};

base::Result<std::uint64_t> whole_number(const stats::Lookup& lookup, const base::Place& place, CellTables& tables) {
  const auto cell = tables.cell(lookup, place);
  if (!cell) return tl::unexpected(cell.error());
  const auto count = base::parse_integer<std::uint64_t>(cell->text);
  if (!count || *count > most) throw Error(cell->place, "not a count up to 1000000000");
  return *count;
}

base::Result<Found> found_cell(const stats::Lookup& lookup, const base::Place& place, CellTables& tables) {
  const auto cell = tables.cell(lookup, place);
  if (!cell) return tl::unexpected(cell.error());
  const auto count = base::parse_integer<std::uint64_t>(cell->text);
  if (count && *count <= most) return Found{stats::Ratio{*count, 1}, 0};
  const auto value = base::parse_real(cell->text);
  if (!value) throw Error(cell->place, "not a number");
  return Found{std::nullopt, *value};
}

base::Result<Found> look_up(const PaperRow& row, CellTables& tables) {
  const Claim& claim = *row.claim;
  const base::Place& place = row.claim_place;
  if (claim.operation == Operation::cell) return found_cell(claim.terms[0].lookup, place, tables);
  if (claim.operation == Operation::rows) {
    const auto count = tables.rows(claim.terms[0].lookup, place);
    if (!count) return tl::unexpected(count.error());
    return Found{stats::Ratio{*count, 1}, 0};
  }
  std::vector<std::uint64_t> counts;
  for (const stats::Term& term : claim.terms) {
    const auto count = whole_number(term.lookup, place, tables);
    if (!count) return tl::unexpected(count.error());
    counts.push_back(*count);
  }
  if (claim.operation == Operation::share) return Found{ratio_of(counts[0], counts[1], place), 0};
  std::uint64_t sum = 0;
  for (const std::uint64_t count : counts) sum += count;
  if (sum > most) throw Error(place, "the sum is more than 1000000000");
  return Found{stats::Ratio{sum, 1}, 0};
}

PaperResult result_of(const PaperRow& row, const Finding& finding) {
  return {&row, finding.computed, std::string(stats::name(finding.verdict)), finding.explanation};
}

std::string shown(const Found& found) {
  if (!found.ratio) return base::format_real(found.value);
  const auto& [part, whole] = *found.ratio;
  return whole == 1 ? std::to_string(part) : std::to_string(part) + '/' + std::to_string(whole);
}

PaperResult check_row(const Paper& paper, const PaperRow& row, CellTables& tables) {
  if (!row.claim) return {&row, "", "not_obtained", ""};
  if (row.source == Source::paper) return result_of(row, check_printed_terms(paper, row));
  const auto found = look_up(row, tables);
  if (!found) return {&row, "", "not_obtained", found.error().reason};
  if (!row.number) return {&row, shown(*found), "not_printed", picture_only};
  return result_of(row, found->ratio ? stats::check_value(*row.number, *found->ratio)
                                     : stats::check_value(*row.number, found->value));
}

}  // namespace

std::vector<PaperResult> check_paper(const Paper& paper, CellTables& tables) {
  std::vector<PaperResult> results;
  for (const PaperRow& row : paper.rows()) results.push_back(check_row(paper, row, tables));
  return results;
}

}  // namespace cxrval::check_printed
