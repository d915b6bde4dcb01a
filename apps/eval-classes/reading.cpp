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

constexpr const char* doubled_reason = "study stands in more than one row";

std::string key_of(const Study& study) {
  if (study.study.empty()) return "";
  return std::to_string(study.fold.size()) + ':' + study.fold + std::to_string(study.patient.size()) + ':' +
         study.patient + study.study;
}

// Rows held until it is known that their study comes no second time.
class Rows {
 public:
  void add(Reading reading, base::Place place, std::string_view raw, cli::Run& run) {
    const std::string key = key_of(reading.study);
    if (!key.empty()) {
      const auto [known, fresh] = index_.emplace(key, held_.size());
      if (!fresh) {
        Held& first = held_[known->second];
        if (!std::exchange(first.doubled, true)) run.reject("studies", {first.place, doubled_reason}, first.raw);
        run.reject("studies", {std::move(place), doubled_reason}, raw);
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
    Study& study = reading.study;
    if (reading.tie) ++material.ties;
    if (!material.multi_label) {
      study.truth = one_hot(reading.truth_class);
      if (reading.predicted_class) study.predicted = one_hot(*reading.predicted_class);
    }
    material.studies.push_back(std::move(study));
  }
  std::sort(material.studies.begin(), material.studies.end());
}

}  // namespace

Material read_material(const Options& options, const Wanted& wanted, cli::Run& run) {
  Joined table(options, run);
  RowReader reader(table, options, wanted);
  if (!reader.score_columns().empty()) run.record("score_columns", reader.score_columns());
  cli::Ledger& ledger = run.ledger("studies", "evaluated");
  Rows rows;
  Joined::Record record;
  while (true) {
    const auto more = table.next(record);
    if (more && !*more) break;
    ledger.read();
    auto reading = more ? reader.read(record) : tl::unexpected(more.error());
    if (reading) {
      rows.add(std::move(*reading), table.place(record, {}), table.raw(), run);
    } else {
      run.reject("studies", reading.error(), table.raw());
    }
  }
  std::vector<Reading> readings = rows.account(ledger);
  if (readings.empty()) throw base::Error("no study is left to evaluate: " + ledger.summary());
  Material material;
  material.classes = reader.classes();
  material.multi_label = options.multi_label;
  std::vector<std::size_t> places(material.classes.size());
  std::iota(places.begin(), places.end(), std::size_t{0});
  if (!wanted.protocol) places = sorted_places(material.classes);
  fill(material, std::move(readings), places);
  return material;
}

}  // namespace cxrval::eval_classes
