// SPDX-License-Identifier: Apache-2.0
#include "cli/app.hpp"
#include "extract_headers.hpp"

using namespace cxrval;

int main(int argc, char** argv) {
  dicom_extract::Options options;
  return cli::App("dicom-extract", "Read the headers of DICOM images into a table, and say which are chest X-rays.")
      .inputs("IMAGES", options.inputs, "DICOM files, or folders that hold them; - is a list of paths, one a line")
      .choice("filter", {"none", "cxr"}, options.filter,
              "none: a row for every image; cxr: only for chest X-rays (status ok), the others are counted by reason")
      .writes_table("one row an image")
      .rejects("image")
      .threads(options.threads)
      .hash_inputs()
      .example("dicom-extract images/ > headers.csv", "every image of a folder")
      .example("find images/ -name '*.dcm' | dicom-extract --filter cxr -o chest.csv -",
               "the chest X-rays among files that another command lists")
      .section("FILES",
               "Of a folder's files those are taken that have the DICOM magic, end in .dcm or .dicom, or have no "
               "extension and begin like a DICOM data set. The others are counted as not_dicom, a file named DICOMDIR "
               "as dicomdir. A file that is named itself is always read. Only headers are read: whether the pixels "
               "can be decoded is told by cxr-infer.")
      .section(
          "STATUS",
          "ok: a chest X-ray by the filter of the VinDr-CXR clinical validation: Modality is CR, DR or DX, and Body "
          "Part Examined is CHEST or THORAX. not_cxr: the reason says which of the two is missing or other: "
          "modality_missing, modality_other, body_part_missing, body_part_other. rejected: the header cannot be "
          "read; the image also goes to --rejects.")
      .run(argc, argv, [&](cli::Run& run) { dicom_extract::extract_headers(options, run); });
}
