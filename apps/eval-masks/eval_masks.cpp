// SPDX-License-Identifier: Apache-2.0
#include "eval_masks.hpp"

#include "base/error.hpp"
#include "comparer.hpp"
#include "lesion/image_table.hpp"
#include "lesion/resampling.hpp"
#include "reading.hpp"
#include "rows.hpp"
#include "sample.hpp"
#include "stats/left_out.hpp"
#include "wanted.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace cxrval::eval_masks {
namespace {

using lesion::counted;

// Nobody knows whose masks such a file has.
void warn_of_files(const Wanted& wanted, cli::Run& run) {
  if (wanted.truth.kind != MaskFormat::seg && wanted.masks.kind != MaskFormat::seg) return;
  const std::uint64_t lost = run.ledger("files", "used").rejected_count();
  if (lost == 0) return;
  run.warn(counted(lost, "file was", "files were") + " rejected: images count without the masks in " +
           (lost == 1 ? "it" : "them"));
}

bool of_all_folds(const std::vector<MaskRecord>& records, std::size_t folds) {
  std::set<std::uint32_t> found;
  for (const MaskRecord& record : records) found.insert(record.fold);
  return found.size() >= folds;
}

// A file that was forgotten looks like an empty mask.
void note_images_without(const Material& material, const Wanted& wanted, cli::Run& run) {
  const auto& [truth, masks] = material.sides;
  const std::size_t folds = material.fold_count();
  std::uint64_t without_truth = 0, without_mask = 0;
  for (std::size_t i = 0; i < truth.of_image.size(); ++i) {
    if (!left_out_by(truth, i, wanted.only).empty()) continue;
    without_truth += truth.of_image[i].empty() ? 1 : 0;
    without_mask += of_all_folds(masks.of_image[i], folds) ? 0 : 1;
  }
  const std::string of_fold = folds > 1 ? " of some fold" : "";
  if (without_truth > 0) run.note(counted(without_truth, "image has", "images have") + " no true mask: an empty one");
  if (without_mask > 0) {
    run.note(counted(without_mask, "image has", "images have") + " no predicted mask" + of_fold + ": an empty one");
  }
}

void warn_of_folds(const Wanted& wanted, cli::Run& run) {
  if (!wanted.folds) return;
  for (const char* unit : {"images", "predictions"}) {
    const auto& excluded = run.ledger(unit, "evaluated").account().excluded;
    const auto found = excluded.find(no_fold);
    if (found == excluded.end()) continue;
    run.warn(std::to_string(found->second) + " of the " + unit + (found->second == 1 ? " has" : " have") +
             " no fold: left out");
  }
}

// Words that nobody asked for, most often another spelling.
void warn_of_classes(const Material& material, cli::Run& run) {
  for (const Side side : {Side::truth, Side::predicted}) {
    const bool truth = side == Side::truth;
    const MaskSide& masks = material.sides[truth ? 0 : 1];
    const bool none = std::all_of(masks.of_image.begin(), masks.of_image.end(),
                                  [](const std::vector<MaskRecord>& records) { return records.empty(); });
    const cli::Ledger& ledger = run.ledger(truth ? "truths" : "predictions", "evaluated");
    const auto& excluded = ledger.account().excluded;
    const bool lost = ledger.rejected_count() > 0 || excluded.contains("low_score") || excluded.contains(no_fold);
    if (none && !lost && excluded.contains(other_class)) {
      run.warn(std::string("all ") + (truth ? "true" : "predicted") +
               " masks are of other classes than those that are kept");
    }
  }
}

// Cells of an input, which may be patients' ids.
void hide_folds(std::vector<Sample>& samples, const cli::Run& run) {
  if (!run.pseudonyms()) return;
  for (Sample& sample : samples) sample.fold = run.pseudonyms()->key.group(sample.fold);
}

std::string basis(const std::vector<study::ListedImage>& images, std::size_t samples, const Wanted& wanted) {
  const stats::Evaluation& evaluation = wanted.evaluation;
  std::string text = counted(images.size(), "image", "images");
  const bool patients = evaluation.unit == stats::Unit::patient;
  if (patients) {
    const std::vector<std::uint32_t> numbers = study::patient_numbers(images);
    text += " of " + counted(*std::max_element(numbers.begin(), numbers.end()) + 1, "patient", "patients");
  }
  if (wanted.folds) text += "; " + counted(samples, "fold", "folds");
  return text + "; " + counted(evaluation.resamples, "resample", "resamples") + " of " +
         (patients ? "patients" : "images") + ", seed " + std::to_string(evaluation.seed);
}

std::vector<stats::ImageDraws> draws_of(const std::vector<Sample>& samples, const study::ImageList& images,
                                        const stats::Evaluation& evaluation) {
  std::vector<stats::ImageDraws> draws;
  for (const Sample& sample : samples) {
    std::vector<study::ListedImage> listed;
    for (const std::uint32_t number : sample.images) listed.push_back(images.images()[number]);
    draws.emplace_back(lesion::units_of(listed, evaluation.unit), evaluation.seed);
  }
  return draws;
}

// Of the smallest fold.
std::size_t fewest_units(const std::vector<stats::ImageDraws>& draws) {
  std::size_t fewest = draws.front().units();
  for (const stats::ImageDraws& each : draws) fewest = std::min(fewest, each.units());
  return fewest;
}

// Of all rows the one that says least. Not its group, whose name may come from a cell.
void warn_of_left_out(const std::vector<Row>& rows, cli::Run& run) {
  const stats::Metric* most = nullptr;
  std::uint64_t count = 0;
  for (const auto& [row, basis] : rows) {
    if (!stats::much_left_out(row.metric)) continue;
    ++count;
    if (most == nullptr || stats::share_left_out(row.metric) > stats::share_left_out(*most)) most = &row.metric;
  }
  if (most == nullptr) return;
  const std::string others = count == 1 ? "" : ", the most of " + std::to_string(count) + " such rows";
  run.warn(*stats::much_left_out(*most) + others + "; they are left out (column undefined)");
}

void note_means(const std::vector<Row>& rows, cli::Run& run) {
  for (const auto& [row, basis] : rows) {
    if (row.metric.group == "folds=mean" && row.metric.measure.starts_with("mean")) run.note(stats::sentence(row));
  }
}

}  // namespace

