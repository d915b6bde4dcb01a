// SPDX-License-Identifier: Apache-2.0
#include "cli/app.hpp"
#include "label_reports.hpp"

using namespace cxrval;

int main(int argc, char** argv) {
  label_reports::Options options;
  return cli::App("label-reports", "Mark each chest X-ray report normal or abnormal by its template sentences.")
      .optional_input("REPORTS", options.reports, "table from his-extract; only the column description is needed")
      .option("templates", "FILE", options.templates, "list of templates instead of the built-in one")
      .reads_table()
      .writes_table("the labelled reports")
      .rejects("report")
      .example("label-reports reports.csv > labelled.csv", "by the templates of the VinDr-CXR validation")
      .example("his-extract export/ | label-reports > labelled.csv", "straight from the session files")
      .example("label-reports --templates \"$CXRVAL_DATA/templates/vindr-phutho.tsv\" reports.csv > labelled.csv",
               "with a list of one's own, here the built-in one as a file")
      .section("METHOD",
               "A region (chest wall, pleura, lung, mediastinum) is normal when one of its templates appears in the "
               "description; a report is normal when all four regions are, else abnormal (arXiv 2104.02256, Table 2). "
               "Description and templates are compared in Unicode's canonical caseless form, every run of blanks "
               "as one blank and characters that show nothing left out; a template must stand inside one line. A "
               "report whose description is empty is unlabelled and written all the same.")
      .section("TEMPLATES",
               "A text file in UTF-8: the line region, tab, template; then one template a line, its region being "
               "chest_wall, pleura, lung or mediastinum. Every region needs one. The built-in list is "
               "templates/vindr-phutho.tsv of the data folder.")
      .section("COLUMNS",
               "All columns of the input pass through. Added: label (normal, abnormal or unlabelled), label_strict "
               "(the same by the bytes as they stand, capitals and all), region_chest_wall, region_pleura, "
               "region_lung, region_mediastinum (normal, abnormal, or empty when unlabelled), label_warnings "
               "(truncated_1024: the description has the length of one that an export cut at 1,024 characters, so "
               "that its last paragraph may be missing).")
      .run(argc, argv, [&](cli::Run& run) { label_reports::label_reports(options, run); });
}
