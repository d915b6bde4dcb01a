// SPDX-License-Identifier: Apache-2.0
#include "pairs.hpp"

#include <optional>
#include <string>
#include <unordered_set>

namespace cxrval::bootstrap_f1 {
namespace {

enum class Label { normal, abnormal, unlabelled };

std::optional<Label> parse_label(std::string_view word) {
  if (word == "normal") return Label::normal;
  if (word == "abnormal") return Label::abnormal;
  if (word == "unlabelled") return Label::unlabelled;
  return std::nullopt;
}

struct Pair {
  std::string patient_id;
  std::string model;
  Label label;
  bool predicted;
};

class PairReader {
 public:
  PairReader(table::Reader& table, bool needs_patients)
      : table_(table),
        label_(table.require("label")),
        status_(table.require("abnormal_status")),
        patient_(needs_patients ? std::optional(table.require("patient_id")) : table.find("patient_id")),
        study_(table.find("study_uid")),
        model_(table.find("pipeline_hash")),
        needs_patients_(needs_patients) {}

  base::Result<Pair> parse(const table::Row& row) {
    const auto fails = [&](std::size_t column, const char* reason) {
      return base::fault(table_.place(row, column), reason);
    };
    const auto label = parse_label(row.cells[label_]);
    if (!label) return fails(label_, "label is not normal, abnormal or unlabelled");
    const std::string& status = row.cells[status_];
    if (*label != Label::unlabelled && status != "0" && status != "1") {
      return fails(status_, "abnormal_status is not 0 or 1");
    }
    const std::string patient = patient_ ? row.cells[*patient_] : "";
    if (needs_patients_ && patient.empty()) return fails(*patient_, "no patient_id; --unit study needs none");
    if (study_ && !row.cells[*study_].empty() && !seen_.insert(patient + '\n' + row.cells[*study_]).second) {
      return fails(*study_, "study seen before");
    }
    return Pair{patient, model_ ? row.cells[*model_] : "", *label, status == "1"};
  }

 private:
  table::Reader& table_;
  std::size_t label_;
  std::size_t status_;
  std::optional<std::size_t> patient_;
  std::optional<std::size_t> study_;
  std::optional<std::size_t> model_;
  bool needs_patients_;
  std::unordered_set<std::string> seen_;
};

}  // namespace

TallyByModel tally_pairs(table::Reader& pairs, bool needs_patients, cli::Run& run) {
  PairReader reader(pairs, needs_patients);
  cli::Ledger& ledger = run.ledger("pairs", "evaluated");
  TallyByModel tallies;
  table::Row row;
  while (true) {
    const auto more = pairs.next(row);
    if (more && !*more) return tallies;
    ledger.read();
    const auto pair = more ? reader.parse(row) : tl::unexpected(more.error());
    if (!pair) {
      run.reject("pairs", pair.error(), pairs.raw());
    } else if (pair->label == Label::unlabelled) {
      ledger.excluded("unlabelled");
    } else {
      tallies[pair->model].add(pair->patient_id, pair->label == Label::abnormal, pair->predicted);
      ledger.written();
    }
  }
}

}  // namespace cxrval::bootstrap_f1
