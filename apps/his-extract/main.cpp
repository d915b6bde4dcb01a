// SPDX-License-Identifier: Apache-2.0
#include "cli/app.hpp"
#include "extract_reports.hpp"

using namespace cxrval;

int main(int argc, char** argv) {
  his_extract::Options options;
  return cli::App("his-extract", "Read the chest X-ray reports out of a hospital's session files.")
      .inputs("INPUT", options.inputs, "session file (GIAMDINHHS), folder of such .xml files, or - for standard input")
      .option("service", "CODE", options.services, "service code (MA_DICH_VU) to keep, compared exactly")
      .writes_table("the reports")
      .rejects("file, session or report")
      .hash_inputs()
      .example("his-extract export/ > reports.csv", "every frontal chest X-ray report of an export")
      .example("his-extract export/ | label-reports > labelled.csv", "the same, marked normal or abnormal")
      .example("his-extract --service 18.0119.0028 --service 18.0119.0029 export/ -o both.csv",
               "also the reports on two films, frontal and lateral")
      .section("INPUT",
               "Files of the Vietnamese Ministry of Health: decision 4210/QD-BYT, and 130, 4750 and 3176, whose "
               "elements have the same names. The inner files may be base64, gzip in base64, or XML as it is; a file "
               "of TONG_HOP and CHI_TIET_CLS without the envelope is read too. In folders only *.xml is read. A result "
               "belongs to the session of its file with the same MA_LK, wherever either stands. Exact copies are "
               "merged, also across files. Text must be UTF-8, whatever the XML declaration says; a DOCTYPE is "
               "refused.")
      .section("COLUMNS",
               "facility_id (MA_CSKCB or MACSKCB), session_id (MA_LK), patient_id (MA_BN), sex (GIOI_TINH: M, F or O), "
               "birth_year (NGAY_SINH), check_in_time (NGAY_VAO), check_out_time (NGAY_RA; a date alone is 23:59 of "
               "that day), service_id (MA_DICH_VU), report_time (NGAY_KQ), description (MO_TA) and conclusion "
               "(KET_LUAN) exactly as written, warnings, source (the file). Warnings, parted by semicolons: "
               "session_open (no check-out yet), check_out_before_check_in, session_changed (the session came before "
               "with other contents), no_report_time, empty_description, truncated_1024 (the length of a description "
               "that an export cut at 1,024 characters).")
      .section("SERVICE CODES",
               "18.0119.0028 is the frontal chest X-ray, digital, one film. On film it is 18.0119.0010 or "
               "18.0119.0012; 18.0119.0029 and 18.0119.0013 are a frontal and a lateral film with one report. "
               "18.0120.* are lateral and oblique views, 18.0127.* and 18.0128.* bedside and theatre images of any "
               "part of the body. The list with reasons is his/services.tsv of the data folder.")
      .run(argc, argv, [&](cli::Run& run) { his_extract::extract_reports(options, run); });
}
