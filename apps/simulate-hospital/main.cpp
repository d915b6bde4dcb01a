// SPDX-License-Identifier: Apache-2.0
#include "cli/app.hpp"
#include "simulate.hpp"

using namespace cxrval;

int main(int argc, char** argv) {
  simulate_hospital::Options options;
  return cli::App("simulate-hospital", "Write an invented hospital: HIS session files, chest X-rays, and the truth.")
      .input("OUT", options.out, "folder to fill; it must be empty or not exist")
      .option("studies", "N", options.studies, "imaging studies in the PACS")
      .option("image-size", "PIXELS", options.image_size,
              "rows and columns of every image, 32 to 4096; with --preset 64 to 512, and 256 unless it is given")
      .option("abnormal-share", "P", options.abnormal_share, "share of the frontal chest studies that show disease")
      .option("damaged-images", "N", options.damaged_images, "image files broken in different ways")
      .choice("decree", {"4210", "130"}, options.decree, "form of the HIS files: decision 4210/QD-BYT or 130/QD-BYT")
      .choice("his-format", {"base64", "gzip", "plain"}, options.his_format,
              "inner files of the HIS files in base64, as the decisions have it, in gzip inside base64, or as XML")
      .option("sessions-per-file", "N", options.sessions_per_file, "sessions in each HIS file")
      .flag("no-images", options.no_images,
            "write the HIS files and their truth only, and with --preset a results table in place of the images")
      .choice("preset", {"phu-tho-2020"}, options.preset,
              "the hospital whose numbers are those of the VinDr-CXR clinical validation (see PRESET)")
      .threads(options.threads)
      .seed(options.seed)
      .example("simulate-hospital --studies 20 hospital/", "a small hospital")
      .example("simulate-hospital --studies 40 --image-size 128 --abnormal-share 0.5 --seed 7 training/",
               "small balanced images, as for training a demo model")
      .example("simulate-hospital --studies 1000 --sessions-per-file 50 --no-images his-only/",
               "only HIS files, of many sessions each")
      .example("simulate-hospital --preset phu-tho-2020 --no-images --sessions-per-file 100 phu-tho/",
               "6,585 AI results and 6,687 reports, of which 6,285 are pairs; with their images without --no-images")
      .section("OUTPUT",
               "OUT/his holds the HIS files with tables XML1 to XML5, OUT/images the DICOM files, OUT/truth the tables "
               "studies.csv, images.csv, reports.csv, boxes.csv and counts.csv, and of the HIS files sessions.csv and "
               "extracted.csv, which is what his-extract must read out of OUT/his (docs/formats.md). With --no-images "
               "there are only the last two and reports.csv. Disease on the image, what the "
               "reader wrote, and what the template rule makes of the text are separate columns. The expected "
               "outcomes assume the default rules of the tools and a PA classifier without errors; frontal views "
               "taken from the front (AP) count as frontal.")
      .section(
          "PRESET",
          "phu-tho-2020 is two months at full scale. OUT/his holds 6,687 chest X-ray reports among other services, "
          "look-alike codes and damaged files. 6,585 studies have an AI result (status ok), 6,285 of them and their "
          "reports are pairs of 5,989 patients; by its templates the report is abnormal in 1,756 pairs and normal "
          "in 4,529. That studies without a PA view, of which the AI gives no result, are not among the 6,585 is an "
          "assumption: their images, other parts of the body and other modalities come on top. Lesions are visible "
          "so that a faultless AI would agree with the reports in TP 1,205, FP 729, FN 551, TN 3,800: these counts "
          "are not published but inferred from the F1, 0.653 (0.635, 0.671). Latent disease, what is visible, what "
          "the reader wrote and the label by the templates are separate columns of OUT/truth, whose studies.csv and "
          "reports.csv say for every record which partner or reason match must give it, and in the column story "
          "why. All files take 0.9 GB. his-extract and cxr-infer reject what is damaged, and counts.csv says how "
          "much. With --no-images OUT/ai.csv is the results table that a faultless AI would give, and boxes.csv is "
          "missing. --studies, --abnormal-share and --damaged-images do not go with it.")
      .section("INVENTED",
               "Patients, ids, texts and images are made from the seed; none stands for a person. The radiographs are "
               "schematic phantoms: they serve to test software and never to judge a diagnostic method.")
      .run(argc, argv, [&](cli::Run& run) { simulate_hospital::simulate(options, run); });
}
