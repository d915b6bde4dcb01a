// SPDX-License-Identifier: Apache-2.0
#include "join.hpp"

#include <algorithm>
#include <optional>
#include <unordered_map>
#include <utility>

namespace cxrval::compare_labels {
namespace {

constexpr const char* doubled_reason = "key stands in more than one row; give further columns with --key";

// The first row of a key, held until it is known that no other has the same.
struct Held {
  base::Place place;
  std::string raw;
  std::vector<Answer> answers;
  std::vector<std::string> cells;
  std::size_t order = 0;
  bool doubled = false;
};

struct Sampled {
  Held reference;
  std::optional<Held> label;
};

using Sample = std::unordered_map<std::string, Sampled>;

Held hold(const Side& side, const table::Row& row, Reading reading) {
  return {side.table.place(row, side.columns.keys.front()),
          std::string(side.table.raw()),
          std::move(reading.answers),
          {},
          0,
          false};
}

// Calls `take` with each usable row.
template <class Take>
void for_each_row(const Side& side, const std::string& unit, cli::Run& run, Take take) {
  cli::Ledger& ledger = run.ledger(unit, "compared");
  table::Row row;
  while (true) {
    const auto more = side.table.next(row);
    if (more && !*more) return;
    ledger.read();
    auto reading = more ? read_row(side.table, side.columns, row) : tl::unexpected(more.error());
    if (reading) {
      take(row, std::move(*reading));
    } else {
      run.reject(unit, reading.error(), side.table.raw());
    }
  }
}

void reject_doubled(const Side& side, const table::Row& row, const std::string& unit, Held& first, cli::Run& run) {
  if (!std::exchange(first.doubled, true)) run.reject(unit, {first.place, doubled_reason}, first.raw);
  run.reject(unit, {side.table.place(row, side.columns.keys.front()), doubled_reason}, side.table.raw());
}

Sample read_sample(const Side& side, cli::Run& run) {
  Sample sample;
  for_each_row(side, "sample", run, [&](const table::Row& row, Reading reading) {
    const auto known = sample.find(reading.key);
    if (known != sample.end()) {
      reject_doubled(side, row, "sample", known->second.reference, run);
      return;
    }
    const std::string key = reading.key;
    Held held = hold(side, row, std::move(reading));
    held.order = sample.size();
    sample.emplace(key, Sampled{std::move(held), std::nullopt});
  });
  return sample;
}

void read_labels(const Side& side, Sample& sample, cli::Run& run) {
  std::size_t order = 0;
  for_each_row(side, "reports", run, [&](const table::Row& row, Reading reading) {
    const auto partner = sample.find(reading.key);
    if (partner == sample.end()) {
      run.ledger("reports").excluded("not_in_sample");
    } else if (partner->second.label) {
      reject_doubled(side, row, "reports", *partner->second.label, run);
    } else {
      Held held = hold(side, row, std::move(reading));
      held.cells = row.cells;
      held.order = order++;
      partner->second.label = std::move(held);
    }
  });
}

// Why a pair of rows is not compared; nothing when it is. `own` is the side whose account it is.
const char* why_excluded(const Held& own, const Held& partner) {
  if (partner.doubled) return "partner_rejected";
  if (own.answers.front() == Answer::none) return "unlabelled";
  if (partner.answers.front() == Answer::none) return "partner_unlabelled";
  return nullptr;
}

void account(const std::string& unit, const Held& own, const Held& partner, cli::Run& run) {
  if (own.doubled) return;
  if (const char* reason = why_excluded(own, partner)) {
    run.ledger(unit).excluded(reason);
  } else {
    run.ledger(unit).written();
  }
}

}  // namespace

std::vector<Pair> join(const Side& labels, const Side& reference, cli::Run& run) {
  Sample sample = read_sample(reference, run);
  read_labels(labels, sample, run);
  std::vector<std::pair<std::size_t, Pair>> found;
  for (auto& [key, both] : sample) {
    if (!both.label) {
      if (!both.reference.doubled) run.ledger("sample").excluded("not_in_labels");
      continue;
    }
    account("reports", *both.label, both.reference, run);
    account("sample", both.reference, *both.label, run);
    if (both.label->doubled || both.reference.doubled || why_excluded(*both.label, both.reference)) continue;
    found.emplace_back(both.label->order, Pair{std::move(both.label->answers), std::move(both.reference.answers),
                                               std::move(both.label->cells)});
  }
  std::sort(found.begin(), found.end(), [](const auto& l, const auto& r) { return l.first < r.first; });
  std::vector<Pair> pairs;
  for (auto& [order, pair] : found) pairs.push_back(std::move(pair));
  return pairs;
}

}  // namespace cxrval::compare_labels
