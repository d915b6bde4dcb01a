// SPDX-License-Identifier: Apache-2.0
#include "pull_ledger.hpp"

#include "base/civil_time.hpp"
#include "base/error.hpp"
#include "base/number.hpp"
#include "table/reader.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>
#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <filesystem>
#include <system_error>
#include <utility>

namespace cxrval::pacs_pull {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view handed = "handed";
constexpr std::string_view rules = "rules";

constexpr std::array<std::pair<Outcome, std::string_view>, 5> words = {{{Outcome::fetched, "fetched"},
                                                                        {Outcome::not_cxr, "not_cxr"},
                                                                        {Outcome::failed, "failed"},
                                                                        {Outcome::gone, "gone"},
                                                                        {Outcome::done, "done"}}};

const std::vector<table::Column>& columns() {
  static const std::vector<table::Column> all = {{"time"},
                                                 {"study_uid"},
                                                 {"series_uid"},
                                                 {"sop_uid"},
                                                 {"outcome"},
                                                 {"reason"},
                                                 {"images", table::Kind::number},
                                                 {"bytes", table::Kind::number},
                                                 {"sha256"},
                                                 {"path"}};
  return all;
}

std::string_view word_of(Outcome outcome) {
  return std::find_if(words.begin(), words.end(), [&](const auto& known) { return known.first == outcome; })->second;
}

std::string number_cell(std::uint64_t number) {
  return number == 0 ? std::string() : std::to_string(number);
}

std::string now() {
  const auto seconds =
      std::chrono::duration_cast<std::chrono::seconds>(std::chrono::system_clock::now().time_since_epoch()).count();
  return base::to_iso({seconds, true}) + "Z";
}

[[noreturn]] void fail(const std::string& path, const std::string& what, int error) {
  throw base::Error({path}, what + ": " + std::generic_category().message(error));
}

}  // namespace

