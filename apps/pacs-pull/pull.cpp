// SPDX-License-Identifier: Apache-2.0
#include "pull.hpp"

#include "adoption.hpp"
#include "base/civil_time.hpp"
#include "base/error.hpp"
#include "cli/data_path.hpp"
#include "cli/environment.hpp"
#include "round.hpp"

#include <chrono>
#include <filesystem>
#include <thread>
#include <utility>

namespace cxrval::pacs_pull {
namespace {

constexpr double million = 1e6;

dicomweb::Credentials credentials(const std::string& file, cli::Run& run) {
  if (file.empty()) return dicomweb::credentials_of(cli::environment(dicomweb::credential_variables));
  return dicomweb::read_credentials(*run.open("auth", file), file);
}

dicom::CxrRules read_rules(const std::string& choice, cli::Run& run) {
  if (choice == "paper") return dicom::CxrRules::paper();
  return dicom::CxrRules::read(
      *run.open("rules", choice == "lenient" ? cli::data_path("dicom/lenient.rules") : choice));
}

Place place_of(const Options& options, cli::Run& run) {
  if (options.key.empty()) throw base::UsageError("--key is needed: patients' folders are named by it");
  Place place{options.folder, deid::read_key(*run.open("key", options.key)), options.patient_ids, std::nullopt};
  if (options.filter == "cxr") place.rules = read_rules(options.rules.value, run);
  return place;
}

std::vector<std::pair<std::string, std::string>> keys_of(const std::vector<std::string>& texts) {
  std::vector<std::pair<std::string, std::string>> keys;
  for (const std::string& text : texts) {
    const std::size_t equals = text.find('=');
    if (equals == 0 || equals == std::string::npos) throw base::UsageError("--query needs KEY=VALUE");
    keys.emplace_back(text.substr(0, equals), text.substr(equals + 1));
  }
  return keys;
}

DayRange days_of(const Options& options) {
  if (options.from.empty()) throw base::UsageError("--from is needed: the first study date");
  DayRange days{parse_day(options.from, "--from"), today() + 1};
  if (!options.to.empty()) days.last = parse_day(options.to, "--to");
  if (days.last < days.first) throw base::UsageError("--to is before --from");
  return days;
}

std::optional<std::int64_t> end_of(const Options& options) {
  if (options.until.empty()) return std::nullopt;
  if (options.watch <= 0) throw base::UsageError("--until is for --watch");
  const auto time = base::parse_iso(options.until);
  if (!time) throw base::UsageError("--until needs a time as YYYY-MM-DDTHH:MM");
  return time->seconds;
}

class Pull {
 public:
  Pull(const Options& options, cli::Run& run)
      : options_(options),
        run_(run),
        days_(days_of(options)),
        end_(end_of(options)),
        keys_(keys_of(options.query)),
        command_(options.exec.empty() ? std::nullopt : std::optional<Command>(options.exec)),
        settings_{{static_cast<std::size_t>(options.page)}, {static_cast<std::uint64_t>(options.largest * million)}},
        place_(place_of(options, run)),
        credentials_(credentials(options.auth, run)),
        clients_(dicomweb::endpoint_of(options.server, options.threads, credentials_)),
        ledger_(options.folder),
        deliveries_(ledger_, options.folder, options.print == "none" ? nullptr : &run.create_output(), command_),
        puller_(clients_, ledger_, ledger_mutex_, place_, settings_),
        rounds_(puller_, ledger_, ledger_mutex_, deliveries_, run) {
    if (options.orthanc.empty()) return;
    dicomweb::Connection rest = options.server;
    rest.url = options.orthanc;
    rest_.emplace(dicomweb::endpoint_of(rest, options.threads, credentials_));
    changes_.emplace(clients_, *rest_, days_, keys_, settings_.paging);
  }

