// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "clients.hpp"
#include "days.hpp"
#include "dicomweb/json_data_set.hpp"
#include "dicomweb/search.hpp"

#include <deque>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace cxrval::pacs_pull {

// A study as the server lists it.
struct ListedStudy {
  dicomweb::JsonDataSet answer;

  std::optional<std::size_t> images() const;  // that the server says it has
  static std::size_t weight() { return 1; }
};

// The studies of a range of days, asked for day by day, so that pages are few and stay where they are.
class StudySource {
 public:
  StudySource(Clients& clients, DayRange days, std::vector<std::pair<std::string, std::string>> keys,
              dicomweb::Paging paging);

  // The next study, each once; nothing at the end, and when the server failed, see problem().
  std::optional<ListedStudy> next();

  // Nothing unless the listing failed.
  const std::optional<dicomweb::Exchange>& problem() const { return problem_; }
  std::size_t unusable() const { return unusable_; }  // answers without a usable UID

 private:
  bool list_day();

  Clients& clients_;
  DayRange days_;
  Day next_day_;
  std::vector<std::pair<std::string, std::string>> keys_;
  dicomweb::Paging paging_;
  std::deque<dicomweb::JsonDataSet> listed_;
  std::set<std::string, std::less<>> given_;
  std::optional<dicomweb::Exchange> problem_;
  std::size_t unusable_ = 0;
};

// The server's answer about one study; nothing when it does not have it. The exchange is the request's.
std::pair<std::optional<ListedStudy>, dicomweb::Exchange> find_study(Clients& clients, const std::string& study_uid,
                                                                     const dicomweb::Paging& paging);

}  // namespace cxrval::pacs_pull
