// SPDX-License-Identifier: Apache-2.0
#include "cli/app.hpp"
#include "make_reports.hpp"

using namespace cxrval;

namespace {

constexpr const char* about_reports =
    "OUT/STUDY_UID.dcm, one Comprehensive SR a study by template TID 1500, mode 0600. Patient and study are those of "
    "the "
    "images' headers, text in UTF-8; the series is a new one of the study, and every image stands in Current Requested "
    "Procedure Evidence Sequence. Each judged image has a group with its probabilities, Normality and the algorithm "
    "(TID 4019); each box a group with its class, a closed polyline in the image's pixels, and the score. Every image "
    "has "
    "its status, with the reason where it was not judged. A report is complete, preliminary and UNVERIFIED, and says "
    "that "
    "no physician has verified it. Each appears when it is whole; a run that fails leaves those that it made. See "
    "docs/structured-report.md.";

constexpr const char* about_same =
    "Same tables and images, same bytes: UIDs are made of hashes, that of a report of its whole content. A report that "
    "says something else is therefore another object, in the same series as long as the algorithm is the same. Its "
    "time "
    "is the study's, or --time.";

constexpr const char* about_account =
    "Units images, boxes, studies. Excluded: images without a header (no_header), objects that are no images "
    "(no_image), "
    "studies of which no image was judged (not_judged; see --all-studies), boxes of images that RESULTS does not have "
    "(other_image), and what belongs to a study that is left out (study_...). Merged: further rows of an image that "
    "say "
    "the same, or that could not be used where another copy could. A study of which an image or a box is rejected is "
    "rejected, because its report would say less than the AI did.";

}  // namespace

int main(int argc, char** argv) {
  result_to_sr::Options options;
  return cli::App("result-to-sr", "Make a DICOM Structured Report of the AI's results for each study.")
      .input("RESULTS", options.results, "results table of cxr-infer, or another AI's with --map")
      .input("OUT", options.out, "folder for the reports; it must be empty or not exist")
      .option("boxes", "FILE", options.boxes, "the lesions' boxes, as cxr-infer --boxes writes them")
      .option("root", "DIR", options.root, "where the paths of RESULTS lie that are not absolute")
      .option("algorithm", "NAME", options.algorithm, "what made the results")
      .option("algorithm-version", "TEXT", options.algorithm_version,
              "its version, instead of the first 12 digits of pipeline_hash")
      .option("time", "TIME", options.time,
              "when the results were made, such as 2020-11-03T08:15:00; else the study's time")
      .option("series-number", "N", options.series_number, "Series Number of the reports")
      .flag("all-studies", options.all_studies, "also studies of which no image was judged")
      .option("charset", "SET", options.charset,
              "read the headers' text beyond ASCII in this Specific Character Set, whatever the files declare")
      .reads_table()
      .writes_table("one row a report")
      .rejects("study")
      .example("result-to-sr --boxes boxes.csv --root images/ ai.csv sr/ > sr.csv", "a report for each study")
      .example("result-to-sr --time 2020-11-03T08:15:00 --root images/ ai.csv sr/ -o sr.csv", "without boxes, dated")
      .section("REPORTS", about_reports)
      .section("SAME BYTES", about_same)
      .section("ACCOUNT", about_account)
      .run(argc, argv, [&](cli::Run& run) { result_to_sr::make_reports(options, run); });
}
