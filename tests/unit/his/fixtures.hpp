// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "his/base64.hpp"
#include "his/extract.hpp"

#include <string>
#include <utility>
#include <vector>

namespace cxrval::his::fixtures {

inline std::string element(const std::string& name, const std::string& text) {
  return '<' + name + '>' + text + "</" + name + '>';
}

inline std::string header(const std::string& id, const std::string& check_in = "202011020731",
                          const std::string& check_out = "202011021105") {
  return element("TONG_HOP", element("MA_LK", id) + element("MA_BN", "P" + id) + element("NGAY_SINH", "19700101") +
                                 element("GIOI_TINH", "2") + element("NGAY_VAO", check_in) +
                                 element("NGAY_VAO_NOI_TRU", "209912312359") + element("NGAY_RA", check_out));
}

inline std::string row(const std::string& id, const std::string& text, const std::string& service = "18.0119.0028",
                       const std::string& time = "202011020915") {
  return element("CHI_TIET_CLS", element("MA_LK", id) + element("STT", "1") + element("MA_DICH_VU", service) +
                                     element("MO_TA", text) + element("KET_LUAN", "K") + element("NGAY_KQ", time));
}

inline std::string list(const std::string& rows) {
  return element("DSACH_CHI_TIET_CLS", rows);
}

inline std::string table(const std::string& name, const std::string& content) {
  return element("FILEHOSO", element("LOAIHOSO", name) + element("NOIDUNGFILE", content));
}

inline std::string packed(const std::string& name, const std::string& content) {
  return table(name, encode_base64(content));
}

inline std::string hoso(const std::string& id, const std::string& rows) {
  return element("HOSO", packed("XML1", header(id)) + packed("XML4", list(rows)));
}

inline std::string envelope(const std::string& dossiers, const std::string& count = "1") {
  return "<GIAMDINHHS><THONGTINDONVI><MACSKCB>25001</MACSKCB></THONGTINDONVI><THONGTINHOSO>" +
         element("SOLUONGHOSO", count) + element("DANHSACHHOSO", dossiers) +
         "</THONGTINHOSO><CHUKYDONVI/></GIAMDINHHS>";
}

// Everything that a file gives, its steps added up.
struct Extracted {
  std::vector<Report> reports;
  std::vector<Rejection> rejections;
  Counts counts;
  std::optional<base::Fault> file_fault;
  std::optional<base::Place> miscount;

  std::size_t rejected(Unit unit) const {
    std::size_t count = 0;
    for (const Rejection& one : rejections) count += one.unit == unit ? 1 : 0;
    return count;
  }
  bool adds_up() const {
    return counts.sessions == counts.sessions_with_report + counts.sessions_no_report + counts.sessions_no_header +
                                  counts.sessions_merged + rejected(Unit::session) &&
           counts.results ==
               reports.size() + counts.results_other_service + counts.results_merged + rejected(Unit::report);
  }
};

inline Extracted extract(const std::string& text, Seen& seen) {
  const auto source = base::memory_source(text, "a.xml");
  Extractor extractor(*source, {}, seen);
  Extracted all;
  Step step;
  while (extractor.next(step)) {
    for (Report& report : step.reports) all.reports.push_back(std::move(report));
    for (Rejection& one : step.rejections) all.rejections.push_back(std::move(one));
    all.counts.sessions += step.counts.sessions;
    all.counts.sessions_with_report += step.counts.sessions_with_report;
    all.counts.sessions_no_report += step.counts.sessions_no_report;
    all.counts.sessions_no_header += step.counts.sessions_no_header;
    all.counts.sessions_merged += step.counts.sessions_merged;
    all.counts.results += step.counts.results;
    all.counts.results_other_service += step.counts.results_other_service;
    all.counts.results_merged += step.counts.results_merged;
  }
  all.file_fault = extractor.file_fault();
  all.miscount = extractor.miscount();
  return all;
}

inline Extracted extract(const std::string& text) {
  Seen seen;
  return extract(text, seen);
}

}  // namespace cxrval::his::fixtures
