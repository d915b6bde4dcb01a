// SPDX-License-Identifier: Apache-2.0
#include "paper_output.hpp"

#include "paper_check.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace cxrval::check_printed {
namespace {

constexpr std::array verdicts{"follows", "truncated", "slip", "differs", "not_printed", "not_obtained"};

std::string totals(const std::vector<PaperResult>& results) {
  std::vector<std::string_view> ids;
  for (const PaperResult& result : results) {
    const bool known = std::find(ids.begin(), ids.end(), result.row->id) != ids.end();
    if (result.row->number && !known) ids.push_back(result.row->id);
  }
  const auto counted = [](std::size_t count, const std::string& what) {
    return std::to_string(count) + ' ' + what + (count == 1 ? "" : "s");
  };
  std::string text = counted(ids.size(), "printed number") + ", " + counted(results.size(), "check") + ':';
  std::string_view separator = " ";
  for (const std::string_view verdict : verdicts) {
    const auto count =
        std::count_if(results.begin(), results.end(), [&](const PaperResult& each) { return each.verdict == verdict; });
    if (count == 0) continue;
    text += std::string(separator) + std::string(verdict) + ' ' + std::to_string(count);
    separator = ", ";
  }
  return text;
}

bool is_wrong(const PaperResult& result) {
  return result.verdict == "slip" || result.verdict == "truncated" || result.verdict == "differs";
}

std::string sentence(const PaperResult& result) {
  std::string text = result.verdict + ": " + result.row->where + ", " + result.row->what + ": printed " +
                     result.row->printed + ", here " + result.value;
  return text + (result.explanation.empty() ? "" : " (" + result.explanation + ")");
}

// Text in a cell of a Markdown table.
std::string escaped(std::string_view text) {
  std::string safe;
  for (const char c : text) {
    if (c == '<') {
      safe += "&lt;";
    } else if (c == '\n') {
      safe += ' ';
    } else {
      if (c == '|' || c == '\\' || c == '*' || c == '_' || c == '`' || c == '[') safe += '\\';
      safe += c;
    }
  }
  return safe;
}

// Inside backticks only a bar means anything to a table.
std::string code(std::string_view text) {
  if (text.empty()) return {};
  std::string safe = "`";
  for (const char c : text) safe += c == '|' ? "\\|" : c == '\n' || c == '`' ? " " : std::string(1, c);
  return safe + '`';
}

std::string markdown_row(const PaperResult& result) {
  const PaperRow& row = *result.row;
  std::string verdict = is_wrong(result) ? "**" + result.verdict + "**" : escaped(result.verdict);
  if (!result.explanation.empty()) verdict += ": " + escaped(result.explanation);
  std::string text = "|";
  for (const std::string& cell : {escaped(row.what), escaped(row.where), escaped(row.printed), escaped(result.value),
                                  verdict, std::string(word(row.source)), code(row.command)}) {
    text += ' ' + cell + (cell.empty() ? "|" : " |");
  }
  return text;
}

void write_legend(const std::vector<PaperResult>& results, base::ByteSink& output) {
  output.write("How:\n\n");
  for (const Source source : all_sources) {
    const auto of_source = [&](const PaperResult& result) { return result.row->source == source; };
    if (std::none_of(results.begin(), results.end(), of_source)) continue;
    output.write("- " + std::string(word(source)) + ": " + escaped(phrase(source)) + "\n");
  }
  output.write("\n");
}

void write_markdown(const std::vector<PaperResult>& results, base::ByteSink& output) {
  output.write(escaped(totals(results)) + ".\n\n");
  for (const PaperResult& result : results) {
    if (is_wrong(result)) output.write("- " + escaped(sentence(result)) + "\n");
  }
  if (std::any_of(results.begin(), results.end(), is_wrong)) output.write("\n");
  write_legend(results, output);
  output.write("| number | where | printed | here | verdict | how | command |\n|---|---|---|---|---|---|---|\n");
  for (const PaperResult& result : results) output.write(markdown_row(result) + '\n');
}

void write_table(const std::vector<PaperResult>& results, cli::Run& run) {
  table::Writer& writer = run.create_table(
      {{"id"}, {"where"}, {"what"}, {"printed"}, {"value"}, {"how"}, {"command"}, {"verdict"}, {"explanation"}});
  for (const PaperResult& result : results) {
    const PaperRow& row = *result.row;
    writer.write(std::vector<std::string>{row.id, row.where, row.what, row.printed, result.value,
                                          std::string(phrase(row.source)), row.command, result.verdict,
                                          result.explanation});
  }
}

}  // namespace

void check_paper_numbers(const Options& options, cli::Run& run) {
  const Paper paper = Paper::read(run, options.paper);
  CellTables tables(options.tables, run);
  const std::vector<PaperResult> results = check_paper(paper, tables);
  tables.check_all_used();
  if (options.markdown) {
    write_markdown(results, run.create_output());
  } else if (!options.summary) {
    write_table(results, run);
  }
  std::vector<std::string> text;
  for (const PaperResult& result : results) {
    if (is_wrong(result)) text.push_back(sentence(result));
  }
  text.push_back(totals(results));
  if (!options.summary) {
    for (const std::string& line : text) run.note(line);
    return;
  }
  base::ByteSink& output = run.create_output();
  for (const std::string& line : text) output.write(line + '\n');
}

}  // namespace cxrval::check_printed
