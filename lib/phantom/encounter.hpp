// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "phantom/hospital.hpp"
#include "phantom/random.hpp"
#include "phantom/report_text.hpp"

#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

namespace cxrval::phantom {

// Fills a hospital encounter by encounter. Times follow the working day; ids never repeat.
class Builder {
 public:
  explicit Builder(const HospitalPlan& plan);

  bool full() const { return static_cast<int>(hospital_.studies.size()) >= plan_.studies; }
  // A new patient with one visit, or more of them, drawn from everything that happens in a hospital.
  void add_patient();
  // Breaks the planned number of files.
  void damage_images();
  Hospital finish();

 protected:
  // One chest X-ray of a visit: when it is ordered, taken and reported.
  struct Moments {
    base::CivilTime order, study, report;
  };

  std::size_t new_patient();
  std::size_t new_session(std::size_t patient, base::CivilTime check_in);
  base::CivilTime working_time(std::int64_t day);
  Moments next_moments(base::CivilTime order);
  void close_session(std::size_t session, base::CivilTime last);
  void add_other_results(std::size_t session, base::CivilTime from);

  std::size_t add_study(std::size_t patient, View exam, base::CivilTime time);
  std::size_t add_image(std::size_t study, View view);
  void tag_truly(Image& image);
  std::vector<Lesion> draw_lesions();
  // The frontal chest X-ray of a session, without its text; its place among the session's results.
  std::size_t add_chest_service(std::size_t session, const Moments& when);
  std::size_t add_report(std::size_t session, const Moments& when, std::optional<std::size_t> study,
                         std::span<const Lesion> lesions);
  void put_text(std::size_t report, const ReportText& text);
  // A report that no study of the PACS belongs to.
  std::size_t add_lone_report(std::size_t session, const Moments& when);
  // A study of one image, with disease in the planned share.
  std::size_t add_film(std::size_t patient, View view, base::CivilTime time);
  void settle(std::size_t study, Outcome outcome);

  // The visits.
  std::int64_t visit(std::size_t patient, std::int64_t day);
  void visit_other_part(std::size_t patient, std::int64_t day);
  void visit_lateral_only(std::size_t patient, std::int64_t day);
  void visit_mistagged_chest(std::size_t patient, std::int64_t day);
  void visit_unmatched(std::size_t patient, std::int64_t day, Outcome outcome);
  void study_without_report(std::size_t patient, std::int64_t day);
  void report_without_study(std::size_t patient, std::int64_t day);
  std::size_t chest_in_session(std::size_t session, const Moments& when, View view);
  void other_part_in_session(std::size_t session, base::CivilTime order);

  std::string new_uid();

  HospitalPlan plan_;
  Hospital hospital_;
  Random random_;
  std::set<std::string> ids_;  // patients' ids without leading zeros
  int session_number_ = 0;
};

// Draws the status of the image and its study from their tags, kind and damage.
void judge(Image& image);

}  // namespace cxrval::phantom
