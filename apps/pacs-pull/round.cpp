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
constexpr int forbidden = 403;

}  // namespace

Rounds::Rounds(const StudyPuller& puller, PullLedger& ledger, std::mutex& ledger_mutex, Deliveries& deliveries,
               cli::Run& run)
    : puller_(puller), ledger_(ledger), ledger_mutex_(ledger_mutex), deliveries_(deliveries), run_(run) {}

std::optional<dicomweb::Exchange> Rounds::run(const std::function<std::optional<ListedStudy>()>& next, int threads) {
  ended_.reset();
  std::atomic<bool> stopped = false;
  const auto wanted = [&]() -> std::optional<ListedStudy> {
    while (!stopped) {
      std::optional<ListedStudy> study = next();
      if (!study) break;
      const std::string uid(*study->answer.text(0x0020000D));
      const std::lock_guard lock(ledger_mutex_);
      if (!ledger_.is_done(uid, study->images())) return study;
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
  if (status != unauthorized && status != forbidden) return;
  throw base::Error("the server refuses the credentials (" + std::to_string(status) + ")");
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
      run_.ledger("images", "fetched").excluded("fetched_before", result.known);
    }
    if (result.is_done) {
      ledger_.add({.study_uid = result.study_uid, .outcome = Outcome::done, .images = result.images.value_or(0)});
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

void Rounds::take(const PullRecord& record) {
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
  images.read();
  if (record.outcome == Outcome::fetched) {
    images.written();
  } else {
    images.excluded(record.outcome == Outcome::gone ? "gone" : "not_cxr");
  }
}

void Rounds::commit(bool at_once) {
  constexpr std::chrono::milliseconds longest_wait(250);
  const auto now = std::chrono::steady_clock::now();
  if (!at_once && now - committed_ < longest_wait) return;
  committed_ = now;
  const std::lock_guard lock(ledger_mutex_);
  ledger_.commit();
  deliveries_.deliver();
}

std::vector<std::string> Rounds::unfinished() const {
  std::vector<std::string> studies;
  for (const auto& [uid, failure] : failed_images_) studies.push_back(failure.study_uid);
  for (const auto& [uid, reason] : failed_studies_) studies.push_back(uid);
  return studies;
}

void Rounds::conclude() {
  for (const auto& [uid, failure] : failed_images_) {
    run_.ledger("images", "fetched").read();
    run_.reject("images", base::Fault{base::Place{run_.shown(ledger_.path()), failure.line}, failure.reason},
                failure.text);
  }
  for (const auto& [uid, reason] : failed_studies_) {
    run_.ledger("studies", "listed").read();
    run_.reject("studies", base::Fault{base::Place{}, reason}, uid);
  }
}

}  // namespace cxrval::pacs_pull
