// SPDX-License-Identifier: Apache-2.0
#include "eval_masks.hpp"

#include "base/error.hpp"
#include "base/parallel.hpp"
#include "intake.hpp"
#include "lesion/image_table.hpp"
#include "lesion/resampling.hpp"
#include "load.hpp"
#include "rows.hpp"
#include "wanted.hpp"

#include <algorithm>
#include <array>
#include <numeric>
#include <optional>
#include <utility>

namespace cxrval::eval_masks {
namespace {

using lesion::counted;

MaskSide read_side(Side side, const Options& options, const study::ImageList& images, const Wanted& wanted,
                   Classes& classes, cli::Run& run) {
  Intake intake(side, images, wanted, classes, run);
  const std::string& path = side == Side::truth ? options.truth : options.masks;
  const MaskFormat kind = intake.format().kind;
  if (kind == MaskFormat::boxes || kind == MaskFormat::png_table || kind == MaskFormat::run_length) {
    read_table(path, intake);
  } else {
    read_folder(path, intake);
  }
  return intake.take();
}

// Compares image by image and counts what became of each.
class Comparer {
 public:
  Comparer(const Comparison& comparison, Sample& sample, cli::Run& run)
      : comparison_(comparison), sample_(sample), run_(run), ledger_(run.ledger("images", "evaluated")) {}

  void run(int threads) {
    std::vector<std::uint32_t> numbers(comparison_.images.images().size());
    std::iota(numbers.begin(), numbers.end(), 0U);
    sample_.counts.resize(comparison_.groups);
    std::size_t next = 0;
    base::ordered_parallel_map(
        numbers, threads, [&](std::uint32_t number) { return spoilt(number) ? Compared{} : comparison_(number); },
        [&](const Compared& compared) {
          take(static_cast<std::uint32_t>(next++), compared);
          run_.progress("images", next, numbers.size());
        });
  }

 private:
  bool spoilt(std::uint32_t number) const {
    return comparison_.sides[0].spoilt[number] || comparison_.sides[1].spoilt[number];
  }

  void take(std::uint32_t number, const Compared& compared) {
    count_masks(number, compared);
    if (spoilt(number) || !compared.faults.empty()) {
      ledger_.excluded("mask_rejected");
    } else if (compared.odd) {
      run_.reject("images", *compared.odd);
    } else {
      ledger_.written();
      sample_.images.push_back(number);
      sample_.sizes.push_back(compared.size);
      for (std::size_t g = 0; g < compared.groups.size(); ++g) sample_.counts[g].push_back(compared.groups[g]);
    }
  }

  // Masks of an image that is left out are left out with it.
  void count_masks(std::uint32_t number, const Compared& compared) {
    for (const Side side : {Side::truth, Side::predicted}) {
      const bool truth = side == Side::truth;
      std::uint64_t masks = comparison_.sides[truth ? 0 : 1].of_image[number].size();
      const char* unit = truth ? "truths" : "predictions";
      for (const MaskFault& mask : compared.faults) {
        if (mask.side != side) continue;
        run_.reject(unit, mask.fault);
        --masks;
      }
      cli::Ledger& ledger = run_.ledger(unit, "evaluated");
      if (spoilt(number) || !compared.faults.empty()) {
        ledger.excluded("mask_rejected", masks);
      } else if (compared.odd) {
        ledger.excluded("image_rejected", masks);
      } else {
        ledger.written(masks);
      }
    }
  }

