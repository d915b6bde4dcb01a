// SPDX-License-Identifier: Apache-2.0
#include "pair_records.hpp"

#include "base/error.hpp"
#include "base/parallel.hpp"
#include "checks.hpp"
#include "clock_pool.hpp"
#include "counts_tables.hpp"
#include "lags.hpp"
#include "part.hpp"
#include "plan.hpp"
#include "reports.hpp"
#include "results.hpp"
#include "sequence.hpp"
#include "table/row_encoder.hpp"
#include "tables.hpp"
#include "tallies.hpp"

#include <algorithm>
#include <functional>
#include <memory>
#include <numeric>
#include <optional>
#include <stdexcept>
#include <utility>
#include <vector>

namespace cxrval::match_tool {
namespace {

// A table that workers encode rows for.
struct Output {
  table::Writer* writer = nullptr;  // none: not asked for
  std::optional<table::RowEncoder> encoder;

  explicit operator bool() const { return writer != nullptr; }
  void append(const EncodedRows& rows) const {
    if (writer != nullptr) writer->append(rows.text, rows.records);
  }
};

struct Outputs {
  Output pairs;
  Output unmatched_studies;
  Output unmatched_reports;
  Output alternatives;
};

Output open_output(const std::string& role, const std::string& path, std::vector<table::Column> columns,
                   cli::Run& run) {
  Output output;
  if (path.empty()) return output;
  output.encoder.emplace(run.format(), columns);
  output.writer = &run.create_table(role, path, std::move(columns));
  return output;
}

Outputs open_outputs(const Options& options, const Context& context, cli::Run& run) {
  Outputs outputs;
  std::vector<table::Column> columns = pair_columns(context);
  outputs.pairs.encoder.emplace(run.format(), columns);
  outputs.pairs.writer = &run.create_table(std::move(columns));
  outputs.unmatched_studies =
      open_output("unmatched-studies", options.unmatched_studies, unmatched_study_columns(context), run);
  outputs.unmatched_reports =
      open_output("unmatched-reports", options.unmatched_reports, unmatched_report_columns(context), run);
  outputs.alternatives = open_output("alternatives", options.alternatives, alternative_columns(), run);
  return outputs;
}

// What a worker makes of a part.
struct Settled {
  EncodedRows pairs;
  EncodedRows unmatched_studies;
  EncodedRows unmatched_reports;
  EncodedRows alternatives;
  Tallies tallies;
};

class Desk {
 public:
  Desk(const Context& context, const match::Roster& roster, const Outputs& outputs)
      : context_(context), roster_(roster), outputs_(outputs) {}

  Tallies run() {
    std::vector<std::size_t> parts(roster_.parts());
    std::iota(parts.begin(), parts.end(), std::size_t{0});
    Tallies all;
    base::ordered_parallel_map(
        parts, context_.plan.threads, [&](std::size_t part) { return settle_part(part); },
        [&](const Settled& settled) {
          outputs_.pairs.append(settled.pairs);
          outputs_.unmatched_studies.append(settled.unmatched_studies);
          outputs_.unmatched_reports.append(settled.unmatched_reports);
          outputs_.alternatives.append(settled.alternatives);
          all += settled.tallies;
        });
    return all;
  }

  LagTally lags() const { return pool_.total(); }

 private:
  Settled settle_part(std::size_t index) {
    try {
      const Part part = settle(context_, roster_.part(index));
      return encode(part, components_.take(index, part.components));
    } catch (...) {
      components_.fail(index);
      throw;
    }
  }

  Settled encode(const Part& part, std::uint64_t components) {
    Settled settled;
    settled.tallies = tally(context_, part);
    auto lags = pool_.borrow();
    count_lags(context_, part, *lags);
    pool_.give_back(std::move(lags));
    settled.pairs = encode_pairs(context_, part, components, *outputs_.pairs.encoder);
    if (outputs_.unmatched_studies) {
      settled.unmatched_studies = encode_unmatched_studies(context_, part, *outputs_.unmatched_studies.encoder);
    }
    if (outputs_.unmatched_reports) {
      settled.unmatched_reports = encode_unmatched_reports(context_, part, *outputs_.unmatched_reports.encoder);
    }
    if (outputs_.alternatives) {
      settled.alternatives = encode_alternatives(context_, part, components, *outputs_.alternatives.encoder);
    }
    return settled;
  }

