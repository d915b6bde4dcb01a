// SPDX-License-Identifier: Apache-2.0
#include "wanted.hpp"

#include "base/error.hpp"
#include "base/number.hpp"

#include <algorithm>
#include <filesystem>
#include <set>

namespace cxrval::compare_models {
namespace {

using base::UsageError;

constexpr std::uint64_t most_resamples = 10'000'000;
constexpr std::size_t most_classes = 200;

std::vector<NamedColumn> parse_columns(const std::vector<std::string>& given, const std::string& option) {
  std::vector<NamedColumn> columns;
  for (const std::string& text : given) {
    const std::size_t sign = text.find('=');
    if (sign == std::string::npos || sign == 0 || sign + 1 == text.size()) {
      throw UsageError(option + " needs NAME=COLUMN, such as new=pred_new");
    }
    columns.push_back({text.substr(0, sign), text.substr(sign + 1)});
    const auto same = [&](const NamedColumn& other) { return other.name == columns.back().name; };
    if (std::count_if(columns.begin(), columns.end(), same) > 1) {
      throw UsageError(option + ' ' + columns.back().name + " is given more than once; give each a name of its own");
    }
  }
  return columns;
}

std::vector<std::string> parse_classes(const Options& options) {
  std::vector<std::string> classes;
  std::string rest = options.order;
  while (!options.order.empty()) {
    const std::size_t comma = rest.find(',');
    classes.push_back(rest.substr(0, comma));
    if (classes.back().empty() || std::count(classes.begin(), classes.end(), classes.back()) > 1) {
      throw UsageError("--order needs different words with commas between, such as normal,mild,severe");
    }
    if (comma == std::string::npos) break;
    rest.erase(0, comma + 1);
  }
  if (options.ratings.empty() != classes.empty()) {
    throw UsageError("--rating and --order belong together: --order gives the classes from least to most");
  }
  if (classes.size() == 1 || classes.size() > most_classes) throw UsageError("--order needs 2 to 200 classes");
  return classes;
}

std::vector<std::string> table_names(const Options& options, const cli::Run& run) {
  std::vector<std::string> names = options.names;
  if (names.size() > options.tables.size()) throw UsageError("more names than tables; give --name once for each table");
  if (!names.empty() && names.size() < options.tables.size()) {
    throw UsageError("fewer names than tables; give --name once for each table, in their order");
  }
  if (names.empty()) {
    for (const std::string& path : options.tables) {
      if (run.shown(path) != path) {
        throw UsageError(
            "--redact-paths hides the files' names, which models get without --name; give --name for each");
      }
      names.push_back(path == "-" ? "stdin" : std::filesystem::path(path).stem().string());
    }
  }
  const std::set<std::string> different(names.begin(), names.end());
  if (different.size() < names.size() || different.contains("")) {
    throw UsageError("two models have one name; tell them apart with --name");
  }
  return names;
}

void parse_measures(const Options& options, Wanted& wanted) {
  if (options.measures.empty()) {
    wanted.measures = {stats::Measure::f1, stats::Measure::sensitivity, stats::Measure::specificity,
                       stats::Measure::accuracy};
    wanted.roc_auc = true;
  }
  for (const std::string& name : options.measures) {
    if (std::count(options.measures.begin(), options.measures.end(), name) > 1) {
      throw UsageError("--measure " + name + " is given more than once; give it once");
    }
    const auto measure = stats::parse_measure(name);
    if (name == "roc_auc") {
      wanted.roc_auc = wanted.roc_auc_needed = true;
    } else if (measure) {
      wanted.measures.push_back(*measure);
    } else {
      std::string known = " roc_auc";
      for (const stats::Measure each : stats::all_measures()) known += ' ' + std::string(stats::name(each));
      throw UsageError("--measure is one of" + known);
    }
  }
}

std::vector<McnemarTest> parse_tests(const Options& options) {
  std::vector<McnemarTest> tests;
  if (options.mcnemar.empty()) tests.push_back(McnemarTest::exact);
  for (const std::string& word : options.mcnemar) {
    const McnemarTest test = word == "exact"        ? McnemarTest::exact
                             : word == "mid-p"      ? McnemarTest::mid_p
                             : word == "chi-square" ? McnemarTest::chi_square
                                                    : McnemarTest::corrected;
    if (std::find(tests.begin(), tests.end(), test) == tests.end()) tests.push_back(test);
  }
  return tests;
}

void check_columns_alone(const Options& options, const Wanted& wanted) {
  if (options.tables.size() > 1) {
    throw UsageError("--model, --score and --rating name columns of one table; give one table");
  }
  if (!options.names.empty()) throw UsageError("--name belongs to several tables; leave it out");
  if (options.unpaired) throw UsageError("--unpaired needs two tables, one for each model; leave out the columns");
  std::set<std::string> models;
  for (const NamedColumn& model : wanted.models) models.insert(model.name);
  for (const NamedColumn& model : wanted.scores) models.insert(model.name);
  for (const NamedColumn& reader : wanted.ratings) {
    if (models.contains(reader.name)) {
      throw UsageError("a model and a reader have one name, " + reader.name + "; give each a name of its own");
    }
  }
  if (models.size() < 2 && wanted.ratings.size() < 2) {
    throw UsageError("nothing to compare; name two models (--model, --score) or two readers (--rating)");
  }
}

// Whether some model has predictions of its own or by the threshold, and the threshold something to cut.
void check_predictions(const Options& options, const Wanted& wanted) {
  const auto has_predictions = [&](const NamedColumn& score) {
    return std::any_of(wanted.models.begin(), wanted.models.end(),
                       [&](const NamedColumn& model) { return model.name == score.name; });
  };
  const bool all_have = std::all_of(wanted.scores.begin(), wanted.scores.end(), has_predictions);
  if (wanted.one_table() && wanted.threshold && all_have) {
    throw UsageError("--threshold cuts the scores of models without --model, and there are none; leave it out");
  }
  const bool predictions =
      wanted.one_table() ? !wanted.models.empty() || wanted.threshold : !wanted.measures.empty() && !options.unpaired;
  if (predictions) return;
  if (!options.mcnemar.empty()) throw UsageError("--mcnemar tests predictions, and none are compared; leave it out");
  if (!wanted.one_table() && wanted.threshold) {
    throw UsageError("--threshold makes predictions, and none are compared; leave it out");
  }
  if (wanted.one_table() && !options.measures.empty() && !wanted.measures.empty()) {
    throw UsageError("--measure " + std::string(stats::name(wanted.measures.front())) +
                     " is of predictions; name them with --model, or cut scores with --threshold");
  }
}

void check_several(const Options& options) {
  if (options.tables.size() < 2) {
    throw UsageError(
        "one table alone; give one table for each model, or name columns with --model, --score or --rating");
  }
  if (options.unpaired && options.tables.size() != 2) throw UsageError("--unpaired compares two tables");
  if (std::count(options.tables.begin(), options.tables.end(), "-") > 1) {
    throw UsageError("only one input can be standard input");
  }
}

}  // namespace

Wanted parse_wanted(const Options& options, const cli::Run& run) {
  Wanted wanted;
  wanted.models = parse_columns(options.models, "--model");
  wanted.scores = parse_columns(options.scores, "--score");
  wanted.ratings = parse_columns(options.ratings, "--rating");
  wanted.classes = parse_classes(options);
  if (wanted.models.empty() && wanted.scores.empty() && wanted.ratings.empty()) {
    check_several(options);
    wanted.names = table_names(options, run);
  } else {
    check_columns_alone(options, wanted);
  }
  if (!options.threshold.empty()) {
    wanted.threshold = base::parse_real(options.threshold);
    if (!wanted.threshold) throw UsageError("--threshold needs a number, such as 0.5");
    if (!wanted.one_table() && options.unpaired) throw UsageError("--unpaired compares scores; leave out --threshold");
    if (wanted.one_table() && wanted.scores.empty())
      throw UsageError("--threshold cuts scores; name them with --score");
  }
  parse_measures(options, wanted);
  if (wanted.roc_auc_needed && wanted.one_table() && wanted.scores.size() < 2) {
    throw UsageError("--measure roc_auc needs the scores of two models; name them with --score");
  }
  if (options.unpaired && !options.measures.empty() && (!wanted.roc_auc || !wanted.measures.empty())) {
    throw UsageError("--unpaired compares roc_auc alone; leave out --measure");
  }
  check_predictions(options, wanted);
  if (options.resamples < 1 || options.resamples > most_resamples) {
    throw UsageError("--resamples needs a number from 1 to 10000000");
  }
  if (!(options.level > 0 && options.level < 1)) {
    throw UsageError("--level needs a number between 0 and 1, such as 0.95");
  }
  wanted.mcnemar = parse_tests(options);
  wanted.unit = options.unit;
  wanted.unpaired = options.unpaired;
  wanted.resamples = options.resamples;
  wanted.seed = options.seed;
  wanted.level = options.level;
  wanted.threads = options.threads;
  wanted.normalize_id = options.normalize_id;
  return wanted;
}

}  // namespace cxrval::compare_models
