// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arriving_files.hpp"
#include "clients.hpp"
#include "dicomweb/json_data_set.hpp"
#include "dicomweb/retrieve.hpp"
#include "dicomweb/search.hpp"
#include "pull_ledger.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace cxrval::pacs_pull {

// What became of a study.
struct StudyResult {
  std::string study_uid;
  std::optional<std::size_t> images;  // that the server has, where it says so
  std::vector<PullRecord> records;    // new ones
  std::size_t known = 0;              // images that the ledger had
  bool is_done = false;               // no image of it is left to be fetched, and the server gave all that it has
  // Why the study could not be looked at, or not to its end; nothing is recorded about what was not looked at.
  std::string problem;
  bool is_unreachable = false;  // the server gave no answer at all
  int status = 0;               // its last answer when there is a problem
};

struct PullSettings {
  dicomweb::Paging paging;
  dicomweb::RetrieveLimits limits;
};

// Fetches what is wanted and not known of one study; may be used by several threads at once.
class StudyPuller {
 public:
  // All must outlive it. The ledger is only read, while no other thread writes to it, see `mutex`.
  StudyPuller(Clients& clients, const PullLedger& ledger, std::mutex& ledger_mutex, const Place& place,
              const PullSettings& settings);

  // `study` is the server's answer about it.
  StudyResult pull(const dicomweb::JsonDataSet& study) const;

 private:
  struct Work;

  bool list(Work& work, const dicomweb::JsonDataSet& study) const;
  bool list_images(Work& work, const dicomweb::JsonDataSet& study) const;
  bool list_series(Work& work, const dicomweb::JsonDataSet& series) const;
  void take_image(Work& work, const dicomweb::JsonDataSet& image, const std::string& series_uid) const;
  void fetch(Work& work) const;
  static void check_whole(Work& work);
  bool fetch_one(Work& work, const Wanted& image, ArrivingFiles& files) const;
  bool answers(Work& work) const;
  std::optional<dicom::CxrVerdict> judge(const dicomweb::JsonDataSet& answer) const;
  std::optional<dicom::CxrVerdict> judge_by_modality(const dicomweb::JsonDataSet& series) const;
  dicomweb::Query query(const std::string& resource, std::uint32_t uid, std::optional<std::size_t> expected) const;

  Clients& clients_;
  const PullLedger& ledger_;
  std::mutex& ledger_mutex_;
  const Place& place_;
  const PullSettings& settings_;
};

}  // namespace cxrval::pacs_pull
