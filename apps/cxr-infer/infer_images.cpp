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
#include <optional>
#include <system_error>
#include <utility>
#include <vector>

namespace cxrval::cxr_infer {

namespace {

infer::Pipeline load_pipeline(const Options& options, cli::Run& run) {
  const std::string path = options.pipeline.empty() ? cli::data_path("models/demo/pipeline.json") : options.pipeline;
  infer::Bundle bundle = infer::load_bundle(
      path, options.batch, options.engine == "plan" ? infer::load_planned_model : infer::load_torch_model);
  if (!options.boxes.empty() && !bundle.lesions) {
    throw base::UsageError("--boxes needs a pipeline with a lesion stage");
  }
  run.record("pipeline", bundle.manifest.name + " " + bundle.manifest.version);
  run.record("pipeline_hash", bundle.hash);
  run.record("libtorch", infer::torch_version());
  if (bundle.pa) run.record("engine_pa", bundle.pa->model->engine());
  run.record("engine_abnormality", bundle.abnormality.model->engine());
  if (bundle.lesions) run.record("engine_lesions", bundle.lesions->model->engine());
  run.record("batch", std::to_string(options.batch));
  run.record("filter", options.filter);
  if (options.filter == "cxr") run.record("rules", options.rules);
  return {std::move(bundle), options.threads};
}

dicom::CxrRules read_rules(const std::string& choice, cli::Run& run) {
  if (choice == "paper") return dicom::CxrRules::paper();
  const std::string path = choice == "lenient" ? cli::data_path("dicom/lenient.rules") : choice;
  return dicom::CxrRules::read(*run.open("rules", path));
}

Reading reading_of(const Options& options, cli::Run& run) {
  Reading reading;
  if (options.filter == "cxr") reading.filter = read_rules(options.rules, run);
  reading.frame = dicom::FrameChoice::parse(options.frame);
  if (!options.image_ids.empty()) reading.image_ids.emplace(options.image_ids, run);
  if (options.image_bits != 0) {
    if (options.image_bits < 1 || options.image_bits > 16) throw base::UsageError("--image-bits needs 1 to 16");
    reading.image_bits = options.image_bits;
  }
  if (!options.masks.empty()) {
    std::error_code unknown;
    if (!std::filesystem::is_directory(options.masks, unknown)) {
      throw base::Error({options.masks}, "is no folder of masks");
    }
    run.walk("masks", options.masks);  // for the run record
    reading.masks = options.masks;
  }
  return reading;
}

}  // namespace

void infer_images(const Options& options, cli::Run& run) {
  if (options.batch < 1 || options.batch > 256) throw base::UsageError("--batch needs a number from 1 to 256");
  const Reading reading = reading_of(options, run);
  const std::vector<Input> inputs = list_inputs(options.inputs, run);
  const infer::Pipeline pipeline = load_pipeline(options, run);
  const Decoder decoder(reading, pipeline);
  RowWriter rows(pipeline, {options.boxes, reading.frame.is_made()}, run);
  std::size_t done = 0;
  base::ordered_parallel_map(
      inputs, options.threads, [&](const Input& input) { return decoder.read(input); },
      [&](DecodedFile file) {
        rows.take(std::move(file));
        run.progress("images", ++done, inputs.size());
      });
  rows.finish();
}

}  // namespace cxrval::cxr_infer
