// SPDX-License-Identifier: Apache-2.0
#include "base/error.hpp"
#include "base/number.hpp"
#include "composition.hpp"
#include "example.hpp"
#include "pictures.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace cxrval::validation_report {
namespace {

using report::Markup;

constexpr int most_examples = 50;

// Cells of the pairs table by name, empty where the table has no such column.
class Cells {
 public:
  Cells(const table::Reader& reader, const table::Row& row) : reader_(reader), row_(row) {}
  std::string operator()(std::string_view column) const {
    const auto at = reader_.find(column);
    return at ? row_.cells[*at] : std::string();
  }

 private:
  const table::Reader& reader_;
  const table::Row& row_;
};

// The examples of one kind of error, the clearest first: by probability, then by line.
class Kind {
 public:
  Kind(std::string label, bool is_abnormal) : label_(std::move(label)), is_abnormal_(is_abnormal) {}

  bool has(const Example& example) const { return example.label == label_ && example.is_abnormal == is_abnormal_; }
  void add(Example example, std::size_t most) {
    const auto later = [this](const Example& a, const Example& b) { return is_before(a, b); };
    examples_.insert(std::upper_bound(examples_.begin(), examples_.end(), example, later), std::move(example));
    if (examples_.size() > most) examples_.pop_back();
  }
  std::vector<Example>& examples() { return examples_; }

 private:
  bool is_before(const Example& a, const Example& b) const {
    const double missing = is_abnormal_ ? -1 : 2;
    const double left = a.probability.value_or(missing);
    const double right = b.probability.value_or(missing);
    if (left == right) return a.line < b.line;
    return is_abnormal_ ? left > right : left < right;
  }

