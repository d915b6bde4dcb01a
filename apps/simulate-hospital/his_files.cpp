// SPDX-License-Identifier: Apache-2.0
#include "base/bytes.hpp"
#include "his/writer.hpp"
#include "simulate.hpp"

#include <cstdio>

namespace cxrval::simulate_hospital {

namespace {

his::Session record_of(const phantom::Hospital& hospital, const phantom::Session& session) {
  const phantom::Patient& patient = hospital.patients[session.patient];
  his::Session record;
  record.facility_id = phantom::facility_id;
  record.session_id = session.id;
  record.patient_id = patient.id;
  record.patient_name = patient.family_name + " " + patient.given_name;
  record.sex = std::string(1, patient.sex);
  record.birth_year = patient.birth_date.substr(0, 4);
  record.check_in = session.check_in;
  record.check_out = session.check_out;
  for (const phantom::Service& service : session.services) {
    his::ServiceResult result;
    result.number = std::to_string(record.services.size() + 1);
    result.service_id = service.service_id;
    result.service_name = service.service_name;
    result.order_time = service.order_time;
    result.result_time = service.result_time;
    result.description = service.description;
    result.conclusion = service.conclusion;
    result.index_code = service.index_code;
    result.index_name = service.index_name;
    result.value = service.value;
    record.services.push_back(std::move(result));
  }
  return record;
}

std::string date_digits(base::CivilTime time) {
  const base::CivilDate date = base::date_of(time);
  char text[32];
  std::snprintf(text, sizeof text, "%04d%02d%02d", date.year, date.month, date.day);
  return text;
}

}  // namespace

void write_his_files(const phantom::Hospital& hospital, const Options& options, cli::Run& run) {
  his::WriteOptions how;
  how.packing = options.his_format == "plain" ? his::Packing::plain : his::Packing::base64;
  cli::Ledger& ledger = run.ledger("sessions");
  for (const phantom::Session& session : hospital.sessions) {
    const his::Session record = record_of(hospital, session);
    how.made = session.check_out.value_or(session.check_in);
    const std::string path =
        options.out + "/his/KCB_" + record.facility_id + "_" + date_digits(how.made) + "_" + record.session_id + ".xml";
    const auto sink = base::open_sink(path);
    sink->write(his::write_envelope({&record, 1}, how));
    sink->close();
    ledger.read();
    ledger.written();
  }
}

}  // namespace cxrval::simulate_hospital
