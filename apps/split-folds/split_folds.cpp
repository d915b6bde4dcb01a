// SPDX-License-Identifier: Apache-2.0
#include "split_folds.hpp"

#include "base/error.hpp"
#include "base/number.hpp"
#include "plan.hpp"
#include "stats/folds.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <stdexcept>
#include <utility>

namespace cxrval::split_folds {
namespace {

constexpr std::size_t most_strata = 1000;
constexpr std::uint64_t test_stream = 0;  // of the seed's draws
constexpr std::uint64_t fold_stream = 1;

struct Patient {
  std::map<std::string, std::uint64_t> strata;  // rows by stratum
  bool test = false;
  std::size_t fold = 0;  // from 1; 0 is none
};

struct Record {
  std::vector<std::string> cells;
  std::string patient;  // with the facility, where there is one
  std::string stratum;
};

struct Table {
  std::vector<std::string> columns;
  std::vector<Record> records;
  std::map<std::string, Patient> patients;  // in the order of ids, whatever that of the rows
  std::set<std::string> strata;
};

Table read(const Options& options, cli::Run& run) {
  table::Reader& table = run.open_table("TABLE", options.table);
  Table found;
  found.columns = table.columns();
  const std::size_t patient = table.require(options.patient);
  const auto facility = table.find("facility_id");
  std::optional<std::size_t> stratum;
  if (!options.stratify.empty()) stratum = table.require(options.stratify);
  for (const char* added : {"set", "fold"}) {
    if (table.find(added)) {
      throw base::Error({table.name(), 1},
                        std::string("the table has a column ") + added + " already; rename or drop it first");
    }
  }
  cli::Ledger& ledger = run.ledger("rows");
  table::Row row;
  while (true) {
    const auto more = table.next(row);
    if (more && !*more) break;
    ledger.read();
    if (!more) {
      run.reject("rows", more.error(), table.raw());
      continue;
    }
    Record record{row.cells, options.normalize_id.apply(row.cells[patient]), stratum ? row.cells[*stratum] : ""};
    if (!record.patient.empty() && facility) {
      record.patient = std::to_string(row.cells[*facility].size()) + ':' + row.cells[*facility] + record.patient;
    }
    if (record.patient.empty()) {
      run.reject("rows", {table.place(row, patient), "the patient's id is empty"}, table.raw());
      continue;
    }
    ++found.patients[record.patient].strata[record.stratum];
    found.strata.insert(record.stratum);
    if (found.strata.size() > most_strata) {
      throw base::Error("--stratify has more than 1000 values; stratify by a column of few");
    }
    found.records.push_back(std::move(record));
  }
  if (found.records.empty()) throw base::Error("no row is left to split: " + ledger.summary());
  return found;
}

std::vector<stats::PatientRows> rows_of(const std::vector<const Patient*>& patients, const Table& table) {
  std::vector<stats::PatientRows> rows;
  for (const Patient* patient : patients) {
    stats::PatientRows of_patient;
    for (const std::string& stratum : table.strata) {
      const auto found = patient->strata.find(stratum);
      of_patient.strata.push_back(found == patient->strata.end() ? 0 : found->second);
    }
    rows.push_back(std::move(of_patient));
  }
  return rows;
}

void assign(Table& table, const Plan& plan, std::uint64_t seed) {
  std::vector<Patient*> rest;
  for (auto& [id, patient] : table.patients) rest.push_back(&patient);
  if (plan.test) {
    const stats::Fraction left{plan.test->whole - plan.test->part, plan.test->whole};
    const std::vector<stats::Fraction> shares{*plan.test, left};
    const auto parts = stats::part_patients(rows_of({rest.begin(), rest.end()}, table), shares, seed, test_stream);
    for (std::size_t i = 0; i < rest.size(); ++i) rest[i]->test = parts[i] == 0;
    std::erase_if(rest, [](const Patient* patient) { return patient->test; });
  }
  const auto parts = stats::part_patients(rows_of({rest.begin(), rest.end()}, table), plan.parts, seed, fold_stream);
  for (std::size_t i = 0; i < rest.size(); ++i) rest[i]->fold = parts[i] < plan.folds ? parts[i] + 1 : 0;
}

void check_no_part_is_empty(const Table& table, const Plan& plan) {
  std::set<std::size_t> folds;
  bool test = false;
  for (const auto& [id, patient] : table.patients) {
    folds.insert(patient.fold);
    test = test || patient.test;
  }
  folds.erase(0);
  if (folds.size() == plan.folds && (test || !plan.test)) return;
  throw base::Error("a part would have no patient; ask for fewer folds or larger shares");
}

std::string fold_text(const Patient& patient) {
  return patient.fold == 0 ? "" : std::to_string(patient.fold);
}

std::string part_text(const Patient& patient) {
  if (patient.test) return "test";
  return patient.fold == 0 ? "no fold" : "fold " + std::to_string(patient.fold);
}

// A study or an image whose rows name different patients may stand in two parts, though no patient does.
class LeakCheck {
 public:
  LeakCheck(std::string name, std::size_t column) : name_(std::move(name)), column_(column) {}

