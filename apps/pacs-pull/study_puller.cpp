// SPDX-License-Identifier: Apache-2.0
#include "study_puller.hpp"

#include "base/number.hpp"
#include "base/uid.hpp"

#include <algorithm>
#include <mutex>
#include <utility>

namespace cxrval::pacs_pull {
namespace {

using dicomweb::Exchange;
using dicomweb::JsonDataSet;

constexpr std::uint32_t study_uid_tag = 0x0020000D;
constexpr std::uint32_t series_uid_tag = 0x0020000E;
constexpr std::uint32_t sop_uid_tag = 0x00080018;
constexpr std::uint32_t series_in_study = 0x00201206;
constexpr std::uint32_t images_in_study = 0x00201208;
constexpr std::uint32_t images_in_series = 0x00201209;

// Larger studies are listed series by series, so that the slices of a CT need not be.
constexpr std::size_t most_listed_at_once = 16;

std::optional<std::size_t> count_of(const JsonDataSet& answer, std::uint32_t tag) {
  return base::parse_integer<std::size_t>(answer.text(tag).value_or(std::string_view()));
}

bool is_gone(const Exchange& exchange) {
  constexpr int not_found = 404;
  constexpr int gone = 410;
  return exchange.status == not_found || exchange.status == gone;
}

// Server errors of one study or image leave the others to be fetched; wrong credentials do not.
constexpr int unauthorized = 401;

// A rule about an element inside a sequence is left to the file.
bool is_top_level(const dicom::TagPath& path) {
  return path.above.empty();
}

}  // namespace

struct StudyPuller::Work {
  dicomweb::Client& client;
  StudyResult result{};
  std::vector<Wanted> wanted{};
  std::size_t listed = 0;         // images of the study whose answers came
  std::size_t left_out = 0;       // images of series that were not listed, by the server's count
  bool counts_all = true;         // the server gave the count of each of them
  std::size_t unusable = 0;       // answers without a usable UID
  bool lists_every_image = true;  // no series was left out as a whole

