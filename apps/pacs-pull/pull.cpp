// SPDX-License-Identifier: Apache-2.0
#include "pull.hpp"

#include "adoption.hpp"
#include "base/bytes.hpp"
#include "base/civil_time.hpp"
#include "base/error.hpp"
#include "cli/data_path.hpp"
#include "cli/environment.hpp"
#include "cli/keys.hpp"
#include "provenance/hash.hpp"
#include "round.hpp"

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <thread>
#include <utility>

namespace cxrval::pacs_pull {
namespace {

constexpr double million = 1e6;

dicomweb::Credentials credentials(const std::string& file, cli::Run& run) {
  if (file.empty()) return dicomweb::credentials_of(cli::environment(dicomweb::credential_variables));
  return dicomweb::read_credentials(*cli::open_secret(file, run), file);
}

std::string rules_text(const std::string& choice, cli::Run& run) {
  constexpr std::size_t largest = std::size_t{1} << 20;
  const std::string path = choice == "lenient" ? cli::data_path("dicom/lenient.rules") : choice;
  return base::read_all(*run.open("rules", path), largest);
}

deid::Key key_of(const std::string& file, cli::Run& run) {
  if (file.empty()) throw base::UsageError("--key is needed: patients' folders are named by it");
  return deid::read_key(*cli::open_secret(file, run));
}

// Which images are wanted, and a word for it that changes when it does.
struct Filter {
  std::optional<dicom::CxrRules> rules;  // nothing: every image
  std::string hash = "none";
};

Filter filter_of(const Options& options, cli::Run& run) {
  if (options.filter == "none") return {};
  if (options.rules.value == "paper") return {dicom::CxrRules::paper(), "paper"};
  const std::string text = rules_text(options.rules.value, run);
  return {dicom::CxrRules::parse(text, run.shown(options.rules.value)), provenance::sha256(text)};
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

std::optional<dicomweb::Endpoint> rest_of(const Options& options, const dicomweb::Credentials& credentials) {
  if (options.orthanc.empty()) return std::nullopt;
  dicomweb::Connection rest = options.server;
  rest.url = options.orthanc;
  return dicomweb::endpoint_of(rest, options.threads, credentials);
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
        filter_(filter_of(options, run)),
        place_{options.folder, key_of(options.key, run), options.patient_ids, filter_.rules},
        credentials_(credentials(options.auth, run)),
        clients_(dicomweb::endpoint_of(options.server, options.threads, credentials_)),
        rest_endpoint_(rest_of(options, credentials_)),
        ledger_(options.folder),
        deliveries_(ledger_, options.folder, options.print == "none" ? nullptr : &run.create_output(), command_),
        puller_(clients_, ledger_, ledger_mutex_, place_, settings_),
        rounds_(puller_, ledger_, ledger_mutex_, deliveries_, run) {
    ledger_.begin_rules(filter_.hash);
    if (!rest_endpoint_) return;
    rest_.emplace(*rest_endpoint_);
    changes_.emplace(clients_, *rest_, keys_, settings_.paging);
  }

  void work() {
    const Adopted adopted = adopt(ledger_, place_);
    if (adopted.images > 0) run_.note("complete images of a run that was ended: " + std::to_string(adopted.images));
    if (adopted.missing > 0) {
      run_.warn("images of the ledger whose file is not there any more: " + std::to_string(adopted.missing) +
                "; they are fetched again");
    }
    if (adopted.strange > 0) {
      run_.warn(".dcm files in the folder that are not where pacs-pull puts them: " + std::to_string(adopted.strange));
    }
    deliveries_.begin(options_.print == "all");
    deliveries_.deliver();
    watch();
  }

 private:
  using Problem = std::optional<dicomweb::Exchange>;

  // With a new database of the server, and once an hour, all days are looked at.
  void watch() {
    bool whole = true;
    Problem problem;
    while (true) {
      const DayRange days = options_.to.empty() ? DayRange{days_.first, today() + 1} : days_;
      const bool by_changes = changes_ && is_following_;
      problem = by_changes ? round_of_changes(days)
                           : round_of_days(whole ? days : days.tail(options_.overlap.value, today()));
      if (options_.watch <= 0) break;
      if (problem) run_.warn(problem->problem + "; the next round tries again");
      if (!problem && !by_changes) whole = false;
      if (changes_ && !is_following_) whole = true;
      if (!pause()) break;
    }
    finish(problem);
  }

  // Waits for the next round; false when there is none.
  bool pause() const {
    const double left = end_ ? static_cast<double>(*end_ - now()) : options_.watch;
    if (left <= 0) return false;
    std::this_thread::sleep_for(std::chrono::duration<double>(std::min(left, options_.watch)));
    return !end_ || now() < *end_;
  }

  // Studies that are done are looked at again at the beginning and once an hour: an image can take another's place
  // without changing their number.
  bool skips_done() {
    constexpr std::chrono::hours longest(1);
    const auto time = std::chrono::steady_clock::now();
    if (looked_at_all_ && time - *looked_at_all_ < longest) return true;
    looked_at_all_ = time;
    return false;
  }

  // What happens from now on is in the changes; what is there already is found by its days.
  Problem round_of_days(const DayRange& days) {
    bool follows = false;
    if (changes_) {
      const dicomweb::Exchange begun = changes_->begin_now();
      if (!begun && begun.is_lasting) throw base::Error("the address of --orthanc: " + begun.problem);
      follows = static_cast<bool>(begun);
    }
    StudySource source(clients_, days, keys_, settings_.paging, rounds_.unfinished());
    Problem problem = rounds_.run([&] { return source.next(); }, options_.threads, skips_done());
    if (source.unusable() > 0) {
      run_.warn(std::to_string(source.unusable()) + " studies have a UID that is none, and were left out");
    }
    if (source.problem()) problem = source.problem();
    if (problem) check_credentials(*problem);
    is_following_ = follows && !problem;
    return problem;
  }

  Problem round_of_changes(const DayRange& days) {
    changes_->begin_round(days, rounds_.unfinished());
    Problem problem = rounds_.run([&] { return changes_->next(); }, options_.threads, false);
    if (changes_->problem()) problem = changes_->problem();
    if (problem) check_credentials(*problem);
    if (!problem) changes_->keep();
    if (changes_->has_begun_anew()) is_following_ = false;
    return problem;
  }

  // Of a listing, which is not one study's affair.
  static void check_credentials(const dicomweb::Exchange& problem) {
    constexpr int forbidden = 403;
    Rounds::check_credentials(problem.status);
    if (problem.status == forbidden) throw base::Error("the server forbids to list studies (403)");
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
  Filter filter_;
  Place place_;
  dicomweb::Credentials credentials_;
  Clients clients_;
  std::optional<dicomweb::Endpoint> rest_endpoint_;  // Orthanc's own address
  std::optional<Clients> rest_;
  PullLedger ledger_;
  std::mutex ledger_mutex_;
  Deliveries deliveries_;
  StudyPuller puller_;
  Rounds rounds_;
  std::optional<ChangedStudies> changes_;
  bool is_following_ = false;  // the changes since a complete round of days are known
  std::optional<std::chrono::steady_clock::time_point> looked_at_all_;
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
