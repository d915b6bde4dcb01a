// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "his/collector.hpp"

#include "catch.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace cxrval::collecting {

inline his::Record session(const std::string& id, const std::string& patient = "P", const std::string& facility = "") {
  his::Record record;
  record.kind = his::RecordKind::session;
  const auto set = [&](his::Field field, const std::string& text) {
    record.fields[static_cast<std::size_t>(field)] = text;
  };
  set(his::Field::session_id, id);
  set(his::Field::patient_id, patient);
  set(his::Field::facility_id, facility);
  set(his::Field::sex, "2");
  set(his::Field::birth_date, "19700000");
  set(his::Field::check_in, "202011020731");
  set(his::Field::check_out, "202011021105");
  record.position = {3, 7};
  return record;
}

inline his::Record report(const std::string& session_id, const std::string& description,
                          const std::string& time = "202011020915") {
  his::Record record;
  record.kind = his::RecordKind::report;
  const auto set = [&](his::Field field, const std::string& text) {
    record.fields[static_cast<std::size_t>(field)] = text;
  };
  set(his::Field::session_id, session_id);
  set(his::Field::number, "1");
  set(his::Field::service_id, " 18.0119.0028 ");
  set(his::Field::report_time, time);
  set(his::Field::description, description);
  record.position = {4, 8};
  return record;
}

struct File {
  std::vector<std::vector<his::Record>> dossiers = {};
  std::optional<int> made = std::nullopt;  // a day
  std::size_t declared = 0;
  std::size_t stray = 0;
  std::string facility = "25001";
  std::string fault = "";
};

struct Collected {
  std::vector<his::Report> reports;
  std::vector<his::Rejection> rejections;
  his::Counts counts;
  std::vector<bool> counted;  // of each file: its number of dossiers is explained

  std::uint64_t rejected(his::Unit unit) const {
    std::uint64_t count = 0;
    for (const his::Rejection& one : rejections) count += one.unit == unit ? one.count : 0;
    return count;
  }
  bool adds_up() const {
    return counts.sessions == counts.sessions_with_report + counts.sessions_no_report + counts.sessions_no_header +
                                  counts.sessions_superseded + counts.sessions_merged + rejected(his::Unit::session) &&
           counts.reports == counts.reports_written + counts.reports_other_service + counts.reports_superseded +
                                 counts.reports_merged + rejected(his::Unit::report) &&
           counts.reports_written == reports.size();
  }
  // Description and source of each report.
  std::vector<std::string> texts() const {
    std::vector<std::string> all;
    for (const his::Report& one : reports) all.push_back(one.result.description + '@' + one.source);
    return all;
  }
  std::vector<std::string> reasons() const {
    std::vector<std::string> all;
    for (const his::Rejection& one : rejections) {
      static const char* const units[] = {"file ", "session ", "report "};
      all.push_back(units[static_cast<int>(one.unit)] + base::to_string(one.fault.place) + ": " + one.fault.reason);
    }
    return all;
  }
};

inline Collected collect(const std::vector<File>& files, std::size_t memory = std::size_t{1} << 20) {
  base::Spool spool(std::filesystem::temp_directory_path().string(), memory);
  his::Collector collector(spool);
  Collected all;
  char name = 'a';
  for (const File& file : files) {
    collector.begin_file(std::string(1, name++) + ".xml");
    for (const auto& records : file.dossiers) {
      his::Dossier dossier;
      dossier.records = records;
      collector.take(his::condense(dossier, his::moh_profile()));
    }
    his::Envelope envelope;
    envelope.facility_id = file.facility;
    envelope.dossiers = file.dossiers.size() + file.stray;
    envelope.stray_dossiers = file.stray;
    if (file.declared > 0) envelope.declared = file.declared;
    if (file.made) envelope.made = base::make_time({2021, 1, *file.made}, 0, 0);
    if (!file.fault.empty()) {
      envelope.fault.emplace();
      envelope.fault->place = {"x", 9, 9};
      envelope.fault->reason = file.fault;
    }
    all.counted.push_back(collector.end_file(envelope));
  }
  collector.finish([&](const his::Report& one) { all.reports.push_back(one); },
                   [&](const his::Rejection& one) { all.rejections.push_back(one); });
  all.counts = collector.counts();
  CHECK(all.adds_up());
  return all;
}

}  // namespace cxrval::collecting
