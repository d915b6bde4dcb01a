// SPDX-License-Identifier: Apache-2.0
#include "simulate.hpp"
#include "words.hpp"

#include <algorithm>

namespace cxrval::simulate_hospital {

namespace {

using table::Kind;

std::string minute(const std::optional<base::CivilTime>& time) {
  return time ? base::to_iso(base::truncate_to_minute(*time)) : "";
}

std::size_t chest_reports(const phantom::Session& session) {
  const auto is_chest = [](const phantom::Service& service) { return service.service_id == phantom::chest_service; };
  return static_cast<std::size_t>(std::count_if(session.services.begin(), session.services.end(), is_chest));
}

class HisTruth {
 public:
  HisTruth(const phantom::Hospital& hospital, const Options& options, cli::Run& run)
      : hospital_(hospital),
        files_(his_files(hospital, options)),
        folder_(options.out + "/truth/"),
        has_damage_(!options.preset.empty()),
        run_(run) {
    // As the tools walk a folder.
    std::sort(files_.begin(), files_.end(), [](const HisFile& a, const HisFile& b) { return a.name < b.name; });
  }

  void sessions() {
    std::vector<table::Column> columns{
        {"source"}, {"session_id"}, {"patient_id"}, {"results", Kind::number}, {"reports", Kind::number}};
    if (has_damage_) columns.push_back({"damage"});
    table::Writer& out = run_.create_table("sessions", folder_ + "sessions.csv", std::move(columns));
    for (const HisFile& file : files_) {
      for (std::size_t i = file.first; i < file.first + file.count; ++i) {
        const phantom::Session& session = hospital_.sessions[i];
        std::vector<std::string> cells{file.name, session.id, hospital_.patients[session.patient].id,
                                       std::to_string(session.services.size()), std::to_string(chest_reports(session))};
        if (has_damage_) cells.emplace_back(word(session.damage));
        out.write(cells);
      }
    }
  }

  void extracted() {
    table::Writer& out = run_.create_table("extracted", folder_ + "extracted.csv",
                                           {{"facility_id"},
                                            {"session_id"},
                                            {"patient_id"},
                                            {"sex"},
                                            {"birth_year"},
                                            {"check_in_time"},
                                            {"check_out_time"},
                                            {"service_id"},
                                            {"report_time"},
                                            {"description"},
                                            {"conclusion"},
                                            {"source"}});
    for (const HisFile& file : files_) {
      for (std::size_t i = file.first; i < file.first + file.count; ++i) {
        if (hospital_.sessions[i].damage != phantom::HisDamage::none) continue;
        for (const phantom::Service& service : hospital_.sessions[i].services) {
          if (service.service_id == phantom::chest_service)
            out.write(report(hospital_.sessions[i], service, file.name));
        }
      }
    }
  }

 private:
  std::vector<std::string> report(const phantom::Session& session, const phantom::Service& service,
                                  const std::string& source) const {
    const phantom::Patient& patient = hospital_.patients[session.patient];
    return {std::string(phantom::facility_id),
            session.id,
            patient.id,
            std::string(1, patient.sex),
            patient.birth_date.substr(0, 4),
            minute(session.check_in),
            minute(session.check_out),
            service.service_id,
            minute(service.result_time),
            service.description,
            service.conclusion,
            source};
  }

  const phantom::Hospital& hospital_;
  std::vector<HisFile> files_;
  std::string folder_;
  bool has_damage_;  // of some files, on purpose
  cli::Run& run_;
};

}  // namespace

void write_his_truth(const phantom::Hospital& hospital, const Options& options, cli::Run& run) {
  HisTruth truth(hospital, options, run);
  truth.sessions();
  truth.extracted();
}

}  // namespace cxrval::simulate_hospital
