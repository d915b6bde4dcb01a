// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/run.hpp"
#include "deliveries.hpp"
#include "study_puller.hpp"
#include "study_source.hpp"

#include <chrono>
#include <cstddef>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace cxrval::pacs_pull {

// Takes studies through the puller and writes what became of them, in the order of the studies, to the ledger.
class Rounds {
 public:
  // All must outlive it.
  Rounds(const StudyPuller& puller, PullLedger& ledger, std::mutex& ledger_mutex, Deliveries& deliveries,
         cli::Run& run);

  // Nothing when every study was looked at; else why the round ended before. With `skip_done` studies are not looked at
  // that are done and of which the server has as many images as then. Throws base::Error when the server refuses the
  // credentials.
  std::optional<dicomweb::Exchange> run(const std::function<std::optional<ListedStudy>()>& next, int threads,
                                        bool skip_done);

  // Studies of which something failed so far.
  std::vector<std::string> unfinished() const;

  // Throws base::Error for 401.
  static void check_credentials(int status);

  // Rejects what failed and was not fetched later. Throws base::Error when the server had none of the images that it
  // lists.
  void conclude();

 private:
  struct Failure {
    std::size_t line = 0;  // of the ledger
    std::string reason;
    std::string study_uid;
    std::string text;  // the row, for --rejects
  };

  void take(const StudyResult& result);
  void put(const PullRecord& record) const;
  bool is_known(const PullRecord& record) const;
  void take(const PullRecord& record);
  void commit(bool at_once);

  const StudyPuller& puller_;
  PullLedger& ledger_;
  std::mutex& ledger_mutex_;
  Deliveries& deliveries_;
  cli::Run& run_;
  bool is_first_ = true;
  std::size_t studies_ = 0;
  std::optional<dicomweb::Exchange> ended_;
  std::map<std::string, Failure> failed_images_;
  std::map<std::string, std::string> gone_;  // study by image
  std::size_t fetched_ = 0;
  std::map<std::string, std::string> failed_studies_;  // reason
  std::chrono::steady_clock::time_point committed_{};
};

}  // namespace cxrval::pacs_pull
