// SPDX-License-Identifier: Apache-2.0
#include "reading.hpp"

#include "base/error.hpp"
#include "row_reader.hpp"

#include <algorithm>
#include <numeric>
#include <unordered_map>
#include <utility>

namespace cxrval::eval_classes {
namespace {

std::string key_of(const Case& row) {
  if (row.id.empty()) return "";
  return std::to_string(row.fold.size()) + ':' + row.fold + row.id;
}

// Rows held until it is known that they come no second time.
class Rows {
 public:
  explicit Rows(Kind kind) : kind_(kind) {}

  void add(Reading reading, base::Place place, std::string_view raw, cli::Run& run) {
    const std::string key = key_of(reading.row);
    if (!key.empty()) {
      const auto [known, fresh] = index_.emplace(key, held_.size());
      if (!fresh) {
        const std::string reason = singular(kind_) + " stands in more than one row";
        Held& first = held_[known->second];
        if (!std::exchange(first.doubled, true)) run.reject(plural(kind_), {first.place, reason}, first.raw);
        run.reject(plural(kind_), {std::move(place), reason}, raw);
        return;
      }
    }
    held_.push_back({std::move(reading), std::move(place), std::string(key.empty() ? "" : raw), false});
  }

  std::vector<Reading> account(cli::Ledger& ledger) {
    std::vector<Reading> readings;
    for (Held& held : held_) {
      if (held.doubled) continue;
      if (!held.reading.excluded.empty()) {
        ledger.excluded(held.reading.excluded);
        continue;
      }
      ledger.written();
      readings.push_back(std::move(held.reading));
    }
    return readings;
  }

 private:
  struct Held {
    Reading reading;
    base::Place place;
    std::string raw;
    bool doubled = false;
  };

  Kind kind_;
  std::vector<Held> held_;
  std::unordered_map<std::string, std::size_t> index_;
};

// Where each class stands in the order of names, for classes that were numbered as they were met.
std::vector<std::size_t> sorted_places(std::vector<std::string>& classes) {
  std::vector<std::size_t> order(classes.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(),
            [&](std::size_t one, std::size_t other) { return classes[one] < classes[other]; });
  std::vector<std::size_t> places(classes.size());
  for (std::size_t i = 0; i < order.size(); ++i) places[order[i]] = i;
  std::sort(classes.begin(), classes.end());
  return places;
}

void fill(Material& material, std::vector<Reading> readings, const std::vector<std::size_t>& places) {
  const auto one_hot = [&](std::size_t class_index) {
    std::vector<std::uint8_t> found(places.size());
    found[places[class_index]] = 1;
    return found;
  };
  for (Reading& reading : readings) {
    Case& row = reading.row;
    if (reading.tie) ++material.ties;
    if (!material.multi_label) {
      row.truth = one_hot(reading.truth_class);
      if (reading.predicted_class) row.predicted = one_hot(*reading.predicted_class);
    }
    material.cases.push_back(std::move(row));
  }
  std::sort(material.cases.begin(), material.cases.end());
}

}  // namespace

Material read_material(const Options& options, const Wanted& wanted, cli::Run& run) {
  Joined table(options, run);
  RowReader reader(table, options, wanted);
  if (!reader.score_columns().empty()) run.record("score_columns", reader.score_columns());
  const std::string unit = plural(reader.rows());
  cli::Ledger& ledger = run.ledger(unit, "evaluated");
  Rows rows(reader.rows());
  Joined::Record record;
  while (true) {
    const auto more = table.next(record);
    if (more && !*more) break;
    ledger.read();
    auto reading = more ? reader.read(record) : tl::unexpected(more.error());
    if (reading) {
      rows.add(std::move(*reading), reader.place_of_id(record), table.raw(), run);
    } else {
      run.reject(unit, reading.error(), table.raw());
    }
  }
  std::vector<Reading> readings = rows.account(ledger);
  if (readings.empty())
    throw base::Error("no " + singular(reader.rows()) + " is left to evaluate: " + ledger.summary());
  Material material;
  material.classes = reader.classes();
  material.rows = reader.rows();
  material.multi_label = options.multi_label;
  material.predictions = reader.predicts();
  material.scores = reader.scores();
  material.fold_of_truth = reader.fold_of_truth();
  std::vector<std::size_t> places(material.classes.size());
  std::iota(places.begin(), places.end(), std::size_t{0});
  if (!wanted.protocol) places = sorted_places(material.classes);
  fill(material, std::move(readings), places);
  for (const std::string& word : reader.truths_without_scores()) {
    run.warn("the truth's word " + word + " has no column of scores: its class has those of its other words alone");
  }
  return material;
}

}  // namespace cxrval::eval_classes