  const Comparison& comparison_;
  Sample& sample_;
  cli::Run& run_;
  cli::Ledger& ledger_;
};

// Nobody knows whose masks such a file has.
void warn_of_files(const Wanted& wanted, cli::Run& run) {
  if (wanted.truth.kind != MaskFormat::seg && wanted.masks.kind != MaskFormat::seg) return;
  const std::uint64_t lost = run.ledger("files", "used").rejected_count();
  if (lost == 0) return;
  run.warn(counted(lost, "file was", "files were") + " rejected: images count without the masks in " +
           (lost == 1 ? "it" : "them"));
}

// A file that was forgotten looks like an empty mask.
void note_images_without(const std::array<MaskSide, 2>& sides, cli::Run& run) {
  for (const Side side : {Side::truth, Side::predicted}) {
    const auto& of_image = sides[static_cast<std::size_t>(side)].of_image;
    const auto count = static_cast<std::uint64_t>(std::count_if(
        of_image.begin(), of_image.end(), [](const std::vector<MaskRecord>& records) { return records.empty(); }));
    if (count == 0) continue;
    run.note(counted(count, "image has", "images have") + (side == Side::truth ? " no true" : " no predicted") +
             " mask: an empty one");
  }
}

std::string basis(const Sample& sample, const stats::ImageDraws& draws, const stats::Evaluation& evaluation) {
  std::string text = counted(sample.images.size(), "image", "images");
  const bool patients = evaluation.unit == stats::Unit::patient;
  if (patients) text += " of " + counted(draws.units(), "patient", "patients");
  return text + "; " + counted(evaluation.resamples, "resample", "resamples") + " of " +
         (patients ? "patients" : "images") + ", seed " + std::to_string(evaluation.seed);
}

// The groups in the order of their names; the comparison numbers them as they came up.
void name_groups(const Classes& classes, const Wanted& wanted, Sample& sample) {
  if (!wanted.apart) {
    sample.groups = {"all"};
    return;
  }
  std::vector<std::vector<stats::MaskCounts>> counts;
  for (const auto& [name, number] : classes.by_name()) {
    sample.groups.push_back("class=" + name);
    counts.push_back(std::move(sample.counts[number]));
  }
  sample.counts = std::move(counts);
}

}  // namespace

void eval_masks(const Options& options, cli::Run& run) {
  Wanted wanted = parse_wanted(options);
  const study::ImageList images =
      lesion::read_images({options.images, options.not_judged == "keep", wanted.naming, options.normalize_id}, run);
  Classes classes;
  if (wanted.apart) {
    for (const std::string& name : wanted.classes) classes.number(name);
  }
  const std::array<MaskSide, 2> sides{read_side(Side::truth, options, images, wanted, classes, run),
                                      read_side(Side::predicted, options, images, wanted, classes, run)};
  lesion::warn_of_unlisted({{"truths", "evaluated"}, {"predictions", "evaluated"}}, run);
  warn_of_files(wanted, run);
  note_images_without(sides, run);
  if (wanted.apart && classes.by_name().empty()) throw base::Error("no mask has a class to tell apart");

  Sample sample;
  SegFilePool files;
  const Comparison comparison{images, sides, wanted.apart ? classes.by_name().size() : 1, wanted, files};
  Comparer(comparison, sample, run).run(options.threads);
  if (sample.images.empty()) throw base::Error("no image is left to evaluate");
  name_groups(classes, wanted, sample);
  std::vector<study::ListedImage> evaluated;
  for (const std::uint32_t number : sample.images) evaluated.push_back(images.images()[number]);
  wanted.evaluation.unit =
      lesion::drawn_unit(evaluated, wanted.any_unit ? std::nullopt : std::optional(wanted.evaluation.unit), run);
  run.record("unit", wanted.evaluation.unit == stats::Unit::study ? "image" : "patient");
  run.record("rule", wanted.rule);
  run.record_seed(wanted.evaluation.seed);

  const stats::ImageDraws draws(lesion::units_of(evaluated, wanted.evaluation.unit), wanted.evaluation.seed);
  lesion::warn_of_few(wanted.evaluation, draws.units(), run);
  if (!options.per_image.empty()) write_images(options.per_image, sample, images, wanted, run);
  const std::vector<stats::Metric> metrics = evaluate(sample, draws, wanted);
  if (options.summary) {
    write_summary(metrics, basis(sample, draws, wanted.evaluation), run);
    return;
  }
  write_table(metrics, sample, wanted, run);
  run.note(basis(sample, draws, wanted.evaluation));
}

}  // namespace cxrval::eval_masks
