// SPDX-License-Identifier: Apache-2.0
#include "phantom/chart.hpp"

#include "catch.hpp"

#include <set>
#include <string>

using namespace cxrval;
using namespace cxrval::phantom;

namespace {

std::string text_of(const Chart& chart) {
  std::string text = chart.address + '|' + chart.insurance_id + '|' + chart.disease_code + '|' + chart.disease;
  for (const Drug& drug : chart.drugs) {
    text += '|' + drug.name + ' ' + std::to_string(drug.quantity) + ' ' + drug.registration;
  }
  for (const Care& care : chart.care) text += '|' + care.name;
  for (const ClinicalNote& note : chart.notes) text += '|' + note.course + '|' + note.consultation;
  return text;
}

}  // namespace

TEST_CASE("the chart of a session is decided by its hospital and differs from session to session") {
  const Hospital hospital = make_hospital({60, 5, 0.28, 64, 0});
  std::set<std::string> charts;
  for (std::size_t i = 0; i < hospital.sessions.size(); ++i) {
    charts.insert(text_of(chart_of(hospital, i)));
    CHECK(text_of(chart_of(hospital, i)) == text_of(chart_of(hospital, i)));
  }
  CHECK(charts.size() == hospital.sessions.size());
}

TEST_CASE("a chart has drugs, care and notes, none before the session begins") {
  const Hospital hospital = make_hospital({60, 6, 0.28, 64, 0});
  for (std::size_t i = 0; i < hospital.sessions.size(); ++i) {
    const Chart chart = chart_of(hospital, i);
    const base::CivilTime begin = hospital.sessions[i].check_in;
    CHECK((chart.drugs.size() >= 2 && chart.drugs.size() <= 8));
    CHECK((chart.care.size() >= 1 && chart.care.size() <= 4));
    CHECK((chart.notes.size() >= 1 && chart.notes.size() <= 3));
    CHECK(chart.insurance_id.size() == 15);
    for (const Drug& drug : chart.drugs) CHECK((begin < drug.order_time && drug.quantity > 0 && drug.unit_price > 0));
    for (const ClinicalNote& note : chart.notes) CHECK((begin < note.time && note.course.size() > 200));
  }
}
