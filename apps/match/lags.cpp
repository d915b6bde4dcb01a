// SPDX-License-Identifier: Apache-2.0
#include "lags.hpp"

#include "base/number.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <utility>

namespace cxrval::match_tool {
namespace {

using match::LagHistogram;
using match::SessionBound;
using table::Kind;

int hour_of(base::CivilTime time) {
  constexpr std::int64_t day = 86400;
  return static_cast<int>(((time.seconds % day) + day) % day / 3600);
}

SessionBound bound_of(const UnmatchedRow& row) {
  if (row.why.candidates == 0 || row.why.stage == match::Reason::too_many_records) return SessionBound::no_session;
  if (row.why.stage == match::Reason::before_check_in) return SessionBound::before_check_in;
  if (row.why.stage == match::Reason::after_check_out) return SessionBound::after_check_out;
  const bool unknown = row.why.stage < match::Reason::before_check_in;
  return unknown ? SessionBound::no_session : SessionBound::kept;
}

class Counter {
 public:
  Counter(const Context& context, const Part& part, LagTally& tally) : context_(context), part_(part), tally_(tally) {}

  void run() {
    std::vector<SessionBound> bounds(part_.studies.size(), SessionBound::kept);
    for (const UnmatchedRow& row : part_.unmatched_studies) bounds[row.record] = bound_of(row);
    for (std::size_t i = 0; i < part_.studies.size(); ++i) tally_.clocks.add_study(device_of(i), bounds[i]);
    for (const PairRow& row : part_.pairs) {
      const study::Study& study = part_.studies[row.study].study;
      tally_.clocks.add_pair(device_of(row.study), hour_of(*study.study_time), row.pair.lag_seconds);
      tally_.pairs.add(LagHistogram::minute_of(row.pair.lag_seconds));
    }
    for (const Part::Patient& patient : part_.patients) add_candidates(patient);
  }

 private:
  std::size_t device_of(std::size_t study) const {
    const auto& devices = context_.devices;
    if (devices.size() < 2) return 0;
    const auto found = std::lower_bound(devices.begin(), devices.end(), part_.studies[study].study.device);
    return static_cast<std::size_t>(found - devices.begin());
  }

  void add_candidates(const Part::Patient& patient) {
    for (std::size_t s = patient.studies; s < patient.studies + patient.study_count; ++s) {
      const auto& taken = part_.studies[s].study.study_time;
      if (!taken) continue;
      lags_.clear();
      for (std::size_t r = patient.reports; r < patient.reports + patient.report_count; ++r) {
        if (const auto& reported = part_.reports[r].time) lags_.push_back(reported->seconds - taken->seconds);
      }
      tally_.clocks.add_candidates(device_of(s), lags_);
    }
  }

