// SPDX-License-Identifier: Apache-2.0
#include "reports.hpp"

#include "provenance/hash.hpp"
#include "table/packed.hpp"

#include <charconv>
#include <functional>

namespace cxrval::match_tool {
namespace {

using base::Fault;
using table::RecordView;

bool is_free_text(std::string_view column) {
  return column == "description" || column == "conclusion";
}

struct Times {
  std::optional<base::CivilTime> check_in;
  std::optional<base::CivilTime> check_out;
  std::optional<base::CivilTime> report;
};

// Where the columns stand, and how a record becomes a packed report. Used by several threads.
class ReportReader {
 public:
  ReportReader(const table::BlockReader& table, const Plan& plan, Reports& reports) : table_(table), plan_(plan) {
    for (std::size_t i = 0; i < table.columns().size(); ++i) {
      const std::string& column = table.columns()[i];
      if (is_free_text(column)) {
        free_text_.push_back(i);
      } else if (i != patient_id_) {
        reports.columns.push_back(column);
        kept_.push_back(i);
      }
    }
  }

  Chunk read(const table::Block& block) const {
    Chunk chunk;
    chunk.reserve(block);
    Scratch scratch;
    block.read(
        [&](const RecordView& record) {
          ++chunk.read;
          Times times;
          if (auto fault = parse_times(record, times)) {
            chunk.rejected.push_back({std::move(*fault), std::string(record.raw)});
          } else {
            pack(record, times, scratch, chunk);
          }
        },
        [&](const Fault& fault, std::string_view raw, std::size_t) {
          ++chunk.read;
          chunk.rejected.push_back({fault, std::string(raw)});
        });
    return chunk;
  }

 private:
  struct Scratch {
    std::string id;
    std::string loose;
  };

  std::optional<Fault> parse_times(const RecordView& record, Times& times) const {
    const auto fails = [&](std::size_t column, const char* reason) {
      return Fault{table_.place(record.line, column), reason};
    };
    const auto read = [&](std::size_t column, TimeOf what, std::optional<base::CivilTime>& time) {
      return read_time(record.cells[column], what, plan_.day_only, time);
    };
    if (!read(check_in_, TimeOf::session_start, times.check_in)) {
      return fails(check_in_, "check_in_time is not YYYY-MM-DDTHH:MM[:SS]");
    }
    if (!read(check_out_, TimeOf::session_end, times.check_out)) {
      return fails(check_out_, "check_out_time is not YYYY-MM-DDTHH:MM[:SS]");
    }
    if (!read(report_time_, TimeOf::event, times.report)) {
      return fails(report_time_, "report_time is not YYYY-MM-DDTHH:MM[:SS]");
    }
    return std::nullopt;
  }

  std::array<std::uint64_t, 2> hash_free_text(const RecordView& record) const {
    std::array<std::uint64_t, 2> halves{};
    if (free_text_.empty()) return halves;
    provenance::Hash hash;
    for (const std::size_t column : free_text_) {
      hash.add(std::to_string(record.cells[column].size()) + ':');
      hash.add(record.cells[column]);
    }
    constexpr std::size_t digits = 16;
    const std::string digest = hash.digest();
    for (std::size_t i = 0; i < halves.size(); ++i) {
      const char* from = digest.data() + i * digits;
      std::from_chars(from, from + digits, halves[i], 16);
    }
    return halves;
  }

  void note_facility(const RecordView& record, Chunk& chunk) const {
    if (!facility_) return;
    const std::string_view facility = record.cells[*facility_];
    if (!facility.empty() && !chunk.facilities.contains(facility)) chunk.facilities.emplace(facility);
  }

