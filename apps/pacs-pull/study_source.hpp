// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "clients.hpp"
#include "days.hpp"
#include "dicomweb/json_data_set.hpp"
#include "dicomweb/search.hpp"

#include <cstdint>
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

// The studies of a range of days: of the last week asked for day by day, so that pages stay where they are while
// studies arrive, of earlier days by as many at once as give a page.
class StudySource {
 public:
  // `again` are studies that are also looked at, whatever their days.
  StudySource(Clients& clients, DayRange days, std::vector<std::pair<std::string, std::string>> keys,
              dicomweb::Paging paging, const std::vector<std::string>& again);

  // The next study, each once; nothing at the end, and when the server failed, see problem().
  std::optional<ListedStudy> next();

  // Nothing unless the listing failed.
  const std::optional<dicomweb::Exchange>& problem() const { return problem_; }
  std::size_t unusable() const { return unusable_; }  // answers without a usable UID

 private:
  bool list_day();
  bool list_again();
  Day window() const;

  Clients& clients_;
  DayRange days_;
  Day next_day_;
  Day window_ = 1;
  std::vector<std::pair<std::string, std::string>> keys_;
  dicomweb::Paging paging_;
  std::deque<dicomweb::JsonDataSet> listed_;
  std::deque<std::string> again_;
  std::set<std::string, std::less<>> given_;
  std::optional<dicomweb::Exchange> problem_;
  std::size_t unusable_ = 0;
};

// The studies that Orthanc's own list of changes says have new images, and others that are to be looked at again.
class ChangedStudies {
 public:
  ChangedStudies(Clients& dicomweb, Clients& rest, std::vector<std::pair<std::string, std::string>> keys,
                 dicomweb::Paging paging);

  // Only what changes from now on is of interest. The exchange failed when the server could not say.
  dicomweb::Exchange begin_now();

  // Before each round: of these days, and also these studies.
  void begin_round(const DayRange& days, const std::vector<std::string>& again);
  // As StudySource. A round that was complete moves on, see keep().
  std::optional<ListedStudy> next();
  const std::optional<dicomweb::Exchange>& problem() const { return problem_; }
  // The round was complete: its changes are done with.
  void keep() { since_ = seen_; }
  // The numbers of the changes begin anew: the server's database is another one, and all days must be looked at.
  bool has_begun_anew() const { return has_begun_anew_; }

 private:
  bool list_changes();
  std::optional<ListedStudy> find(const std::string& study_uid);

  Clients& dicomweb_;
  Clients& rest_;
  DayRange days_{};
  std::vector<std::pair<std::string, std::string>> keys_;
  dicomweb::Paging paging_;
  std::uint64_t since_ = 0;
  std::uint64_t seen_ = 0;
  bool is_listed_ = false;
  bool has_begun_anew_ = false;
  std::deque<std::string> waiting_;
  std::set<std::string, std::less<>> given_;
  std::optional<dicomweb::Exchange> problem_;
};

}  // namespace cxrval::pacs_pull
