// SPDX-License-Identifier: Apache-2.0
#include "extract_headers.hpp"

#include "base/civil_time.hpp"
#include "base/parallel.hpp"
#include "base/walk.hpp"
#include "dicom/candidate.hpp"
#include "dicom/cxr_filter.hpp"
#include "dicom/header.hpp"

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string_view>
#include <system_error>
#include <utility>

namespace cxrval::dicom_extract {
namespace {

constexpr std::size_t longest_list = std::size_t{256} << 20;

struct Input {
  base::WalkedFile file;
  bool named = false;  // itself, not found in a folder
};

struct Extracted {
  std::string shown;
  dicom::Candidate candidate = dicom::Candidate::image;
  std::optional<base::Result<dicom::Header>> header;  // of images
};

// One path a line; a file that does not exist is a rejected image, not the end of the run.
void add_listed(cli::Run& run, std::vector<Input>& inputs) {
  const std::string list = base::read_all(*run.open("IMAGES", "-"), longest_list);
  if (!list.empty() && list.back() != '\n')
    throw base::Error({"stdin"}, "the list of paths does not end in a line end");
  std::string_view rest = list;
  while (!rest.empty()) {
    const std::size_t end = rest.find('\n');
    const std::string path(rest.substr(0, end));
    rest.remove_prefix(end + 1);
    if (!path.empty()) inputs.push_back({{path, run.shown(path), 0}, true});
  }
}

std::vector<Input> list_inputs(const Options& options, cli::Run& run) {
  std::vector<Input> inputs;
  std::error_code unknown;  // what cannot be told is walk()'s error
  for (const std::string& path : options.inputs) {
    if (path == "-") {
      add_listed(run, inputs);
      continue;
    }
    const bool named = !std::filesystem::is_directory(path, unknown);
    for (base::WalkedFile& file : run.walk("IMAGES", path)) inputs.push_back({std::move(file), named});
  }
  return inputs;
}

Extracted extract(const Input& input) {
  Extracted extracted{input.file.shown, dicom::Candidate::image, std::nullopt};
  if (!input.named) extracted.candidate = dicom::judge_candidate(input.file.path);
  if (extracted.candidate == dicom::Candidate::image) {
    extracted.header = dicom::read_header(input.file.path, input.file.shown);
  }
  return extracted;
}

std::vector<table::Column> columns() {
  return {{"patient_id"}, {"study_uid"}, {"series_uid"}, {"sop_uid"}, {"study_time"}, {"modality"}, {"body_part"},
          {"view"},       {"sex"},       {"birth_year"}, {"status"},  {"reason"},     {"path"}};
}

std::vector<std::string> row(const dicom::Header& header, std::string status, std::string reason, std::string path) {
  return {header.patient_id,
          header.study_uid,
          header.series_uid,
          header.sop_uid,
          header.study_time ? base::to_iso(*header.study_time) : "",
          header.modality,
          header.body_part,
          header.view,
          header.sex,
          header.birth_year,
          std::move(status),
          std::move(reason),
          std::move(path)};
}

// Counts every file and writes its row.
class RowWriter {
 public:
  RowWriter(bool only_ok, cli::Run& run)
      : only_ok_(only_ok),
        run_(run),
        table_(run.create_table(columns())),
        files_(run.ledger("files", "images")),
        images_(run.ledger("images", "ok")) {}

  void take(const Extracted& file) {
    files_.read();
    if (file.candidate != dicom::Candidate::image) {
      files_.excluded(file.candidate == dicom::Candidate::dicomdir ? "dicomdir" : "not_dicom");
      return;
    }
    files_.written();
    images_.read();
    if (*file.header) {
      take_image(file.header->value(), file.shown);
    } else {
      const base::Fault& fault = file.header->error();
      if (!only_ok_) table_.write(row({}, "rejected", fault.reason, file.shown));
      run_.reject("images", fault);
    }
  }

 private:
  void take_image(const dicom::Header& header, const std::string& path) {
    const dicom::CxrVerdict verdict = dicom::judge_cxr(header);
    const std::string reason(verdict.reason);
    if (verdict.is_cxr) {
      images_.written();
    } else {
      images_.excluded(reason);
    }
    if (verdict.is_cxr || !only_ok_) table_.write(row(header, verdict.is_cxr ? "ok" : "not_cxr", reason, path));
  }

  bool only_ok_;
  cli::Run& run_;
  table::Writer& table_;
  cli::Ledger& files_;
  cli::Ledger& images_;
};

}  // namespace

void extract_headers(const Options& options, cli::Run& run) {
  const std::vector<Input> inputs = list_inputs(options, run);
  run.record("filter", options.filter);
  RowWriter rows(options.filter == "cxr", run);
  std::size_t done = 0;
  base::ordered_parallel_map(inputs, options.threads, extract, [&](const Extracted& file) {
    rows.take(file);
    run.progress("files", ++done, inputs.size());
  });
}

}  // namespace cxrval::dicom_extract