  std::string label_;
  bool is_abnormal_;
  std::vector<Example> examples_;
};

std::string regions(const Composition& at, const Cells& cells) {
  const std::array<std::pair<const char*, const char*>, 4> names{
      {{"region_chest_wall", at.say("chest wall", "thành ngực")},
       {"region_pleura", at.say("pleura", "màng phổi")},
       {"region_lung", at.say("lung", "phổi")},
       {"region_mediastinum", at.say("mediastinum", "trung thất")}}};
  std::string found;
  for (const auto& [column, name] : names) {
    if (cells(column) == "abnormal") found += (found.empty() ? "" : ", ") + std::string(name);
  }
  return found;
}

std::string report_key(const Cells& cells) {
  std::string key;
  for (const char* column : {"facility_id", "session_id", "patient_id", "service_id", "report_time"})
    key += cells(column) + '\x1f';
  return key;
}

std::optional<bool> is_abnormal(std::optional<double> threshold, std::string_view status,
                                std::optional<double> probability) {
  if (threshold) return probability ? std::optional(*probability >= *threshold) : std::nullopt;
  if (status != "0" && status != "1") return std::nullopt;
  return status == "1";
}

Example read_example(const Composition& at, const table::Reader& reader, const table::Row& row) {
  const Cells cells(reader, row);
  Example example;
  example.line = row.line;
  example.label = cells("label");
  example.probability = base::parse_real(cells("probability"));
  example.is_abnormal = is_abnormal(at.material.threshold, cells("abnormal_status"), example.probability);
  example.lag_minutes = cells("lag_minutes");
  example.flags = cells("flags");
  example.label_warnings = cells("label_warnings");
  example.abnormal_regions = regions(at, cells);
  example.patient_id = cells("patient_id");
  example.facility_id = cells("facility_id");
  example.study_uid = cells("study_uid");
  example.report_key = report_key(cells);
  return example;
}

void read_pairs(const Composition& at, std::array<Kind, 2>& kinds) {
  table::Reader& reader = at.run.open_table("pairs", at.options.pairs);
  for (const char* column : {"study_uid", "label"}) reader.require(column);
  reader.require(at.material.threshold ? "probability" : "abnormal_status");
  table::Row row;
  while (next_row(reader, row)) {
    Example example = read_example(at, reader, row);
    for (Kind& kind : kinds) {
      if (kind.has(example)) kind.add(std::move(example), static_cast<std::size_t>(at.options.examples));
    }
  }
}

void add_texts(const Composition& at, std::array<Kind, 2>& kinds) {
  if (at.options.report_texts.empty()) return;
  table::Reader& reader = at.run.open_table("report-texts", at.options.report_texts);
  for (const char* column : {"session_id", "report_time", "description"}) reader.require(column);
  table::Row row;
  while (next_row(reader, row)) {
    const Cells cells(reader, row);
    const std::string key = report_key(cells);
    for (Kind& kind : kinds) {
      for (Example& example : kind.examples()) {
        if (example.report_key == key) example.text = cells("description") + '\n' + cells("conclusion");
      }
    }
  }
}

// Words parted by semicolons, each as a reader knows it.
template <class Name>
Markup listed(std::string_view words, Name name) {
  std::string list;
  while (!words.empty()) {
    const std::size_t end = std::min(words.find(';'), words.size());
    list += (list.empty() ? "" : "; ") + name(words.substr(0, end));
    words.remove_prefix(std::min(end + 1, words.size()));
  }
  return Markup::given(list);
}

report::PageTable table_of(const Composition& at, const std::vector<Example>& examples) {
  const Language& say = at.say;
  report::PageTable table;
  table.columns = {say("No.", "STT"),
                   say("Line", "Dòng"),
                   say("Probability", "Xác suất"),
                   say("Lag (min)", "Trễ (phút)"),
                   say("Abnormal regions", "Vùng bất thường"),
                   say("Label warnings", "Cảnh báo nhãn"),
                   say("Flags", "Cờ")};
  table.numeric = {true, true, true, true, false, false, false};
  const auto& pseudonyms = at.run.pseudonyms();
  if (pseudonyms) table.columns.emplace_back(say("Study's pseudonym", "Mã giả của ca chụp"));
  std::size_t number = 0;
  for (const Example& example : examples) {
    std::vector<Markup> cells{say.count(++number),
                              std::to_string(example.line),
                              say.number(example.probability),
                              Markup::given(example.lag_minutes),
                              Markup::given(example.abnormal_regions),
                              listed(example.label_warnings, [&](std::string_view word) { return say.warning(word); }),
                              listed(example.flags, [&](std::string_view word) { return say.flag(word); })};
    if (pseudonyms) cells.push_back(Markup::code(pseudonyms->key.uid(example.study_uid)));
    table.rows.push_back(std::move(cells));
  }
  return table;
}

void write_texts(const Composition& at, const std::vector<Example>& examples) {
  std::size_t number = 0;
  for (const Example& example : examples) {
    ++number;
    if (example.text.empty()) continue;
    at.page.subsection(
        report::fill(at.say("Report of example {0}", "Phiếu kết quả của ví dụ {0}"), {at.say.count(number)}));
    std::vector<Markup> lines;
    std::string_view rest = example.text;
    while (!rest.empty()) {
      const std::size_t end = std::min(rest.find('\n'), rest.size());
      if (end > 0) lines.push_back(Markup::given(rest.substr(0, end)));
      rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    at.page.quotation(lines);
  }
}

void check_options(const Composition& at) {
  const Options& options = at.options;
  if (options.examples < 0 || options.examples > most_examples)
    throw base::UsageError("--examples needs a number from 0 to 50");
  if (options.images.empty() != options.results.empty())
    throw base::UsageError("--images and --results belong together: the table says where a study's images are");
  if (!options.boxes.empty() && options.images.empty())
    throw base::UsageError("--boxes are drawn on images; give --images and --results too");
  if (at.run.pseudonyms() && !(options.images.empty() && options.report_texts.empty()))
    throw base::UsageError("--images and --report-texts show patients' data; not with --pseudonymize");
  if (options.pairs.empty() && !(options.images.empty() && options.report_texts.empty()))
    throw base::UsageError("--images and --report-texts are of examples; give --pairs too");
}

}  // namespace

void write_examples(const Composition& at) {
  const Language& say = at.say;
  check_options(at);
  if (at.options.examples == 0) return;
  at.page.section("examples", say("Examples of errors", "Ví dụ về lỗi"));
  if (at.options.pairs.empty()) {
    at.missing("--pairs", "match -o pairs.csv");
    return;
  }
  at.page.paragraph(
      say("The clearest errors first. The line is that of the pairs table, by which the hospital finds the study.",
          "Các lỗi rõ nhất đứng trước. “Dòng” là số dòng trong bảng cặp ghép, để bệnh viện tra lại ca chụp."));
  if (at.options.images.empty() && at.options.report_texts.empty()) {
    at.page.paragraph(say("Each row is of one patient, whom the page does not name.",
                          "Mỗi hàng là của một bệnh nhân; trang này không nêu tên bệnh nhân nào."));
  } else {
    at.page.remark(
        say("This page holds data of patients: reports or images of the examples, in which names may stand. "
            "It is for those only who may see these.",
            "Trang này chứa dữ liệu bệnh nhân: phiếu kết quả hoặc ảnh của các ví dụ, trong đó có thể có tên. "
            "Chỉ dành cho người được phép xem các dữ liệu này."));
  }
  std::array kinds{Kind("normal", true), Kind("abnormal", false)};
  if (at.material.threshold) {
    at.page.paragraph(report::fill(
        say("As in the measures, the AI's answer is abnormal from a probability of {0} on, whatever the pipeline said.",
            "Như trong các chỉ số, AI được coi là bất thường khi xác suất từ {0} trở lên, bất kể kết luận của chuỗi mô "
            "hình."),
        {Markup::given(at.threshold())}));
  }
  read_pairs(at, kinds);
  add_texts(at, kinds);
  std::vector<Example*> examples;
  for (Kind& kind : kinds) {
    for (Example& example : kind.examples()) examples.push_back(&example);
  }
  add_images(at, examples);
  const std::array titles{
      say("False positives: AI abnormal, report normal", "Dương tính giả: AI bất thường, phiếu bình thường"),
      say("False negatives: AI normal, report abnormal", "Âm tính giả: AI bình thường, phiếu bất thường")};
  for (std::size_t i = 0; i < kinds.size(); ++i) {
    const std::vector<Example>& of_kind = kinds[i].examples();
    report::PageTable table = table_of(at, of_kind);
    table.caption = titles[i];
    if (of_kind.empty()) table.caption += Markup(" – ") + Markup(say("none", "không có"));
    at.page.table(table);
    write_pictures(at, of_kind);
    write_texts(at, of_kind);
  }
}

}  // namespace cxrval::validation_report
