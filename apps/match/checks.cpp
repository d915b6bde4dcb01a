// SPDX-License-Identifier: Apache-2.0
#include "checks.hpp"

#include "base/error.hpp"
#include "base/parallel.hpp"
#include "table/packed.hpp"

#include <algorithm>
#include <cstddef>
#include <numeric>
#include <set>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace cxrval::match_tool {
namespace {

using base::Error;

// An id as it stands in its table, which follows the record's patient id, and the facility that it is of.
struct Form {
  std::string_view facility;
  std::string_view id;
};

std::string_view id_in_table(const match::Member& member) {
  return table::Unpacker(member.patient_id.data() + member.patient_id.size()).cell();
}

// Ids of a side's part that collide; `facility_of` tells a record's facility, where that matters.
template <class FacilityOf>
std::size_t collisions(const deid::PatientIdRule& rule, std::span<const match::Member> members,
                       FacilityOf facility_of) {
  std::size_t count = 0;
  std::vector<Form> forms;
  std::vector<std::string_view> ids;
  while (!members.empty()) {
    forms.clear();
    const std::string_view id = members.front().patient_id;
    for (; !members.empty() && members.front().patient_id == id; members = members.subspan(1)) {
      forms.push_back({facility_of(members.front().patient_id), id_in_table(members.front())});
    }
    std::stable_sort(forms.begin(), forms.end(), [](const Form& l, const Form& r) { return l.facility < r.facility; });
    for (auto first = forms.begin(); first != forms.end();) {
      ids.clear();
      const std::string_view facility = first->facility;
      for (; first != forms.end() && first->facility == facility; ++first) ids.push_back(first->id);
      count += deid::collisions(rule, ids);
    }
  }
  return count;
}

}  // namespace

void check_one_model(const Results& results, const Options& options) {
  const std::size_t models = results.models().size();
  if (models <= 1 || options.allow_mixed_models) return;
  throw Error({results.name}, "ok images come from " + std::to_string(models) +
                                  " pipelines (pipeline_hash); give one model's results, or --allow-mixed-models");
}

void check_collisions(const Context& context, const match::Roster& roster) {
  const Plan& plan = context.plan;
  if (!plan.ids_may_collide) return;
  struct Counts {
    std::size_t studies = 0;
    std::size_t reports = 0;
  };
  std::vector<std::size_t> parts(roster.parts());
  std::iota(parts.begin(), parts.end(), std::size_t{0});
  Counts all;
  base::ordered_parallel_map(
      parts, plan.threads,
      [&](std::size_t part) {
        const match::Roster::Part records = roster.part(part);
        const auto of_image = [&](std::string_view id) { return facility_of_image(context, id); };
        const auto of_report = [&](std::string_view id) { return facility_of_report(context, id); };
        return Counts{collisions(plan.ids, records.studies, of_image),
                      collisions(plan.ids, records.reports, of_report)};
      },
      [&](const Counts& counts) {
        all.studies += counts.studies;
        all.reports += counts.reports;
      });
  const auto refuse = [](std::size_t count, const std::string& table) {
    if (count == 0) return;
    throw Error({table}, std::to_string(count) + " patient ids collide under --normalize-id; use a stricter rule");
  };
  refuse(all.studies, context.results.name);
  refuse(all.reports, context.reports.name);
}

bool several_facilities(const Results& results, const Reports& reports, bool facility_given) {
  std::set<std::string_view> of_results = results.facilities();
  const bool some_without = of_results.erase("") > 0;
  const bool results_name_none = of_results.empty() && some_without;
  if (reports.facilities.size() > 1 && results_name_none) {
    throw Error({reports.name}, "reports come from " + std::to_string(reports.facilities.size()) +
                                    " facilities (facility_id) and the results name none; give --facility ID, or "
                                    "results with a column facility_id");
  }
  if (of_results.size() > 1 && reports.facilities.empty() && !reports.packed.empty()) {
    throw Error({results.name}, "results come from " + std::to_string(of_results.size()) +
                                    " facilities (facility_id) and the reports name none");
  }
  const bool list_is_open = results.has_list && !results.list_names_facilities && !facility_given;
  of_results.insert(reports.facilities.begin(), reports.facilities.end());
  if (of_results.size() > 1 && list_is_open) {
    throw Error({results.list_name},
                "there are several facilities (facility_id) and the list of studies names none; give "
                "--facility ID, or a list with a column facility_id");
  }
  return of_results.size() > 1;
}

std::unordered_set<std::string_view> shared_study_uids(const Results& results, bool by_facility) {
  std::unordered_set<std::string_view> shared;
  struct Use {
    std::string_view study_uid, patient_id, facility;
    auto operator<=>(const Use&) const = default;
  };
  std::vector<Use> uses;
  results.study_uids.each_repeated([&](std::span<const match::Lookup::Entry> entries) {
    const auto patient = [](const match::Lookup::Entry& entry) { return table::Unpacker(entry.record).cell(); };
    const auto same_patient = [&](const match::Lookup::Entry& e) { return patient(e) == patient(entries.front()); };
    if (!by_facility && std::all_of(entries.begin(), entries.end(), same_patient)) return;
    uses.clear();
    for (const auto& entry : entries) {
      const PackedImage packed = unpack_image(patient(entry));
      uses.push_back({packed.image.study_uid, patient(entry), by_facility ? packed.facility : std::string_view()});
    }
    std::sort(uses.begin(), uses.end());
    for (std::size_t i = 1; i < uses.size(); ++i) {
      if (uses[i].study_uid == uses[i - 1].study_uid && uses[i] != uses[i - 1]) shared.insert(uses[i].study_uid);
    }
  });
  return shared;
}

}  // namespace cxrval::match_tool
