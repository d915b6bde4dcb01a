// SPDX-License-Identifier: Apache-2.0
#include "counts_tables.hpp"

#include "base/civil_time.hpp"

#include <array>
#include <string>
#include <string_view>
#include <vector>

namespace cxrval::match_tool {
namespace {

using match::Reason;
using table::Kind;

constexpr std::array<std::string_view, match::pairings> pairing_names{"one-to-one", "paper", "greedy-nearest",
                                                                      "first-in-first-out", "all"};
constexpr std::array<std::string_view, 3> label_names{"normal", "abnormal", "unlabelled"};

class FlowTable {
 public:
  explicit FlowTable(table::Writer& table) : table_(table) {}

  void row(std::string_view side, std::string_view unit, std::string step, std::uint64_t count) {
    const std::array<std::string, 4> cells{std::string(side), std::string(unit), std::move(step),
                                           std::to_string(count)};
    table_.write(cells);
  }

  void account(std::string_view side, const provenance::Account& account) {
    row(side, account.unit, "read", account.read);
    std::uint64_t rejected = 0;
    for (const auto& [reason, count] : account.rejected) rejected += count;
    row(side, account.unit, "rejected", rejected);
    for (const auto& [reason, count] : account.excluded) row(side, account.unit, "excluded:" + reason, count);
    row(side, account.unit, "merged", account.merged);
  }

  void records(match::Side which, std::string_view unit, const Tallies::Side& side) {
    row(unit, unit, "all", side.records);
    row(unit, "patients", "all", side.patients);
    row(unit, unit, "matched", side.matched);
    row(unit, unit, "unmatched", side.records - side.matched);
    for (std::size_t i = 0; i < reasons; ++i) {
      const auto reason = static_cast<Reason>(i);
      if (side.unmatched[i] > 0) {
        row(unit, unit, "unmatched:" + std::string(match::code(reason, which)), side.unmatched[i]);
      }
    }
  }

 private:
  table::Writer& table_;
};

std::string plural(std::uint64_t count, const std::string& one, const std::string& many) {
  return std::to_string(count) + ' ' + (count == 1 ? one : many);
}

}  // namespace

table::Writer& open_flow(const std::string& path, cli::Run& run) {
  return run.create_table("flow", path, {{"side"}, {"unit"}, {"step"}, {"count", Kind::number}});
}

void write_flow(table::Writer& table, const Options& options, const Tallies& tallies, cli::Run& run) {
  FlowTable flow(table);
  flow.account("studies", run.ledger("images").account());
  if (!options.studies.empty()) flow.account("studies", run.ledger("listed").account());
  flow.records(match::Side::study, "studies", tallies.studies);
  for (std::size_t i = statuses; i-- > 0;) {
    flow.row("studies", "studies", "status:" + std::string(study::name(static_cast<study::Status>(i))),
             tallies.by_status[i]);
  }
  const provenance::Account& reports = run.ledger("reports").account();
  flow.row("reports", "reports", "read", reports.read);
  std::uint64_t rejected = 0;
  for (const auto& [reason, count] : reports.rejected) rejected += count;
  flow.row("reports", "reports", "rejected", rejected);
  flow.row("reports", "reports", "merged", tallies.merged_reports);
  flow.records(match::Side::report, "reports", tallies.reports);
  flow.row("reports", "sessions", "all", tallies.sessions);
  flow.row("both", "patients", "all", tallies.patients_of_both);
  flow.row("both", "pairs", "all", tallies.pairs);
  flow.row("both", "patients", "matched", tallies.pair_patients);
  flow.row("both", "pairs", "ambiguous", tallies.ambiguous);
  flow.row("both", "pairs", "report_before_study", tallies.report_before_study);
  flow.row("both", "pairs", "open_session", tallies.open_session);
  flow.row("both", "pairs", "identity_conflict", tallies.identity_conflict);
  for (std::size_t label = 0; label < label_names.size(); ++label) {
    for (std::size_t answer = 0; answer < 2; ++answer) {
      flow.row("both", "pairs",
               "label:" + std::string(label_names[label]) + ",abnormal_status:" + std::to_string(answer),
               tallies.answers[label][answer]);
    }
  }
  std::array<std::uint64_t, 2> labelled{};
  for (std::size_t answer = 0; answer < labelled.size(); ++answer) {
    for (std::size_t label = 0; label < label_names.size(); ++label) {
      if (label_names[label] != "unlabelled") labelled[answer] += tallies.answers[label][answer];
    }
  }
  flow.row("both", "pairs", "labelled", labelled[0] + labelled[1]);
  for (std::size_t answer = 0; answer < labelled.size(); ++answer)
    flow.row("both", "pairs", "labelled,abnormal_status:" + std::to_string(answer), labelled[answer]);
}

table::Writer& open_daily(const std::string& path, cli::Run& run) {
  return run.create_table("daily", path,
                          {{"day"},
                           {"studies", Kind::number},
                           {"studies_ok", Kind::number},
                           {"studies_matched", Kind::number},
                           {"reports", Kind::number},
                           {"reports_matched", Kind::number}});
}

void write_daily(table::Writer& table, const Tallies& tallies) {
  constexpr std::int64_t seconds_a_day = 86400;
  constexpr std::size_t day_length = 10;
  for (const auto& [day, counts] : tallies.days) {
    const std::array<std::string, 6> cells{base::to_iso({day * seconds_a_day, false}).substr(0, day_length),
                                           std::to_string(counts.studies),
                                           std::to_string(counts.studies_ok),
                                           std::to_string(counts.studies_matched),
                                           std::to_string(counts.reports),
                                           std::to_string(counts.reports_matched)};
    table.write(cells);
  }
}

void note_pairs(const Options& options, const Tallies& tallies, cli::Run& run) {
  run.note(plural(tallies.pairs, "pair", "pairs") + " of " + plural(tallies.pair_patients, "patient", "patients") +
           "; studies of " + plural(tallies.studies.patients, "patient", "patients") + ", reports of " +
           plural(tallies.reports.patients, "patient", "patients") + " in " +
           plural(tallies.sessions, "session", "sessions"));
  std::string others;
  for (std::size_t i = 0; i < pairing_names.size(); ++i) {
    const match::Comparison& other = tallies.comparisons[i];
    if (pairing_names[i] == options.pairing || other.added + other.missing == 0) continue;
    others += (others.empty() ? "" : "; ") + std::string(pairing_names[i]) + ' ' +
              plural(other.pairs, "pair", "pairs") + " (" + std::to_string(other.added) + " others, " +
              std::to_string(other.missing) + " of these not)";
  }
  run.note(others.empty() ? "all other pairings give the same pairs" : "other pairings: " + others);
  if (tallies.ambiguous > 0) {
    run.note(plural(tallies.ambiguous, "pair", "pairs") + " in " +
             plural(tallies.ambiguous_components, "component", "components") +
             " could be paired nearly as well in another way (flag ambiguous; --alternatives FILE)");
  }
  if (tallies.report_before_study > 0) {
    run.note(plural(tallies.report_before_study, "pair has its report", "pairs have their report") +
             " before the study (flag report_before_study)");
  }
  if (tallies.identity_conflict > 0) {
    run.warn(plural(tallies.identity_conflict, "pair differs", "pairs differ") +
             " in sex or birth year between images and report (flag identity_conflict)");
  }
}

}  // namespace cxrval::match_tool
