// SPDX-License-Identifier: Apache-2.0
#include "round.hpp"

#include "base/error.hpp"
#include "base/parallel.hpp"
#include "base/staged_file.hpp"

#include <atomic>
#include <filesystem>
#include <utility>

namespace cxrval::pacs_pull {
namespace {

constexpr int unauthorized = 401;

}  // namespace

Rounds::Rounds(const StudyPuller& puller, PullLedger& ledger, std::mutex& ledger_mutex, Deliveries& deliveries,
               cli::Run& run)
    : puller_(puller), ledger_(ledger), ledger_mutex_(ledger_mutex), deliveries_(deliveries), run_(run) {
  run_.ledger("images", "fetched");  // said even when there is nothing to count
}

std::optional<dicomweb::Exchange> Rounds::run(const std::function<std::optional<ListedStudy>()>& next, int threads,
                                              bool skip_done) {
  ended_.reset();
  std::atomic<bool> stopped = false;
  const auto wanted = [&]() -> std::optional<ListedStudy> {
    while (!stopped) {
      std::optional<ListedStudy> study = next();
      if (!study) break;
      const std::string uid(*study->answer.text(0x0020000D));
      const std::lock_guard lock(ledger_mutex_);
      if (!skip_done || !ledger_.is_done(uid, study->images())) return study;
    }
    return std::nullopt;
  };
  base::ordered_parallel_pull(
      {.threads = threads}, wanted, [&](const ListedStudy& study) { return puller_.pull(study.answer); },
      [&](const StudyResult& result) {
        take(result);
        if (ended_) stopped = true;
      });
  commit(true);
  is_first_ = false;
  return ended_;
}

void Rounds::check_credentials(int status) {
  if (status == unauthorized) throw base::Error("the server refuses the credentials (401)");
}

void Rounds::take(const StudyResult& result) {
  check_credentials(result.status);
  run_.progress("studies", ++studies_, 0);
  for (const PullRecord& record : result.records) put(record);
  {
    const std::lock_guard lock(ledger_mutex_);
    for (const PullRecord& record : result.records) take(record);
    if (is_first_) {
      run_.ledger("images", "fetched").read(result.known);
      run_.ledger("images", "fetched").excluded("known_before", result.known);
    }
    if (result.is_done && result.images && !ledger_.is_done(result.study_uid, result.images)) {
      ledger_.add({.study_uid = result.study_uid, .outcome = Outcome::done, .images = *result.images});
    }
  }
  if (result.is_unreachable) {
    if (!ended_) ended_ = dicomweb::Exchange{0, result.problem, false};
  } else if (!result.problem.empty()) {
    failed_studies_.insert_or_assign(result.study_uid, result.problem);
  } else {
    failed_studies_.erase(result.study_uid);
  }
  commit(false);
}

// Here and not where it was fetched, so that other studies come while the disk works.
void Rounds::put(const PullRecord& record) const {
  if (record.arrived.empty()) return;
  base::put_staged_file(record.arrived, (std::filesystem::path(ledger_.folder()) / record.path).string());
}

// What did not change since the last round is no news.
bool Rounds::is_known(const PullRecord& record) const {
  if (record.outcome == Outcome::gone) return gone_.contains(record.sop_uid);
  const auto failed = failed_images_.find(record.sop_uid);
  return record.outcome == Outcome::failed && failed != failed_images_.end() && failed->second.reason == record.reason;
}

void Rounds::take(const PullRecord& record) {
  if (is_known(record)) return;
  const std::size_t line = ledger_.add(record);
  cli::Ledger& images = run_.ledger("images", "fetched");
  if (record.sop_uid.empty()) {
    run_.ledger("series", "listed").read();
    run_.ledger("series", "listed").excluded("not_cxr");
    return;
  }
  if (record.outcome == Outcome::failed) {
    const std::string text = record.study_uid + ',' + record.series_uid + ',' + record.sop_uid;
    failed_images_.insert_or_assign(record.sop_uid, Failure{line, record.reason, record.study_uid, text});
    return;
  }
  failed_images_.erase(record.sop_uid);
  if (record.outcome == Outcome::gone) {
    gone_.emplace(record.sop_uid, record.study_uid);
    return;
  }
  gone_.erase(record.sop_uid);
  images.read();
  if (record.outcome == Outcome::fetched) {
    ++fetched_;
    images.written();
  } else {
    images.excluded("not_cxr");
  }
}

void Rounds::commit(bool at_once) {
  constexpr std::chrono::milliseconds longest_wait(250);
  const auto now = std::chrono::steady_clock::now();
  if (!at_once && now - committed_ < longest_wait) return;
  committed_ = now;
  {
    const std::lock_guard lock(ledger_mutex_);
    ledger_.commit();
  }
  // This thread alone writes to the ledger, and what it notes of deliveries the others do not read: a program that
  // takes its time stops nobody.
  const std::size_t refused = deliveries_.deliver(at_once);
  if (refused > 0) run_.warn("the program of --exec failed for " + std::to_string(refused) + " images");
}

std::vector<std::string> Rounds::unfinished() const {
  std::vector<std::string> studies;
  for (const auto& [uid, failure] : failed_images_) studies.push_back(failure.study_uid);
  for (const auto& [uid, study] : gone_) studies.push_back(study);
  for (const auto& [uid, reason] : failed_studies_) studies.push_back(uid);
  return studies;
}

void Rounds::conclude() {
  run_.ledger("images", "fetched").read(gone_.size());
  run_.ledger("images", "fetched").excluded("gone", gone_.size());
  for (const auto& [uid, failure] : failed_images_) {
    run_.ledger("images", "fetched").read();
    run_.reject("images", base::Fault{base::Place{run_.shown(ledger_.path()), failure.line}, failure.reason},
                failure.text);
  }
  for (const auto& [uid, reason] : failed_studies_) {
    run_.ledger("studies", "listed").read();
    run_.reject("studies", base::Fault{base::Place{}, reason}, uid);
  }
  if (fetched_ == 0 && !gone_.empty()) {
    throw base::Error("the server has none of the " + std::to_string(gone_.size()) +
                      " images that it lists (404); is the address the one of WADO-RS too?");
  }
}

}  // namespace cxrval::pacs_pull
