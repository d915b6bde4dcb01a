// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "phantom/encounter.hpp"
#include "phantom/paper_flow.hpp"

#include <initializer_list>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

namespace cxrval::phantom {

// Fills the hospital of make_paper_flow story by story, each of one patient.
class FlowBuilder : private Builder {
 public:
  FlowBuilder(std::uint64_t seed, int image_size);

  void tell_stories();
  void vary_wording();       // of all reports
  void settle_labels();      // of the pairs' reports
  void settle_answers();     // of the AI
  void draw_answers();       // as visible lesions
  void plant_look_alikes();  // results whose service is nearly a frontal chest X-ray
  void store_twice();        // some images
  PaperFlow finish();

 private:
  struct Story {
    std::string_view name;
    int patients = 0;
    int pairs = 0;    // of a patient, as the next two
    int studies = 0;  // with an AI result and without a partner
    int reports = 0;  // without a partner
    void (FlowBuilder::*tell)(std::size_t patient, std::int64_t day) = nullptr;
  };
  static std::span<const Story> stories();

  // A film of a session and its report: minutes after the check-in, and from film to report.
  struct Film {
    double taken = 0, lag = 0;
  };
  std::size_t film_in(std::size_t session, Film film, Outcome outcome = Outcome::matched, View view = View::chest_pa);
  // A closed session with these films; gives their studies.
  std::vector<std::size_t> stay(std::size_t patient, std::int64_t day, std::initializer_list<Film> films,
                                Outcome outcome = Outcome::matched);
  void close_after(std::size_t session, std::size_t study);
  // A visit whose one study and report belong together; the study. The second one has a check-out.
  std::size_t pair(std::size_t patient, std::int64_t day);
  std::size_t closed_pair(std::size_t patient, std::int64_t day);
  void vary_images(std::size_t study);

  Report& report_of(std::size_t study);
  std::size_t session_of(std::size_t study);
  base::CivilTime report_time(std::size_t study);
  std::int64_t some_day_after(std::size_t study);  // days after its session's check-out

  // The stories.
  void visit_once(std::size_t patient, std::int64_t day);
  void report_before_film(std::size_t patient, std::int64_t day);
  void chest_and_other_part(std::size_t patient, std::int64_t day);
  template <int visits>
  void return_visits(std::size_t patient, std::int64_t day);
  void control_film(std::size_t patient, std::int64_t day);
  void two_in_turn(std::size_t patient, std::int64_t day);
  void three_in_turn(std::size_t patient, std::int64_t day);
  void two_interleaved(std::size_t patient, std::int64_t day);
  void three_interleaved(std::size_t patient, std::int64_t day);
  void late_first_report(std::size_t patient, std::int64_t day);
  void two_sessions(std::size_t patient, std::int64_t day);

  template <Outcome outcome>
  void unmatched(std::size_t patient, std::int64_t day);
  template <Outcome outcome>
  void unmatched_after_pair(std::size_t patient, std::int64_t day);
  void zeros_lost(std::size_t patient, std::int64_t day);
  void no_patient_id(std::size_t patient, std::int64_t day);
  void no_study_time(std::size_t patient, std::int64_t day);
  void no_report_time(std::size_t patient, std::int64_t day);
  void report_dated_before(std::size_t patient, std::int64_t day);

  void earlier_film(std::size_t patient, std::int64_t day);
  void study_sent_twice(std::size_t patient, std::int64_t day);
  void unreported_return(std::size_t patient, std::int64_t day);
  void unreported_control(std::size_t patient, std::int64_t day);
  void report_in_other_session(std::size_t patient, std::int64_t day);
  void addendum(std::size_t patient, std::int64_t day);
  void lost_film_of_return(std::size_t patient, std::int64_t day);
  void lost_film_before(std::size_t patient, std::int64_t day);
  void lost_control_film(std::size_t patient, std::int64_t day);

  void his_file_damaged(std::size_t patient, std::int64_t day);
  void report_under_other_code(std::size_t patient, std::int64_t day);
  void scout_of_tomography(std::size_t patient, std::int64_t day);
  void lateral_for_frontal(std::size_t patient, std::int64_t day);
  template <Damage damage>
  void damaged_file(std::size_t patient, std::int64_t day);

  void add_look_alike(std::size_t session, const Moments& when);
  std::vector<std::size_t> judged_images(std::size_t study) const;
  // Another report of the same study, and with it another disease, whose label is the one wanted.
  void rewrite(std::size_t report, bool abnormal);
  ResultRow result_of(std::size_t image);

  std::vector<std::pair<std::size_t, std::size_t>> copies_;  // studies that were sent twice: the first and the second
  std::size_t his_files_damaged_ = 0;
};

}  // namespace cxrval::phantom