  const Context& context_;
  const Part& part_;
  LagTally& tally_;
  std::vector<std::int64_t> lags_;
};

std::string share(std::uint64_t count, std::uint64_t of) {
  return of == 0 ? "" : base::format_real(static_cast<double>(count) / static_cast<double>(of));
}

std::string peaks_of(const match::DeviceClock& clock) {
  std::string text;
  for (const match::LagPeak& peak : clock.peaks) {
    if (!text.empty()) text += ';';
    text += std::to_string(peak.shift_minutes) + ':' + base::format_fixed(peak.excess, 0) + ':' +
            base::format_fixed(peak.share, 3);
  }
  return text;
}

std::vector<std::string> clock_cells(const match::DeviceClock& clock) {
  std::vector<std::string> cells{std::to_string(clock.studies), std::to_string(clock.pairs)};
  const auto add = [&](bool known, const std::string& text) { cells.push_back(known ? text : ""); };
  const auto quartiles = clock.turnaround_plus_offset.value_or(match::LagQuartiles{});
  for (const int minutes : {quartiles.lower, quartiles.median, quartiles.upper}) {
    add(clock.turnaround_plus_offset.has_value(), std::to_string(minutes));
  }
  const auto shift = clock.relative_turnaround_plus_offset.value_or(match::RelativeShift{});
  const bool shifted = clock.relative_turnaround_plus_offset.has_value();
  add(shifted, base::format_real(shift.minutes));
  add(shifted, std::to_string(shift.low));
  add(shifted, std::to_string(shift.high));
  add(shifted, std::to_string(shift.pairs));
  cells.push_back(std::to_string(clock.negative_lags));
  cells.push_back(share(clock.negative_lags, clock.pairs));
  for (const std::uint64_t count : {clock.in_session, clock.before_check_in, clock.after_check_out}) {
    cells.push_back(std::to_string(count));
  }
  cells.push_back(share(clock.before_check_in + clock.after_check_out, clock.in_session));
  cells.push_back(std::to_string(clock.with_candidates));
  cells.push_back(peaks_of(clock));
  return cells;
}

// `whose` is the device's or nothing; `learnt` whether reports near their studies say what is usual.
void warn(const std::string& whose, const match::DeviceClock& clock, bool learnt, cli::Run& run) {
  for (const match::LagPeak& peak : clock.peaks) {
    const int hours = peak.shift_minutes / 60;
    run.warn("about " + base::format_fixed(peak.excess, 0) + " studies" + whose + " have a report " +
             std::to_string(hours < 0 ? -hours : hours) + " h " + (hours < 0 ? "earlier" : "later") + " than " +
             (learnt ? "usual" : "a usual hospital has it (too few are near their studies to learn from)") +
             ": does a clock run in another time zone? see --clocks and --skew");
  }
}

}  // namespace

void count_lags(const Context& context, const Part& part, LagTally& tally) {
  Counter(context, part, tally).run();
}

table::Writer& open_lags(const std::string& path, cli::Run& run) {
  return run.create_table("lags", path,
                          {{"from_minutes", Kind::number},
                           {"to_minutes", Kind::number},
                           {"pairs", Kind::number},
                           {"candidates", Kind::number}});
}

void write_lags(table::Writer& table, const LagTally& tally, const match::ClockSummary& summary) {
  constexpr int step = 15;
  const auto row = [&](std::string from, std::string to, std::uint64_t pairs, std::uint64_t candidates) {
    const std::array<std::string, 4> cells{std::move(from), std::move(to), std::to_string(pairs),
                                           std::to_string(candidates)};
    table.write(cells);
  };
  const LagHistogram& candidates = summary.candidates;
  constexpr int end = LagHistogram::reach + 1;
  row("", std::to_string(-LagHistogram::reach), tally.pairs.below(), candidates.below());
  for (int from = -LagHistogram::reach; from < end; from += step) {
    const int to = std::min(from + step, end);
    row(std::to_string(from), std::to_string(to), tally.pairs.between(from, to), candidates.between(from, to));
  }
  row(std::to_string(end), "", tally.pairs.above(), candidates.above());
}

table::Writer& open_clocks(const std::string& path, cli::Run& run) {
  std::vector<table::Column> columns{{"scope"}, {"device"}};
  for (const char* name :
       {"studies", "pairs", "turnaround_plus_offset_q1", "turnaround_plus_offset_median", "turnaround_plus_offset_q3",
        "relative_minutes", "relative_low", "relative_high", "relative_pairs", "negative_lags", "negative_share",
        "in_session", "before_check_in", "after_check_out", "bounds_broken_share", "with_candidates"}) {
    columns.push_back({name, Kind::number});
  }
  columns.push_back({"peaks"});
  return run.create_table("clocks", path, std::move(columns));
}

void write_clocks(table::Writer& table, const std::vector<std::string_view>& devices,
                  const match::ClockSummary& summary) {
  const auto row = [&](const std::string& scope, std::string_view device, const match::DeviceClock& clock) {
    std::vector<std::string> cells{scope, std::string(device)};
    for (std::string& cell : clock_cells(clock)) cells.push_back(std::move(cell));
    table.write(cells);
  };
  row("all", "", summary.all);
  if (devices.size() < 2) return;
  for (std::size_t i = 0; i < summary.devices.size(); ++i) {
    // Of images that leave it to other images of their study.
    if (summary.devices[i].studies == 0) continue;
    row(summary.reference == i ? "reference" : "device", devices[i], summary.devices[i]);
  }
}

void warn_of_peaks(const std::vector<std::string_view>& devices, const match::ClockSummary& summary, cli::Run& run) {
  bool any = false;
  for (std::size_t i = 0; devices.size() > 1 && i < summary.devices.size(); ++i) {
    warn(" of one device", summary.devices[i], summary.main_peak_is_learnt, run);
    any = any || !summary.devices[i].peaks.empty();
  }
  if (!any) warn("", summary.all, summary.main_peak_is_learnt, run);
}

}  // namespace cxrval::match_tool