  bool fail(const Exchange& exchange) {
    result.problem = exchange.problem;
    result.status = exchange.status;
    result.is_unreachable = exchange.status == 0 && !exchange.is_lasting;
    return false;
  }
  std::string address() const { return "/studies/" + result.study_uid; }
};

// A study of which the server lists less than it says it has is not done, and that is said.
void StudyPuller::check_whole(Work& work) {
  StudyResult& result = work.result;
  if (work.unusable > 0) {
    result.problem = "a series or image of the study has a UID that is none";
  } else if (result.images && work.counts_all && work.listed + work.left_out < *result.images) {
    result.problem = "the server lists fewer images of the study than it says it has";
  }
  result.is_done = result.is_done && result.problem.empty();
}

StudyPuller::StudyPuller(Clients& clients, const PullLedger& ledger, std::mutex& ledger_mutex, const Place& place,
                         const PullSettings& settings)
    : clients_(clients), ledger_(ledger), ledger_mutex_(ledger_mutex), place_(place), settings_(settings) {}

StudyResult StudyPuller::pull(const JsonDataSet& study) const {
  const Clients::Lease lease(clients_);
  Work work{*lease};
  work.result.study_uid = study.text(study_uid_tag).value_or(std::string_view());
  work.result.images = count_of(study, images_in_study);
  if (!list(work, study)) return std::move(work.result);
  fetch(work);
  if (work.result.problem.empty()) check_whole(work);
  return std::move(work.result);
}

dicomweb::Query StudyPuller::query(const std::string& resource, std::uint32_t uid,
                                   std::optional<std::size_t> expected) const {
  dicomweb::Query query{resource, {}, {}, uid, expected};
  if (!place_.rules) return query;
  for (const dicom::TagPath& path : place_.rules->tags()) {
    if (is_top_level(path)) query.fields.push_back(path.tag);
  }
  return query;
}

std::optional<dicom::CxrVerdict> StudyPuller::judge(const JsonDataSet& answer) const {
  if (!place_.rules) return dicom::CxrVerdict{true, ""};
  std::vector<std::optional<std::string>> values;
  for (const dicom::TagPath& path : place_.rules->tags()) {
    const auto text = is_top_level(path) ? answer.text(path.tag) : std::nullopt;
    values.push_back(text ? std::optional<std::string>(*text) : std::nullopt);
  }
  return place_.rules->judge_known(values);
}

// A series has one modality. Other attributes that a server gives of a series can be those of its first image alone.
std::optional<dicom::CxrVerdict> StudyPuller::judge_by_modality(const JsonDataSet& series) const {
  if (!place_.rules) return std::nullopt;
  constexpr std::uint32_t modality = 0x00080060;
  std::vector<std::optional<std::string>> values;
  for (const dicom::TagPath& path : place_.rules->tags()) {
    const auto text = path.above.empty() && path.tag == modality ? series.text(modality) : std::nullopt;
    values.push_back(text ? std::optional<std::string>(*text) : std::nullopt);
  }
  return place_.rules->judge_known(values);
}

// Which images of the study are wanted; false when the server does not say.
bool StudyPuller::list(Work& work, const JsonDataSet& study) const {
  if (work.result.images.value_or(most_listed_at_once + 1) <= most_listed_at_once && list_images(work, study))
    return true;
  work.wanted.clear();
  work.result.records.clear();
  work.listed = work.result.known = work.unusable = 0;
  const auto found =
      dicomweb::search(work.client, query(work.address() + "/series", series_uid_tag, count_of(study, series_in_study)),
                       settings_.paging);
  if (!found.exchange) return work.fail(found.exchange);
  work.unusable += found.unusable;
  for (JsonDataSet series : found.answers) {
    series.add(study);
    if (!list_series(work, series)) return false;
  }
  return true;
}

// All images of a small study by one request, which servers need not know (PS3.18 table 10.6.1-1); then false.
bool StudyPuller::list_images(Work& work, const JsonDataSet& study) const {
  dicomweb::Query all = query(work.address() + "/instances", sop_uid_tag, work.result.images);
  all.fields.push_back(series_uid_tag);
  const auto found = dicomweb::search(work.client, all, settings_.paging);
  if (!found.exchange || found.answers.size() != work.result.images) return false;
  for (JsonDataSet image : found.answers) {
    const std::string series(image.text(series_uid_tag).value_or(std::string_view()));
    if (!base::is_uid(series)) return false;
    image.add(study);
    take_image(work, image, series);
  }
  return true;
}

bool StudyPuller::list_series(Work& work, const JsonDataSet& series) const {
  const std::string uid(series.text(series_uid_tag).value_or(std::string_view()));
  const std::optional<std::size_t> count = count_of(series, images_in_series);
  const std::optional<dicom::CxrVerdict> verdict = judge_by_modality(series);
  if (verdict && !verdict->is_cxr) {
    work.lists_every_image = false;
    work.left_out += count.value_or(0);
    work.counts_all = work.counts_all && count.has_value();
    const std::lock_guard lock(ledger_mutex_);
    if (!ledger_.leaves_out(uid)) {
      work.result.records.push_back({.study_uid = work.result.study_uid,
                                     .series_uid = uid,
                                     .outcome = Outcome::not_cxr,
                                     .reason = std::string(verdict->rule),
                                     .images = count.value_or(0)});
    }
    return true;
  }
  const auto found = dicomweb::search(
      work.client, query(work.address() + "/series/" + uid + "/instances", sop_uid_tag, count), settings_.paging);
  if (!found.exchange) return work.fail(found.exchange);
  work.unusable += found.unusable;
  for (JsonDataSet image : found.answers) {
    image.add(series);
    take_image(work, image, uid);
  }
  return true;
}

void StudyPuller::take_image(Work& work, const JsonDataSet& image, const std::string& series_uid) const {
  const std::string uid(image.text(sop_uid_tag).value_or(std::string_view()));
  ++work.listed;
  {
    const std::lock_guard lock(ledger_mutex_);
    const std::optional<Outcome> known = ledger_.image(uid);
    if (known == Outcome::fetched || known == Outcome::not_cxr) {
      ++work.result.known;
      return;
    }
  }
  const std::optional<dicom::CxrVerdict> verdict = judge(image);
  if (verdict && !verdict->is_cxr) {
    work.result.records.push_back({.study_uid = work.result.study_uid,
                                   .series_uid = series_uid,
                                   .sop_uid = uid,
                                   .outcome = Outcome::not_cxr,
                                   .reason = std::string(verdict->rule)});
    return;
  }
  work.wanted.push_back({uid, series_uid});
}

// By one request where the whole study is wanted; what it did not give, image by image.
void StudyPuller::fetch(Work& work) const {
  ArrivingFiles files(place_, work.result.study_uid, work.wanted);
  const bool is_whole = work.lists_every_image && work.wanted.size() == work.listed && work.listed > 1;
  if (is_whole) dicomweb::retrieve(work.client, work.address(), settings_.limits, files);
  bool reached = true;
  for (const Wanted& image : work.wanted) {
    if (reached && !files.has(image.sop_uid)) reached = fetch_one(work, image, files);
  }
  std::vector<PullRecord>& records = work.result.records;
  records.insert(records.end(), files.records().begin(), files.records().end());
  work.result.is_done = reached && std::none_of(records.begin(), records.end(), [](const PullRecord& record) {
                          return record.outcome == Outcome::failed || record.outcome == Outcome::gone;
                        });
}

// Whether the server answers at all: an image that it breaks off at every time must not look like a server that is
// away.
bool StudyPuller::answers(Work& work) const {
  const auto found = dicomweb::search(
      work.client, {"/studies", {{"StudyInstanceUID", work.result.study_uid}}, {}, study_uid_tag, 1}, settings_.paging);
  return found.exchange.status != 0;
}

// False when the server cannot be reached or refuses the credentials, so that nothing can be said about the image.
bool StudyPuller::fetch_one(Work& work, const Wanted& image, ArrivingFiles& files) const {
  const std::string address = work.address() + "/series/" + image.series_uid + "/instances/" + image.sop_uid;
  const Exchange exchange = dicomweb::retrieve(work.client, address, settings_.limits, files);
  if (files.has(image.sop_uid)) return true;
  const bool no_answer = !exchange && exchange.status == 0 && !exchange.is_lasting;
  if (exchange.status == unauthorized || (no_answer && !answers(work))) return work.fail(exchange);
  PullRecord record{.study_uid = work.result.study_uid, .series_uid = image.series_uid, .sop_uid = image.sop_uid};
  record.outcome = is_gone(exchange) ? Outcome::gone : Outcome::failed;
  if (record.outcome == Outcome::failed) {
    record.reason = !exchange                         ? exchange.problem
                    : files.dropped_because().empty() ? "the answer does not hold the image"
                                                      : files.dropped_because();
  }
  work.result.records.push_back(std::move(record));
  return true;
}

}  // namespace cxrval::pacs_pull
