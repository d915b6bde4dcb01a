// SPDX-License-Identifier: Apache-2.0
#include "extract_reports.hpp"

#include "base/parallel.hpp"
#include "base/spool.hpp"
#include "choice.hpp"
#include "cli/patient_table.hpp"
#include "his/collector.hpp"
#include "his/dossier.hpp"
#include "inputs.hpp"
#include "rows.hpp"

#include <algorithm>
#include <filesystem>
#include <system_error>
#include <utility>
#include <variant>
#include <vector>

namespace cxrval::his_extract {
namespace {

constexpr std::size_t spool_memory = std::size_t{8} << 20;
constexpr std::size_t waiting_bytes = std::size_t{8} << 20;  // of the input, between reading and collecting
constexpr std::size_t most_miscounts = 10;
constexpr std::size_t most_noted = 10;

// What a worker makes of a batch.
struct Read {
  std::vector<std::variant<FileBegin, his::CondensedDossier, FileEnd, NotXml>> parts;
  std::size_t inputs_begun = 0;
};

class Worker {
 public:
  Worker(const his::Profile& profile, const his::Selection& selection, const cli::Run& run)
      : profile_(profile), selection_(selection), run_(run) {}

  Read operator()(Batch batch) const {
    Read all;
    all.inputs_begun = batch.inputs_begun;
    all.parts.reserve(batch.items.size());
    for (auto& item : batch.items) {
      if (Part* part = std::get_if<Part>(&item)) {
        read(std::move(*part), all);
      } else {
        FileParts parts(*std::get<const InputFile*>(item), nullptr, profile_, run_);
        while (std::optional<Part> one = parts.next()) read(std::move(*one), all);
      }
    }
    return all;
  }

 private:
  void read(Part part, Read& all) const {
    if (const auto* segment = std::get_if<his::Segment>(&part)) {
      all.parts.emplace_back(his::condense(his::read_dossier(*segment, profile_, selection_), profile_));
    } else if (auto* begin = std::get_if<FileBegin>(&part)) {
      all.parts.emplace_back(std::move(*begin));
    } else if (auto* end = std::get_if<FileEnd>(&part)) {
      all.parts.emplace_back(std::move(*end));
    } else {
      all.parts.emplace_back(NotXml{});
    }
  }

  const his::Profile& profile_;
  const his::Selection& selection_;
  const cli::Run& run_;
};

// Empty when there is none, which matters only to exports that need it.
std::string temporary_folder() {
  std::error_code none;
  return std::filesystem::temp_directory_path(none).string();
}

class Extraction {
 public:
  Extraction(const Options& options, cli::Run& run)
      : run_(run),
        files_(run.ledger("files", "whole")),
        sessions_(run.ledger("sessions", "with reports")),
        reports_(run.ledger("reports")),
        profile_(choose_profile(options, run)),
        selection_(choose_services(options, profile_, run)),
        threads_(options.threads),
        table_(run, {columns()}),
        inputs_(options.inputs, profile_, run),
        spool_(temporary_folder(), spool_memory),
        collector_(spool_) {}

  void read_inputs() {
    base::ordered_parallel_pull(
        {.threads = threads_, .weight = waiting_bytes}, [this] { return inputs_.next(); },
        Worker(profile_, selection_, run_), [this](const Read& all) { take(all); });
    run_.progress("files", inputs_.size(), inputs_.size());
    if (miscounts_ > most_miscounts) {
      run_.warn(std::to_string(miscounts_ - most_miscounts) + " more files: " + miscount_reason());
    }
  }

  void write_reports() {
    std::vector<std::string> cells;
    collector_.finish(
        [&](const his::Report& report) {
          fill_row(report, cells);
          table_.write(cells);
        },
        [this](const his::Rejection& one) {
          static const char* const units[] = {"files", "sessions", "reports"};
          run_.reject(units[static_cast<int>(one.unit)], one.fault, one.record, one.count);
        });
    count();
    tell_look_alikes();
  }

 private:
  void take(const Read& all) {
    for (const auto& part : all.parts) {
      if (const auto* dossier = std::get_if<his::CondensedDossier>(&part)) {
        collector_.take(*dossier);
      } else if (const auto* begin = std::get_if<FileBegin>(&part)) {
        files_.read();
        name_ = begin->name;
        collector_.begin_file(name_);
      } else if (const auto* end = std::get_if<FileEnd>(&part)) {
        end_file(end->envelope);
      } else {
        files_.read();
        files_.excluded("not_xml");
      }
    }
    run_.progress("files", all.inputs_begun - 1, inputs_.size());
  }

  void end_file(const his::Envelope& envelope) {
    if (!envelope.fault) files_.written();
    if (collector_.end_file(envelope)) return;
    const his::Position& position = envelope.declared_position;
    if (++miscounts_ <= most_miscounts) run_.warn({name_, position.line, position.column}, miscount_reason());
  }

  std::string miscount_reason() const {
    return profile_.dossier_count + " is not the number of " + profile_.dossier + " in the file";
  }

  void count() {
    const his::Counts& counts = collector_.counts();
    sessions_.read(counts.sessions);
    sessions_.written(counts.sessions_with_report);
    sessions_.merged(counts.sessions_merged);
    exclude(sessions_, "no_report", counts.sessions_no_report);
    exclude(sessions_, "no_header", counts.sessions_no_header);
    exclude(sessions_, "superseded", counts.sessions_superseded);
    reports_.read(counts.reports);
    reports_.written(counts.reports_written);
    reports_.merged(counts.reports_merged);
    exclude(reports_, "other_service", counts.reports_other_service);
    exclude(reports_, "superseded", counts.reports_superseded);
  }

  static void exclude(cli::Ledger& ledger, const char* reason, std::uint64_t count) {
    if (count > 0) ledger.excluded(reason, count);
  }

  // The most frequent ones are said, all are recorded.
  void tell_look_alikes() {
    std::vector<std::pair<std::string, std::uint64_t>> codes;
    for (const auto& [code, count] : collector_.look_alikes()) {
      run_.record("look_alike " + code, std::to_string(count));
      codes.emplace_back(code, count);
    }
    if (codes.empty()) return;
    std::stable_sort(codes.begin(), codes.end(), [](const auto& a, const auto& b) { return a.second > b.second; });
    std::string text;
    for (std::size_t i = 0; i < std::min(codes.size(), most_noted); ++i) {
      text += (i == 0 ? "" : ", ") + codes[i].first + " (" + std::to_string(codes[i].second) + ')';
    }
    const std::string more =
        codes.size() > most_noted ? " and " + std::to_string(codes.size() - most_noted) + " more codes" : "";
    run_.note("results of look-alike services were not taken: " + text + more + "; name those you want with --service");
  }

  cli::Run& run_;
  cli::Ledger& files_;
  cli::Ledger& sessions_;
  cli::Ledger& reports_;
  const his::Profile profile_;
  const his::Selection selection_;
  const int threads_;
  cli::PatientTable table_;
  Inputs inputs_;
  base::Spool spool_;
  his::Collector collector_;
  std::string name_;  // of the file that is being read
  std::size_t miscounts_ = 0;
};

}  // namespace

void extract_reports(const Options& options, cli::Run& run) {
  Extraction extraction(options, run);
  extraction.read_inputs();
  extraction.write_reports();
}

}  // namespace cxrval::his_extract
