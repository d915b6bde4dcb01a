// SPDX-License-Identifier: Apache-2.0
#include "part.hpp"

#include "base/error.hpp"
#include "report_versions.hpp"
#include "table/packed.hpp"

#include <algorithm>
#include <functional>
#include <span>
#include <string>
#include <unordered_map>
#include <utility>

namespace cxrval::match_tool {
namespace {

using match::Member;
using match::Reason;
using match::Side;

constexpr std::size_t prefetched = 8;  // records ahead

// Takes the patient's records off the front, and asks for those of later patients, which lie anywhere in memory.
std::span<const Member> take(std::span<const Member>& left, const Member& patient, const match::PatientOrder& order) {
  std::size_t count = 0;
  for (; count < left.size() && order.same(left[count], patient); ++count) {
    if (count + prefetched >= left.size()) continue;
    const char* ahead = left[count + prefetched].patient_id.data();
    for (const std::size_t line : {0, 64, 128}) __builtin_prefetch(ahead + line);
  }
  const std::span<const Member> taken = left.first(count);
  left = left.subspan(count);
  return taken;
}

class Settler {
 public:
  explicit Settler(const Context& context) : context_(context), matcher_(context.plan.rules) {}

  Part run(const match::Roster::Part& records) {
    std::span<const Member> studies = records.studies;
    std::span<const Member> reports = records.reports;
    part_.studies.reserve(studies.size());
    part_.reports.reserve(reports.size());
    part_.cells.reserve(reports.size() * context_.reports.columns.size());
    while (!studies.empty() || !reports.empty()) {
      const Member next = first(studies, reports, records.order);
      take_patient(next.patient_id, take(studies, next, records.order), take(reports, next, records.order));
    }
    return std::move(part_);
  }

 private:
  using Patient = Part::Patient;

  static const Member& first(std::span<const Member> studies, std::span<const Member> reports,
                             const match::PatientOrder& order) {
    if (studies.empty()) return reports.front();
    if (reports.empty()) return studies.front();
    return order.before(reports.front(), studies.front()) ? reports.front() : studies.front();
  }

  void take_patient(std::string_view id, std::span<const Member> studies, std::span<const Member> reports) {
    images_.clear();
    for (const Member& member : studies) images_.push_back(unpack_image(member.patient_id));
    versions_.clear();
    for (const Member& member : reports) versions_.push_back(unpack_report(member.patient_id));
    part_.merged_reports += keep_distinct(context_.reports, versions_);
    if (!context_.by_facility) {
      settle_patient(id, "", images_, versions_);
      return;
    }
    by_facility(id);
  }

  // The patient's records facility by facility.
  void by_facility(std::string_view id) {
    const auto facility_of = [&](const PackedReport& report) {
      unpack_cells(context_.reports, report, cells_);
      return cell(cells_, context_.reports.facility);
    };
    std::stable_sort(images_.begin(), images_.end(),
                     [](const PackedImage& l, const PackedImage& r) { return l.facility < r.facility; });
    std::span<PackedImage> images = images_;
    std::span<PackedReport> reports = versions_;  // their order begins with the facility
    while (!images.empty() || !reports.empty()) {
      std::string_view facility = images.empty() ? facility_of(reports.front()) : images.front().facility;
      if (!reports.empty()) facility = std::min(facility, facility_of(reports.front()));
      std::size_t image_count = 0, report_count = 0;
      while (image_count < images.size() && images[image_count].facility == facility) ++image_count;
      while (report_count < reports.size() && facility_of(reports[report_count]) == facility) ++report_count;
      settle_patient(id, facility, images.first(image_count), reports.first(report_count));
      images = images.subspan(image_count);
      reports = reports.subspan(report_count);
    }
  }

  // `facility` where patients are told apart by it.
  void settle_patient(std::string_view id, std::string_view facility, std::span<const PackedImage> images,
                      std::span<const PackedReport> reports) {
    Patient patient{part_.studies.size(), part_.reports.size(), 0, reports.size()};
    add_studies(id, images);
    patient.study_count = part_.studies.size() - patient.studies;
    for (const PackedReport& report : reports) {
      part_.reports.push_back(report);
      append_cells(context_.reports, report, part_.cells);
    }
    if (!id.empty()) {
      part_.patients_of_studies += patient.study_count > 0;
      part_.patients_of_reports += patient.report_count > 0;
      part_.patients_of_both += patient.study_count > 0 && patient.report_count > 0;
    }
    if (id.empty()) {
      leave(patient, Reason::no_patient_id);
    } else if (patient.study_count == 0 || patient.report_count == 0) {
      const bool known = known_loosely(id, facility, patient.report_count == 0 ? Side::report : Side::study);
      leave(patient, known ? Reason::patient_format_differs : Reason::patient_not_found);
    } else if (context_.by_facility && facility.empty()) {
      leave(patient, Reason::patient_not_found);
    } else if (patient.study_count > match::most_possible_pairs / patient.report_count) {
      leave(patient, Reason::too_many_records);
    } else {
      pair_up(patient);
    }
  }

