// SPDX-License-Identifier: Apache-2.0
#include "cli/app.hpp"
#include "mine_templates.hpp"

using namespace cxrval;

int main(int argc, char** argv) {
  mine_templates::Options options;
  return cli::App("mine-templates", "Find frequent report sentences that behave like missing normal templates.")
      .optional_input("REPORTS", options.reports, "table from his-extract; description, and conclusion if it is there")
      .option("templates", "FILE", options.templates, "known templates instead of the built-in list")
      .option("findings", "FILE", options.findings, "rules of what is abnormal instead of the shipped ones")
      .option("min-reports", "N", options.min_reports, "leave out sentences of fewer reports")
      .option("write-templates", "FILE", options.write_templates,
              "write the known and the proposed templates as a list for label-reports to FILE; a person must check it")
      .reads_table()
      .writes_table("the candidates")
      .rejects("report")
      .example("mine-templates reports.csv > candidates.csv", "what the built-in list may be missing, best first")
      .example("mine-templates --write-templates mine.tsv --min-reports 2 reports.csv > candidates.csv",
               "and a list to edit, for label-reports --templates mine.tsv")
      .section("METHOD",
               "Descriptions are split at line breaks, semicolons and full stops; sentences in which a known template "
               "stands are passed over; the others are put together by the form in which label-reports compares text. "
               "A sentence sounds abnormal when the finding rules find something present or uncertain in it, or a word "
               "such as ton thuong (lesion) is not negated; normal when it does not, and negates something or says "
               "that something is as it should be; else neutral. Its region is the one whose words it holds, empty "
               "when there is none or more than one. A report is normal company for a sentence when neither its other "
               "sentences nor its conclusion sound abnormal. Rank: sentences that sound normal and have a region, then "
               "neutral ones and those without a region, then abnormal ones; among them by the number of reports in "
               "normal company, then of reports.")
      .section("COLUMNS",
               "rank; sentence (its most frequent spelling); region; sounds; proposed (1: sounds normal, has a region, "
               "and is in normal company in at least half of its reports); reports; reports_missed_at_most (see "
               "MEMORY); share (of the reports with a description); companions (share of its reports in normal "
               "company); conclusions_normal (share of its reports with a conclusion whose conclusion sounds normal); "
               "reports_abnormal_now (of its reports, by the known templates); reports_turned_normal_alone (reports "
               "that become normal if this sentence alone is added as a template of its region); "
               "reports_turned_normal_added (the same on top of all rows above; a report that lacks several regions "
               "counts where the last of them comes); example_line (line of REPORTS where it first stands).")
      .section(
          "CHECKING",
          "The table and the list are proposals made by counting words. Nothing here knows medicine: a radiologist "
          "must read each sentence and ask whether every report that holds it has a normal region. Short sentences "
          "need most care, for a template matches inside longer ones, and a side named behind it "
          "(right, left) is not seen. Mind that sentences may hold patients' data.")
      .section("MEMORY",
               "Counting is exact for up to 100,000 different sentences. With more, the rare half is dropped each time "
               "(Misra and Gries), a warning says how many reports a missing sentence can have at most, and "
               "reports_missed_at_most how many a kept one may have in addition. Memory stays under about 100 MB.")
      .run(argc, argv, [&](cli::Run& run) { mine_templates::mine_templates(options, run); });
}
