// SPDX-License-Identifier: Apache-2.0
#include "simulate.hpp"

#include "base/error.hpp"

#include <filesystem>
#include <set>
#include <stdexcept>
#include <system_error>

namespace cxrval::simulate_hospital {

namespace {

namespace fs = std::filesystem;

void require_empty(const std::string& folder) {
  std::error_code failure;
  const fs::file_status status = fs::status(folder, failure);
  if (status.type() == fs::file_type::not_found) return;
  if (failure) throw base::Error({folder}, failure.message());
  if (status.type() != fs::file_type::directory) throw base::Error({folder}, "not a folder; name a new or empty one");
  const bool empty = fs::is_empty(folder, failure);
  if (failure) throw base::Error({folder}, failure.message());
  if (!empty) throw base::Error({folder}, "folder is not empty; name a new or empty one");
}

void make_folder(const fs::path& path) {
  std::error_code failure;
  fs::create_directories(path, failure);
  if (failure) throw base::Error({path.string()}, failure.message());
}

phantom::Hospital plan(const Options& options) {
  try {
    return phantom::make_hospital(
        {options.studies, options.seed, options.abnormal_share, options.image_size, options.damaged_images});
  } catch (const std::invalid_argument& wrong) {
    throw base::UsageError(wrong.what());
  }
}

void require_no_images_asked(const Options& options) {
  const Options usual;
  const auto refuse = [](bool given, const std::string& option) {
    if (given) throw base::UsageError("--" + option + " does not go with --paper-flow");
  };
  refuse(options.studies != usual.studies, "studies");
  refuse(options.image_size != usual.image_size, "image-size");
  refuse(options.abnormal_share != usual.abnormal_share, "abnormal-share");
  refuse(options.damaged_images != usual.damaged_images, "damaged-images");
  refuse(options.no_images, "no-images");
}

void simulate_paper_flow(const Options& options, cli::Run& run) {
  require_no_images_asked(options);
  const phantom::PaperFlow flow = phantom::make_paper_flow(options.seed);
  require_empty(options.out);
  for (const char* folder : {"his", "truth"}) make_folder(fs::path(options.out) / folder);
  write_his_files(flow.hospital, options, run);
  write_his_truth(flow.hospital, options, run);
  write_ai_results(flow, options, run);
  write_flow_truth(flow.hospital, options, run);
}

}  // namespace

void simulate(const Options& options, cli::Run& run) {
  run.record_seed(options.seed);
  if (options.sessions_per_file < 1) throw base::UsageError("--sessions-per-file must be at least 1");
  if (options.paper_flow) return simulate_paper_flow(options, run);
  const phantom::Hospital hospital = plan(options);
  require_empty(options.out);
  const fs::path out(options.out);
  std::set<fs::path> folders{out / "his", out / "truth"};
  if (!options.no_images) folders.insert(out / "images");
  for (const phantom::Image& image : hospital.images) {
    if (!options.no_images) folders.insert((out / image.path).parent_path());
  }
  for (const fs::path& folder : folders) make_folder(folder);
  write_his_files(hospital, options, run);
  write_his_truth(hospital, options, run);
  if (options.no_images) return write_report_truth(hospital, options, run);
  const Boxes boxes = write_image_files(hospital, options, run);
  write_truth(hospital, boxes, options, run);
}

}  // namespace cxrval::simulate_hospital
