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

void make_folders(const phantom::Hospital& hospital, const Options& options) {
  require_empty(options.out);
  const fs::path out(options.out);
  std::set<fs::path> folders{out / "his", out / "truth"};
  if (!options.no_images) folders.insert(out / "images");
  for (const phantom::Image& image : hospital.images) {
    if (!options.no_images) folders.insert((out / image.path).parent_path());
  }
  for (const fs::path& folder : folders) make_folder(folder);
}

void require_fits_preset(const Options& options) {
  const auto refuse = [](bool given, const std::string& option) {
    if (given) throw base::UsageError("--" + option + " does not go with --preset");
  };
  refuse(options.studies.given, "studies");
  refuse(options.abnormal_share.given, "abnormal-share");
  refuse(options.damaged_images.given, "damaged-images");
}

phantom::PaperFlow plan(const Options& options) {
  if (options.sessions_per_file < 1) throw base::UsageError("--sessions-per-file must be at least 1");
  const bool preset = !options.preset.empty();
  if (preset) require_fits_preset(options);
  try {
    if (preset) {
      const cli::Given<int>& size = options.image_size;
      return phantom::make_paper_flow(options.seed, size.given ? size.value : preset_image_size);
    }
    return {phantom::make_hospital({options.studies.value, options.seed, options.abnormal_share.value,
                                    options.image_size.value, options.damaged_images.value}),
            {}};
  } catch (const std::invalid_argument& wrong) {
    throw base::UsageError(wrong.what());
  }
}

}  // namespace

void simulate(const Options& options, cli::Run& run) {
  run.record_seed(options.seed);
  const phantom::PaperFlow flow = plan(options);
  const phantom::Hospital& hospital = flow.hospital;
  make_folders(hospital, options);
  write_his_files(hospital, options, run);
  write_his_truth(hospital, options, run);
  if (!options.no_images) return write_truth(hospital, write_image_files(hospital, options, run), options, run);
  if (!options.preset.empty()) write_ai_results(flow, options, run);
  write_truth_without_images(hospital, options, run);
}

}  // namespace cxrval::simulate_hospital