PullLedger::PullLedger(const std::string& folder)
    : folder_(folder), path_((fs::path(folder) / "ledger.csv").string()), encoder_(table::Format::csv, columns()) {
  std::error_code error;
  const bool is_new_folder = !fs::exists(folder, error);
  fs::create_directories(folder, error);
  if (!error && is_new_folder) fs::permissions(folder, fs::perms::owner_all, error);
  if (error) fail(folder, "cannot make the folder", error.value());
  lock_ = ::open(path_.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (lock_ < 0) fail(path_, "cannot write", errno);
  if (::flock(lock_, LOCK_EX | LOCK_NB) != 0) {
    ::close(lock_);
    throw base::Error({path_}, "another pacs-pull works in this folder");
  }
  try {
    cut_torn_row();
    const bool is_new = fs::file_size(path_) == 0;
    if (!is_new) read();
    sink_ = base::open_append(path_);
    if (is_new) {
      std::string line;
      encoder_.encode_header(line);
      sink_->write(line);
      sink_->flush();
    }
  } catch (...) {
    ::close(lock_);
    throw;
  }
}

PullLedger::~PullLedger() {
  ::close(lock_);
}

// Cells hold no line ends, so that every row ends at the first one behind it.
void PullLedger::cut_torn_row() const {
  constexpr std::uintmax_t piece = 4096;
  std::uintmax_t size = fs::file_size(path_);
  std::string bytes(piece, '\0');
  std::uintmax_t keep = 0;
  for (std::uintmax_t end = size; end > 0 && keep == 0;) {
    const std::uintmax_t begin = end > piece ? end - piece : 0;
    const ssize_t got = ::pread(lock_, bytes.data(), end - begin, static_cast<off_t>(begin));
    if (got != static_cast<ssize_t>(end - begin)) fail(path_, "cannot read", errno);
    const std::size_t at = std::string_view(bytes).substr(0, end - begin).rfind('\n');
    if (at != std::string_view::npos) keep = begin + at + 1;
    end = begin;
  }
  if (keep != size && ::ftruncate(lock_, static_cast<off_t>(keep)) != 0) fail(path_, "cannot write", errno);
}

void PullLedger::read() {
  table::Reader reader(base::open_source(path_));
  std::array<std::size_t, 10> at{};
  for (std::size_t i = 0; i < at.size(); ++i) at[i] = reader.require(columns()[i].name);
  table::Row row;
  while (true) {
    const base::Result<bool> more = reader.next(row);
    if (!more) throw base::Error(more.error().place, more.error().reason);
    if (!*more) return;
    const auto cell = [&](std::size_t column) -> const std::string& { return row.cells[at[column]]; };
    PullRecord record{
        .study_uid = cell(1), .series_uid = cell(2), .sop_uid = cell(3), .reason = cell(5), .path = cell(9)};
    record.images = base::parse_integer<std::size_t>(cell(6)).value_or(0);
    const std::string& word = cell(4);
    const auto known = std::find_if(words.begin(), words.end(), [&](const auto& one) { return one.second == word; });
    if (known != words.end()) {
      record.outcome = known->first;
    } else if (word != handed && word != rules) {
      throw base::Error(reader.place(row, at[4]), "is no outcome; this is no ledger of pacs-pull");
    }
    ++lines_;
    take(record, word);
  }
}

void PullLedger::take(const PullRecord& record, std::string_view word) {
  if (word == handed) {
    const auto found = file_of_.find(record.sop_uid);
    if (found != file_of_.end()) files_[found->second].is_handed = true;
  } else if (word == rules) {
    take_rules(record.reason);
  } else if (record.outcome == Outcome::done) {
    studies_.insert_or_assign(record.study_uid, record.images);
  } else if (record.sop_uid.empty()) {
    series_.insert_or_assign(record.series_uid, record.images);
  } else {
    images_.insert_or_assign(record.sop_uid, record.outcome);
    if (record.outcome != Outcome::fetched) return;
    const auto [known, is_new] = file_of_.emplace(record.sop_uid, files_.size());
    if (!is_new) files_[std::exchange(known->second, files_.size())].is_there = false;
    files_.push_back({record.sop_uid, record.path});
  }
}

void PullLedger::write(const PullRecord& record, std::string_view word) {
  const std::string time = now();
  const std::string images = number_cell(record.images);
  const std::string bytes = number_cell(record.bytes);
  const std::array<std::string_view, 10> cells = {
      time,  record.study_uid, record.series_uid, record.sop_uid, word, record.reason, images,
      bytes, record.sha256,    record.path};
  std::string line;
  encoder_.encode(cells, line);
  sink_->write(line);
  ++lines_;
  take(record, word);
}

std::optional<Outcome> PullLedger::image(std::string_view sop_uid) const {
  const auto found = images_.find(std::string(sop_uid));
  return found == images_.end() ? std::nullopt : std::optional(found->second);
}

bool PullLedger::leaves_out(std::string_view series_uid) const {
  return series_.contains(std::string(series_uid));
}

bool PullLedger::is_done(std::string_view study_uid, std::optional<std::size_t> images) const {
  const auto found = studies_.find(std::string(study_uid));
  return images && found != studies_.end() && found->second == *images;
}

void PullLedger::take_rules(const std::string& hash) {
  if (!rules_.empty() && rules_ != hash) {
    std::erase_if(images_, [](const auto& image) { return image.second == Outcome::not_cxr; });
    series_.clear();
    studies_.clear();
  }
  rules_ = hash;
}

void PullLedger::begin_rules(const std::string& hash) {
  if (hash == rules_) return;
  PullRecord record;
  record.reason = hash;
  write(record, rules);
}

void PullLedger::forget(const std::string& sop_uid) {
  images_.erase(sop_uid);
  const auto file = file_of_.find(sop_uid);
  if (file != file_of_.end()) files_[file->second].is_there = false;
}

std::size_t PullLedger::add(const PullRecord& record) {
  write(record, word_of(record.outcome));
  return lines_;
}

void PullLedger::add_handed(const std::string& sop_uid) {
  PullRecord record;
  record.sop_uid = sop_uid;
  write(record, handed);
}

void PullLedger::commit() {
  sink_->flush();
}

}  // namespace cxrval::pacs_pull