  const Context& context_;
  const match::Roster& roster_;
  const Outputs& outputs_;
  Sequence components_;
  ClockPool pool_;
};

void account(const Options& options, const Results& results, const Tallies& tallies, cli::Run& run) {
  const std::uint64_t unseen = tallies.by_status[static_cast<std::size_t>(study::Status::no_result)];
  const std::uint64_t seen = tallies.studies.records - unseen;
  cli::Ledger& images = run.ledger("images", "studies");
  images.written(seen);
  images.merged(results.result_rows - seen);
  if (results.has_list) {
    cli::Ledger& listed = run.ledger("listed", "studies");
    listed.written(unseen);
    listed.merged(results.listed_rows - unseen);
  }
  const bool once = options.pairing == "one-to-one";
  if (once && (tallies.pairs != tallies.studies.matched || tallies.pairs != tallies.reports.matched)) {
    throw std::logic_error("a record is in more than one pair");
  }
  const auto settle_side = [&](cli::Ledger& ledger, const Tallies::Side& side, match::Side which) {
    ledger.written(side.matched);
    for (std::size_t i = 0; i < reasons; ++i) {
      const auto reason = static_cast<match::Reason>(i);
      if (side.unmatched[i] > 0) ledger.excluded(std::string(match::code(reason, which)), side.unmatched[i]);
    }
  };
  cli::Ledger& studies = run.ledger("studies", "paired");
  studies.read(tallies.studies.records);
  settle_side(studies, tallies.studies, match::Side::study);
  cli::Ledger& reports = run.ledger("reports", "paired");
  reports.merged(tallies.merged_reports);
  settle_side(reports, tallies.reports, match::Side::report);
}

// What can be done at the same time, the longest first.
void arrange(match::Roster& roster, Results& results, Reports& reports, int threads) {
  const std::vector<std::function<void()>> tasks{
      [&, threads] { roster.arrange(std::max(1, threads - 1)); },
      [&] { results.study_uids.arrange(); },
      [&] { results.loose_ids.arrange(); },
      [&] { reports.loose_ids.arrange(); },
  };
  base::ordered_parallel_map(
      tasks, threads,
      [](const std::function<void()>& task) {
        task();
        return 0;
      },
      [](int) {});
}

// Opened before hours of work, not behind it.
struct CountTables {
  table::Writer* flow = nullptr;
  table::Writer* daily = nullptr;
  table::Writer* lags = nullptr;
  table::Writer* clocks = nullptr;
};

CountTables open_count_tables(const Options& options, cli::Run& run) {
  CountTables tables;
  if (!options.flow.empty()) tables.flow = &open_flow(options.flow, run);
  if (!options.daily.empty()) tables.daily = &open_daily(options.daily, run);
  if (!options.lags.empty()) tables.lags = &open_lags(options.lags, run);
  if (!options.clocks.empty()) tables.clocks = &open_clocks(options.clocks, run);
  return tables;
}

void write_clock_tables(const CountTables& tables, const Context& context, const LagTally& lags, cli::Run& run) {
  const match::ClockSummary summary(lags.clocks);
  if (tables.lags != nullptr) write_lags(*tables.lags, lags, summary);
  if (tables.clocks != nullptr) write_clocks(*tables.clocks, context.devices, summary);
  warn_of_peaks(context.devices, summary, run);
}

void note_placeholders(const Tallies& tallies, cli::Run& run) {
  constexpr auto placeholder = static_cast<std::size_t>(match::Reason::too_many_records);
  if (tallies.reports.unmatched[placeholder] > 0) {
    run.warn("a patient id has more than 250000 possible pairs and is left unmatched; is it a placeholder?");
  }
}

}  // namespace

void pair_records(const Options& options, cli::Run& run) {
  const Plan plan = make_plan(options);
  const CountTables tables = open_count_tables(options, run);
  match::Roster roster;
  Results results;
  Reports reports;
  const Reading reading{plan, options, run, roster};
  read_results(reading, results);
  check_one_model(results, options);
  if (!options.studies.empty()) read_listed(reading, results);
  check_result_options(reading, results);
  run.ledger("studies", "paired");
  read_reports(reading, reports);
  arrange(roster, results, reports, plan.threads);
  Context context{plan,
                  results,
                  reports,
                  several_facilities(results, reports, !options.facility.empty()),
                  !options.alternatives.empty(),
                  !options.daily.empty(),
                  {},
                  {}};
  check_collisions(context, roster);
  context.shared_study_uids = shared_study_uids(results, context.by_facility);
  const auto devices = results.devices();
  context.devices.assign(devices.begin(), devices.end());
  const Outputs outputs = open_outputs(options, context, run);
  Desk desk(context, roster, outputs);
  const Tallies tallies = desk.run();
  account(options, results, tallies, run);
  if (tables.flow != nullptr) write_flow(*tables.flow, options, tallies, run);
  if (tables.daily != nullptr) write_daily(*tables.daily, tallies);
  write_clock_tables(tables, context, desk.lags(), run);
  note_pairs(options, tallies, run);
  note_placeholders(tallies, run);
  run.record("window_bounds", "inclusive");
}

}  // namespace cxrval::match_tool