void eval_masks(const Options& options, cli::Run& run) {
  Wanted wanted = parse_wanted(options, run);
  const Material material = read_material(options, wanted, run);
  const study::ImageList& images = material.images;
  lesion::warn_of_unlisted({{"truths", "evaluated"}, {"predictions", "evaluated"}}, run);
  warn_of_folds(wanted, run);
  warn_of_classes(material, run);
  warn_of_files(wanted, run);
  note_images_without(material, wanted, run);

  Sampled sampled(images, wanted, material.groups);
  WorkerPool workers;
  compare_all({images, material.sides, material.fold_count(), wanted, workers}, options.threads, sampled, run);
  if (sampled.empty()) throw base::Error("no image is left to evaluate");
  wanted.evaluation.unit =
      lesion::drawn_unit(sampled.images(), wanted.any_unit ? std::nullopt : std::optional(wanted.evaluation.unit), run);
  run.record("unit", wanted.evaluation.unit == stats::Unit::study ? "image" : "patient");
  run.record("rule", wanted.rule);
  run.record_seed(wanted.evaluation.seed);

  std::vector<Sample> samples = sampled.samples();
  if (!options.fold.empty()) hide_folds(samples, run);
  const std::vector<stats::ImageDraws> draws = draws_of(samples, images, wanted.evaluation);
  if (wanted.folds && samples.size() == 1) run.warn("there is one fold alone");
  const bool apart = material.groups.image_folds && samples.size() > 1;
  lesion::warn_of_few(wanted.evaluation, fewest_units(draws), run, apart ? " in the smallest fold" : "");
  lesion::check_resampled(samples.front().groups.size() * stats::mask_measures, wanted.evaluation,
                          "lower --resamples, or name fewer classes by --classes");
  if (!options.per_image.empty()) write_images(options.per_image, samples, images, wanted, run);
  const std::vector<Row> rows = evaluate(samples, draws, wanted);
  warn_of_left_out(rows, run);
  const std::string text = basis(sampled.images(), samples.size(), wanted);
  if (options.summary) {
    write_summary(rows, text, run);
    return;
  }
  write_table(rows, wanted, run);
  note_means(rows, run);
  run.note(text);
}

}  // namespace cxrval::eval_masks