  void add(const Record& record, const std::string& part) {
    const std::string& id = record.cells[column_];
    if (id.empty()) return;
    const auto [known, fresh] = part_of_.emplace(id, part);
    if (!fresh && known->second != part) leaks_.insert(id);
  }

  void warn(cli::Run& run) const {
    if (leaks_.empty()) return;
    run.warn(std::to_string(leaks_.size()) + (leaks_.size() == 1 ? " " : " different ") + name_ +
             (leaks_.size() == 1 ? " stands" : " stand") +
             " in several parts, with different patients; see --normalize-id");
  }

 private:
  std::string name_;
  std::size_t column_;
  std::map<std::string, std::string> part_of_;
  std::set<std::string> leaks_;
};

std::vector<LeakCheck> leak_checks(const Table& table) {
  std::vector<LeakCheck> checks;
  for (const char* name : {"study_uid", "sop_uid"}) {
    const auto found = std::find(table.columns.begin(), table.columns.end(), name);
    if (found != table.columns.end()) {
      checks.emplace_back(name, static_cast<std::size_t>(found - table.columns.begin()));
    }
  }
  return checks;
}

void write_rows(const Table& table, const Plan& plan, cli::Run& run) {
  std::vector<table::Column> columns;
  for (const std::string& name : table.columns) columns.push_back({name});
  if (plan.test) columns.push_back({"set"});
  columns.push_back({"fold", table::Kind::number});
  table::Writer& writer = run.create_table(std::move(columns));
  std::vector<LeakCheck> checks = leak_checks(table);
  for (const Record& record : table.records) {
    const Patient& patient = table.patients.at(record.patient);
    std::vector<std::string> cells = record.cells;
    if (plan.test) cells.push_back(patient.test ? "test" : "train");
    cells.push_back(fold_text(patient));
    for (LeakCheck& check : checks) check.add(record, part_text(patient));
    writer.write(cells);
    run.ledger("rows").written();
  }
  for (const LeakCheck& check : checks) check.warn(run);
}

struct Size {
  std::uint64_t patients = 0;
  std::uint64_t rows = 0;

  void add(std::uint64_t more) {
    ++patients;
    rows += more;
  }
};

struct PartSize {
  Size all;
  std::map<std::string, Size> strata;
};

std::map<std::string, PartSize> sizes_of(const Table& table) {
  std::map<std::string, PartSize> sizes;
  for (const auto& [id, patient] : table.patients) {
    PartSize& part = sizes[part_text(patient)];
    std::uint64_t rows = 0;
    for (const auto& [stratum, count] : patient.strata) {
      part.strata[stratum].add(count);
      rows += count;
    }
    part.all.add(rows);
  }
  return sizes;
}

void report_balance(const Table& table, const Options& options, cli::Run& run) {
  const std::map<std::string, PartSize> sizes = sizes_of(table);
  for (const auto& [part, size] : sizes) {
    run.note(part + ": " + std::to_string(size.all.rows) + " rows of " + std::to_string(size.all.patients) +
             " patients");
  }
  if (options.balance.empty()) return;
  constexpr auto number = table::Kind::number;
  table::Writer& writer = run.create_table(
      "--balance", options.balance, {{"part"}, {"group"}, {"patients", number}, {"rows", number}, {"share", number}});
  for (const auto& [part, size] : sizes) {
    const auto share = [&](const Size& some) {
      return base::format_real(static_cast<double>(some.rows) / static_cast<double>(size.all.rows));
    };
    const auto write = [&, &name = part](const std::string& group, const Size& some) {
      writer.write(
          std::vector<std::string>{name, group, std::to_string(some.patients), std::to_string(some.rows), share(some)});
    };
    write("all", size.all);
    if (options.stratify.empty()) continue;
    for (const auto& [stratum, some] : size.strata) write(options.stratify + "=" + stratum, some);
  }
}

void record_settings(const Options& options, const Plan& plan, cli::Run& run) {
  run.record_seed(options.seed);
  run.record("folds", std::to_string(plan.folds));
  run.record("unit", "patient");
}

}  // namespace

void split_folds(const Options& options, cli::Run& run) {
  const Plan plan = plan_of(options);
  Table table = read(options, run);
  assign(table, plan, options.seed);
  check_no_part_is_empty(table, plan);
  record_settings(options, plan, run);
  write_rows(table, plan, run);
  report_balance(table, options, run);
}

}  // namespace cxrval::split_folds
