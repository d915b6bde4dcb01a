// SPDX-License-Identifier: Apache-2.0
#include "phantom/encounter.hpp"

#include "phantom/clock.hpp"
#include "phantom/report_text.hpp"

#include <algorithm>
#include <cmath>

namespace cxrval::phantom {

using base::CivilTime;

Builder::Builder(const HospitalPlan& plan) : plan_(plan), random_(plan.seed, 7) {}

CivilTime Builder::working_time(std::int64_t day) {
  // Mornings are busier than afternoons, and nights are not empty.
  const double kind = random_.uniform();
  const double clock = kind < 0.62   ? random_.between(6.6, 11.3)
                       : kind < 0.93 ? random_.between(13.2, 16.8)
                                     : random_.between(0.2, 23.0);
  return later(first_day(), static_cast<double>(day * day_length) + clock * hour);
}

Builder::Moments Builder::next_moments(CivilTime order) {
  Moments when;
  when.order = to_minute(order);
  when.study = later(when.order, random_.between(6, 70) * minute);
  // Log-normal, median 1.3 hours; never so late that it would fall out of the 24 hours.
  const double lag = std::min(20.0, 1.3 * std::exp(0.75 * random_.normal()));
  when.report = to_minute(later(when.study, lag * hour + 4 * minute));
  return when;
}

void Builder::close_session(std::size_t session, CivilTime last) {
  Session& s = hospital_.sessions[session];
  // Most wait for the report; some leave before it is written, but never before the image.
  s.check_out = to_minute(later(last, random_.between(5, 150) * minute));
}

void Builder::add_other_results(std::size_t session, CivilTime from) {
  const int count = random_.integer(0, 4);
  for (int i = 0; i < count; ++i) {
    Service service = laboratory_service(random_);
    service.order_time = to_minute(later(from, random_.between(2, 20) * minute));
    service.result_time = to_minute(later(*service.order_time, random_.between(20, 110) * minute));
    hospital_.sessions[session].services.push_back(std::move(service));
  }
}

std::size_t Builder::add_chest_service(std::size_t session, const Moments& when) {
  Service service;
  service.service_id = chest_service;
  service.service_name = "Chụp Xquang ngực thẳng";
  service.order_time = when.order;
  service.result_time = when.report;
  hospital_.sessions[session].services.push_back(std::move(service));
  return hospital_.sessions[session].services.size() - 1;
}

std::size_t Builder::add_report(std::size_t session, const Moments& when, std::optional<std::size_t> study,
                                std::span<const Lesion> lesions) {
  const ReportText text = write_report(lesions, random_);
  Report report;
  report.session = session;
  report.service = add_chest_service(session, when);
  report.study = study;
  report.latent_abnormal = !lesions.empty();
  hospital_.reports.push_back(std::move(report));
  put_text(hospital_.reports.size() - 1, text);
  return hospital_.reports.size() - 1;
}

void Builder::put_text(std::size_t report, const ReportText& text) {
  Report& r = hospital_.reports[report];
  Service& service = hospital_.sessions[r.session].services[r.service];
  service.description = text.description;
  service.conclusion = text.conclusion;
  r.reader_abnormal = text.reader_abnormal;
  r.template_abnormal = text.template_abnormal;
  r.style = text.style;
}

std::size_t Builder::add_lone_report(std::size_t session, const Moments& when) {
  std::vector<Lesion> lesions;
  if (random_.chance(plan_.abnormal_share)) lesions = draw_lesions();
  return add_report(session, when, std::nullopt, lesions);
}

void Builder::settle(std::size_t study, Outcome outcome) {
  Study& s = hospital_.studies[study];
  for (const std::size_t image : s.images) {
    judge(hospital_.images[image]);
    if (image == s.images.front() || hospital_.images[image].status < s.status)
      s.status = hospital_.images[image].status;
  }
  s.outcome = s.status == Status::ok ? outcome : Outcome::without_ai;
  if (s.report) hospital_.reports[*s.report].outcome = s.status == Status::ok ? outcome : Outcome::without_ai;
}

std::size_t Builder::add_film(std::size_t patient, View view, CivilTime time) {
  const std::size_t study = add_study(patient, view, time);
  if (random_.chance(plan_.abnormal_share)) hospital_.studies[study].lesions = draw_lesions();
  add_image(study, view);
  return study;
}

std::size_t Builder::chest_in_session(std::size_t session, const Moments& when, View view) {
  const std::size_t study = add_film(hospital_.sessions[session].patient, view, when.study);
  const std::vector<Lesion> lesions = hospital_.studies[study].lesions;
  hospital_.studies[study].report = add_report(session, when, study, lesions);
  return study;
}

void Builder::other_part_in_session(std::size_t session, CivilTime order) {
  constexpr View parts[] = {View::hand, View::knee, View::abdomen, View::skull};
  const View part = random_.pick(parts);
  const Moments when = next_moments(order);
  const std::size_t study = add_study(hospital_.sessions[session].patient, part, when.study);
  Image& image = hospital_.images[add_image(study, part)];
  // A technician's slip: the protocol of the chest was still chosen.
  if (random_.chance(0.18)) {
    image.body_part = "CHEST";
    image.view = "PA";
  }
  Service service = other_exam_service(part, random_);
  service.order_time = when.order;
  service.result_time = when.report;
  hospital_.sessions[session].services.push_back(std::move(service));
  settle(study, Outcome::without_ai);
}

std::int64_t Builder::visit(std::size_t patient, std::int64_t day) {
  const CivilTime check_in = to_minute(working_time(day));
  const std::size_t session = new_session(patient, check_in);
  add_other_results(session, check_in);
  const bool open = random_.chance(0.025);
  const bool inpatient = random_.chance(0.25);
  Moments when = next_moments(later(check_in, random_.between(4, 45) * minute));
  const View view = random_.chance(inpatient ? 0.12 : 0.01) ? View::chest_ap : View::chest_pa;
  std::vector<std::size_t> studies{chest_in_session(session, when, view)};
  if (random_.chance(0.09) && view == View::chest_pa) {
    add_image(studies.front(), View::chest_lateral);
    Service service = other_exam_service(View::chest_lateral, random_);
    service.order_time = when.order;
    service.result_time = when.report;
    hospital_.sessions[session].services.push_back(std::move(service));
  }
  CivilTime last = random_.chance(0.88) ? std::max(when.report, when.study) : when.study;
  if (!full() && random_.chance(0.06)) other_part_in_session(session, later(when.order, 5 * minute));
  // A control film: days later in hospital, or hours later after a procedure.
  if (!full() && random_.chance(inpatient ? 0.22 : 0.012)) {
    const double wait = inpatient && random_.chance(0.8) ? random_.between(46, 70) : random_.between(3, 6);
    // The first report is there before the second film is taken.
    when = next_moments(std::max(later(when.study, wait * hour), later(when.report, 10 * minute)));
    studies.push_back(chest_in_session(session, when, inpatient ? view : View::chest_pa));
    last = when.report;
  }
  if (inpatient) last = later(last, random_.between(0.3, 4) * static_cast<double>(day_length));
  last = std::max(last, hospital_.studies.back().patient == patient ? hospital_.studies.back().time : last);
  if (!open) close_session(session, last);
  for (const std::size_t study : studies) settle(study, open ? Outcome::matched_open_session : Outcome::matched);
  return open ? -1 : (last.seconds - first_day().seconds) / day_length + 1;
}

void Builder::visit_other_part(std::size_t patient, std::int64_t day) {
  const CivilTime check_in = to_minute(working_time(day));
  const std::size_t session = new_session(patient, check_in);
  add_other_results(session, check_in);
  other_part_in_session(session, later(check_in, random_.between(4, 40) * minute));
  close_session(session, later(hospital_.studies.back().time, hour));
}

void Builder::visit_lateral_only(std::size_t patient, std::int64_t day) {
  const CivilTime check_in = to_minute(working_time(day));
  const std::size_t session = new_session(patient, check_in);
  const Moments when = next_moments(later(check_in, 15 * minute));
  const std::size_t study = add_study(patient, View::chest_lateral, when.study);
  Image& image = hospital_.images[add_image(study, View::chest_lateral)];
  if (random_.chance(0.4)) image.view = "PA";
  Service service = other_exam_service(View::chest_lateral, random_);
  service.order_time = when.order;
  service.result_time = when.report;
  hospital_.sessions[session].services.push_back(std::move(service));
  settle(study, Outcome::without_ai);
  close_session(session, when.report);
}

void Builder::visit_mistagged_chest(std::size_t patient, std::int64_t day) {
  const CivilTime check_in = to_minute(working_time(day));
  const std::size_t session = new_session(patient, check_in);
  add_other_results(session, check_in);
  const Moments when = next_moments(later(check_in, 15 * minute));
  const std::size_t study = chest_in_session(session, when, View::chest_pa);
  Image& image = hospital_.images.back();
  const double slip = random_.uniform();
  if (slip < 0.6) {
    image.body_part.clear();
  } else if (slip < 0.8) {
    image.body_part = random_.chance(0.5) ? "ABDOMEN" : "PORTABLE CHEST";
  } else {
    image.modality = "OT";
  }
  settle(study, Outcome::without_ai);
  close_session(session, when.report);
}

void Builder::visit_unmatched(std::size_t patient, std::int64_t day, Outcome outcome) {
  CivilTime check_in = to_minute(working_time(day));
  Moments when = next_moments(later(check_in, 20 * minute));
  const std::size_t session = new_session(patient, check_in);
  add_other_results(session, check_in);
  CivilTime last = when.report;
  if (outcome == Outcome::report_too_late) {
    when.report = to_minute(later(when.study, random_.between(25, 70) * hour));
    last = when.report;
  } else if (outcome == Outcome::before_check_in) {
    // Emergency: the film first, the counter afterwards.
    when.study = later(check_in, -random_.between(8, 55) * minute);
    when.order = check_in;
    when.report = std::max(when.report, later(check_in, 10 * minute));
    when.report = to_minute(when.report);
  }
  const std::size_t study = chest_in_session(session, when, View::chest_pa);
  close_session(session, last);
  Study& s = hospital_.studies[study];
  if (outcome == Outcome::after_check_out) {
    // The session was closed at the counter while the patient still waited for the film.
    hospital_.sessions[session].check_out = to_minute(later(when.study, -random_.between(3, 12) * minute));
    hospital_.sessions[session].check_in = to_minute(later(when.study, -random_.between(40, 90) * minute));
    for (Service& service : hospital_.sessions[session].services) {
      service.order_time = std::max(*service.order_time, hospital_.sessions[session].check_in);
      service.result_time = std::max(*service.result_time, *service.order_time);
    }
  } else if (outcome == Outcome::patient_format_differs) {
    s.patient_id.erase(0, s.patient_id.find_first_not_of('0'));
  } else if (outcome == Outcome::patient_not_in_his) {
    // A temporary id that was never replaced; without its letter it is still no other patient's.
    s.patient_id = "T5" + s.patient_id.substr(2);
  }
  settle(study, outcome);
}

void Builder::study_without_report(std::size_t patient, std::int64_t day) {
  const CivilTime check_in = to_minute(working_time(day));
  const Moments when = next_moments(later(check_in, 20 * minute));
  if (random_.chance(0.5)) {
    const std::size_t session = new_session(patient, check_in);
    add_other_results(session, check_in);
    close_session(session, when.report);
  }
  settle(add_film(patient, View::chest_pa, when.study), Outcome::patient_not_in_his);
}

void Builder::report_without_study(std::size_t patient, std::int64_t day) {
  const CivilTime check_in = to_minute(working_time(day));
  const std::size_t session = new_session(patient, check_in);
  add_other_results(session, check_in);
  const Moments when = next_moments(later(check_in, 20 * minute));
  hospital_.reports[add_lone_report(session, when)].outcome = Outcome::patient_not_in_his;
  close_session(session, when.report);
}

void Builder::add_patient() {
  const std::size_t patient = new_patient();
  const auto day = static_cast<std::int64_t>(random_.below(58));
  double kind = random_.uniform();
  const auto falls = [&kind](double share) {
    kind -= share;
    return kind < 0;
  };
  if (falls(0.075)) return visit_other_part(patient, day);
  if (falls(0.025)) return visit_lateral_only(patient, day);
  if (falls(0.035)) return visit_mistagged_chest(patient, day);
  if (falls(0.020)) return study_without_report(patient, day);
  if (falls(0.025)) return report_without_study(patient, day);
  if (falls(0.015)) return visit_unmatched(patient, day, Outcome::report_too_late);
  if (falls(0.010)) return visit_unmatched(patient, day, Outcome::patient_not_in_his);
  const bool zeros = hospital_.patients[patient].id.front() == '0';
  if (falls(zeros ? 0.030 : 0)) return visit_unmatched(patient, day, Outcome::patient_format_differs);
  if (falls(0.012)) return visit_unmatched(patient, day, Outcome::before_check_in);
  if (falls(0.008)) return visit_unmatched(patient, day, Outcome::after_check_out);
  std::int64_t free = visit(patient, day);
  while (!full() && free >= 0 && free < 54 && random_.chance(0.07)) {
    free = visit(patient, free + 3 + static_cast<std::int64_t>(random_.below(9)));
  }
}

}  // namespace cxrval::phantom
