// SPDX-License-Identifier: Apache-2.0
#include "infer_images.hpp"

#include "base/error.hpp"
#include "base/parallel.hpp"
#include "cli/data_path.hpp"
#include "course.hpp"
#include "decode.hpp"
#include "infer/torch_model.hpp"
#include "row_writer.hpp"
#include "workload.hpp"

#include <filesystem>
#include <optional>
#include <system_error>
#include <utility>
#include <vector>

namespace cxrval::cxr_infer {

namespace {

void record_engines(const std::string& stage, const std::vector<const infer::LoadedModel*>& models, cli::Run& run) {
  std::string engines;
  for (const infer::LoadedModel* model : models) engines += (engines.empty() ? "" : "; ") + model->model->engine();
  run.record("engine_" + stage, engines);
}

void record_engines(const infer::Bundle& bundle, cli::Run& run) {
  if (bundle.crop) record_engines("crop", {&*bundle.crop}, run);
  if (bundle.router) record_engines("router", bundle.router->members(), run);
  if (bundle.pa) record_engines("pa", bundle.pa->members(), run);
  record_engines("abnormality", bundle.abnormality.members(), run);
  if (bundle.lesions) record_engines("lesions", bundle.lesions->members(), run);
}

infer::ModelLoader loader_of(const Options& options) {
  const infer::TorchDevice device{options.device, options.half};
  if (const auto fault = infer::fault_of(device)) {
    throw base::UsageError(options.half && options.device == "cpu" ? "--half needs --device cuda"
                                                                   : "--device " + options.device + ": " + *fault);
  }
  if (options.engine == "auto" && options.device == "cpu") return infer::load_planned_model;
  return [device](const std::string& bytes, const std::string& file, const infer::BatchShape& shape) {
    return infer::load_torch_model_on(device, bytes, file, shape);
  };
}

infer::Pipeline load_pipeline(const Options& options, cli::Run& run) {
  const std::string path = options.pipeline.empty() ? cli::data_path("models/demo/pipeline.json") : options.pipeline;
  infer::Bundle bundle = infer::load_bundle(path, options.batch, loader_of(options));
  if (!options.boxes.empty() && !bundle.lesions) {
    throw base::UsageError("--boxes needs a pipeline with a lesion stage");
  }
  run.record("pipeline", bundle.manifest.name + " " + bundle.manifest.version);
  run.record("pipeline_hash", bundle.hash);
  run.record("libtorch", infer::torch_version());
  record_engines(bundle, run);
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
  if (!options.shard.empty()) {
    reading.shard.emplace(options.shard, options.patient_ids);
  } else if (!run.pseudonyms() && options.patient_ids.to_string() != Options{}.patient_ids.to_string()) {
    throw base::UsageError("--normalize-id is for --shard and --pseudonymize");
  }
  return reading;
}

}  // namespace

void infer_images(const Options& options, cli::Run& run) {
  if (options.batch < 1 || options.batch > 256) throw base::UsageError("--batch needs a number from 1 to 256");
  if (!(options.max_wait > 0 && options.max_wait <= 86400)) {
    throw base::UsageError("--max-wait needs seconds, more than 0 and at most 86400");
  }
  const Reading reading = reading_of(options, run);
  Inputs inputs(options, run);
  const infer::Pipeline pipeline = load_pipeline(options, run);
  const Decoder decoder(reading, pipeline);
  const Pictures pictures(options.heatmap, options.overlay, pipeline, run);
  RowWriter rows(pipeline, pictures, {options.boxes, reading.frame.is_made()}, run);
  Course course(inputs, run);
  Workload workload(options.threads);
  const auto next = [&] { return inputs.next(); };
  const auto read = [&](Input input) {
    const Workload::Decoding time(workload);
    DecodedFile file = input.is_pause ? DecodedFile{} : decoder.read(input);
    return std::pair(std::move(input), std::move(file));
  };
  const base::PullLimits limits{.threads = options.threads, .stop = [&] { inputs.stop(); }};
  base::ordered_parallel_pull(limits, next, read, [&](std::pair<Input, DecodedFile> taken) {
    const Input& input = taken.first;
    DecodedFile& file = taken.second;
    if (!input.is_pause) rows.take(file);
    while (file.left) {
      std::vector<Decoded> more = decoder.read(*file.left);
      if (more.empty()) break;
      rows.take(std::move(more));
    }
    if (input.is_pause || course.is_late()) rows.flush();
    course.took(input, rows.is_clear());
  });
  rows.flush();
  course.keep();
  run.conclude(workload.summary(rows.images()));
}

}  // namespace cxrval::cxr_infer