  // Whether the other side has another id, of the same facility, that is this one under every rule there is.
  bool known_loosely(std::string_view patient_id, std::string_view facility, Side other) {
    const std::string_view loose = loosest_.apply(patient_id, own_id_);
    if (loose.empty()) return false;  // blanks only: other such ids are no more of this patient
    const bool of_reports = other == Side::report;
    const match::Lookup& records = of_reports ? context_.reports.loose_ids : context_.results.loose_ids;
    const auto same = records.with(std::hash<std::string_view>()(loose));
    return std::any_of(same.begin(), same.end(), [&](const match::Lookup::Entry& entry) {
      const std::string_view id = table::Unpacker(entry.record).cell();
      if (id == patient_id || loosest_.apply(id, other_id_) != loose) return false;
      return facility == (of_reports ? facility_of_report(context_, id) : facility_of_image(context_, id));
    });
  }

  void add_studies(std::string_view id, std::span<const PackedImage> images) {
    if (images.empty()) return;
    plain_images_.clear();
    for (const PackedImage& packed : images) plain_images_.push_back(packed.image);
    if (context_.plan.clocks.change_times()) correct_times(images);
    studies_.clear();
    try {
      study::reduce(plain_images_, context_.plan.reduction, studies_);
    } catch (const base::Error& error) {
      throw base::Error({context_.results.name}, error.what());
    }
    for (study::Study& study : studies_) {
      if (context_.shared_study_uids.contains(study.study_uid)) {
        study.flags = static_cast<std::uint8_t>(study.flags | study::study_uid_shared);
      }
      part_.studies.push_back({id, images.front().facility, study});
    }
  }

  // Each image's times by its own device and offset, or where it names none by those of its study.
  void correct_times(std::span<const PackedImage> images) {
    known_clocks_.clear();
    for (const PackedImage& packed : images) {
      auto& [device, offset] = known_clocks_[packed.image.study_uid];
      if (!packed.image.device.empty() && (device.empty() || packed.image.device < device))
        device = packed.image.device;
      if (!packed.utc_offset.empty() && (offset.empty() || packed.utc_offset < offset)) offset = packed.utc_offset;
    }
    for (std::size_t i = 0; i < images.size(); ++i) {
      const auto& [device, offset] = known_clocks_[images[i].image.study_uid];
      const std::string_view own = images[i].utc_offset.empty() ? offset : images[i].utc_offset;
      study::Image& image = plain_images_[i];
      for (std::optional<base::CivilTime>* time : {&image.study_time, &image.image_time}) {
        correct_time(*time, image.device.empty() ? device : image.device, parse_utc_offset(own));
      }
    }
  }

  void correct_time(std::optional<base::CivilTime>& time, std::string_view device,
                    std::optional<std::int64_t> offset) const {
    if (!time) return;
    time = context_.plan.clocks.facility_time(*time, device, offset);
    const int year = base::date_of(*time).year;
    if (year < 1 || year > 9999) time.reset();
  }

  void pair_up(const Patient& patient) {
    part_.patients.push_back(patient);
    match_studies_.clear();
    for (std::size_t i = 0; i < patient.study_count; ++i) {
      const study::Study& study = part_.studies[patient.studies + i].study;
      match_studies_.push_back({study.study_time, study.status == study::Status::ok});
    }
    const std::size_t width = context_.reports.columns.size();
    const ReportRows rows{std::span(part_.reports).subspan(patient.reports),
                          std::span(part_.cells).subspan(patient.reports * width)};
    name_reports(context_.reports, rows, match_reports_, origins_);
    take_outcome(patient, matcher_.match(match_studies_, match_reports_));
  }

  void take_outcome(const Patient& patient, const match::PatientOutcome& outcome) {
    const auto study = [&](std::uint32_t at) { return static_cast<std::uint32_t>(patient.studies + at); };
    const auto report = [&](std::uint32_t at) { return static_cast<std::uint32_t>(patient.reports + at); };
    const auto first = static_cast<std::uint32_t>(part_.components);
    for (match::Pair pair : outcome.pairs) {
      pair.component += first;
      part_.pairs.push_back({study(pair.study), report(pair.report), pair});
    }
    for (const match::Unmatched& u : outcome.studies) {
      part_.unmatched_studies.push_back(
          {study(u.record), u.nearest ? std::optional(report(*u.nearest)) : std::nullopt, u});
      if (has_no_result(study(u.record))) part_.unmatched_studies.back().why.reason = Reason::no_ai_result;
    }
    for (const match::Unmatched& u : outcome.reports) {
      part_.unmatched_reports.push_back(
          {report(u.record), u.nearest ? std::optional(study(*u.nearest)) : std::nullopt, u});
    }
    if (context_.list_alternatives) take_alternatives(patient, outcome);
    part_.components += outcome.components;
    for (std::size_t i = 0; i < outcome.comparisons.size(); ++i) {
      part_.comparisons[i].pairs += outcome.comparisons[i].pairs;
      part_.comparisons[i].added += outcome.comparisons[i].added;
      part_.comparisons[i].missing += outcome.comparisons[i].missing;
    }
  }

