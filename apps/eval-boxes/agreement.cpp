// SPDX-License-Identifier: Apache-2.0
#include "stats/agreement.hpp"
#include "base/error.hpp"
#include "base/number.hpp"
#include "boxes/consensus.hpp"
#include "readers.hpp"
#include "rows.hpp"
#include "stats/fleiss_kappa.hpp"
#include "stats/image_evaluation.hpp"
#include "stats/interval_rows.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <span>
#include <utility>

namespace cxrval::eval_boxes {
namespace {

using ReaderPair = std::pair<std::uint32_t, std::uint32_t>;

// What two readers drew of one class on an image: lesions of both, and boxes in all.
struct Shared {
  std::uint32_t image = 0;
  std::size_t pair = 0;
  std::uint32_t class_number = 0;
  std::uint64_t both = 0;
  std::uint64_t drawn = 0;
};

class Agreement {
 public:
  Agreement(const Material& material, const Wanted& wanted)
      : material_(material), readers_(material.readers_by_image()) {
    find_pairs();
    for (std::uint32_t number = 0; number < material.classes.size(); ++number) compare_class(number, wanted);
  }

  const std::vector<ReaderPair>& pairs() const { return pairs_; }
  const std::vector<std::vector<std::uint32_t>>& readers() const { return readers_; }

  // How often two readers were compared.
  std::size_t compared() const { return shared_.size(); }
  // Of all, by class, by pair.
  std::size_t count() const { return 1 + material_.classes.size() + pairs_.size(); }
  void f1(std::span<const std::uint8_t> weights, std::span<std::optional<double>> values) const {
    std::vector<std::uint64_t> both(count());
    std::vector<std::uint64_t> drawn(count());
    for (const Shared& shared : shared_) {
      const std::uint64_t weight = weights[shared.image];
      for (const std::size_t place :
           {std::size_t{0}, std::size_t{1} + shared.class_number, 1 + material_.classes.size() + shared.pair}) {
        both[place] += weight * shared.both;
        drawn[place] += weight * shared.drawn;
      }
    }
    for (std::size_t i = 0; i < count(); ++i) {
      values[i] = std::nullopt;
      if (drawn[i] > 0) values[i] = 2 * static_cast<double>(both[i]) / static_cast<double>(drawn[i]);
    }
  }

  // Whether a class is on an image, by each of its readers.
  stats::FleissKappa kappa(std::uint32_t number, const std::vector<std::uint32_t>& units) const {
    std::set<std::pair<std::uint32_t, std::uint32_t>> present;
    for (const PlacedBox& box : material_.truth) {
      if (box.class_number == number) present.emplace(box.image, box.reader);
    }
    std::vector<stats::RatedStudy> images;
    for (std::uint32_t image = 0; image < readers_.size(); ++image) {
      stats::RatedStudy rated{{0, 0}, units[image]};
      for (const std::uint32_t reader : readers_[image]) ++rated.times[present.contains({image, reader}) ? 1 : 0];
      images.push_back(std::move(rated));
    }
    return stats::fleiss_kappa(images);
  }

 private:
  void find_pairs() {
    std::set<ReaderPair> found;
    for (const auto& readers : readers_) {
      for (std::size_t i = 0; i < readers.size(); ++i) {
        for (std::size_t j = i + 1; j < readers.size(); ++j) found.insert(ordered(readers[i], readers[j]));
      }
    }
    pairs_.assign(found.begin(), found.end());
    std::sort(pairs_.begin(), pairs_.end(),
              [&](const ReaderPair& a, const ReaderPair& b) { return names(a) < names(b); });
    for (std::size_t i = 0; i < pairs_.size(); ++i) number_of_.emplace(pairs_[i], i);
  }

  std::pair<std::string, std::string> names(const ReaderPair& pair) const {
    return {material_.readers[pair.first], material_.readers[pair.second]};
  }
  ReaderPair ordered(std::uint32_t a, std::uint32_t b) const {
    return material_.readers[a] < material_.readers[b] ? ReaderPair{a, b} : ReaderPair{b, a};
  }

