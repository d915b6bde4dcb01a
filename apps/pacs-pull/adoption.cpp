// SPDX-License-Identifier: Apache-2.0
#include "adoption.hpp"

#include "base/error.hpp"
#include "base/walk.hpp"
#include "provenance/hash.hpp"

#include <filesystem>
#include <set>
#include <string>
#include <system_error>

namespace cxrval::pacs_pull {
namespace {

namespace fs = std::filesystem;

void empty_arriving(const std::string& folder) {
  std::error_code error;
  fs::remove_all(arriving_folder(folder), error);
  if (!error) fs::create_directories(arriving_folder(folder), error);
  if (error) throw base::Error({folder}, "cannot write: " + error.message());
}

}  // namespace

Adopted adopt(PullLedger& ledger, const Place& place) {
  empty_arriving(place.folder);
  std::set<std::string, std::less<>> known;
  for (const PullLedger::File& file : ledger.files()) known.insert(file.path);
  Adopted adopted;
  for (const base::WalkedFile& file : base::walk(place.folder)) {
    if (!file.shown.ends_with(".dcm") || known.contains(file.shown)) continue;
    const base::Result<dicom::Header> header = dicom::read_header(file.path, file.shown);
    if (!header || path_of(*header, place) != file.shown) {
      ++adopted.strange;
      continue;
    }
    ledger.add({.study_uid = header->study_uid,
                .series_uid = header->series_uid,
                .sop_uid = header->sop_uid,
                .outcome = Outcome::fetched,
                .bytes = file.size,
                .sha256 = provenance::sha256_of_file(file.path),
                .path = file.shown});
    ++adopted.images;
  }
  ledger.commit();
  return adopted;
}

}  // namespace cxrval::pacs_pull
