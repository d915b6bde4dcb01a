// SPDX-License-Identifier: Apache-2.0
#include "paper_file.hpp"

#include "table/reader.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <utility>

namespace cxrval::check_printed {
namespace {

using base::Error;

struct SourceName {
  Source source;
  std::string_view word;
  std::string_view phrase;
};

constexpr std::array sources{
    SourceName{Source::paper, "paper", "recomputed from the paper's own numbers"},
    SourceName{Source::inferred, "inferred", "computed from four counts that are inferred from the printed numbers"},
    SourceName{
        Source::planted, "planted",
        "recovered from a planted cohort, which checks the software and says nothing about the paper's AI or patients"},
    SourceName{Source::software, "software", "a rule of the software or a setting of its demo pipeline"},
    SourceName{Source::cited, "cited", "taken by the paper from another one"},
    SourceName{Source::unpublished, "private", "needs the private data"},
};

const SourceName& name_of(Source source) {
  return *std::find_if(sources.begin(), sources.end(), [&](const SourceName& known) { return known.source == source; });
}

constexpr std::array column_names{"id", "where", "what", "printed", "how", "value", "command"};
enum Column : std::size_t { id, where, what, printed, how, value, command };

// Thousands are parted by commas: 6,285.
std::optional<stats::PrintedNumber> parse_grouped(std::string_view text) {
  std::string digits;
  std::size_t since_comma = 0;
  bool grouped = false;
  for (const char c : text.substr(0, text.find_first_of(".%"))) {
    if (c == ',') {
      if (since_comma == 0 || since_comma > 3 || (grouped && since_comma != 3)) return std::nullopt;
      grouped = true;
      since_comma = 0;
    } else {
      digits += c;
      ++since_comma;
    }
  }
  if (grouped && since_comma != 3) return std::nullopt;
  if (const std::size_t rest = text.find_first_of(".%"); rest != std::string_view::npos) digits += text.substr(rest);
  const auto number = stats::parse_printed(digits);
  return number && number->units >= 0 ? number : std::nullopt;
}

bool is_name(std::string_view text) {
  const auto plain = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; };
  return !text.empty() && std::all_of(text.begin(), text.end(), plain);
}

class RowReader {
 public:
  explicit RowReader(table::Reader& table) : table_(table) {
    for (const char* name : column_names) at_.push_back(table.require(name));
  }

  PaperRow read(const table::Row& row) const {
    const auto cell = [&](Column column) -> const std::string& { return row.cells[at_[column]]; };
    const auto refuse = [&](Column column, const std::string& reason) {
      throw Error(table_.place(row, at_[column]), reason);
    };
    PaperRow read{cell(id), cell(where), cell(what), cell(printed), {}, {}, {}, cell(command), {}};
    if (!is_name(read.id)) refuse(id, "an id is small letters, digits and _");
    if (read.what.empty()) refuse(what, "empty; say what the number is");
    const auto source =
        std::find_if(sources.begin(), sources.end(), [&](const SourceName& known) { return known.word == cell(how); });
    if (source == sources.end()) refuse(how, "must be paper, inferred, planted, software, cited or private");
    read.source = source->source;
    read.number = parse_grouped(read.printed);
    if (!read.number && !(read.printed.empty() && read.source == Source::inferred)) {
      refuse(printed, "not a number as printed, such as 6,285 or 72.4%; empty only where how is inferred");
    }
    read.claim_place = table_.place(row, at_[value]);
    read.claim = read_claim(read, cell(value));
    if (read.command.empty() && read.source != Source::paper && read.source != Source::cited) {
      refuse(command, "empty; name the command that computes it");
    }
    return read;
  }

 private:
  static std::optional<stats::Claim> read_claim(const PaperRow& row, const std::string& text) {
    const bool needed = row.source != Source::cited && row.source != Source::unpublished;
    if (!needed && text.empty()) return std::nullopt;
    if (!needed) throw Error(row.claim_place, "must be empty where how is cited or private");
    auto claim = stats::parse_claim(text);
    if (!claim) throw Error(row.claim_place, claim.error().reason);
    const bool ids = !claim->terms.front().id.empty();
    if (ids != (row.source == Source::paper)) {
      throw Error(row.claim_place, ids ? "ids of printed numbers are for how paper; name a table"
                                       : "tables are not for how paper; name ids of printed numbers");
    }
    return *std::move(claim);
  }

  table::Reader& table_;
  std::vector<std::size_t> at_;
};

void check_repeated(const std::vector<PaperRow>& rows, const PaperRow& row, const base::Place& place) {
  for (const PaperRow& other : rows) {
    if (other.id != row.id) continue;
    if (other.source == row.source) throw Error(place, "this id stands twice with the same how");
    if (other.where != row.where || other.what != row.what || other.printed != row.printed) {
      throw Error(place, "this id stands twice with another where, what or printed");
    }
  }
}

void check_ids(const Paper& paper, const PaperRow& row) {
  if (!row.claim || row.source != Source::paper) return;
  for (const stats::Term& term : row.claim->terms) {
    const std::vector<const PaperRow*> named = paper.named(term.id);
    if (named.empty()) throw Error(row.claim_place, "no printed number has the id that is named");
    for (const PaperRow* each : named) {
      if (each->id == row.id) throw Error(row.claim_place, "the number is named as its own term");
      if (!each->number) throw Error(row.claim_place, "a number is named that stands in a picture only");
    }
  }
}

}  // namespace

std::string_view word(Source source) {
  return name_of(source).word;
}

std::string_view phrase(Source source) {
  return name_of(source).phrase;
}

Paper Paper::read(cli::Run& run, const std::string& path) {
  table::Reader& table = run.open_table("paper", path);
  const RowReader reader(table);
  const std::size_t id_column = table.require(column_names[id]);
  Paper paper;
  table::Row row;
  while (true) {
    const auto more = table.next(row);
    if (!more) throw Error(more.error().place, more.error().reason);
    if (!*more) break;
    PaperRow read = reader.read(row);
    check_repeated(paper.rows_, read, table.place(row, id_column));
    paper.rows_.push_back(std::move(read));
  }
  if (paper.rows_.empty()) throw Error({table.name()}, "the paper has no numbers");
  for (const PaperRow& each : paper.rows_) check_ids(paper, each);
  return paper;
}

std::vector<const PaperRow*> Paper::named(const std::string& id) const {
  const bool all = id.ends_with('*');
  const std::string_view begin = std::string_view(id).substr(0, id.size() - (all ? 1 : 0));
  std::vector<const PaperRow*> found;
  for (const PaperRow& row : rows_) {
    if (all ? !row.id.starts_with(begin) : row.id != begin) continue;
    const bool known = std::any_of(found.begin(), found.end(), [&](const PaperRow* old) { return old->id == row.id; });
    if (!known) found.push_back(&row);
  }
  return found;
}

}  // namespace cxrval::check_printed
