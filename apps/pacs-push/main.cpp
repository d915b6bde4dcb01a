// SPDX-License-Identifier: Apache-2.0
#include "cli/app.hpp"
#include "push.hpp"

using namespace cxrval;

int main(int argc, char** argv) {
  pacs_push::Options options;
  return cli::App("pacs-push", "Stores DICOM files in a PACS by DICOMweb, and counts what the server says that it has.")
      .input("URL", options.server.url, "the DICOMweb service, such as https://pacs/dicom-web")
      .inputs("FILES", options.inputs, "DICOM files, or folders that hold them")
      .option("auth", "FILE", options.auth,
              "credentials, lines of NAME = VALUE: user and password, or token; certificate, key, key_password; "
              "authority")
      .option("files", "N", options.files, "files sent in one request, at most")
      .option("megabytes", "MB", options.megabytes, "megabytes sent in one request of several files, at most")
      .option("rate", "MB", options.server.rate, "megabytes a second; 0: no limit")
      .option("tries", "N", options.server.tries, "how often a request is tried that fails for a reason that may pass")
      .option("connect-timeout", "SECONDS", options.server.connect_timeout, "how long a connection may take to begin")
      .option("idle-timeout", "SECONDS", options.server.idle_timeout,
              "how long the server may be silent; there is no limit for a request as a whole")
      .writes_table("one row a file")
      .rejects("file")
      .hash_inputs()
      .example("pacs-push --auth pacs.auth \"$PACS\" images/ -o stored.csv",
               "stores the files of a folder, where PACS is the address")
      .example("pacs-push --auth pacs.auth --files 1 --rate 5 \"$PACS\" images/ > stored.csv",
               "one file in a request and 5 megabytes a second, for a server that is busy")
      .section(
          "METHOD",
          "Files are sent by STOW-RS. A file is stored when the server's answer names it among those that it has, "
          "whatever its status is: servers answer 200 and keep nothing. A file that an answer does not name is sent "
          "once more by itself, because one file that a server cannot read can cost it the others of its request. "
          "Storing a file twice is harmless.")
      .section(
          "CREDENTIALS",
          "Without --auth the variables CXRVAL_PACS_USER and CXRVAL_PACS_PASSWORD, or CXRVAL_PACS_TOKEN, are used. "
          "Nothing secret may stand on the command line, which every user of the machine can read.")
      .section("ACCOUNT",
               "Unit files: stored; excluded not_dicom and dicomdir (in folders); merged, with the SOP Instance UID of "
               "one before; rejected, with what the server or the file says.")
      .run(argc, argv, [&](cli::Run& run) { pacs_push::push(options, run); });
}
