// SPDX-License-Identifier: Apache-2.0
#include "wanted.hpp"

#include "base/error.hpp"
#include "base/number.hpp"
#include "cli/data_path.hpp"
#include "lesion/resampling.hpp"

#include <algorithm>
#include <set>

namespace cxrval::eval_classes {
namespace {

using base::UsageError;

std::vector<std::string> split(const std::string& text) {
  std::vector<std::string> parts;
  std::size_t begin = 0;
  while (true) {
    const std::size_t end = text.find(',', begin);
    parts.push_back(text.substr(begin, end - begin));
    if (end == std::string::npos) return parts;
    begin = end + 1;
  }
}

void parse_scores(const Options& options, Wanted& wanted) {
  std::set<std::string> names;
  for (const std::string& text : options.scores) {
    const std::size_t sign = text.find('=');
    if (sign == std::string::npos || sign == 0 || sign + 1 == text.size()) {
      throw UsageError("--score needs CLASS=COLUMN, such as covid=p_covid");
    }
    wanted.scores.emplace_back(text.substr(0, sign), text.substr(sign + 1));
    if (!names.insert(wanted.scores.back().first).second) {
      throw UsageError("two --score of one class; give each class one");
    }
  }
}

void find_classes(const Options& options, Wanted& wanted, cli::Run& run) {
  if (!options.protocol.empty()) {
    if (!options.classes.empty()) throw UsageError("--protocol names the classes; leave out --classes");
    wanted.protocol = read_protocol(run.open_table("--protocol", cli::protocol_path(options.protocol)));
    wanted.groups = wanted.protocol->groups;
  } else if (!options.classes.empty()) {
    wanted.protocol = plain_protocol(split(options.classes));
  } else if (!wanted.scores.empty()) {
    std::vector<std::string> classes;
    for (const auto& [name, column] : wanted.scores) classes.push_back(name);
    wanted.protocol = plain_protocol(classes);
  }
  if (!wanted.protocol && (options.multi_label || !options.score_prefix.empty())) {
    throw UsageError("which classes there are is not known; name them with --classes or --protocol");
  }
  if (wanted.protocol && wanted.protocol->classes.size() < 2 && !options.multi_label) {
    throw UsageError("one class alone cannot be told from others; name two or more");
  }
  for (const std::string& group : options.groups) {
    if (std::count(wanted.groups.begin(), wanted.groups.end(), group) > 0) {
      throw UsageError("a column of --group is given twice (the protocol has its own); give each once");
    }
    wanted.groups.push_back(group);
  }
}

// The score columns by prefix, in the order of words that the model uses.
void find_prefixed(const Options& options, Wanted& wanted) {
  if (options.score_prefix.empty()) return;
  if (!wanted.scores.empty()) throw UsageError("--score and --score-prefix are given; give one of them");
  wanted.scores_by_prefix = true;
  for (const auto& [word, number] : wanted.protocol->prediction) {
    if (number) wanted.scores.emplace_back(word, options.score_prefix + word);
  }
}

void check_labels(const Options& options, Wanted& wanted) {
  if (!options.threshold.empty()) {
    wanted.threshold = base::parse_real(options.threshold);
    if (!wanted.threshold) throw UsageError("--threshold needs a number, such as 0.5");
  }
  const bool scores = !wanted.scores.empty();
  if (options.multi_label) {
    if (!options.prediction.empty()) {
      throw UsageError("--prediction names one class a study; with --multi-label give --prediction-prefix");
    }
    if (options.prediction_prefix.empty() && !scores) {
      throw UsageError("nothing to evaluate; name predictions with --prediction-prefix, or scores");
    }
    if (wanted.threshold && (!scores || !options.prediction_prefix.empty())) {
      throw UsageError("--threshold makes predictions of scores, where none are given; leave it out");
    }
    if (!options.confusion.empty()) {
      throw UsageError("--confusion is of studies of one class each; leave it out with --multi-label");
    }
    return;
  }
  if (wanted.threshold)
    throw UsageError("--threshold belongs to --multi-label; of single labels the highest score wins");
  if (!options.prediction_prefix.empty()) throw UsageError("--prediction-prefix belongs to --multi-label");
  if (options.prediction.empty() && !scores) {
    throw UsageError("nothing to evaluate; name the predicted class with --prediction, or scores");
  }
  if (options.ties.given && (!options.prediction.empty() || !scores)) {
    throw UsageError("--ties is of scores that make the prediction; leave it out");
  }
}

// Options that would do nothing.
void check_companions(const Options& options, const Wanted& wanted, const cli::Run& run) {
  if (options.multi_label) {
    if (options.truth.given) {
      throw UsageError("--truth names one class a study; with --multi-label give --truth-prefix");
    }
    if (!options.measures.empty() && options.prediction_prefix.empty() && !wanted.threshold) {
      throw UsageError("--measure is of predictions; make them by --threshold, or name them with --prediction-prefix");
    }
    if (options.ties.given)
      throw UsageError("--ties is of classes of which one holds; leave it out with --multi-label");
  } else if (options.truth_prefix.given) {
    throw UsageError("--truth-prefix belongs to --multi-label");
  }
  if (options.summary && options.confusion.empty() && run.format() != table::Format::csv) {
    throw UsageError("--format is of tables, and --summary writes none; leave it out");
  }
  if (options.truth_table.empty() && options.key.given) throw UsageError("--key belongs to --truth-table");
}

void parse_measures(const Options& options, Wanted& wanted) {
  using enum stats::Measure;
  wanted.evaluation.measures = {sensitivity, specificity, ppv, npv, f1, accuracy};
  if (!options.measures.empty()) wanted.evaluation.measures.clear();
  for (const std::string& text : options.measures) {
    const auto measure = stats::parse_measure(text);
    if (!measure || *measure == kappa || *measure == mcc) {
      std::string known;
      for (const stats::Measure each : stats::all_measures()) {
        if (each != kappa && each != mcc) known += ' ' + std::string(stats::name(each));
      }
      throw UsageError("--measure is one of" + known + " (accuracy of all, kappa and mcc are always given)");
    }
    std::vector<stats::Measure>& all = wanted.evaluation.measures;
    if (std::count(all.begin(), all.end(), *measure) > 0) throw UsageError("a --measure is given twice; give it once");
    all.push_back(*measure);
  }
  if (!options.specificities.empty() && wanted.scores.empty()) {
    throw UsageError("--specificity is of scores; name them with --score or --score-prefix");
  }
  if (wanted.scores.empty()) return;
  std::vector<stats::ScoreMeasure>& measures = wanted.evaluation.score_measures;
  measures.push_back({stats::ScoreKind::roc_auc, ""});
  const std::vector<std::string> usual{"0.99", "0.9"};
  for (const std::string& text : options.specificities.empty() ? usual : options.specificities) {
    const auto measure = stats::parse_score_measure("sensitivity_at_specificity@" + text);
    if (!measure) throw UsageError("--specificity needs a share from 0 to 1, such as 0.99");
    if (std::count(measures.begin(), measures.end(), *measure) > 0) {
      throw UsageError("a --specificity is given twice; give it once");
    }
    measures.push_back(*measure);
  }
}

void parse_evaluation(const Options& options, Wanted& wanted) {
  wanted.evaluation = lesion::parse_evaluation(options);
  if (options.ddof.value < 0 || options.ddof.value > 1) throw UsageError("--ddof is 0 or 1");
  if (options.fold.empty() && options.ddof.given) throw UsageError("--ddof is of folds; name their column with --fold");
  for (const Kind kind : {Kind::image, Kind::study, Kind::patient}) {
    if (options.unit == singular(kind)) wanted.unit = kind;
  }
  wanted.reject_ties = options.ties.value == "reject";
}

}  // namespace

Wanted parse_wanted(const Options& options, cli::Run& run) {
  Wanted wanted;
  parse_scores(options, wanted);
  find_classes(options, wanted, run);
  find_prefixed(options, wanted);
  check_labels(options, wanted);
  check_companions(options, wanted, run);
  parse_evaluation(options, wanted);
  parse_measures(options, wanted);
  return wanted;
}

}  // namespace cxrval::eval_classes
