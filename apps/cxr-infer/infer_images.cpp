// SPDX-License-Identifier: Apache-2.0
#include "infer_images.hpp"

#include "base/error.hpp"
#include "base/parallel.hpp"
#include "cli/data_path.hpp"
#include "decode.hpp"
#include "infer/torch_model.hpp"
#include "row_writer.hpp"

#include <cstddef>
#include <filesystem>
#include <system_error>
#include <utility>
#include <vector>

namespace cxrval::cxr_infer {

namespace {

infer::Pipeline load_pipeline(const Options& options, cli::Run& run) {
  const std::string path = options.pipeline.empty() ? cli::data_path("models/demo/pipeline.json") : options.pipeline;
  infer::Bundle bundle = infer::load_bundle(path, options.batch, infer::load_torch_model);
  if (!options.boxes.empty() && !bundle.lesions) {
    throw base::UsageError("--boxes needs a pipeline with a lesion stage");
  }
  run.record("pipeline", bundle.manifest.name + " " + bundle.manifest.version);
  run.record("pipeline_hash", bundle.hash);
  run.record("libtorch", infer::torch_version());
  run.record("batch", std::to_string(options.batch));
  run.record("filter", options.filter);
  return {std::move(bundle), options.threads};
}

std::vector<Input> list_inputs(const Options& options, cli::Run& run) {
  std::vector<Input> inputs;
  std::error_code unknown;  // what cannot be told is walk()'s error
  for (const std::string& path : options.inputs) {
    if (path == "-") throw base::UsageError("cxr-infer reads files and folders, not standard input; name them");
    const bool named = !std::filesystem::is_directory(path, unknown);
    for (base::WalkedFile& file : run.walk("IMAGES", path)) inputs.push_back({std::move(file), named});
  }
  return inputs;
}

}  // namespace

void infer_images(const Options& options, cli::Run& run) {
  if (options.batch < 1 || options.batch > 256) throw base::UsageError("--batch needs a number from 1 to 256");
  const std::vector<Input> inputs = list_inputs(options, run);
  const infer::Pipeline pipeline = load_pipeline(options, run);
  const bool filter = options.filter == "cxr";
  RowWriter rows(pipeline, options.boxes, run);
  std::size_t done = 0;
  base::ordered_parallel_map(
      inputs, options.threads, [&](const Input& input) { return decode(input, pipeline, filter); },
      [&](Decoded image) {
        rows.take(std::move(image));
        run.progress("images", ++done, inputs.size());
      });
  rows.finish();
}

}  // namespace cxrval::cxr_infer