  // Studies and reports get numbers in the order of their rows, within each component.
  void take_alternatives(const Patient& patient, const match::PatientOutcome& outcome) {
    std::vector<std::uint32_t> studies, reports;
    const auto number = [](std::vector<std::uint32_t>& known, std::uint32_t at) {
      const auto found = std::lower_bound(known.begin(), known.end(), at);
      return static_cast<std::uint32_t>(found - known.begin()) + 1;
    };
    for (auto first = outcome.alternatives.begin(); first != outcome.alternatives.end();) {
      const auto last = std::find_if(first, outcome.alternatives.end(), [&](const match::Alternative& other) {
        return other.component != first->component;
      });
      collect(first, last, studies, reports);
      for (; first != last; ++first) {
        match::Alternative pair = *first;
        pair.component += static_cast<std::uint32_t>(part_.components);
        part_.alternatives.push_back({static_cast<std::uint32_t>(patient.studies + pair.study),
                                      static_cast<std::uint32_t>(patient.reports + pair.report),
                                      number(studies, pair.study), number(reports, pair.report), pair});
      }
    }
  }

  template <class Iterator>
  static void collect(Iterator first, Iterator last, std::vector<std::uint32_t>& studies,
                      std::vector<std::uint32_t>& reports) {
    studies.clear();
    reports.clear();
    for (; first != last; ++first) {
      studies.push_back(first->study);
      reports.push_back(first->report);
    }
    for (std::vector<std::uint32_t>* list : {&studies, &reports}) {
      std::sort(list->begin(), list->end());
      list->erase(std::unique(list->begin(), list->end()), list->end());
    }
  }

  bool has_no_result(std::uint32_t study) const {
    return part_.studies[study].study.status == study::Status::no_result;
  }

  void leave(const Patient& patient, Reason stage) {
    const bool named = stage != Reason::no_patient_id;
    const auto unmatched = [&](std::size_t others) {
      match::Unmatched why;
      why.reason = why.stage = stage;
      why.candidates = named ? static_cast<std::uint32_t>(others) : 0;
      return why;
    };
    for (std::size_t i = 0; i < patient.study_count; ++i) {
      const auto row = static_cast<std::uint32_t>(patient.studies + i);
      part_.unmatched_studies.push_back({row, std::nullopt, unmatched(patient.report_count)});
      Reason& reason = part_.unmatched_studies.back().why.reason;
      if (has_no_result(row)) {
        reason = Reason::no_ai_result;
      } else if (part_.studies[row].study.status != study::Status::ok) {
        reason = Reason::without_ai;
      }
    }
    for (std::size_t i = 0; i < patient.report_count; ++i) {
      const auto row = static_cast<std::uint32_t>(patient.reports + i);
      part_.unmatched_reports.push_back({row, std::nullopt, unmatched(patient.study_count)});
    }
  }

  const Context& context_;
  match::Matcher matcher_;
  Part part_;
  std::vector<PackedImage> images_;
  std::vector<study::Image> plain_images_;
  std::vector<study::Study> studies_;
  std::vector<PackedReport> versions_;
  std::vector<std::string_view> cells_;
  std::vector<match::Study> match_studies_;
  std::vector<match::Report> match_reports_;
  std::vector<std::string> origins_;
  std::unordered_map<std::string_view, std::pair<std::string_view, std::string_view>> known_clocks_;
  deid::PatientIdRule loosest_ = deid::PatientIdRule::loosest();
  std::string own_id_;
  std::string other_id_;
};

}  // namespace

IdentityConflict identity_conflict(const Context& context, const Part& part, const PairRow& row) {
  const auto differ = [](std::string_view study, std::string_view report) {
    return !study.empty() && !report.empty() && study != report;
  };
  const study::Study& study = part.studies[row.study].study;
  const auto cells = part.cells_of(row.report);
  return {differ(study.sex, cell(cells, context.reports.sex)),
          differ(study.birth_year, cell(cells, context.reports.birth_year))};
}

std::string_view facility_of_image(const Context& context, std::string_view patient_id) {
  return context.by_facility ? unpack_image(patient_id).facility : std::string_view();
}

std::string_view facility_of_report(const Context& context, std::string_view patient_id) {
  if (!context.by_facility || !context.reports.facility) return {};
  std::vector<std::string_view> cells;
  unpack_cells(context.reports, unpack_report(patient_id), cells);
  return cell(cells, context.reports.facility);
}

Part settle(const Context& context, const match::Roster::Part& records) {
  return Settler(context).run(records);
}

}  // namespace cxrval::match_tool
