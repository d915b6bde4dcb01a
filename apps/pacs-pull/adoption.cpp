// SPDX-License-Identifier: Apache-2.0
#include "adoption.hpp"

#include "base/error.hpp"
#include "base/walk.hpp"
#include "provenance/hash.hpp"

#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <system_error>
#include <vector>

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
  std::map<std::string, std::string, std::less<>> known;  // images by path
  for (const PullLedger::File& file : ledger.files()) {
    if (file.is_there) known.emplace(file.path, file.sop_uid);
  }
  Adopted adopted;
  std::vector<base::WalkedFile> files = base::walk(place.folder);
  std::erase_if(files, [&](const base::WalkedFile& file) {
    return !file.shown.ends_with(".dcm") || known.erase(file.shown) > 0;
  });
  for (const auto& [path, sop_uid] : known) ledger.forget(sop_uid);
  adopted.missing = known.size();
  for (const base::WalkedFile& file : files) {
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