  void pack(const RecordView& record, const Times& times, Scratch& scratch, Chunk& chunk) const {
    const std::string_view raw = record.cells[patient_id_];
    const std::string_view id = plan_.ids.apply(raw, scratch.id);
    note_facility(record, chunk);
    chunk.begins.push_back(static_cast<std::uint32_t>(chunk.packed.size()));
    chunk.hashes.push_back({0, std::hash<std::string_view>()(loosest_.apply(id, scratch.loose))});
    std::string& to = chunk.packed;
    table::pack(to, id);
    table::pack(to, plan_.ids_may_collide ? raw : std::string_view());
    for (const auto& time : {times.check_in, times.check_out, times.report}) table::pack(to, pack_time(time));
    table::pack(to, hash_free_text(record));
    for (const std::size_t column : kept_) table::pack(to, record.cells[column]);
  }

  const table::BlockReader& table_;
  const Plan& plan_;
  deid::PatientIdRule loosest_ = deid::PatientIdRule::loosest();
  std::size_t patient_id_ = table_.require("patient_id");
  std::size_t check_in_ = table_.require("check_in_time");
  std::size_t check_out_ = table_.require("check_out_time");
  std::size_t report_time_ = table_.require("report_time");
  std::optional<std::size_t> facility_ = table_.find("facility_id");
  std::vector<std::size_t> kept_;
  std::vector<std::size_t> free_text_;
};

void find_columns(Reports& reports) {
  const auto find = [&](std::string_view name, std::optional<std::size_t>& column) {
    for (std::size_t i = 0; i < reports.columns.size(); ++i) {
      if (reports.columns[i] == name) column = i;
    }
  };
  find("facility_id", reports.facility);
  find("session_id", reports.session);
  find("service_id", reports.service);
  find("report_time", reports.report_time);
  find("sex", reports.sex);
  find("birth_year", reports.birth_year);
  find("label", reports.label);
  find("source", reports.source);
}

void take(Chunk chunk, cli::Ledger& ledger, const Reading& reading, Reports& reports) {
  ledger.read(chunk.read);
  for (const Chunk::Rejected& row : chunk.rejected) reading.run.reject("reports", row.fault, row.text);
  reports.facilities.merge(chunk.facilities);
  const std::string& packed = reports.packed.emplace_back(std::move(chunk.packed));
  for (std::size_t i = 0; i < chunk.begins.size(); ++i) {
    const char* record = packed.data() + chunk.begins[i];
    reading.roster.add(match::Side::report, table::Unpacker(record).cell());
    reports.loose_ids.add(chunk.hashes[i].loose, record);
  }
}

}  // namespace

PackedReport unpack_report(std::string_view patient_id) {
  PackedReport report;
  table::Unpacker from(patient_id.data() + patient_id.size());
  report.patient_id = patient_id;
  from.cell();  // the id as it stands in the table
  for (std::optional<base::CivilTime>* time : {&report.check_in, &report.check_out, &report.time}) {
    *time = unpack_time(from.value<std::int64_t>());
  }
  report.free_text = from.value<std::array<std::uint64_t, 2>>();
  report.cells = from.at();
  return report;
}

void append_cells(const Reports& reports, const PackedReport& report, std::vector<std::string_view>& cells) {
  table::Unpacker from(report.cells);
  for (std::size_t i = 0; i < reports.columns.size(); ++i) cells.push_back(from.cell());
}

void unpack_cells(const Reports& reports, const PackedReport& report, std::vector<std::string_view>& cells) {
  cells.clear();
  append_cells(reports, report, cells);
}

void read_reports(const Reading& reading, Reports& reports) {
  table::BlockReader& table = reading.run.open_blocks("REPORTS", reading.options.reports);
  reports.name = table.name();
  const ReportReader reader(table, reading.plan, reports);
  find_columns(reports);
  cli::Ledger& ledger = reading.run.ledger("reports", "paired");
  read_blocks(
      table, reading.plan.threads, [&](const table::Block& block) { return reader.read(block); },
      [&](Chunk chunk) { take(std::move(chunk), ledger, reading, reports); });
}

}  // namespace cxrval::match_tool
