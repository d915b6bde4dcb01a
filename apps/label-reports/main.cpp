// SPDX-License-Identifier: Apache-2.0
#include "cli/app.hpp"
#include "label_reports.hpp"

using namespace cxrval;

int main(int argc, char** argv) {
  label_reports::Options options;
  return cli::App("label-reports", "Mark each chest X-ray report normal or abnormal by its template sentences.")
      .optional_input("REPORTS", options.reports, "table from his-extract; only the column description is needed")
      .option("templates", "FILE", options.templates, "list of templates instead of the built-in one")
      .option("words", "FILE", options.words, "list of words for warnings instead of the built-in one")
      .choices("without", {"html", "zero-width", "nfc", "case", "blanks", "commas"}, options.without,
               "leave out a step of the normalisation")
      .flag("join-lines", options.join_lines, "let templates go over line breaks, for text that was wrapped")
      .choice("empty", {"unlabelled", "abnormal"}, options.empty, "label of a report without a description")
      .option("findings", "FILE", options.findings,
              "also add a column for each finding of a rule file; the word default means the shipped one")
      .flag("explain", options.explain, "write text for people instead of a table: each report with its matches marked")
      .flag("drop-text", options.drop_text,
            "leave the columns description, conclusion and near_misses empty, so that the table holds no free text")
      .option("review", "FILE", options.review,
              "also write the reports whose label may be wrong to FILE, most doubtful first (mode 0600)")
      .reads_table()
      .writes_table("the labelled reports")
      .rejects("report")
      .example("label-reports reports.csv > labelled.csv", "by the templates of the VinDr-CXR validation")
      .example("his-extract export/ | label-reports --review review.csv > labelled.csv",
               "straight from the session files, with a list of doubtful labels for a radiologist")
      .example("label-reports --explain reports.csv -o explained.txt", "what each report is labelled by, to be read")
      .example("label-reports --templates \"$CXRVAL_DATA/templates/vindr-phutho.tsv\" reports.csv > labelled.csv",
               "with a list of one's own, here the built-in one as a file")
      .example("his-extract --pseudonymize key --keep-text export/ | label-reports --drop-text > shared.csv",
               "labels for sharing, made from texts that stay at home")
      .section(
          "METHOD",
          "A region (chest wall, pleura, lung, mediastinum) is normal when one of its templates appears in the "
          "description; a report is normal when all four regions are, else abnormal (arXiv 2104.02256, Table 2). A "
          "template must stand inside one line. A report whose description shows nothing is unlabelled and written "
          "all the same; the paper's letter would call it abnormal (--empty abnormal). Descriptions of more than 1 "
          "MiB are rejected.")
      .section(
          "NORMALISATION",
          "Description and templates are compared after these steps, in this order. html: character references and "
          "comments are undone, tags that begin a line or a cell become a line break, other tags nothing; a < that "
          "begins no tag stays. zero-width: characters that show nothing are removed. nfc: Unicode Normalization "
          "Form C. case: full case folding, together with nfc Unicode's canonical caseless form. blanks: every run of "
          "blanks is one, and none stands at an edge of a line. (--join-lines: line breaks become blanks.) commas: no "
          "blank before a comma and one behind it, except between digits. The run record counts the labels that "
          "each step changes against the steps before it, beginning with label_strict.")
      .section(
          "TEMPLATES",
          "A text file in UTF-8: the line region, tab, template; then one template a line, its region being "
          "chest_wall, pleura, lung or mediastinum. Every region needs one. The built-in list is "
          "templates/vindr-phutho.tsv of the data folder. --words takes a list of the same kind: the line kind, "
          "tab, word; kinds are side, remainder, old_film, negation, turn, abnormal and normal. The built-in one is "
          "label/words.tsv.")
      .section(
          "COLUMNS",
          "All columns of the input pass through. Added: label (normal, abnormal or unlabelled), label_strict "
          "(the same by the bytes as they stand, capitals and all), region_chest_wall, region_pleura, "
          "region_lung, region_mediastinum (normal, abnormal, or empty when unlabelled), label_warnings, "
          "match_chest_wall, match_pleura, match_lung, match_mediastinum (where the region's first match stands: "
          "2@1:3 is the second template of the list, at the third character of the description's first line; empty "
          "without one), near_misses (regions without a match, with the template and the edit that leads to the "
          "report's words: [+put in], [-left out], [template's>report's]).")
      .section(
          "FINDINGS",
          "With --findings each class of the rules is a column finding_CLASS: present, uncertain, absent, or empty "
          "when neither description nor conclusion speaks of it. The rules are keywords with negation and hedges; "
          "they are no part of the paper's method, change no label, and make mistakes (docs/reports.md says how "
          "many). The shipped ones are findings/vi-chest.tsv of the data folder; copy and edit them.")
      .section(
          "WARNINGS",
          "None of them changes a label. Of a match: laterality (a word for one side behind it), remainder (\"phần "
          "còn lại\" before it), old_film (another film is named before it). Of a normal report: abnormal_words "
          "(findings outside the matches, not negated), abnormal_conclusion. Of an abnormal one: normal_conclusion, "
          "near_miss. Of any: truncated_1024 (the length of a text that an export cut at 1,024 characters, so that "
          "its last paragraph may be missing), near_1024 (1 to 24 characters or bytes short of it, as after a cut and "
          "a trim), legacy_charset (looks like "
          "TCVN3, VNI, VPS or VIQR), mojibake (UTF-8 read as windows-1252), not_normalized (not in NFC). --review "
          "adds the columns doubt and reasons in front: the points that docs/formats.md gives each warning.")
      .run(argc, argv, [&](cli::Run& run) { label_reports::label_reports(options, run); });
}
