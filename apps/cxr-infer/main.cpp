// SPDX-License-Identifier: Apache-2.0
#include "cli/app.hpp"
#include "infer/memory.hpp"
#include "infer_images.hpp"

using namespace cxrval;

namespace {

constexpr const char* about_pipeline =
    "As in the VinDr-CXR clinical validation: images that pass the header filter go to the PA classifier; those whose "
    "probability passes its gate go to the abnormality classifier, whose gate gives abnormal_status; only abnormal "
    "images go to the lesion detector. A pipeline may begin with a router, which stops images of other parts of the "
    "body (with --filter none in place of the header filter), and with a model whose mask the others crop to; several "
    "models may share a stage as an ensemble. Models, gates, thresholds and what is done to the pixels stand in the "
    "manifests, see docs/formats.md and docs/pixels.md. Models are TorchScript files. On the CPU a "
    "network of known operators is run as a plan of oneDNN's convolutions, usually faster than LibTorch and differing "
    "from it by rounding; LibTorch runs any other, and what a detector does after its last convolutions. The run "
    "record says what ran each model, and why.";

constexpr const char* about_status =
    "ok: judged by the AI. not_pa: stopped by the PA gate. not_cxr: stopped by the header filter; the reason is the "
    "rule that decided, see dicom-extract; or by the pipeline's router, router:CLASS. rejected: the file is damaged or "
    "cannot be read; it also goes to --rejects. "
    "With --frame the tables have a column frame, from 1, empty for images of one frame.";

constexpr const char* about_scores =
    "Where the pipeline has a router, and where the models of its abnormality stage tell several classes apart, the "
    "table has the probability of each class, in columns router_score:CLASS and score:CLASS, classes called and "
    "ordered as in the model's manifest. A cell is empty where the stage did not judge the image. What reads them is "
    "eval-classes --score-prefix score: (or router_score:).";

constexpr const char* about_long_runs =
    "With -o FILE every table is FILE.partial until the run is done; finished rows are on the disk within about a "
    "minute. A run that was ended in whatever way goes on by the same command with --resume, and its tables become "
    "what they would have been. Inputs, models and options must be the same. FILE.partial.journal holds how far the "
    "run came. With --shard a patient's images are in one part: 1 plus the first eight bytes of SHA-256 of the "
    "normalised patient id (of the path where the header cannot be read) modulo N. The rows of all parts are those of "
    "the whole; each run counts the others' images as other_shard.";

constexpr const char* about_pictures =
    "One file an abnormal image, SOP_UID.png (SOP_UID_FRAME.png), of what the model sees; mode 0600. --overlay: boxes, "
    "a colour a class, on the first lesion detector's input. --heatmap: an occlusion map on the first abnormality "
    "classifier's input. A grey patch of an eighth of each side is moved over 16 x 16 places; red is where hiding "
    "lowers the probability, blue where it raises it; the full colour is the largest change, or 0.05.";

constexpr const char* about_rasters =
    "They have no header, so no filter holds for them, and --image-ids says whose they are. name: patient, study and "
    "image are called by the file's name without extension. A pattern has names of columns in braces, {} for anything "
    "else: {patient_id}_{} for 00000001_000.png, p{patient_id}/s{study_uid}/{sop_uid} with folders; of several ways to "
    "fit, the first braces take the shortest text. A table has a column path and any of patient_id, study_uid, "
    "series_uid, sop_uid, study_time, modality, body_part, view, sex, "
    "birth_year. A file of the same name with .json beside the image is read for its polarity: attribute 20500020 "
    "INVERSE or 00280004 MONOCHROME1 inverts.";

constexpr const char* about_warnings =
    "Words parted by semicolons, WORD:COLUMN, as in dicom-extract. WORD:pixels: the codestream contradicts the header "
    "and was read as docs/pixels.md says.";

}  // namespace

int main(int argc, char** argv) {
  infer::keep_large_blocks();
  cxr_infer::Options options;
  return cli::App("cxr-infer", "Run a chest X-ray AI on images: PA view, abnormality, lesions.")
      .inputs("IMAGES", options.inputs,
              "DICOM, PNG or JPEG files, or folders that hold them; - is a list of paths, one a line")
      .choice("from", {"files", "list", "headers"}, options.from,
              "what IMAGES are: files and folders; lists of paths, one a line; tables of dicom-extract (column path)")
      .option("root", "DIR", options.root, "with --from list and headers: where paths that are not absolute lie")
      .option("max-wait", "SECONDS", options.max_wait,
              "when a list on standard input is silent for so long, images that wait for a full batch are judged")
      .option("pipeline", "FILE", options.pipeline, "pipeline manifest instead of the demo pipeline")
      .option("boxes", "FILE", options.boxes, "write the lesions' boxes there, a table of its own")
      .option("overlay", "DIR", options.overlay, "draw the boxes on the abnormal images, as PNG into this folder")
      .option("heatmap", "DIR", options.heatmap,
              "draw what makes images abnormal, as PNG into this folder: 257 inferences for each abnormal image")
      .choice("filter", {"cxr", "none"}, options.filter,
              "cxr: of DICOM images only chest X-rays go to the AI, by their headers; none: every image does")
      .option("rules", "NAME|FILE", options.rules, "which images are chest X-rays: paper, lenient, or a file of rules")
      .option("frame", "N|each", options.frame, "which frame of an image that has several")
      .option("image-ids", "name|PATTERN|FILE", options.image_ids, "read PNG and JPEG images too, called by this")
      .option("image-bits", "N", options.image_bits,
              "what the values of PNG images mean, such as 12 for 12 bits kept in 16; 0: the file's depth")
      .option("masks", "DIR", options.masks,
              "PNG masks for models that crop to one: SOP_UID.png or as the image's name")
      .choice("engine", {"auto", "libtorch"}, options.engine,
              "what runs the models: a fixed plan where a model has one on the CPU, or LibTorch in any case")
      .option("device", "cpu|cuda[:N]", options.device, "where LibTorch runs the models, where it has CUDA")
      .flag("half", options.half, "with --device cuda: half precision, which changes results")
      .option("batch", "N", options.batch, "images a model takes at once")
      .writes_table("one row an image")
      .option("shard", "I/N", options.shard, "only the images of part I of N, told by the patient id")
      .reads_table()
      .normalize_id(options.patient_ids)
      .rejects("image")
      .threads(options.threads)
      .pseudonymize()
      .resumable()
      .hash_inputs()
      .example("cxr-infer images/ > ai.csv", "the demo pipeline, which knows synthetic phantoms only")
      .example("cxr-infer --boxes boxes.csv images/ -o ai.csv", "with the lesions in a second table")
      .example("dicom-extract --filter cxr images/ | cxr-infer --from headers --root images - -o ai.csv --resume",
               "images that are known to be chest X-rays; the same command goes on after a break")
      .section("PIPELINE", about_pipeline)
      .section("STATUS", about_status)
      .section("SCORES", about_scores)
      .section("LONG RUNS", about_long_runs)
      .section("PICTURES", about_pictures)
      .section("PNG AND JPEG IMAGES", about_rasters)
      .section("WARNINGS", about_warnings)
      .run(argc, argv, [&](cli::Run& run) { cxr_infer::infer_images(options, run); });
}
