// SPDX-License-Identifier: Apache-2.0
#include "push.hpp"

#include "base/error.hpp"
#include "base/uid.hpp"
#include "cli/environment.hpp"
#include "cli/keys.hpp"
#include "cli/patient_table.hpp"
#include "dicom/candidate.hpp"
#include "dicomweb/store.hpp"

#include <algorithm>
#include <filesystem>
#include <string>
#include <unordered_set>
#include <utility>
#include <vector>

namespace cxrval::pacs_push {
namespace {

constexpr double million = 1e6;

struct File {
  base::WalkedFile file;
  std::string study_uid;
  std::string sop_uid;
};

// What became of each file of a batch: an empty text for those that the server has.
struct Answer {
  std::vector<std::string> problems;
  dicomweb::Exchange exchange;
};

std::string hexadecimal(int number) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string text(4, '0');
  for (std::size_t i = text.size(); i-- > 0; number >>= 4) text[i] = digits[static_cast<std::size_t>(number & 15)];
  return text;
}

// The problem of one file by what the server says of it.
std::string problem_of(const std::string& sop_uid, const dicomweb::Stored& stored) {
  const auto& kept = stored.sop_uids;
  const auto failed = std::find_if(stored.failures.begin(), stored.failures.end(),
                                   [&](const auto& failure) { return failure.sop_uid == sop_uid; });
  if (failed != stored.failures.end()) return "the server refused it (" + hexadecimal(failed->reason) + ")";
  if (std::find(kept.begin(), kept.end(), sop_uid) != kept.end()) return {};
  return stored.exchange ? "the server does not say that it has it" : stored.exchange.problem;
}

bool is_refused(const dicomweb::Exchange& exchange) {
  constexpr int unauthorized = 401;
  constexpr int forbidden = 403;
  return exchange.status == unauthorized || exchange.status == forbidden;
}

Answer store_all(dicomweb::Client& client, const std::vector<File>& files) {
  Answer answer;
  const auto store = [&](std::size_t first, std::size_t count) {
    std::vector<dicomweb::FileToStore> chosen;
    for (std::size_t i = first; i < first + count; ++i) chosen.push_back({files[i].file.path, files[i].file.size});
    dicomweb::Stored stored = dicomweb::store(client, chosen);
    answer.exchange = stored.exchange;
    return stored;
  };
  const auto goes_on = [&] { return answer.exchange.status != 0 && !is_refused(answer.exchange); };
  const dicomweb::Stored all = store(0, files.size());
  for (const File& file : files) answer.problems.push_back(problem_of(file.sop_uid, all));
  // A file that a server cannot read can cost it the others of its request.
  for (std::size_t i = 0; i < files.size() && files.size() > 1 && goes_on(); ++i) {
    if (!answer.problems[i].empty()) answer.problems[i] = problem_of(files[i].sop_uid, store(i, 1));
  }
  return answer;
}

class Push {
 public:
  Push(const Options& options, cli::Run& run)
      : options_(options),
        run_(run),
        ledger_(run.ledger("files", "stored")),
        table_(run,
               {{{"path"}, {"study_uid"}, {"sop_uid"}, {"outcome"}, {"reason"}}, {{"outcome", deid::Treatment::keep}}}),
        client_(dicomweb::endpoint_of(options.server, 1, credentials(options, run))) {}

  void work() {
    std::vector<std::pair<base::WalkedFile, bool>> files;
    for (const std::string& path : options_.inputs) {
      std::error_code unknown;
      const bool named = !std::filesystem::is_directory(path, unknown);
      for (base::WalkedFile& file : run_.walk("FILES", path)) files.emplace_back(std::move(file), named);
    }
    std::size_t done = 0;
    for (const auto& [file, named] : files) {
      run_.progress("files", ++done, files.size());
      take(file, named);
    }
    send();
  }

 private:
  static dicomweb::Credentials credentials(const Options& options, cli::Run& run);

  void take(const base::WalkedFile& file, bool named) {
    ledger_.read();
    const dicom::Candidate candidate = named ? dicom::Candidate::image : dicom::judge_candidate(file.path);
    if (candidate != dicom::Candidate::image) {
      ledger_.excluded(candidate == dicom::Candidate::dicomdir ? "dicomdir" : "not_dicom");
      return;
    }
    const base::Result<dicom::Header> header = dicom::read_header(file.path, file.shown);
    if (!header) {
      reject({file, "", ""}, header.error().reason);
    } else if (!base::is_uid(header->sop_uid)) {
      reject({file, "", ""}, "has no SOP Instance UID");
    } else if (!seen_.insert(header->sop_uid).second) {
      ledger_.merged();
    } else {
      const double size = static_cast<double>(file.size);
      if (bytes_ + size > options_.megabytes * million) send();
      bytes_ += size;
      batch_.push_back({file, header->study_uid, header->sop_uid});
      if (batch_.size() == static_cast<std::size_t>(options_.files)) send();
    }
  }

  void send() {
    if (batch_.empty()) return;
    const std::vector<File> files = std::exchange(batch_, {});
    bytes_ = 0;
    const Answer answer = store_all(client_, files);
    for (std::size_t i = 0; i < files.size(); ++i) {
      if (answer.problems[i].empty()) {
        ledger_.written();
        table_.write({files[i].file.shown, files[i].study_uid, files[i].sop_uid, "stored", ""});
      } else {
        seen_.erase(files[i].sop_uid);  // another file of the image may be whole
        reject(files[i], answer.problems[i]);
      }
    }
    table_.flush();
    if (is_refused(answer.exchange)) {
      throw base::Error("the server refuses the credentials (" + std::to_string(answer.exchange.status) + ")");
    }
    if (answer.exchange.status == 0) throw base::Error(answer.exchange.problem);
  }

  void reject(const File& file, const std::string& reason) {
    table_.write({file.file.shown, file.study_uid, file.sop_uid, "rejected", reason});
    run_.reject("files", base::Fault{base::Place{file.file.shown}, reason});
  }

  const Options& options_;
  cli::Run& run_;
  cli::Ledger& ledger_;
  cli::PatientTable table_;
  dicomweb::Client client_;
  std::unordered_set<std::string> seen_;
  std::vector<File> batch_;
  double bytes_ = 0;
};

dicomweb::Credentials Push::credentials(const Options& options, cli::Run& run) {
  if (options.auth.empty()) return dicomweb::credentials_of(cli::environment(dicomweb::credential_variables));
  return dicomweb::read_credentials(*cli::open_secret(options.auth, run), options.auth);
}

}  // namespace

void push(const Options& options, cli::Run& run) {
  if (options.files < 1 || options.files > 10000) throw base::UsageError("--files needs 1 to 10000");
  if (!(options.megabytes > 0)) throw base::UsageError("--megabytes needs a number above 0");
  Push(options, run).work();
}

}  // namespace cxrval::pacs_push
