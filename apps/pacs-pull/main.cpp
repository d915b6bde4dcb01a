// SPDX-License-Identifier: Apache-2.0
#include "cli/app.hpp"
#include "pull.hpp"

using namespace cxrval;

int main(int argc, char** argv) {
  pacs_pull::Options options;
  return cli::App("pacs-pull", "Finds the chest X-rays of a PACS by DICOMweb and fetches each one once.")
      .input("URL", options.server.url, "the DICOMweb service, such as https://pacs/dicom-web")
      .input("FOLDER", options.folder, "where images go, as patient/study/series/sop.dcm, with the ledger")
      .option("key", "FILE", options.key, "the site's secret (32 bytes or more), by which patients' folders are named")
      .option("auth", "FILE", options.auth,
              "credentials, lines of NAME = VALUE: user and password, or token; certificate, key, key_password; "
              "authority")
      .option("from", "DATE", options.from, "first study date, YYYY-MM-DD")
      .option("to", "DATE", options.to, "last study date; without it tomorrow")
      .option("query", "KEY=VALUE", options.query,
              "also asked of the server, such as ModalitiesInStudy=CR,DX; it narrows what is looked at")
      .choice("filter", {"cxr", "none"}, options.filter,
              "cxr: only chest X-rays by what the server says of them, and again by the file itself; none: all images")
      .option("rules", "NAME|FILE", options.rules,
              "which images are chest X-rays: paper, lenient, or a file of rules, see dicom-extract")
      .option("watch", "SECONDS", options.watch, "go on, a round every so many seconds; 0: one round")
      .option("overlap", "DAYS", options.overlap, "with --watch: study dates that each round looks at again")
      .option("until", "TIME", options.until, "with --watch: begin no round after this local time, YYYY-MM-DDTHH:MM")
      .option("orthanc", "URL", options.orthanc,
              "with --watch, of an Orthanc: its own address, such as https://pacs; rounds after the first ask it what "
              "changed instead of listing days")
      .choice("print", {"new", "all", "none"}, options.print,
              "paths written, one a line: of images of this run; first those of earlier runs too; none")
      .option("exec", "COMMAND", options.exec,
              "run for each image, without a shell: words parted by blanks, {} is the image's path")
      .option("page", "N", options.page, "studies asked for at once; 0: without pages")
      .option("rate", "MB", options.server.rate, "megabytes a second of all connections together; 0: no limit")
      .option("tries", "N", options.server.tries, "how often a request is tried that fails for a reason that may pass")
      .option("connect-timeout", "SECONDS", options.server.connect_timeout, "how long a connection may take to begin")
      .option("idle-timeout", "SECONDS", options.server.idle_timeout,
              "how long the server may be silent; there is no limit for an answer as a whole")
      .option("largest", "MB", options.largest, "a larger file is refused")
      .threads(options.threads)
      .normalize_id(options.patient_ids)
      .rejects("image")
      .example("pacs-pull --from 2020-11-01 --to 2020-12-31 --key key --auth pacs.auth \"$PACS\" cxr > fetched.txt",
               "two months, where PACS is the address; the same command goes on after a break")
      .example(
          "pacs-pull --rules lenient --from 2020-12-01 --key key --auth pacs.auth \"$PACS\" cxr | cxr-infer - > ai.csv",
          "also films without Body Part Examined whose descriptions name the chest, straight to the AI; with --watch "
          "60 as they arrive")
      .section(
          "METHOD",
          "Studies are listed by their days by QIDO-RS, page by page until one is empty. The rules are applied to what "
          "the server says, and to each file again; what a server does not say is left to the file. Files come as "
          "they were stored (WADO-RS, transfer-syntax=*), are checked to be what was asked for, and are put at "
          "FOLDER/patient/study/series/sop.dcm, where patient is the HMAC of the patient id under --key. Requests "
          "that fail for a reason that may pass (429, 5xx, silence, a broken connection) are tried again; others "
          "are not. Redirects are followed to the same server alone. Certificates are always checked.")
      .section(
          "LEDGER",
          "FOLDER/ledger.csv has a row for each image seen: fetched, not_cxr with the rule, failed with the reason, "
          "or gone; it is only appended to and is on the disk before a path is printed. A run that was ended in "
          "whatever way, kill -9 included, goes on by the same command: nothing is lost, and no image of the "
          "ledger is fetched twice. docs/pacs.md has its columns, and a service file.")
      .section(
          "CREDENTIALS",
          "Without --auth the variables CXRVAL_PACS_USER and CXRVAL_PACS_PASSWORD, or CXRVAL_PACS_TOKEN, are used. "
          "Nothing secret may stand on the command line, which every user of the machine can read.")
      .section("ACCOUNT",
               "Unit images, of this run: fetched; excluded known_before, not_cxr, gone; rejected those that failed. "
               "Series that no image is wanted of are counted as such (their images are not listed).")
      .run(argc, argv, [&](cli::Run& run) { pacs_pull::pull(options, run); });
}
