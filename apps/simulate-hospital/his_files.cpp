// SPDX-License-Identifier: Apache-2.0
#include "base/bytes.hpp"
#include "his/writer.hpp"
#include "phantom/chart.hpp"
#include "simulate.hpp"

#include <algorithm>
#include <cstdio>

namespace cxrval::simulate_hospital {

namespace {

using phantom::HisDamage;

his::Chart chart_record(const phantom::Hospital& hospital, std::size_t session) {
  const phantom::Chart chart = phantom::chart_of(hospital, session);
  his::Chart record;
  record.address = chart.address;
  record.insurance_id = chart.insurance_id;
  record.disease = chart.disease;
  record.disease_code = chart.disease_code;
  for (const phantom::Drug& drug : chart.drugs) {
    record.drugs.push_back({drug.code, drug.name, drug.strength, drug.unit, drug.route, drug.dose, drug.registration,
                            drug.quantity, drug.unit_price, drug.order_time});
  }
  for (const phantom::Care& care : chart.care) {
    record.care.push_back({care.code, care.name, care.unit_price, care.order_time});
  }
  for (const phantom::ClinicalNote& note : chart.notes) {
    record.notes.push_back({note.course, note.consultation, note.time});
  }
  return record;
}

his::ServiceResult result_of(const phantom::Service& service, std::size_t number) {
  his::ServiceResult result;
  result.number = std::to_string(number);
  result.service_id = service.service_id;
  result.service_name = service.service_name;
  result.order_time = service.order_time;
  result.result_time = service.result_time;
  result.description = service.description;
  result.conclusion = service.conclusion;
  result.index_code = service.index_code;
  result.index_name = service.index_name;
  result.value = service.value;
  return result;
}

his::Session record_of(const phantom::Hospital& hospital, std::size_t index) {
  const phantom::Session& session = hospital.sessions[index];
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
    record.services.push_back(result_of(service, record.services.size() + 1));
  }
  record.chart = chart_record(hospital, index);
  return record;
}

std::string date_digits(base::CivilTime time) {
  const base::CivilDate date = base::date_of(time);
  char text[32];
  std::snprintf(text, sizeof text, "%04d%02d%02d", date.year, date.month, date.day);
  return text;
}

base::CivilTime end_of(const phantom::Session& session) {
  return session.check_out.value_or(session.check_in);
}

his::WriteOptions form_of(const Options& options) {
  his::WriteOptions form;
  form.packing = options.his_format == "plain"  ? his::Packing::plain
                 : options.his_format == "gzip" ? his::Packing::gzip
                                                : his::Packing::base64;
  form.decree = options.decree == "130" ? his::Decree::qd130 : his::Decree::qd4210;
  return form;
}

std::string broken(std::string text, HisDamage damage) {
  switch (damage) {
    case HisDamage::none:
      return text;
    case HisDamage::empty_file:
      return {};
    case HisDamage::not_xml:
      return "504 Gateway Time-out\n";
    case HisDamage::cut:
      return text.substr(0, text.size() / 2);
  }
  return text;
}

}  // namespace

std::vector<HisFile> his_files(const phantom::Hospital& hospital, const Options& options) {
  const auto each = static_cast<std::size_t>(options.sessions_per_file);
  const auto damaged = [&](std::size_t i) { return hospital.sessions[i].damage != HisDamage::none; };
  std::vector<HisFile> files;
  for (std::size_t first = 0; first < hospital.sessions.size(); first += files.back().count) {
    HisFile file{"", first, 0, {}};
    for (std::size_t i = first; i < hospital.sessions.size() && file.count < each; ++i) {
      if (i > first && (damaged(i) || damaged(first))) break;
      file.made = std::max(file.made, end_of(hospital.sessions[i]),
                           [](base::CivilTime a, base::CivilTime b) { return a.seconds < b.seconds; });
      ++file.count;
    }
    file.name = "KCB_" + std::string(phantom::facility_id) + "_" + date_digits(file.made) + "_" +
                hospital.sessions[first].id + ".xml";
    files.push_back(std::move(file));
  }
  return files;
}

void write_his_files(const phantom::Hospital& hospital, const Options& options, cli::Run& run) {
  his::WriteOptions form = form_of(options);
  cli::Ledger& ledger = run.ledger("sessions");
  std::vector<his::Session> records;
  for (const HisFile& file : his_files(hospital, options)) {
    records.clear();
    for (std::size_t i = 0; i < file.count; ++i) records.push_back(record_of(hospital, file.first + i));
    form.made = file.made;
    const auto sink = base::open_sink(options.out + "/his/" + file.name);
    sink->write(broken(his::write_envelope(records, form), hospital.sessions[file.first].damage));
    sink->close();
    ledger.read(file.count);
    ledger.written(file.count);
  }
}

}  // namespace cxrval::simulate_hospital
