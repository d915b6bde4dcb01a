// SPDX-License-Identifier: Apache-2.0
#include "lesion/resampling.hpp"

#include "base/error.hpp"
#include "base/number.hpp"

#include <algorithm>
#include <numeric>

namespace cxrval::lesion {
namespace {

using base::UsageError;

constexpr std::uint64_t most_resamples = 10'000'000;
constexpr std::uint64_t most_values = 200'000'000;  // of 8 bytes
constexpr double resamples_outside = 20;            // so many, both tails together, should lie outside the limits

}  // namespace

stats::Evaluation parse_evaluation(const ResamplingOptions& options) {
  if (options.resamples < 1 || options.resamples > most_resamples) {
    throw UsageError("--resamples needs a number from 1 to 10000000");
  }
  if (!(options.level > 0 && options.level < 1)) {
    throw UsageError("--level needs a number between 0 and 1, such as 0.95");
  }
  stats::Evaluation evaluation;
  evaluation.intervals.clear();
  for (const std::string& text : options.intervals) {
    const stats::IntervalMethod method = stats::parse_interval_method(text).value();
    if (std::count(evaluation.intervals.begin(), evaluation.intervals.end(), method) > 0) {
      throw UsageError("--interval is given twice for one kind; give it once");
    }
    evaluation.intervals.push_back(method);
  }
  if (evaluation.intervals.empty()) evaluation.intervals = {stats::IntervalMethod::percentile};
  evaluation.resamples = options.resamples;
  evaluation.seed = options.seed;
  evaluation.level = options.level;
  evaluation.threads = options.threads;
  evaluation.unit = options.unit == "patient" ? stats::Unit::patient : stats::Unit::study;
  return evaluation;
}

stats::Unit drawn_unit(const std::vector<study::ListedImage>& images, std::optional<stats::Unit> asked, cli::Run& run) {
  const std::vector<std::uint32_t> patients = study::patient_numbers(images);
  const bool repeat = *std::max_element(patients.begin(), patients.end()) + std::size_t{1} < images.size();
  if (!asked) return repeat ? stats::Unit::patient : stats::Unit::study;
  if (*asked == stats::Unit::patient) {
    const bool unknown = std::any_of(images.begin(), images.end(),
                                     [](const study::ListedImage& image) { return image.patient.empty(); });
    if (unknown) throw base::Error("an image has no patient_id; give it in --images, or say --unit image");
  } else if (repeat) {
    run.warn("patients have several images, which are not independent: intervals of images are too narrow; see --unit");
  }
  return *asked;
}

std::vector<std::uint32_t> units_of(const std::vector<study::ListedImage>& images, stats::Unit unit) {
  if (unit == stats::Unit::patient) return study::patient_numbers(images);
  std::vector<std::uint32_t> units(images.size());
  std::iota(units.begin(), units.end(), 0U);
  return units;
}

void warn_of_few(const stats::Evaluation& evaluation, std::size_t units, cli::Run& run, const std::string& of_what) {
  constexpr double rounding = 1e-9;  // 1 - 0.9 is a little less than 0.1
  if (static_cast<double>(evaluation.resamples) * (1 - evaluation.level) < resamples_outside * (1 - rounding)) {
    run.warn(counted(evaluation.resamples, "resample is", "resamples are") + " few for limits at level " +
             base::format_real(evaluation.level));
  }
  if (units < stats::few_patients) {
    const bool patients = evaluation.unit == stats::Unit::patient;
    run.warn("only " + (patients ? counted(units, "patient", "patients") : counted(units, "image", "images")) +
             of_what + ": percentile intervals of so few are too narrow");
  }
}

void check_resampled(std::size_t measures, const stats::Evaluation& evaluation, const std::string& advice) {
  if (measures <= most_values / evaluation.resamples) return;
  throw base::Error(counted(measures, "measure", "measures") + " in " +
                    counted(evaluation.resamples, "resample", "resamples") + " are more than 200000000 numbers; " +
                    advice);
}

std::string counted(std::uint64_t count, const std::string& one, const std::string& many) {
  return std::to_string(count) + ' ' + (count == 1 ? one : many);
}

}  // namespace cxrval::lesion
