// SPDX-License-Identifier: Apache-2.0
#include "extract_headers.hpp"

#include "base/error.hpp"
#include "base/parallel.hpp"
#include "cli/data_path.hpp"
#include "dicom/text.hpp"
#include "inputs.hpp"
#include "row_writer.hpp"

#include <cstddef>
#include <filesystem>
#include <optional>
#include <system_error>
#include <utility>

namespace cxrval::dicom_extract {
namespace {

// What is done to each image.
struct Job {
  dicom::CxrRules rules;
  dicom::HeaderRequest request;
  bool only_cxr = false;
  std::optional<Drawing> drawing;
};

dicom::CxrRules read_rules(const std::string& choice, cli::Run& run) {
  if (choice == "paper") return dicom::CxrRules::paper();
  const std::string path = choice == "lenient" ? cli::data_path("dicom/lenient.rules") : choice;
  return dicom::CxrRules::read(*run.open("rules", path));
}

std::vector<dicom::TagPath> wanted_tags(const Options& options, cli::Run& run) {
  std::vector<dicom::TagPath> tags;
  for (const std::string& text : options.tags) tags.push_back(dicom::parse_tag_path(text));
  if (options.tags_file.empty()) return tags;
  for (dicom::TagPath& tag : dicom::read_tag_list(*run.open("tags", options.tags_file))) {
    tags.push_back(std::move(tag));
  }
  return tags;
}

Drawing drawing_of(const Options& options) {
  if (options.voi < 1) throw base::UsageError("--voi needs a number from 1");
  Drawing drawing;
  drawing.look = {image::parse_preset(options.preset).value(), image::parse_polarity(options.polarity).value(),
                  static_cast<std::size_t>(options.voi - 1)};
  drawing.frame = dicom::FrameChoice::parse(options.frame);
  return drawing;
}

void refuse_settings_of_pictures(const Options& options) {
  const Options usual;
  if (options.preset != usual.preset || options.polarity != usual.polarity || options.voi != usual.voi ||
      options.frame != usual.frame) {
    throw base::UsageError("--preset, --polarity, --voi and --frame are about pictures; give them a folder by --png");
  }
}

Job job_of(const Options& options, cli::Run& run) {
  Job job{read_rules(options.rules, run), {}, options.filter == "cxr", std::nullopt};
  if (!options.charset.empty() && !dicom::is_character_set(options.charset)) {
    throw base::UsageError("--charset needs a value of Specific Character Set, such as \"ISO_IR 192\"");
  }
  job.request = {job.rules.tags(), options.charset};
  for (dicom::TagPath& tag : wanted_tags(options, run)) job.request.extra.push_back(std::move(tag));
  if (options.png.empty()) {
    refuse_settings_of_pictures(options);
  } else {
    job.drawing = drawing_of(options);
  }
  return job;
}

RowSettings settings_of(const Job& job, const Options& options) {
  RowSettings settings{job.only_cxr, job.rules.tags().size(), {}, options.png};
  for (std::size_t i = settings.rule_tags; i < job.request.extra.size(); ++i) {
    settings.tags.push_back(job.request.extra[i]);
  }
  return settings;
}

// A picture needs the pixels, so the file is kept open behind its header.
void extract_with_picture(const Input& input, const Job& job, Extracted& extracted) {
  if (!input.named) extracted.candidate = dicom::judge_candidate(input.file.path);
  if (extracted.candidate != dicom::Candidate::image) return;
  const base::Result<dicom::ImageFile> file = dicom::ImageFile::open(input.file.path, input.file.shown, job.request);
  if (!file) {
    extracted.header = tl::unexpected(file.error());
    return;
  }
  extracted.header = file->header();
  extracted.verdict = job.rules.judge(file->header().extra);
  if (!extracted.verdict.is_cxr && job.only_cxr) return;
  extracted.pictures = draw(*file, input.file.shown, *job.drawing);
  for (const std::string_view word : file->warnings()) {
    extracted.header->value().warnings.push_back(std::string(word) + ":pixels");
  }
}

Extracted extract(const Input& input, const Job& job) {
  Extracted extracted;
  extracted.shown = input.file.shown;
  if (input.fault) {
    extracted.header = tl::unexpected(*input.fault);
  } else if (input.is_dicomdir) {
    extracted.candidate = dicom::Candidate::dicomdir;
  } else if (job.drawing) {
    extract_with_picture(input, job, extracted);
  } else if (input.named) {
    extracted.header = dicom::read_header(input.file.path, input.file.shown, job.request);
  } else {
    dicom::FoundFile found = dicom::read_found_file(input.file.path, input.file.shown, job.request);
    extracted.candidate = found.candidate;
    extracted.header = std::move(found.header);
  }
  // A picture was drawn, or not, by the verdict already.
  if (!job.drawing && extracted.header && *extracted.header) {
    extracted.verdict = job.rules.judge((*extracted.header)->extra);
  }
  return extracted;
}

}  // namespace

void extract_headers(const Options& options, cli::Run& run) {
  const Job job = job_of(options, run);
  if (job.drawing && run.pseudonyms()) {
    throw base::UsageError("--png draws what is burned into the pixels, a name perhaps; not with --pseudonymize");
  }
  const std::vector<Input> inputs = list_inputs(options.inputs, run);
  run.record("filter", options.filter);
  run.record("rules", options.rules);
  std::error_code failed;
  if (!options.png.empty() && !std::filesystem::is_directory(options.png, failed) &&
      !std::filesystem::create_directories(options.png, failed)) {
    throw base::Error({run.shown(options.png)}, "cannot make the folder: " + failed.message());
  }
  RowWriter rows(settings_of(job, options), run);
  std::size_t done = 0;
  base::ordered_parallel_map(
      inputs, options.threads, [&](const Input& input) { return extract(input, job); },
      [&](Extracted file) {
        rows.take(std::move(file));
        run.progress("files", ++done, inputs.size());
      });
}

}  // namespace cxrval::dicom_extract
