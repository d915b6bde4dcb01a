// SPDX-License-Identifier: Apache-2.0
#include "mine_templates.hpp"

#include "base/error.hpp"
#include "base/number.hpp"
#include "cli/data_path.hpp"
#include "label/mining.hpp"

#include <optional>
#include <vector>

namespace cxrval::mine_templates {
namespace {

using label::Candidate;
using table::Kind;

constexpr std::size_t list_limit = std::size_t{1} << 16;  // of label-reports --templates

std::vector<label::Template> known_templates(const Options& options, cli::Run& run) {
  if (options.templates.empty()) {
    run.record("templates", "built-in: vindr-phutho");
    return label::default_templates();
  }
  const auto source = run.open("templates", options.templates);
  return label::read_templates(*source);
}

label::FindingRules finding_rules(const Options& options, cli::Run& run) {
  const std::string path = options.findings.empty() ? cli::data_path("findings/vi-chest.tsv") : options.findings;
  const auto source = run.open("findings", path);
  return label::read_finding_rules(*source);
}

void read_reports(const Options& options, label::TemplateMiner& miner, cli::Run& run) {
  table::Reader& reports = run.open_table("REPORTS", options.reports);
  const std::size_t description = reports.require("description");
  const std::optional<std::size_t> conclusion = reports.find("conclusion");
  cli::Ledger& ledger = run.ledger("reports", "mined");
  table::Row row;
  while (true) {
    const auto more = reports.next(row);
    if (more && !*more) return;
    ledger.read();
    if (!more) {
      run.reject("reports", more.error(), reports.raw());
    } else if (miner.add(row.cells[description], conclusion ? row.cells[*conclusion] : std::string(), row.line)) {
      ledger.written();
    } else {
      ledger.excluded("empty_description");
    }
    run.progress("reports", reports.records_read(), 0);
  }
}

std::string share(std::uint64_t part, std::uint64_t whole) {
  return whole == 0 ? "" : base::format_fixed(static_cast<double>(part) / static_cast<double>(whole), 4);
}

std::string region_name(const Candidate& candidate) {
  return candidate.region ? std::string(label::region_names[static_cast<std::size_t>(*candidate.region)]) : "";
}

void write_table(const label::Mined& mined, cli::Run& run) {
  table::Writer& table = run.create_table({{"rank", Kind::number},
                                           {"sentence"},
                                           {"region"},
                                           {"sounds"},
                                           {"proposed", Kind::number},
                                           {"reports", Kind::number},
                                           {"reports_missed_at_most", Kind::number},
                                           {"share", Kind::number},
                                           {"companions", Kind::number},
                                           {"conclusions_normal", Kind::number},
                                           {"reports_abnormal_now", Kind::number},
                                           {"reports_turned_normal_alone", Kind::number},
                                           {"reports_turned_normal_added", Kind::number},
                                           {"example_line", Kind::number}});
  const std::uint64_t reports = mined.normal_now + mined.abnormal_now;
  std::uint64_t rank = 0;
  for (const Candidate& c : mined.ranked) {
    const std::vector<std::string> cells{std::to_string(++rank),
                                         c.spelling,
                                         region_name(c),
                                         std::string(label::to_string(c.sound)),
                                         c.proposed ? "1" : "0",
                                         std::to_string(c.reports),
                                         std::to_string(c.missed_at_most),
                                         share(c.reports, reports),
                                         share(c.in_normal_company, c.reports),
                                         share(c.conclusion_normal, c.with_conclusion),
                                         std::to_string(c.abnormal_now),
                                         c.region ? std::to_string(c.turned_alone) : "",
                                         c.region ? std::to_string(c.turned_added) : "",
                                         std::to_string(c.first_line)};
    table.write(cells);
  }
}

// The list that label-reports reads: what is known, then what is proposed, as far as a list may be long.
void write_list(const std::vector<label::Template>& known, const label::Mined& mined, const Options& options,
                cli::Run& run) {
  std::string list = "region\ttemplate\n";
  const auto line_of = [](label::Region region, const std::string& phrase) {
    return std::string(label::region_names[static_cast<std::size_t>(region)]) + '\t' + phrase + '\n';
  };
  for (const label::Template& one : known) list += line_of(one.region, one.phrase);
  std::size_t left_out = 0;
  for (const Candidate& c : mined.ranked) {
    if (!c.proposed) continue;
    const std::string line = line_of(*c.region, c.text);
    if (list.size() + line.size() > list_limit) {
      ++left_out;
    } else {
      list += line;
    }
  }
  if (left_out > 0) run.warn(std::to_string(left_out) + " proposed sentences do not fit into a list of 64 KiB");
  run.create_output("write-templates", options.write_templates, base::Access::owner_only).write(list);
  run.note("the list of " + run.shown(options.write_templates) +
           " is a proposal: a radiologist must read every line before label-reports uses it");
}

void say_bounds(const label::Mined& mined, cli::Run& run) {
  if (mined.dropped_at_most > 0) {
    run.warn("more different sentences than are kept: those in up to " + std::to_string(mined.dropped_at_most) +
             " reports may be missing");
  }
  if (mined.patterns_left_out > 0) {
    run.warn(std::to_string(mined.patterns_left_out) +
             " reports are left out of reports_turned_normal_added; it says too little");
  }
  if (mined.too_long > 0) {
    run.note(std::to_string(mined.too_long) + " sentences of more than 1000 bytes are passed over");
  }
}

}  // namespace

void mine_templates(const Options& options, cli::Run& run) {
  if (options.min_reports < 1) throw base::UsageError("--min-reports needs a number from 1 on");
  const std::vector<label::Template> known = known_templates(options, run);
  const label::FindingRules rules = finding_rules(options, run);
  const label::SentenceJudge judge(rules);
  label::TemplateMiner miner(known, judge);
  read_reports(options, miner, run);

  const label::Mined mined = miner.rank(options.min_reports);
  run.record("min-reports", std::to_string(options.min_reports));
  write_table(mined, run);
  if (!options.write_templates.empty()) write_list(known, mined, options, run);
  say_bounds(mined, run);
  std::size_t proposed = 0;
  for (const Candidate& c : mined.ranked) proposed += c.proposed ? 1 : 0;
  run.note(std::to_string(mined.abnormal_now) + " of " + std::to_string(mined.normal_now + mined.abnormal_now) +
           " reports are abnormal by the known templates; " + std::to_string(proposed) + " of " +
           std::to_string(mined.ranked.size()) + " frequent sentences are proposed");
}

}  // namespace cxrval::mine_templates
