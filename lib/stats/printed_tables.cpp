// SPDX-License-Identifier: Apache-2.0
#include "stats/printed_tables.hpp"

#include "base/error.hpp"
#include "base/parallel.hpp"
#include "stats/exact_law.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <string>

namespace cxrval::stats {
namespace {

__extension__ typedef __int128 Wide;

constexpr std::uint64_t most_candidates = 20'000'000;
constexpr std::uint64_t most_lines = 500'000'000;
constexpr std::size_t most_tables = 1'000'000;
constexpr std::uint64_t rows_of_a_block = 16;

// low / whole <= value <= high / whole.
struct Cell {
  Wide low;
  Wide high;
  Wide whole;
};

struct Range {
  Wide from;
  Wide to;
};

Wide floor_quotient(Wide a, Wide b) {
  return a >= 0 ? a / b : -((-a + b - 1) / b);
}

Cell cell_of(const PrintedNumber& printed) {
  Wide whole = 2;
  for (int i = 0; i < printed.digits; ++i) whole *= 10;
  return {2 * Wide{printed.units} - 1, 2 * Wide{printed.units} + 1, whole};
}

// The cell for the point estimate when the mean is what must be in it.
Cell widen(const PrintedNumber& printed, const TwoCounts& fewest, const PrintedRules& rules) {
  const double sum = std::max(1.0, static_cast<double>(fewest.a + fewest.b));
  const double inverse = std::min(1.0, 3.17 / sum);
  const bool simple = fewest.weight == 1;
  const double deviation = std::min(0.5, std::sqrt(inverse * (simple ? 0.25 : 1.25)));
  const double noise = rules.noise * deviation / std::sqrt(static_cast<double>(rules.resamples));
  const double bias = simple ? 0 : inverse / 2;
  constexpr double fine = 1e12;
  return {static_cast<Wide>(std::floor((printed.low() - noise) * fine)) - 1,
          static_cast<Wide>(std::ceil((printed.high() + noise + bias) * fine)) + 1, static_cast<Wide>(fine)};
}

// Keeps of `range` the v with a + b v >= 0.
void keep(Wide a, Wide b, Range& range) {
  if (b > 0) range.from = std::max(range.from, -floor_quotient(a, b));
  if (b < 0) range.to = std::min(range.to, floor_quotient(a, -b));
  if (b == 0 && a < 0) range.to = range.from - 1;
}

Wide sum(const Weights& weights, const Confusion& counts) {
  return weights.sum(counts);
}

// The tables with a given TP and FN: FP from 0 to `negatives`.
struct Line {
  std::uint64_t tp = 0;
  std::uint64_t fn = 0;
  std::uint64_t negatives = 0;

