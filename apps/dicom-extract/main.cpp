// SPDX-License-Identifier: Apache-2.0
#include "cli/app.hpp"
#include "extract_headers.hpp"

using namespace cxrval;

namespace {

constexpr const char* about_files =
    "Of a folder's files those are taken that have the DICOM magic, end in .dcm or .dicom, or have no extension and "
    "begin like a DICOM data set. The others are counted as not_dicom, a file named DICOMDIR as dicomdir. A file that "
    "is named itself, or in the list on standard input, is always read; a DICOMDIR that is named gives the files it "
    "lists. Files without preamble, meta header or transfer syntax and deflated ones are read too. Only headers are "
    "read, up to the pixels; whether those can be decoded is told by --png and by cxr-infer.";

constexpr const char* about_status =
    "ok: a chest X-ray by the rules. not_cxr: the reason is the rule that decided. rejected: the header (with --png "
    "also the pixels) cannot be read; the image also goes to --rejects. The column rule names the rule in both cases. "
    "paper is the filter of the VinDr-CXR clinical validation: Modality is CR, DR or DX, and Body Part Examined is "
    "CHEST or THORAX; its other rules are modality_missing, modality_other, body_part_missing and body_part_other. "
    "lenient also accepts an empty Body Part Examined when Study Description, Series Description or Protocol Name name "
    "a chest and no other part of the body, or when the view is PA. A FILE of rules has one a line: NAME, cxr or "
    "not_cxr, and conditions, parted by tabs; the first rule whose conditions all hold decides. A condition is TAG "
    "missing, TAG present, TAG is A|B, TAG not A|B, TAG has A|B (whole words) or TAG lacks A|B. The rules of the data "
    "folder, dicom/paper.rules and dicom/lenient.rules, are examples.";

constexpr const char* about_tags =
    "TAG is a keyword of the DICOM dictionary (StudyDescription) or GGGG,EEEE. A dot goes into a sequence, whose first "
    "item is taken, or item N by SEQUENCE[N]: AnatomicRegionSequence.CodeMeaning. COLUMN=TAG names the column. Without "
    "a path only the top level counts: an icon's Rows are never the image's. Several values are parted by a backslash; "
    "binary values, pixels and whole sequences have no text and leave a warning.";

constexpr const char* about_warnings =
    "Words parted by semicolons, each WORD:COLUMN, beside a cell that is empty for it. charset_missing: text beyond "
    "ASCII and no Specific Character Set. charset_unknown: it names no known set. charset_wrong: the text is not valid "
    "in it, or is UTF-8 where one byte is a character. Text is never guessed; --charset says what it is. nul_in_text. "
    "binary, sequence, damaged: the value of --tag has no text. uid_malformed: a UID has other characters than digits "
    "and dots (the cell is filled). WORD:pixels, with --png: the codestream contradicts the header; see "
    "docs/pixels.md. A patient id that is not in its declared character set rejects the image.";

constexpr const char* about_png =
    "8-bit greyscale, bright is dense, one file a frame, called by the SOP Instance UID. They show what a model of the "
    "same preset sees before its resize; the columns pixel_preset and polarity say what was done. Presets: voi (what a "
    "viewer shows), minmax, percentile, bits, chexpert, mimic, vindr. Polarity: auto and photometric follow "
    "Photometric Interpretation, plut follows Presentation LUT Shape. Pictures show patients: mode 0600.";

}  // namespace

int main(int argc, char** argv) {
  dicom_extract::Options options;
  return cli::App("dicom-extract", "Read the headers of DICOM images into a table, and say which are chest X-rays.")
      .inputs("IMAGES", options.inputs,
              "DICOM files, folders that hold them, or a DICOMDIR; - is a list of paths, one a line")
      .choice("filter", {"none", "cxr"}, options.filter,
              "none: a row for every image; cxr: only for chest X-rays (status ok), the others are counted by reason")
      .option("rules", "NAME|FILE", options.rules, "which images are chest X-rays: paper, lenient, or a file of rules")
      .option("tag", "[COLUMN=]TAG", options.tags, "a further column, by keyword, number or path")
      .option("tags", "FILE", options.tags_file, "further columns, one [COLUMN=]TAG a line")
      .option("charset", "SET", options.charset,
              "read text beyond ASCII in this Specific Character Set, whatever the files declare")
      .option("png", "DIR", options.png, "draw the images into this folder as PNG")
      .choice("preset", {"voi", "minmax", "percentile", "bits", "chexpert", "mimic", "vindr"}, options.preset,
              "with --png: how stored values become grey levels")
      .choice("polarity", {"auto", "photometric", "plut", "none", "invert"}, options.polarity,
              "with --png: which part of the header decides about inversion")
      .option("voi", "N", options.voi, "with --png: which of several windows or VOI LUTs, from 1")
      .option("frame", "N|each", options.frame, "with --png: which frame of an image that has several")
      .writes_table("one row an image")
      .rejects("image")
      .threads(options.threads)
      .pseudonymize()
      .hash_inputs()
      .example("dicom-extract images/ > headers.csv", "every image of a folder")
      .example("find images/ -name '*.dcm' | dicom-extract --filter cxr -o chest.csv -",
               "the chest X-rays among files that another command lists")
      .example("dicom-extract --rules lenient --tag StudyDescription --tag kv=KVP images/ -o headers.csv",
               "with two more columns, and chests told by their description where the body part is empty")
      .example("dicom-extract --filter cxr --png pictures --preset voi images/ -o chest.csv",
               "what a model with the preset voi would see")
      .section("FILES", about_files)
      .section("STATUS AND RULES", about_status)
      .section("TAGS", about_tags)
      .section("WARNINGS", about_warnings)
      .section("PICTURES", about_png)
      .run(argc, argv, [&](cli::Run& run) { dicom_extract::extract_headers(options, run); });
}
