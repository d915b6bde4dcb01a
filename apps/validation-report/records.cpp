// SPDX-License-Identifier: Apache-2.0
#include "records.hpp"

#include "base/error.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <tuple>
#include <utility>

namespace cxrval::validation_report {
namespace {

using provenance::RunRecord;
using provenance::Stream;

constexpr std::size_t largest_record = std::size_t{16} << 20;
constexpr std::string_view suffix = ".run.json";

// The order in which a chain runs.
constexpr std::array<std::string_view, 11> tools{"simulate-hospital", "his-extract", "label-reports", "dicom-extract",
                                                 "cxr-infer",         "match",       "bootstrap-f1",  "compare-models",
                                                 "compare-labels",    "eval-boxes",  "plan-study"};

std::vector<std::string> hashes_of(const std::vector<Stream>& streams) {
  std::vector<std::string> hashes;
  for (const Stream& stream : streams) hashes.push_back(stream.sha256);
  return hashes;
}

auto order_of(const RunRecord& record) {
  const auto place = std::find(tools.begin(), tools.end(), record.tool) - tools.begin();
  return std::make_tuple(place, record.tool, record.started, hashes_of(record.outputs), record.arguments);
}

// Streams by hash, and whether a run that made them is found already.
using Wanted = std::map<std::string, bool>;

std::size_t makes(const RunRecord& record, const Wanted& wanted) {
  return static_cast<std::size_t>(
      std::count_if(record.outputs.begin(), record.outputs.end(), [&](const Stream& stream) {
        const auto found = wanted.find(stream.sha256);
        return found != wanted.end() && !found->second;
      }));
}

base::Result<RunRecord> read_record(const base::WalkedFile& file) {
  const base::Place place{file.shown};
  try {
    const auto source = base::open_source(file.path, file.shown);
    auto record = provenance::parse_run_record(base::read_all(*source, largest_record));
    if (!record) return base::fault(place, "not a run record");
    return std::move(*record);
  } catch (const base::Error& error) {
    return base::fault(place, error.reason());
  }
}

}  // namespace

Records::Records(const std::vector<RunRecord>& all, const std::vector<std::string>& hashes) {
  const auto before = [](const RunRecord& a, const RunRecord& b) { return order_of(a) < order_of(b); };
  std::vector<RunRecord> left = all;
  std::stable_sort(left.begin(), left.end(), before);
  Wanted wanted;
  for (const std::string& hash : hashes) wanted[hash] = false;
  while (!left.empty()) {
    const auto most = std::max_element(left.begin(), left.end(), [&](const RunRecord& a, const RunRecord& b) {
      return makes(a, wanted) < makes(b, wanted);
    });
    if (makes(*most, wanted) == 0) break;
    for (const Stream& stream : most->outputs) wanted[stream.sha256] = true;
    for (const Stream& stream : most->inputs) wanted.emplace(stream.sha256, false);
    chain_.push_back(std::move(*most));
    left.erase(most);
  }
  std::stable_sort(chain_.begin(), chain_.end(), before);
}

const RunRecord* Records::find(std::string_view tool) const {
  const auto found =
      std::find_if(chain_.rbegin(), chain_.rend(), [&](const RunRecord& record) { return record.tool == tool; });
  return found == chain_.rend() ? nullptr : &*found;
}

const RunRecord* Records::maker(std::string_view hash) const {
  const auto found = std::find_if(chain_.begin(), chain_.end(), [&](const RunRecord& record) {
    return std::any_of(record.outputs.begin(), record.outputs.end(),
                       [&](const Stream& stream) { return stream.sha256 == hash; });
  });
  return found == chain_.end() ? nullptr : &*found;
}

std::string setting(const RunRecord& record, const std::string& name) {
  const auto found = record.settings.find(name);
  return found == record.settings.end() ? "" : found->second;
}

std::vector<RunRecord> read_records(const std::string& folder, cli::Run& run) {
  cli::Ledger& ledger = run.ledger("run records", "of this chain");
  std::vector<RunRecord> records;
  for (const base::WalkedFile& file : run.walk("runs", folder)) {
    if (!file.path.ends_with(suffix)) continue;
    ledger.read();
    if (auto record = read_record(file)) {
      records.push_back(std::move(*record));
    } else {
      run.reject("run records", record.error());
    }
  }
  return records;
}

}  // namespace cxrval::validation_report
