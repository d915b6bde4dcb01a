// SPDX-License-Identifier: Apache-2.0
#include "his/extract.hpp"
#include "text/utf8.hpp"

#include <cstdint>
#include <cstdlib>
#include <string_view>

using namespace cxrval;

namespace {

void demand(bool holds) {
  if (!holds) std::abort();
}

}  // namespace

// Any bytes as a session file: no crash, and every session and result that was read is accounted for.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto source = base::memory_source({reinterpret_cast<const char*>(data), size}, "fuzz.xml");
  his::Seen seen;
  his::Extractor extractor(*source, {}, seen);
  his::Step step;
  std::size_t sessions = 0;
  std::size_t results = 0;
  while (extractor.next(step)) {
    const his::Counts& counts = step.counts;
    sessions += counts.sessions - counts.sessions_with_report - counts.sessions_no_report - counts.sessions_no_header -
                counts.sessions_merged;
    results += counts.results - counts.results_other_service - counts.results_merged - step.reports.size();
    for (const his::Rejection& one : step.rejections) {
      demand(!one.fault.reason.empty());
      --(one.unit == his::Unit::session ? sessions : results);
    }
    for (const his::Report& report : step.reports) {
      demand(report.session.check_in.has_value() && !report.session.patient_id.empty());
      demand(text::is_valid_utf8(report.result.description) && text::is_valid_utf8(report.result.conclusion));
    }
  }
  demand(sessions == 0);
  // Sums run below zero while results wait for their session; at the end all must have come to rest.
  demand(results == 0);
  return 0;
}