  Confusion table(std::uint64_t fp) const { return {tp, fp, fn, negatives - fp}; }
};

Cell wanted_cell(const PrintedMetric& metric, const Line& line, const PrintedRules& rules) {
  const bool mean = metric.limits && rules.bootstrap && rules.mean;
  const auto ends = {two_counts(metric.measure, line.table(0)), two_counts(metric.measure, line.table(line.negatives))};
  if (!mean || !*ends.begin()) return cell_of(metric.estimate);
  const auto fewer = [](const auto& l, const auto& r) { return l->a + l->b < r->a + r->b; };
  return widen(metric.estimate, **std::min_element(ends.begin(), ends.end(), fewer), rules);
}

// The FP that the estimates leave.
Range possible(const PrintedStudy& study, const Line& line) {
  Range range{0, Wide{line.negatives}};
  for (const PrintedMetric& metric : study.metrics) {
    const auto& form = linear_ratio(metric.measure);
    if (!form) continue;
    const Cell cell = wanted_cell(metric, line, study.rules);
    const Wide part = sum(form->numerator, line.table(0));
    const Wide whole = sum(form->denominator, line.table(0));
    const Wide part_step = form->numerator.fp - form->numerator.tn;
    const Wide whole_step = form->denominator.fp - form->denominator.tn;
    keep(cell.whole * part - cell.low * whole, cell.whole * part_step - cell.low * whole_step, range);
    keep(cell.high * whole - cell.whole * part, cell.high * whole_step - cell.whole * part_step, range);
  }
  return range;
}

struct Block {
  std::uint64_t positives;
  std::uint64_t first_tp;
  std::uint64_t last_tp;
};

template <class Visit>
void each_line(const PrintedStudy& study, const Block& block, Visit visit) {
  for (std::uint64_t tp = block.first_tp; tp <= block.last_tp; ++tp) {
    const Line line{tp, block.positives - tp, study.n - block.positives};
    const Range range = possible(study, line);
    if (range.from <= range.to) visit(line, range);
  }
}

// The law of a resample, which limits are held against, takes some sqrt(n) steps a table.
std::uint64_t candidates_allowed(const PrintedStudy& study) {
  constexpr double most_steps = 2e8;
  const auto has_limits = [](const PrintedMetric& metric) { return metric.limits.has_value(); };
  if (!study.rules.bootstrap || std::none_of(study.metrics.begin(), study.metrics.end(), has_limits)) {
    return most_candidates;
  }
  return std::min(most_candidates, static_cast<std::uint64_t>(most_steps / std::sqrt(static_cast<double>(study.n))));
}

void check_lines(const PrintedStudy& study) {
  const Wide from = study.positives_from;
  const Wide to = study.positives_to;
  const Wide lines = (to - from + 1) * (from + to + 2) / 2;  // positives + 1 for each number of positives
  if (lines * static_cast<Wide>(study.metrics.size()) > most_lines) {
    throw base::Error(
        "more than 500000000 numbers of true positives are to be looked at; give a narrower range of positives or "
        "fewer measures");
  }
}

// Blocks with something to look at.
std::vector<Block> plan(const PrintedStudy& study) {
  std::vector<Block> blocks;
  const std::uint64_t most = candidates_allowed(study);
  Wide candidates = 0;
  for (std::uint64_t positives = study.positives_from; positives <= study.positives_to; ++positives) {
    for (std::uint64_t first = 0; first <= positives; first += rows_of_a_block) {
      const Block block{positives, first, std::min(positives, first + rows_of_a_block - 1)};
      const Wide before = candidates;
      each_line(study, block, [&](const Line&, const Range& range) { candidates += range.to - range.from + 1; });
      if (candidates > most) {
        throw base::Error("more than " + std::to_string(most) +
                          " tables are left to look at; give another printed measure");
      }
      if (candidates > before) blocks.push_back(block);
    }
  }
  return blocks;
}

std::vector<FittingTable> search(const PrintedStudy& study, const Block& block) {
  std::vector<FittingTable> found;
  each_line(study, block, [&](const Line& line, const Range& range) {
    for (auto fp = static_cast<std::uint64_t>(range.from); fp <= static_cast<std::uint64_t>(range.to); ++fp) {
      const Confusion counts = line.table(fp);
      const auto fit = [&](const PrintedMetric& metric) { return fits(metric, counts, study.rules); };
      if (!std::all_of(study.metrics.begin(), study.metrics.end(), fit)) continue;
      FittingTable table{counts, {}};
      for (const PrintedMetric& metric : study.metrics) {
        table.metrics.push_back(describe(metric, counts, study.rules));
      }
      found.push_back(std::move(table));
    }
  });
  return found;
}

}  // namespace

std::vector<FittingTable> fitting_tables(const PrintedStudy& study, int threads, const SearchProgress& progress) {
  check_lines(study);
  const std::vector<Block> blocks = plan(study);
  std::vector<FittingTable> tables;
  std::size_t done = 0;
  const auto work = [&](const Block& block) { return search(study, block); };
  base::ordered_parallel_map(blocks, threads, work, [&](std::vector<FittingTable> found) {
    tables.insert(tables.end(), std::make_move_iterator(found.begin()), std::make_move_iterator(found.end()));
    if (tables.size() > most_tables) {
      throw base::Error("more than 1000000 tables fit; give another printed measure");
    }
    if (progress) progress(++done, blocks.size());
  });
  return tables;
}

}  // namespace cxrval::stats
