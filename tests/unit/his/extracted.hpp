// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/bytes.hpp"
#include "his/collector.hpp"
#include "his/fixtures.hpp"
#include "his/splitter.hpp"

#include <string>
#include <utility>
#include <vector>

namespace cxrval::his::fixtures {

// Everything that some files give together.
struct Extracted {
  std::vector<Report> reports;
  std::vector<Rejection> rejections;
  Counts counts;
  bool counted = true;  // every SOLUONGHOSO is explained

  std::uint64_t rejected(Unit unit) const {
    std::uint64_t count = 0;
    for (const Rejection& one : rejections) count += one.unit == unit ? one.count : 0;
    return count;
  }
  bool adds_up() const {
    return counts.sessions == counts.sessions_with_report + counts.sessions_no_report + counts.sessions_no_header +
                                  counts.sessions_superseded + counts.sessions_merged + rejected(Unit::session) &&
           counts.reports == counts.reports_written + counts.reports_other_service + counts.reports_superseded +
                                 counts.reports_merged + rejected(Unit::report) &&
           counts.reports_written == reports.size();
  }
  // One line a rejection.
  std::string reasons() const {
    static const char* const units[] = {"file ", "session ", "report "};
    std::string text;
    for (const Rejection& one : rejections) {
      text += units[static_cast<int>(one.unit)] + base::to_string(one.fault.place) + ": " + one.fault.reason + '\n';
    }
    return text;
  }
};

// The files a.xml, b.xml, ...
inline Extracted extract(const std::vector<std::string>& files, const Selection& selection = {}) {
  base::Spool spool("", std::size_t{1} << 30);
  Collector collector(spool);
  Extracted all;
  char name = 'a';
  for (const std::string& text : files) {
    const auto source = base::memory_source(text, std::string(1, name++) + ".xml");
    collector.begin_file(source->name());
    Splitter splitter(*source, moh_profile());
    Segment segment;
    while (splitter.next(segment)) {
      collector.take(condense(read_dossier(segment, moh_profile(), selection), moh_profile()));
    }
    all.counted = collector.end_file(splitter.envelope()) && all.counted;
  }
  collector.finish([&](const Report& one) { all.reports.push_back(one); },
                   [&](const Rejection& one) { all.rejections.push_back(one); });
  all.counts = collector.counts();
  return all;
}

inline Extracted extract(const std::string& text) {
  return extract(std::vector<std::string>{text});
}

}  // namespace cxrval::his::fixtures
