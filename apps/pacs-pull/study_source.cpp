// SPDX-License-Identifier: Apache-2.0
#include "study_source.hpp"

#include "base/number.hpp"
#include "dicomweb/orthanc.hpp"

#include <algorithm>
#include <utility>

namespace cxrval::pacs_pull {
namespace {

constexpr std::uint32_t study_uid_tag = 0x0020000D;
// What is asked for besides what every answer has: the numbers of series and images.
constexpr std::uint32_t series_in_study = 0x00201206;
constexpr std::uint32_t images_in_study = 0x00201208;
constexpr Day longest_window = 64;
const std::vector<std::uint32_t> fields = {series_in_study, images_in_study};

dicomweb::Query query_of(const std::string& study_uid) {
  return {"/studies", {{"StudyInstanceUID", study_uid}}, fields, study_uid_tag, 1};
}

}  // namespace

std::optional<std::size_t> ListedStudy::images() const {
  return base::parse_integer<std::size_t>(answer.text(images_in_study).value_or(std::string_view()));
}

StudySource::StudySource(Clients& clients, DayRange days, std::vector<std::pair<std::string, std::string>> keys,
                         dicomweb::Paging paging, const std::vector<std::string>& again)
    : clients_(clients),
      days_(days),
      next_day_(days.first),
      keys_(std::move(keys)),
      paging_(paging),
      again_(again.begin(), again.end()) {}

std::optional<ListedStudy> StudySource::next() {
  while (!problem_) {
    while (!listed_.empty()) {
      ListedStudy study{std::move(listed_.front())};
      listed_.pop_front();
      if (given_.emplace(*study.answer.text(study_uid_tag)).second) return study;
    }
    if (next_day_ > days_.last ? !list_again() : !list_day()) return std::nullopt;
  }
  return std::nullopt;
}

bool StudySource::list_day() {
  const Day last = std::min(next_day_ + window() - 1, days_.last);
  const std::string range = dicom_date(next_day_) + (last > next_day_ ? "-" + dicom_date(last) : "");
  dicomweb::Query query{"/studies", {{"StudyDate", range}}, fields, study_uid_tag};
  query.keys.insert(query.keys.end(), keys_.begin(), keys_.end());
  const Clients::Lease lease(clients_);
  dicomweb::Found found = dicomweb::search(*lease, query, paging_);
  unusable_ += found.unusable;
  if (!found.exchange) {
    problem_ = found.exchange;
    return false;
  }
  for (dicomweb::JsonDataSet& answer : found.answers) listed_.push_back(std::move(answer));
  next_day_ = last + 1;
  if (found.answers.size() < paging_.size / 2) window_ = std::min(window_ * 2, longest_window);
  if (found.answers.size() > paging_.size) window_ = std::max<Day>(window_ / 2, 1);
  return true;
}

// Days of which nothing new is to be expected are asked for together where they are few.
Day StudySource::window() const {
  constexpr Day recent = 7;
  const bool is_recent = next_day_ + window_ > today() - recent;
  return paging_.size == 0 || is_recent ? 1 : window_;
}

bool StudySource::list_again() {
  while (!again_.empty() && given_.contains(again_.front())) again_.pop_front();
  if (again_.empty()) return false;
  const Clients::Lease lease(clients_);
  dicomweb::Found found = dicomweb::search(*lease, query_of(again_.front()), paging_);
  again_.pop_front();
  if (!found.exchange) problem_ = found.exchange;
  for (dicomweb::JsonDataSet& answer : found.answers) listed_.push_back(std::move(answer));
  return !problem_;
}

ChangedStudies::ChangedStudies(Clients& dicomweb, Clients& rest, std::vector<std::pair<std::string, std::string>> keys,
                               dicomweb::Paging paging)
    : dicomweb_(dicomweb), rest_(rest), keys_(std::move(keys)), paging_(paging) {}

dicomweb::Exchange ChangedStudies::begin_now() {
  const Clients::Lease lease(rest_);
  const dicomweb::FoundChanges found = dicomweb::last_change(*lease);
  if (found.exchange) since_ = found.changes.last;
  return found.exchange;
}

void ChangedStudies::begin_round(const DayRange& days, const std::vector<std::string>& again) {
  days_ = days;
  has_begun_anew_ = false;
  problem_.reset();
  given_.clear();
  waiting_.assign(again.begin(), again.end());
  seen_ = since_;
  is_listed_ = false;
}

std::optional<ListedStudy> ChangedStudies::next() {
  while (!problem_) {
    while (!waiting_.empty()) {
      const std::string uid = std::move(waiting_.front());
      waiting_.pop_front();
      if (!given_.insert(uid).second) continue;
      if (auto study = find(uid)) return study;
      if (problem_) return std::nullopt;
    }
    if (is_listed_ || !list_changes()) return std::nullopt;
  }
  return std::nullopt;
}

bool ChangedStudies::list_changes() {
  const Clients::Lease lease(rest_);
  const dicomweb::FoundChanges found = dicomweb::find_changes(*lease, seen_);
  if (!found.exchange) {
    problem_ = found.exchange;
    return false;
  }
  for (const std::string& instance : found.changes.instances) {
    auto [study, exchange] = dicomweb::study_of(*lease, instance);
    if (!exchange) {
      problem_ = exchange;
      return false;
    }
    if (!study.empty()) waiting_.push_back(std::move(study));
  }
  has_begun_anew_ = found.changes.last < seen_;
  // A server whose numbers do not grow would be asked for ever.
  is_listed_ = found.changes.is_done || found.changes.last <= seen_;
  seen_ = std::max(seen_, found.changes.last);
  return true;
}

// Nothing where the study is not, or not of the days and keys that are asked for.
std::optional<ListedStudy> ChangedStudies::find(const std::string& study_uid) {
  dicomweb::Query query = query_of(study_uid);
  query.keys.emplace_back("StudyDate", dicom_date(days_.first) + "-" + dicom_date(days_.last));
  query.keys.insert(query.keys.end(), keys_.begin(), keys_.end());
  const Clients::Lease lease(dicomweb_);
  dicomweb::Found found = dicomweb::search(*lease, query, paging_);
  if (!found.exchange) problem_ = found.exchange;
  for (dicomweb::JsonDataSet& answer : found.answers) {
    if (answer.text(study_uid_tag) == study_uid) return ListedStudy{std::move(answer)};
  }
  return std::nullopt;
}

}  // namespace cxrval::pacs_pull