  void compare_class(std::uint32_t number, const Wanted& wanted) {
    std::map<std::uint32_t, std::map<std::uint32_t, std::vector<boxes::Box>>> drawn;  // by image and reader
    for (const PlacedBox& box : material_.truth) {
      if (box.class_number == number)
        drawn[box.image][box.reader].push_back(boxes::to_edges(box.box, wanted.match.pixels));
    }
    for (auto& [image, by_reader] : drawn) {
      const auto& readers = readers_[image];
      for (std::size_t i = 0; i < readers.size(); ++i) {
        for (std::size_t j = i + 1; j < readers.size(); ++j) {
          const ReaderPair pair = ordered(readers[i], readers[j]);
          const std::vector<std::vector<boxes::Box>> two{by_reader[pair.first], by_reader[pair.second]};
          Shared shared{image, number_of_.at(pair), number, 0, two[0].size() + two[1].size()};
          for (const boxes::Agreed& lesion : boxes::agree(two, wanted.consensus_iou))
            shared.both += lesion.readers == 2 ? 1 : 0;
          shared_.push_back(shared);
        }
      }
    }
  }

  const Material& material_;
  std::vector<std::vector<std::uint32_t>> readers_;
  std::vector<ReaderPair> pairs_;
  std::map<ReaderPair, std::size_t> number_of_;
  std::vector<Shared> shared_;
};

// Rows of F1 in the order of their places, of each a row for each interval.
std::vector<stats::Metric> f1_rows(const Agreement& agreement, std::size_t images, const Sampling& sampling,
                                   const Wanted& wanted) {
  const stats::ImageSample sample{images, images + agreement.compared(),
                                  [&](std::span<const std::uint8_t> weights, std::span<std::optional<double>> values) {
                                    agreement.f1(weights, values);
                                  }};
  const std::string name = "reader_f1@" + base::format_real(wanted.consensus_iou);
  const std::vector<stats::ImageMeasure> measures(agreement.count(), {name, {0, 1}});
  std::vector<stats::Metric> rows = stats::evaluate_images(sample, measures, sampling.draws, wanted.evaluation);
  for (stats::Metric& row : rows) {
    if (!row.estimate) row.reason = "no reader of a pair drew a box";
  }
  return rows;
}

stats::Metric kappa_row(const std::string& group, const stats::FleissKappa& kappa, const Wanted& wanted) {
  const bool patients = wanted.evaluation.unit == stats::Unit::patient;
  stats::Metric row = stats::start_row("reader_kappa", wanted.evaluation);
  row.group = group;
  row.n = patients ? kappa.patients : kappa.studies;
  row.method = "linearised";
  row.rule = "estimate=point;kappa=fleiss;of=presence";
  row.standard_error = patients ? kappa.robust_standard_error : kappa.standard_error;
  const stats::Interval interval = stats::wald_interval(kappa.estimate, row.standard_error, wanted.evaluation.level);
  row.estimate = interval.estimate;
  row.low = interval.low;
  row.high = interval.high;
  row.reason = kappa.reason;
  if (row.estimate && !row.low) row.reason = "no variance was seen";
  return row;
}

}  // namespace

void write_agreement(const Material& material, const Wanted& wanted, const Sampling& sampling, table::Writer& table) {
  const Agreement agreement(material, wanted);
  if (agreement.pairs().empty()) throw base::Error("no image has two readers, of whom --agreement could tell");
  check_resampled(agreement.count(), wanted);
  const std::vector<stats::Metric> f1 = f1_rows(agreement, material.images.images().size(), sampling, wanted);
  const std::size_t intervals = wanted.evaluation.intervals.size();
  const auto write = [&](stats::Metric row) {
    if (row.unit == "study") row.unit = "image";
    table.write(stats::cells(row));
  };
  const auto write_f1 = [&](const std::string& group, std::size_t place) {
    for (std::size_t i = 0; i < intervals; ++i) {
      stats::Metric row = f1[place * intervals + i];
      row.group = group;
      write(std::move(row));
    }
  };
  write_f1("all", 0);
  for (const std::uint32_t number : material.classes.sorted()) {
    write_f1("class=" + material.classes[number], 1 + number);
    write(kappa_row("class=" + material.classes[number], agreement.kappa(number, sampling.units), wanted));
  }
  for (std::size_t i = 0; i < agreement.pairs().size(); ++i) {
    const auto& [first, second] = agreement.pairs()[i];
    write_f1("readers=" + material.readers[first] + " & " + material.readers[second], 1 + material.classes.size() + i);
  }
}

}  // namespace cxrval::eval_boxes
