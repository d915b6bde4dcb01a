// SPDX-License-Identifier: Apache-2.0
#include "phantom/clock.hpp"
#include "phantom/flow_builder.hpp"

#include <algorithm>

namespace cxrval::phantom {

using base::CivilTime;

std::size_t FlowBuilder::film_in(std::size_t session, Film film, Outcome outcome, View view) {
  const CivilTime taken = later(hospital_.sessions[session].check_in, film.taken * minute);
  const Moments when{to_minute(later(taken, -15 * minute)), taken, to_minute(later(taken, film.lag * minute))};
  const std::size_t study = chest_in_session(session, when, view);
  settle(study, outcome);
  return study;
}

std::vector<std::size_t> FlowBuilder::stay(std::size_t patient, std::int64_t day, std::initializer_list<Film> films,
                                           Outcome outcome) {
  const std::size_t session = new_session(patient, to_minute(working_time(day)));
  add_other_results(session, hospital_.sessions[session].check_in);
  std::vector<std::size_t> studies;
  for (const Film& film : films) studies.push_back(film_in(session, film, outcome));
  close_after(session, studies.back());
  return studies;
}

void FlowBuilder::close_after(std::size_t session, std::size_t study) {
  close_session(session, std::max(hospital_.studies[study].time, report_time(study)));
}

std::size_t FlowBuilder::pair(std::size_t patient, std::int64_t day) {
  const std::size_t study = hospital_.studies.size();
  visit(patient, day);
  vary_images(study);
  return study;
}

std::size_t FlowBuilder::closed_pair(std::size_t patient, std::int64_t day) {
  const std::size_t study = pair(patient, day);
  const std::size_t session = session_of(study);
  if (!hospital_.sessions[session].check_out) close_after(session, study);
  settle(study, Outcome::matched);
  return study;
}

void FlowBuilder::vary_images(std::size_t study) {
  if (!random_.chance(0.03)) return;
  Image& again = hospital_.images[add_image(study, hospital_.studies[study].exam)];
  if (random_.chance(0.1)) again.damage = Damage::cut_pixels;
  settle(study, hospital_.studies[study].outcome);
}

Report& FlowBuilder::report_of(std::size_t study) {
  return hospital_.reports[hospital_.studies[study].report.value()];
}

std::size_t FlowBuilder::session_of(std::size_t study) {
  return report_of(study).session;
}

CivilTime FlowBuilder::report_time(std::size_t study) {
  return hospital_.sessions[session_of(study)].services[report_of(study).service].result_time.value();
}

std::int64_t FlowBuilder::some_day_after(std::size_t study) {
  const CivilTime end = hospital_.sessions[session_of(study)].check_out.value();
  return (end.seconds - first_day().seconds) / day_length + 2 + static_cast<std::int64_t>(random_.below(9));
}

void FlowBuilder::visit_once(std::size_t patient, std::int64_t day) {
  pair(patient, day);
}

// A clock that is behind, or a text that was begun before the film was stored.
void FlowBuilder::report_before_film(std::size_t patient, std::int64_t day) {
  stay(patient, day, {{random_.between(30, 90), -random_.between(2, 14)}});
}

void FlowBuilder::chest_and_other_part(std::size_t patient, std::int64_t day) {
  const std::size_t study = closed_pair(patient, day);
  other_part_in_session(session_of(study), hospital_.sessions[session_of(study)].check_in);
}

template <int visits>
void FlowBuilder::return_visits(std::size_t patient, std::int64_t day) {
  for (int i = 0; i + 1 < visits; ++i) day = some_day_after(closed_pair(patient, day));
  pair(patient, day);
}

// Each report is written before the next film is taken.
void FlowBuilder::control_film(std::size_t patient, std::int64_t day) {
  const Film first{random_.between(30, 90), random_.between(15, 600)};
  const Film second{first.taken + random_.between(46, 70) * 60, random_.between(15, 600)};
  stay(patient, day, {first, second});
}

void FlowBuilder::two_in_turn(std::size_t patient, std::int64_t day) {
  const Film first{random_.between(30, 90), random_.between(15, 120)};
  const Film second{first.taken + first.lag + random_.between(10, 300), random_.between(15, 300)};
  stay(patient, day, {first, second});
}

void FlowBuilder::three_in_turn(std::size_t patient, std::int64_t day) {
  const Film first{random_.between(30, 90), random_.between(15, 120)};
  const Film second{first.taken + first.lag + random_.between(10, 200), random_.between(15, 120)};
  const Film third{second.taken + second.lag + random_.between(10, 200), random_.between(15, 120)};
  stay(patient, day, {first, second, third});
}

// All films are taken before the first report is written.
void FlowBuilder::two_interleaved(std::size_t patient, std::int64_t day) {
  const double gap = random_.between(15, 40);
  const Film first{random_.between(30, 90), gap + random_.between(5, 20)};
  const Film second{first.taken + gap, first.lag - gap + random_.between(5, 30)};
  stay(patient, day, {first, second});
}

void FlowBuilder::three_interleaved(std::size_t patient, std::int64_t day) {
  const double gap = random_.between(10, 20), wait = random_.between(5, 20);
  const Film first{random_.between(30, 90), 2 * gap + wait};
  const Film second{first.taken + gap, gap + wait + random_.between(5, 15)};
  const Film third{second.taken + gap, second.lag - gap + random_.between(5, 15)};
  stay(patient, day, {first, second, third});
}

// The first report is nearer to the second film, but then the first film would have none.
void FlowBuilder::late_first_report(std::size_t patient, std::int64_t day) {
  const Film first{random_.between(30, 90), random_.between(21, 22) * 60};
  const Film second{first.taken + random_.between(19.5, 20.5) * 60, random_.between(5, 8) * 60};
  stay(patient, day, {first, second});
}

// An out-patient and an emergency session at the same time, a film of each lies in both.
void FlowBuilder::two_sessions(std::size_t patient, std::int64_t day) {
  const CivilTime check_in = to_minute(working_time(day));
  const std::size_t one = new_session(patient, check_in);
  const std::size_t other = new_session(patient, to_minute(later(check_in, random_.between(10, 30) * minute)));
  add_other_results(one, check_in);
  film_in(one, {random_.between(35, 50), random_.between(70, 90)});
  const std::size_t last = film_in(other, {random_.between(45, 60), random_.between(100, 150)});
  close_after(one, last);
  close_after(other, last);
}

template <Outcome outcome>
void FlowBuilder::unmatched(std::size_t patient, std::int64_t day) {
  visit_unmatched(patient, day, outcome);
}

template <Outcome outcome>
void FlowBuilder::unmatched_after_pair(std::size_t patient, std::int64_t day) {
  visit_unmatched(patient, some_day_after(closed_pair(patient, day)), outcome);
}

void FlowBuilder::zeros_lost(std::size_t patient, std::int64_t day) {
  while (hospital_.patients[patient].id.front() != '0') patient = new_patient();  // the others never come
  visit_unmatched(patient, day, Outcome::patient_format_differs);
}

void FlowBuilder::no_patient_id(std::size_t patient, std::int64_t day) {
  const std::size_t study = pair(patient, day);
  hospital_.studies[study].patient_id.clear();
  settle(study, Outcome::no_patient_id);
}

void FlowBuilder::no_study_time(std::size_t patient, std::int64_t day) {
  settle(pair(patient, day), Outcome::study_time_invalid);
}

void FlowBuilder::no_report_time(std::size_t patient, std::int64_t day) {
  const std::size_t study = pair(patient, day);
  hospital_.sessions[session_of(study)].services[report_of(study).service].result_time.reset();
  settle(study, Outcome::report_time_invalid);
}

// A slip in the date.
void FlowBuilder::report_dated_before(std::size_t patient, std::int64_t day) {
  stay(patient, day, {{random_.between(46, 60) * 60, -random_.between(25, 40) * 60}}, Outcome::report_before_study);
}

// Two studies, one report for both: the later one is nearer to it.
void FlowBuilder::earlier_film(std::size_t patient, std::int64_t day) {
  const Study reported = hospital_.studies[pair(patient, day)];
  const CivilTime time = later(reported.time, -random_.between(2, 9) * minute);
  settle(add_film(patient, reported.exam, time), Outcome::taken);
}

void FlowBuilder::study_sent_twice(std::size_t patient, std::int64_t day) {
  const std::size_t first = pair(patient, day);
  const std::size_t second = add_study(patient, hospital_.studies[first].exam, hospital_.studies[first].time);
  add_image(second, hospital_.studies[second].exam);
  if (hospital_.studies[second].study_uid < hospital_.studies[first].study_uid)
    hospital_.studies[second].study_uid.swap(hospital_.studies[first].study_uid);
  settle(second, Outcome::duplicate);
  copies_.emplace_back(first, second);
}

void FlowBuilder::unreported_return(std::size_t patient, std::int64_t day) {
  const CivilTime time = working_time(some_day_after(closed_pair(patient, day)));
  settle(add_film(patient, View::chest_pa, time), Outcome::after_check_out);
}

void FlowBuilder::unreported_control(std::size_t patient, std::int64_t day) {
  const std::size_t study = stay(patient, day, {{random_.between(30, 90), random_.between(15, 600)}}).front();
  const CivilTime time = later(hospital_.studies[study].time, random_.between(46, 70) * hour);
  settle(add_film(patient, View::chest_pa, time), Outcome::report_before_study);
  close_session(session_of(study), time);
}

// A second session that was open when the film was taken.
void FlowBuilder::report_in_other_session(std::size_t patient, std::int64_t day) {
  const std::size_t study = pair(patient, day);
  const CivilTime taken = hospital_.studies[study].time;
  const std::size_t session = new_session(patient, to_minute(later(taken, -random_.between(8, 30) * minute)));
  add_other_results(session, hospital_.sessions[session].check_in);
  const CivilTime written = to_minute(later(report_time(study), random_.between(15, 150) * minute));
  const std::size_t report = add_lone_report(session, {hospital_.sessions[session].check_in, taken, written});
  hospital_.reports[report].outcome = Outcome::taken;
  close_session(session, written);
}

void FlowBuilder::addendum(std::size_t patient, std::int64_t day) {
  const std::size_t study = pair(patient, day);
  const CivilTime taken = hospital_.studies[study].time;
  const CivilTime written = to_minute(later(report_time(study), random_.between(20, 200) * minute));
  const std::vector<Lesion> lesions = hospital_.studies[study].lesions;
  const std::size_t report = add_report(session_of(study), {to_minute(taken), taken, written}, study, lesions);
  hospital_.reports[report].outcome = Outcome::duplicate;
}

void FlowBuilder::lost_film_of_return(std::size_t patient, std::int64_t day) {
  report_without_study(patient, some_day_after(closed_pair(patient, day)));
  hospital_.reports.back().outcome = Outcome::before_check_in;
}

void FlowBuilder::lost_film_before(std::size_t patient, std::int64_t day) {
  report_without_study(patient, day);
  hospital_.reports.back().outcome = Outcome::after_check_out;
  pair(patient, day + 4 + static_cast<std::int64_t>(random_.below(9)));
}

void FlowBuilder::lost_control_film(std::size_t patient, std::int64_t day) {
  const std::size_t study = stay(patient, day, {{random_.between(30, 90), random_.between(15, 600)}}).front();
  const CivilTime taken = later(hospital_.studies[study].time, random_.between(46, 70) * hour);
  const CivilTime written = to_minute(later(taken, random_.between(15, 300) * minute));
  const std::size_t report = add_lone_report(session_of(study), {to_minute(taken), taken, written});
  hospital_.reports[report].outcome = Outcome::report_too_late;
  close_session(session_of(study), written);
}

void FlowBuilder::his_file_damaged(std::size_t patient, std::int64_t day) {
  const CivilTime check_in = to_minute(working_time(day));
  const std::size_t session = new_session(patient, check_in);
  add_other_results(session, check_in);
  const Moments when = next_moments(later(check_in, 20 * minute));
  const std::size_t study = add_film(patient, View::chest_pa, when.study);
  const ReportText text = write_report(hospital_.studies[study].lesions, random_);
  Service& service = hospital_.sessions[session].services[add_chest_service(session, when)];
  service.description = text.description;
  service.conclusion = text.conclusion;
  constexpr HisDamage ways[] = {HisDamage::cut, HisDamage::empty_file, HisDamage::not_xml};
  hospital_.sessions[session].damage = ways[his_files_damaged_++ % std::size(ways)];
  settle(study, Outcome::patient_not_in_his);
  close_session(session, when.report);
}

void FlowBuilder::add_look_alike(std::size_t session, const Moments& when) {
  Service service = look_alike_service(random_);
  const ReportText text = write_report({}, random_);
  service.description = text.description;
  service.conclusion = text.conclusion;
  service.order_time = when.order;
  service.result_time = when.report;
  hospital_.sessions[session].services.push_back(std::move(service));
}

void FlowBuilder::report_under_other_code(std::size_t patient, std::int64_t day) {
  const CivilTime check_in = to_minute(working_time(day));
  const std::size_t session = new_session(patient, check_in);
  add_other_results(session, check_in);
  const Moments when = next_moments(later(check_in, 20 * minute));
  settle(add_film(patient, View::chest_pa, when.study), Outcome::patient_not_in_his);
  add_look_alike(session, when);
  close_session(session, when.report);
}

// The frontal and the lateral scout of a computed tomography: chests to the eye, and by their tags no radiographs.
void FlowBuilder::scout_of_tomography(std::size_t patient, std::int64_t day) {
  const CivilTime check_in = to_minute(working_time(day));
  const std::size_t session = new_session(patient, check_in);
  add_other_results(session, check_in);
  const Moments when = next_moments(later(check_in, 30 * minute));
  const std::size_t study = add_film(patient, View::chest_ap, when.study);
  add_image(study, View::chest_lateral);
  for (const std::size_t image : hospital_.studies[study].images) hospital_.images[image].modality = "CT";
  Service service = tomography_service();
  service.order_time = when.order;
  service.result_time = when.report;
  hospital_.sessions[session].services.push_back(std::move(service));
  settle(study, Outcome::without_ai);
  close_session(session, when.report);
}

// The technician took the lateral view only, under the code of the frontal one.
void FlowBuilder::lateral_for_frontal(std::size_t patient, std::int64_t day) {
  const std::size_t session = new_session(patient, to_minute(working_time(day)));
  const Film film{random_.between(20, 60), random_.between(15, 300)};
  close_after(session, film_in(session, film, Outcome::matched, View::chest_lateral));
}

template <Damage damage>
void FlowBuilder::damaged_file(std::size_t patient, std::int64_t day) {
  const std::size_t study = pair(patient, day);
  for (const std::size_t image : hospital_.studies[study].images) hospital_.images[image].damage = damage;
  settle(study, Outcome::without_ai);
  if (header_readable(damage)) return;
  hospital_.studies[study].outcome = Outcome::header_unreadable;
  report_of(study).outcome = Outcome::header_unreadable;
}

std::span<const FlowBuilder::Story> FlowBuilder::stories() {
  using Self = FlowBuilder;
  // patients, then a patient's pairs, studies and reports without a partner.
  static constexpr Story all[] = {
      {"one_visit", 5465, 1, 0, 0, &Self::visit_once},
      {"report_before_film", 22, 1, 0, 0, &Self::report_before_film},
      {"chest_and_other_part", 120, 1, 0, 0, &Self::chest_and_other_part},
      {"two_visits", 150, 2, 0, 0, &Self::return_visits<2>},
      {"three_visits", 4, 3, 0, 0, &Self::return_visits<3>},
      {"control_film", 60, 2, 0, 0, &Self::control_film},
      {"two_in_turn", 28, 2, 0, 0, &Self::two_in_turn},
      {"three_in_turn", 4, 3, 0, 0, &Self::three_in_turn},
      {"two_interleaved", 14, 2, 0, 0, &Self::two_interleaved},
      {"three_interleaved", 4, 3, 0, 0, &Self::three_interleaved},
      {"late_first_report", 10, 2, 0, 0, &Self::late_first_report},
      {"two_sessions", 10, 2, 0, 0, &Self::two_sessions},
      {"other_part", 180, 0, 0, 0, &Self::visit_other_part},
      {"lateral_without_report", 30, 0, 0, 0, &Self::visit_lateral_only},
      {"scout_of_tomography", 40, 0, 0, 0, &Self::scout_of_tomography},
      {"temporary_id", 38, 0, 1, 1, &Self::unmatched<Outcome::patient_not_in_his>},
      {"unreported_film", 30, 0, 1, 0, &Self::study_without_report},
      {"his_file_damaged", 12, 0, 1, 0, &Self::his_file_damaged},
      {"report_under_other_code", 15, 0, 1, 0, &Self::report_under_other_code},
      {"zeros_lost", 41, 0, 1, 1, &Self::zeros_lost},
      {"no_patient_id", 12, 0, 1, 1, &Self::no_patient_id},
      {"no_study_time", 11, 0, 1, 1, &Self::no_study_time},
      {"no_report_time", 17, 0, 1, 1, &Self::no_report_time},
      {"late_check_in", 25, 0, 1, 1, &Self::unmatched<Outcome::before_check_in>},
      {"late_check_in_on_return", 9, 1, 1, 1, &Self::unmatched_after_pair<Outcome::before_check_in>},
      {"early_check_out", 19, 0, 1, 1, &Self::unmatched<Outcome::after_check_out>},
      {"early_check_out_on_return", 7, 1, 1, 1, &Self::unmatched_after_pair<Outcome::after_check_out>},
      {"late_report", 21, 0, 1, 1, &Self::unmatched<Outcome::report_too_late>},
      {"late_report_on_return", 7, 1, 1, 1, &Self::unmatched_after_pair<Outcome::report_too_late>},
      {"report_dated_before", 5, 0, 1, 1, &Self::report_dated_before},
      {"earlier_film", 12, 1, 1, 0, &Self::earlier_film},
      {"study_sent_twice", 8, 1, 1, 0, &Self::study_sent_twice},
      {"unreported_return", 5, 1, 1, 0, &Self::unreported_return},
      {"unreported_control", 6, 1, 1, 0, &Self::unreported_control},
      {"report_in_other_session", 18, 1, 0, 1, &Self::report_in_other_session},
      {"addendum", 10, 1, 0, 1, &Self::addendum},
      {"lost_film", 91, 0, 0, 1, &Self::report_without_study},
      {"lost_film_of_return", 6, 1, 0, 1, &Self::lost_film_of_return},
      {"lost_film_before", 4, 1, 0, 1, &Self::lost_film_before},
      {"lost_control_film", 6, 1, 0, 1, &Self::lost_control_film},
      {"lateral_for_frontal", 28, 0, 0, 1, &Self::lateral_for_frontal},
      {"wrong_tags", 14, 0, 0, 1, &Self::visit_mistagged_chest},
      {"cut_pixels", 5, 0, 0, 1, &Self::damaged_file<Damage::cut_pixels>},
      {"no_pixels", 3, 0, 0, 1, &Self::damaged_file<Damage::no_pixels>},
      {"huge_size", 2, 0, 0, 1, &Self::damaged_file<Damage::huge_size>},
      {"cut_header", 1, 0, 0, 1, &Self::damaged_file<Damage::cut_header>},
      {"empty_file", 1, 0, 0, 1, &Self::damaged_file<Damage::empty_file>},
      {"not_dicom", 1, 0, 0, 1, &Self::damaged_file<Damage::not_dicom>}};
  struct Sums {
    int patients = 0, pairs = 0, studies = 0, reports = 0;
  };
  constexpr Sums sums = [] {
    Sums sum;
    for (const Story& story : all) {
      sum.patients += story.pairs > 0 ? story.patients : 0;
      sum.pairs += story.patients * story.pairs;
      sum.studies += story.patients * story.studies;
      sum.reports += story.patients * story.reports;
    }
    return sum;
  }();
  static_assert(sums.patients == paper_numbers.patients && sums.pairs == paper_numbers.pairs);
  static_assert(sums.pairs + sums.studies == paper_numbers.ai_results);
  static_assert(sums.pairs + sums.reports == paper_numbers.reports);
  return all;
}

}  // namespace cxrval::phantom
