// SPDX-License-Identifier: Apache-2.0
#include "cli/app.hpp"
#include "extract_reports.hpp"

using namespace cxrval;

namespace {

constexpr const char* about_input =
    "Files of the Vietnamese Ministry of Health: decision 4210/QD-BYT, and 130, 4750 and 3176, whose elements have the "
    "same names. The inner files may be base64, gzip in base64, or XML as it is; a file of TONG_HOP and CHI_TIET_CLS "
    "without the envelope is read too. Of a folder, files are read that end in .xml, .gz, .zip, .tar or .tgz; files "
    "that are named themselves, and standard input, whatever they are called. Zip, tar and gzip are told by their "
    "content and read without unpacking, one inside the other up to three deep. A DOCTYPE is refused. One bad file or "
    "dossier is rejected with its place, and the rest is read. Files of another system are read by --profile.";

constexpr const char* about_versions =
    "A result belongs to the session of its file with the same MA_LK, wherever either stands. Exact copies of results "
    "and sessions are merged, also across files. When a session of the same facility and MA_LK comes with other "
    "contents (its fields, or the set of its selected results), the version with the latest NGAYLAP holds; the others "
    "are left out and counted as superseded. When several have the latest NGAYLAP, or one has none, all of those are "
    "rejected: nobody knows which one holds, and the one that does must be read without the others. Nothing is written "
    "before the last file is read; texts wait in memory, or beyond 8 MiB in a file without a name in the folder TMPDIR "
    "(default /tmp), which holds patients' data until the run ends.";

constexpr const char* about_columns =
    "facility_id (MA_CSKCB or MACSKCB), session_id (MA_LK), patient_id (MA_BN), sex (GIOI_TINH: M, F or O), birth_year "
    "(NGAY_SINH), check_in_time (NGAY_VAO), check_out_time (NGAY_RA; a date alone is 23:59 of that day), service_id "
    "(MA_DICH_VU), report_time (NGAY_KQ), description (MO_TA) and conclusion (KET_LUAN) exactly as written, warnings, "
    "source (the file; of an archive's member export.zip/a.xml).";

constexpr const char* about_warnings =
    "Words parted by semicolons. session_open: no check-out yet. check_out_before_check_in. supersedes: older versions "
    "of the session were left out. no_report_time: the report cannot be matched. report_before_check_in and "
    "report_after_check_out: by the minute; the second is not said of sessions that end before they begin. "
    "empty_description. truncated_1024: the length of a description that an export cut at 1,024 characters or bytes. "
    "near_1024: 1 to 24 short of that, as after a cut and a trim. repaired_xml: the XML of the report or its session "
    "was not well-formed and was read after escaping what had to be escaped.";

constexpr const char* about_services =
    "18.0119.0028 is the frontal chest X-ray, digital, one film. On film it is 18.0119.0010 or 18.0119.0012; "
    "18.0119.0029 and 18.0119.0013 are a frontal and a lateral film with one report. 18.0120.* are lateral and oblique "
    "views, 18.0127.* and 18.0128.* bedside and theatre images of any part of the body. The list with reasons is "
    "his/services.tsv of the data folder. Results of other codes of that list, and of codes that go on behind a "
    "selected one, are counted by code at the end and in the run record (look_alike CODE).";

constexpr const char* about_sharing =
    "With --pseudonymize the table may be given to others, under the rules of docs/deidentification.md. patient_id, "
    "session_id and facility_id are keyed hashes (HMAC-SHA-256) of 32 hexadecimal digits, source is one of 16. All "
    "times of a patient move by the same 1 to 104 whole weeks into the past, so that weekdays, times of day and lags "
    "stay; a report without a patient id loses its times. birth_year becomes age_band: the age in the year of the "
    "check-in. description and conclusion are empty without --keep-text, and .K.WWWWW of a service code loses the "
    "facility. The same key and --normalize-id must be given to every tool of a study, or nothing matches; the run "
    "record tells by pseudonym_key_check whether two tables have the same key. Rows keep the order of the input: sort "
    "them before they are shared. The file of --rejects holds records as they were and is not for sharing.";

constexpr const char* about_study =
    "Session files are made for the health insurance. Whether a hospital exports patients who pay themselves as well "
    "differs, and is not known of any hospital here (unverified). Where it does not, the sample is of insured "
    "patients: "
    "ages, wards and the share of abnormal images may differ from all patients of the hospital, and so do the numbers "
    "that depend on them (F1, precision, predictive values, accuracy); sensitivity and specificity depend on them only "
    "through the mix of findings. Compare the number of reports with the radiology register of the same weeks before "
    "the numbers are used, and state both.";

}  // namespace

int main(int argc, char** argv) {
  his_extract::Options options;
  return cli::App("his-extract", "Read the chest X-ray reports out of a hospital's session files.")
      .inputs("INPUT", options.inputs,
              "session file (GIAMDINHHS), archive or folder of such files, or - for standard input")
      .option("profile", "NAME|FILE", options.profile,
              "how the files are read: moh (Ministry of Health), or a file of element names for another system")
      .option("service", "CODE", options.services,
              "service code (MA_DICH_VU) to keep, compared exactly; without it those of the profile: 18.0119.0028")
      .option("services", "FILE", options.services_file, "keep the service codes of a list such as his/services.tsv")
      .flag("all-services", options.all_services, "keep the results of every service")
      .flag("base-code", options.base_code, "compare codes without what may follow CC.RRRR.PPPP: .K.WWWWW, _GT, _TB")
      .writes_table("the reports")
      .pseudonymize()
      .rejects("file, session or report")
      .threads(options.threads)
      .hash_inputs()
      .example("his-extract export/ > reports.csv", "every frontal chest X-ray report of an export")
      .example("his-extract -j 2 export/ | label-reports > labelled.csv",
               "the same by two threads, marked normal or abnormal")
      .example("his-extract --service 18.0119.0028 --service 18.0119.0029 export/ -o both.csv",
               "also the reports on two films, frontal and lateral")
      .example("tar -cz export | his-extract - > reports.csv", "an archive, here from standard input")
      .example("his-extract --pseudonymize key export/ > shared.csv",
               "a table for sharing; the key was made by: head -c 32 /dev/urandom > key; chmod 600 key")
      .section("INPUT", about_input)
      .section("COPIES AND VERSIONS", about_versions)
      .section("COLUMNS", about_columns)
      .section("WARNINGS", about_warnings)
      .section("SHARING", about_sharing)
      .section("SERVICE CODES", about_services)
      .section("WHO IS IN AN EXPORT", about_study)
      .run(argc, argv, [&](cli::Run& run) { his_extract::extract_reports(options, run); });
}
