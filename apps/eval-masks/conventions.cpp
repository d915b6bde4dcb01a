// SPDX-License-Identifier: Apache-2.0
#include "conventions.hpp"

#include "base/error.hpp"
#include "cli/data_path.hpp"
#include "wanted.hpp"

#include <algorithm>
#include <filesystem>
#include <stdexcept>

namespace cxrval::eval_masks {
namespace {

// A name without a folder and an ending is one of data/protocols.
std::string path_of(const std::string& protocol) {
  const bool name = protocol.find_first_of("/.") == std::string::npos && protocol != "-";
  if (!name) return protocol;
  const std::filesystem::path path = std::filesystem::path(cli::data_path("protocols")) / (protocol + ".csv");
  if (std::filesystem::exists(path)) return path.string();
  throw base::Error({path.string()},
                    "data/protocols has no protocol of this name; of a file give the path, such as "
                    "./own.csv");
}

std::set<std::string> parse_classes(const std::string& text) {
  std::set<std::string> classes;
  for (std::size_t begin = 0; !text.empty() && begin <= text.size();) {
    const std::size_t end = std::min(text.find(',', begin), text.size());
    classes.insert(text.substr(begin, end - begin));
    begin = end + 1;
  }
  if (classes.contains("")) throw base::UsageError("--classes needs names with commas between");
  if (classes.size() > most_classes) throw base::UsageError("--classes names more than 200 classes");
  return classes;
}

class Lines {
 public:
  Lines(table::Reader& table, Options& options)
      : table_(table),
        kind_(table.require("kind")),
        name_(table.require("name")),
        value_(table.require("value")),
        options_(options),
        given_(options) {}

  void add(const table::Row& row, KeptClasses& classes) {
    const std::string& kind = row.cells[kind_];
    const std::string& name = row.cells[name_];
    if (name.empty()) fail(row, name_, "an empty name");
    if (kind == "option") return set(row, name, row.cells[value_]);
    const bool truth = kind == "truth" || kind == "both";
    const bool prediction = kind == "prediction" || kind == "both";
    if (!truth && !prediction) fail(row, kind_, "no kind of line; kinds are option, truth, prediction and both");
    if (!row.cells[value_].empty()) fail(row, value_, "a class has no value; leave the cell empty");
    if (truth) keep(row, name, classes.truth);
    if (prediction) keep(row, name, classes.masks);
  }

 private:
  [[noreturn]] void fail(const table::Row& row, std::size_t column, const char* reason) const {
    throw base::Error(table_.place(row, column), reason);
  }

  void set(const table::Row& row, const std::string& name, const std::string& value) {
    const auto found = std::find_if(conventions().begin(), conventions().end(),
                                    [&](const Convention& each) { return each.name == name; });
    if (found == conventions().end()) fail(row, name_, "no option that a protocol may set");
    if (!names_.insert(name).second) fail(row, name_, "an option twice");
    const bool known = found->words.empty() ? parse_size(value).has_value()
                                            : std::count(found->words.begin(), found->words.end(), value) > 0;
    if (!known) fail(row, value_, "no value of this option");
    if ((given_.*found->value).empty()) options_.*found->value = value;
  }

  void keep(const table::Row& row, const std::string& name, std::set<std::string>& classes) const {
    if (!classes.insert(name).second) fail(row, name_, "a class twice");
    if (classes.size() > most_classes) fail(row, name_, "more than 200 classes");
  }

  table::Reader& table_;
  std::size_t kind_;
  std::size_t name_;
  std::size_t value_;
  Options& options_;
  const Options given_;
  std::set<std::string> names_;
};

KeptClasses read_protocol(Options& options, cli::Run& run) {
  table::Reader& table = run.open_table("--protocol", path_of(options.protocol));
  Lines lines(table, options);
  KeptClasses classes;
  table::Row row;
  while (true) {
    const auto more = table.next(row);
    if (!more) throw base::Error(more.error().place, more.error().reason);
    if (!*more) return classes;
    lines.add(row, classes);
  }
}

}  // namespace

const std::vector<Convention>& conventions() {
  static const std::vector<Convention> all{
      {"only-images", &Options::only_images, {"all", "with-truth", "truth-alone"}},
      {"class-rule", &Options::class_rule, {"union", "apart"}},
      {"size", &Options::size, {}},
      {"resize", &Options::resize, {"none", "nearest"}},
      {"box-pixels", &Options::box_pixels, {"centre", "touched", "resized"}},
      {"both-empty", &Options::both_empty, {"undefined", "one", "zero"}},
      {"empty-truth", &Options::empty_truth, {"zero", "undefined"}},
      {"empty-prediction", &Options::empty_prediction, {"zero", "undefined"}},
  };
  return all;
}

const std::vector<std::string>& words_of(std::string_view convention) {
  for (const Convention& each : conventions()) {
    if (each.name == convention) return each.words;
  }
  throw std::logic_error("eval-masks: convention");
}

KeptClasses read_conventions(Options& options, cli::Run& run) {
  KeptClasses classes;
  if (!options.protocol.empty()) classes = read_protocol(options, run);
  if (!options.classes.empty()) classes.truth = classes.masks = parse_classes(options.classes);
  for (const Convention& each : conventions()) {
    if ((options.*each.value).empty() && !each.words.empty()) options.*each.value = each.words.front();
  }
  return classes;
}

}  // namespace cxrval::eval_masks
