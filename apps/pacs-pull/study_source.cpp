// SPDX-License-Identifier: Apache-2.0
#include "study_source.hpp"

#include "base/number.hpp"

#include <utility>

namespace cxrval::pacs_pull {
namespace {

constexpr std::uint32_t study_uid_tag = 0x0020000D;
// What is asked for besides what every answer has: the numbers of series and images.
constexpr std::uint32_t series_in_study = 0x00201206;
constexpr std::uint32_t images_in_study = 0x00201208;
const std::vector<std::uint32_t> fields = {series_in_study, images_in_study};

}  // namespace

std::optional<std::size_t> ListedStudy::images() const {
  return base::parse_integer<std::size_t>(answer.text(images_in_study).value_or(std::string_view()));
}

StudySource::StudySource(Clients& clients, DayRange days, std::vector<std::pair<std::string, std::string>> keys,
                         dicomweb::Paging paging)
    : clients_(clients), days_(days), next_day_(days.first), keys_(std::move(keys)), paging_(paging) {}

std::optional<ListedStudy> StudySource::next() {
  while (!problem_) {
    while (!listed_.empty()) {
      ListedStudy study{std::move(listed_.front())};
      listed_.pop_front();
      if (given_.emplace(*study.answer.text(study_uid_tag)).second) return study;
    }
    if (next_day_ > days_.last || !list_day()) return std::nullopt;
  }
  return std::nullopt;
}

bool StudySource::list_day() {
  dicomweb::Query query{"/studies", {{"StudyDate", dicom_date(next_day_)}}, fields, study_uid_tag};
  query.keys.insert(query.keys.end(), keys_.begin(), keys_.end());
  const Clients::Lease lease(clients_);
  dicomweb::Found found = dicomweb::search(*lease, query, paging_);
  unusable_ += found.unusable;
  if (!found.exchange) {
    problem_ = found.exchange;
    return false;
  }
  for (dicomweb::JsonDataSet& answer : found.answers) listed_.push_back(std::move(answer));
  ++next_day_;
  return true;
}

std::pair<std::optional<ListedStudy>, dicomweb::Exchange> find_study(Clients& clients, const std::string& study_uid,
                                                                     const dicomweb::Paging& paging) {
  const Clients::Lease lease(clients);
  dicomweb::Found found =
      dicomweb::search(*lease, {"/studies", {{"StudyInstanceUID", study_uid}}, fields, study_uid_tag, 1}, paging);
  for (dicomweb::JsonDataSet& answer : found.answers) {
    if (answer.text(study_uid_tag) == study_uid) return {ListedStudy{std::move(answer)}, found.exchange};
  }
  return {std::nullopt, found.exchange};
}

}  // namespace cxrval::pacs_pull
