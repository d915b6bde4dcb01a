// SPDX-License-Identifier: Apache-2.0
#include "extract_reports.hpp"

#include "base/error.hpp"
#include "his/extract.hpp"
#include "his/trim.hpp"
#include "text/normalize.hpp"
#include "text/utf8.hpp"

#include <algorithm>
#include <filesystem>
#include <memory>
#include <system_error>
#include <utility>

namespace cxrval::his_extract {
namespace {

constexpr std::size_t export_limit = 1024;  // characters that a 4210 writer leaves of a description

std::vector<table::Column> columns() {
  return {{"facility_id"},   {"session_id"},     {"patient_id"}, {"sex"},         {"birth_year"},
          {"check_in_time"}, {"check_out_time"}, {"service_id"}, {"report_time"}, {"description"},
          {"conclusion"},    {"warnings"},       {"source"}};
}

std::string iso(const std::optional<base::CivilTime>& time) {
  return time ? base::to_iso(*time) : "";
}

std::string warnings_of(const his::Report& report) {
  const his::Session& session = report.session;
  const std::string& description = report.result.description;
  std::string words;
  const auto add = [&](bool applies, const char* word) {
    if (!applies) return;
    if (!words.empty()) words += ';';
    words += word;
  };
  add(!session.check_out, "session_open");
  add(session.check_out && *session.check_out < *session.check_in, "check_out_before_check_in");
  add(report.session_changed, "session_changed");
  add(!report.result.result_time, "no_report_time");
  add(text::is_blank(description), "empty_description");
  add(text::has_length_of_cut(description, export_limit), "truncated_1024");
  return words;
}

bool has_xml_name(const std::string& path) {
  std::string extension = std::filesystem::path(path).extension().string();
  std::transform(extension.begin(), extension.end(), extension.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return extension == ".xml";
}

class Extraction {
 public:
  Extraction(const Options& options, cli::Run& run)
      : run_(run),
        files_(run.ledger("files", "whole")),
        sessions_(run.ledger("sessions", "with reports")),
        reports_(run.ledger("reports")),
        table_(run.create_table(columns())) {
    selection_.services.clear();
    for (const std::string& service : options.services) selection_.services.emplace_back(his::trimmed(service));
  }

  void read_input(const std::string& input) {
    if (input == "-") {
      read_source(*run_.open("INPUT", input));
    } else {
      read_files(input);
    }
  }

 private:
  void read_files(const std::string& input) {
    std::error_code unknown;  // what cannot be told is walk()'s error
    const bool in_folder = std::filesystem::is_directory(input, unknown);
    const std::vector<base::WalkedFile> files = run_.walk("INPUT", input);
    for (std::size_t i = 0; i < files.size(); ++i) {
      run_.progress("files", i, files.size());
      const base::WalkedFile& file = files[i];
      if (in_folder && !has_xml_name(file.path)) {
        files_.read();
        files_.excluded("not_xml");
      } else if (const auto source = open(file, in_folder)) {
        read_source(*source);
      }
    }
    run_.progress("files", files.size(), files.size());
  }

  // One file of a folder that cannot be opened is a reject, one that was named is an Error.
  std::unique_ptr<base::ByteSource> open(const base::WalkedFile& file, bool in_folder) {
    try {
      return base::open_source(file.path, file.shown);
    } catch (const base::Error& error) {
      if (!in_folder) throw;
      files_.read();
      run_.reject("files", {error.place(), error.reason()});
      return nullptr;
    }
  }

  void read_source(base::ByteSource& source) {
    files_.read();
    his::Extractor extractor(source, selection_, seen_);
    his::Step step;
    while (extractor.next(step)) {
      count(step.counts);
      for (const his::Report& report : step.reports) write(report, source.name());
      for (const his::Rejection& one : step.rejections) {
        run_.reject(one.unit == his::Unit::session ? "sessions" : "reports", one.fault, one.record);
      }
    }
    if (extractor.file_fault()) {
      run_.reject("files", *extractor.file_fault());
      return;
    }
    files_.written();
    if (const auto place = extractor.miscount()) run_.warn(*place, "SOLUONGHOSO is not the number of HOSO in the file");
  }

  void count(const his::Counts& counts) {
    sessions_.read(counts.sessions);
    sessions_.written(counts.sessions_with_report);
    sessions_.merged(counts.sessions_merged);
    exclude(sessions_, "no_report", counts.sessions_no_report);
    exclude(sessions_, "no_header", counts.sessions_no_header);
    reports_.read(counts.results);
    reports_.merged(counts.results_merged);
    exclude(reports_, "other_service", counts.results_other_service);
  }

  static void exclude(cli::Ledger& ledger, const char* reason, std::size_t count) {
    if (count > 0) ledger.excluded(reason, count);
  }

  void write(const his::Report& report, const std::string& source) {
    const his::Session& session = report.session;
    const his::ServiceResult& result = report.result;
    cells_ = {session.facility_id,
              session.session_id,
              session.patient_id,
              session.sex,
              session.birth_year,
              iso(session.check_in),
              iso(session.check_out),
              result.service_id,
              iso(result.result_time),
              result.description,
              result.conclusion,
              warnings_of(report),
              source};
    table_.write(cells_);
    reports_.written();
  }

  cli::Run& run_;
  cli::Ledger& files_;
  cli::Ledger& sessions_;
  cli::Ledger& reports_;
  table::Writer& table_;
  his::Selection selection_;
  his::Seen seen_;
  std::vector<std::string> cells_;
};

}  // namespace

void extract_reports(const Options& options, cli::Run& run) {
  Extraction extraction(options, run);
  for (const std::string& input : options.inputs) extraction.read_input(input);
}

}  // namespace cxrval::his_extract
