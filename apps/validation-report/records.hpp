// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/run.hpp"
#include "provenance/run_record.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace cxrval::validation_report {

// The run records behind the tables of a page, in the order of the chain: from the reports and images to the measures.
class Records {
 public:
  Records() = default;
  // Those of `all` that made a stream with one of the hashes, or made what such a run read, and so on. Where several
  // made a stream, the one that made most of what is wanted counts, of equal ones the first.
  Records(const std::vector<provenance::RunRecord>& all, const std::vector<std::string>& hashes);

  const std::vector<provenance::RunRecord>& chain() const { return chain_; }
  bool empty() const { return chain_.empty(); }
  // The last run of a tool in the chain; nullptr without one.
  const provenance::RunRecord* find(std::string_view tool) const;
  // The run that made the stream with a hash; nullptr without one.
  const provenance::RunRecord* maker(std::string_view hash) const;

 private:
  std::vector<provenance::RunRecord> chain_;
};

// A setting of a record; empty without it.
std::string setting(const provenance::RunRecord& record, const std::string& name);

// Every FILE.run.json in the folder. They are counted as read in the ledger of the unit "run records"; what becomes of
// a whole one is the caller's to count, and a file that is none is rejected.
std::vector<provenance::RunRecord> read_records(const std::string& folder, cli::Run& run);

}  // namespace cxrval::validation_report
