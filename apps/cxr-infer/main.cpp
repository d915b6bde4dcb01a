// SPDX-License-Identifier: Apache-2.0
#include "cli/app.hpp"
#include "infer_images.hpp"

#ifdef __GLIBC__
#include <malloc.h>
#endif

using namespace cxrval;

namespace {

// LibTorch takes large activations from the allocator and gives them back at every operator; kept in the process
// instead of returned to the kernel, EfficientNet-B6 runs about twice as fast.
void keep_large_blocks() {
#ifdef __GLIBC__
  constexpr int one_gibibyte = 1 << 30;
  ::mallopt(M_MMAP_THRESHOLD, one_gibibyte);
  ::mallopt(M_TRIM_THRESHOLD, one_gibibyte);
  ::mallopt(M_TOP_PAD, 64 << 20);
#endif
}

}  // namespace

int main(int argc, char** argv) {
  keep_large_blocks();
  cxr_infer::Options options;
  return cli::App("cxr-infer", "Run a chest X-ray AI on DICOM images: PA view, abnormality, lesions.")
      .inputs("IMAGES", options.inputs, "DICOM files, or folders that hold them")
      .option("pipeline", "FILE", options.pipeline, "pipeline manifest instead of the demo pipeline")
      .option("boxes", "FILE", options.boxes, "write the lesions' boxes there, a table of its own")
      .choice("filter", {"cxr", "none"}, options.filter,
              "cxr: only CR, DR or DX of CHEST or THORAX go to the AI, by their headers; none: every image does")
      .option("batch", "N", options.batch, "images a model takes at once")
      .writes_table("one row an image")
      .rejects("image")
      .threads(options.threads)
      .hash_inputs()
      .example("cxr-infer images/ > ai.csv", "the demo pipeline, which knows synthetic phantoms only")
      .example("cxr-infer --boxes boxes.csv images/ -o ai.csv", "with the lesions in a second table")
      .section("PIPELINE",
               "As in the VinDr-CXR clinical validation: images that pass the header filter go to the PA classifier; "
               "those whose probability passes its gate go to the abnormality classifier, whose gate gives "
               "abnormal_status; only abnormal images go to the lesion detector. Models, gates and thresholds stand in "
               "the manifests, see docs/formats.md. Models are TorchScript files run by LibTorch on the CPU.")
      .section(
          "STATUS",
          "ok: judged by the AI. not_pa: stopped by the PA gate. not_cxr: stopped by the header filter; the reason "
          "is the header's. rejected: the file is damaged or cannot be read; it also goes to --rejects.")
      .run(argc, argv, [&](cli::Run& run) { cxr_infer::infer_images(options, run); });
}
