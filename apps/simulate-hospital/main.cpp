// SPDX-License-Identifier: Apache-2.0
#include "cli/app.hpp"
#include "simulate.hpp"

using namespace cxrval;

int main(int argc, char** argv) {
  simulate_hospital::Options options;
  return cli::App("simulate-hospital", "Write an invented hospital: HIS session files, chest X-rays, and the truth.")
      .input("OUT", options.out, "folder to fill; it must be empty or not exist")
      .option("studies", "N", options.studies, "imaging studies in the PACS")
      .option("image-size", "PIXELS", options.image_size, "rows and columns of every image, 32 to 4096")
      .option("abnormal-share", "P", options.abnormal_share, "share of the frontal chest studies that show disease")
      .option("damaged-images", "N", options.damaged_images, "image files broken in different ways")
      .choice("decree", {"4210", "130"}, options.decree, "form of the HIS files: decision 4210/QD-BYT or 130/QD-BYT")
      .choice("his-format", {"base64", "gzip", "plain"}, options.his_format,
              "inner files of the HIS files in base64, as the decisions have it, in gzip inside base64, or as XML")
      .option("sessions-per-file", "N", options.sessions_per_file, "sessions in each HIS file")
      .flag("no-images", options.no_images, "write the HIS files and their truth only")
      .flag("paper-flow", options.paper_flow,
            "write HIS files and a results table whose numbers are those of the VinDr-CXR clinical validation, without "
            "images")
      .threads(options.threads)
      .seed(options.seed)
      .example("simulate-hospital --studies 20 hospital/", "a small hospital")
      .example("simulate-hospital --studies 40 --image-size 128 --abnormal-share 0.5 --seed 7 training/",
               "small balanced images, as for training a demo model")
      .example("simulate-hospital --studies 1000 --sessions-per-file 50 --no-images his-only/",
               "only HIS files, of many sessions each")
      .example("simulate-hospital --paper-flow --sessions-per-file 100 flow/",
               "6,585 AI results and 6,687 reports, of which 6,285 are pairs")
      .section("OUTPUT",
               "OUT/his holds the HIS files with tables XML1 to XML5, OUT/images the DICOM files, OUT/truth the tables "
               "studies.csv, images.csv, reports.csv, boxes.csv and counts.csv, and of the HIS files sessions.csv and "
               "extracted.csv, which is what his-extract must read out of OUT/his (docs/formats.md). With --no-images "
               "there are only the last two and reports.csv. Disease on the image, what the "
               "reader wrote, and what the template rule makes of the text are separate columns. The expected "
               "outcomes assume the default rules of the tools and a PA classifier without errors; frontal views "
               "taken from the front (AP) count as frontal.")
      .section(
          "PAPER FLOW",
          "With --paper-flow OUT/ai.csv is a results table as cxr-infer writes it and OUT/his holds 6,687 chest "
          "X-ray reports: 6,585 studies have an AI result (status ok), 6,285 of them and their reports are pairs of "
          "5,989 patients, 1,756 pairs are abnormal by their reports. The AI finds 1,205 of these and 729 of the "
          "normal ones: these two are not published but inferred from the F1, 0.653 (0.635, 0.671). "
          "OUT/truth/studies.csv and reports.csv say for every study and report which partner or reason match must "
          "give it, and in the column story why. Studies whose images the AI does not judge come on top of the "
          "6,585. --studies, --abnormal-share and the options about images do not go with it.")
      .section("INVENTED",
               "Patients, ids, texts and images are made from the seed; none stands for a person. The radiographs are "
               "schematic phantoms: they serve to test software and never to judge a diagnostic method.")
      .run(argc, argv, [&](cli::Run& run) { simulate_hospital::simulate(options, run); });
}