  void work() {
    deliveries_.begin(options_.print == "all");
    const Adopted adopted = adopt(ledger_, place_);
    if (adopted.images > 0) run_.note(std::to_string(adopted.images) + " images of a run that was ended were complete");
    if (adopted.strange > 0) {
      run_.warn(std::to_string(adopted.strange) + " .dcm files in the folder are not where pacs-pull puts them");
    }
    deliveries_.deliver();
    watch();
  }

 private:
  using Problem = std::optional<dicomweb::Exchange>;

  void watch() {
    DayRange days = days_;
    Problem problem;
    while (true) {
      const bool by_changes = changes_ && is_following_;
      problem = by_changes ? round_of_changes() : round_of_days(days);
      if (options_.watch <= 0 || is_over()) break;
      if (problem) run_.warn(problem->problem + "; the next round tries again");
      if (!problem && !by_changes) days = days_.tail(options_.overlap.value, today());
      std::this_thread::sleep_for(std::chrono::duration<double>(options_.watch));
      if (options_.to.empty()) days.last = today() + 1;
    }
    finish(problem);
  }

  bool is_over() const { return end_ && now() >= *end_; }

  // What happens from now on is in the changes; what is there already is found by its days.
  Problem round_of_days(const DayRange& days) {
    if (changes_) {
      const dicomweb::Exchange begun = changes_->begin_now();
      if (!begun) return begun;
    }
    StudySource source(clients_, days, keys_, settings_.paging);
    Problem problem = rounds_.run([&] { return source.next(); }, options_.threads);
    if (source.unusable() > 0) {
      run_.warn(std::to_string(source.unusable()) + " studies have a UID that is none, and were left out");
    }
    if (source.problem()) problem = source.problem();
    if (problem) rounds_.check_credentials(problem->status);
    is_following_ = !problem;
    return problem;
  }

  Problem round_of_changes() {
    changes_->begin_round(rounds_.unfinished());
    Problem problem = rounds_.run([&] { return changes_->next(); }, options_.threads);
    if (changes_->problem()) problem = changes_->problem();
    if (problem) rounds_.check_credentials(problem->status);
    if (!problem) changes_->keep();
    return problem;
  }

  void finish(const Problem& problem) {
    rounds_.conclude();
    if (deliveries_.refused() > 0) {
      throw base::Error("the program of --exec failed for " + std::to_string(deliveries_.refused()) +
                        " images; the same command hands them to it again");
    }
    if (problem) {
      throw base::Error(problem->problem + "; what was fetched stays, and the same command goes on");
    }
  }

  const Options& options_;
  cli::Run& run_;
  DayRange days_;
  std::optional<std::int64_t> end_;  // local seconds, see now()
  std::vector<std::pair<std::string, std::string>> keys_;
  std::optional<Command> command_;
  PullSettings settings_;
  Place place_;
  dicomweb::Credentials credentials_;
  Clients clients_;
  PullLedger ledger_;
  std::mutex ledger_mutex_;
  Deliveries deliveries_;
  StudyPuller puller_;
  Rounds rounds_;
  std::optional<Clients> rest_;
  std::optional<ChangedStudies> changes_;
  bool is_following_ = false;  // the changes since a complete round of days are known
};

}  // namespace

void pull(const Options& options, cli::Run& run) {
  if (!(options.largest > 0 && options.largest <= 1e9)) throw base::UsageError("--largest needs megabytes above 0");
  if (options.watch <= 0 && !options.orthanc.empty()) throw base::UsageError("--orthanc is for --watch");
  if (options.watch <= 0 && options.overlap.given) throw base::UsageError("--overlap is for --watch");
  if (options.filter == "none" && options.rules.given) throw base::UsageError("--rules is for --filter cxr");
  if (options.page < 0) throw base::UsageError("--page needs a number of studies, or 0");
  if (options.watch < 0 || options.overlap.value < 0) throw base::UsageError("--watch and --overlap need 0 or more");
  Pull(options, run).work();
}

}  // namespace cxrval::pacs_pull
