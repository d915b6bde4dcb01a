// SPDX-License-Identifier: Apache-2.0
#include "deid/treatment.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace cxrval::deid {
namespace {

using Entry = std::pair<std::string_view, Treatment>;

constexpr Entry shared[] = {
    {"abnormal_status", Treatment::keep},
    {"accession", Treatment::accession},
    {"acquisition_time", Treatment::time},
    {"age", Treatment::age},
    {"birth_year", Treatment::birth_year},
    {"bits", Treatment::number},
    {"body_part", Treatment::keep},
    {"burned_in_annotation", Treatment::keep},
    {"check_in_time", Treatment::time},
    {"check_out_time", Treatment::time},
    {"class", Treatment::keep},
    {"columns", Treatment::number},
    {"conclusion", Treatment::text},
    {"description", Treatment::text},
    {"facility_id", Treatment::facility_id},
    {"image_time", Treatment::time},
    {"image_type", Treatment::keep},
    {"laterality", Treatment::keep},
    {"manufacturer", Treatment::keep},
    {"modality", Treatment::keep},
    {"model", Treatment::keep},
    {"pa_probability", Treatment::number},
    {"path", Treatment::path},
    {"patient_id", Treatment::patient_id},
    {"photometric", Treatment::keep},
    {"pipeline_hash", Treatment::keep},
    {"pixel_preset", Treatment::keep},
    {"polarity", Treatment::keep},
    {"probability", Treatment::number},
    {"reason", Treatment::keep},
    {"report_time", Treatment::time},
    {"rows", Treatment::number},
    {"score", Treatment::number},
    {"series_uid", Treatment::uid},
    {"service_id", Treatment::service_id},
    {"session_id", Treatment::session_id},
    {"sex", Treatment::keep},
    {"sop_uid", Treatment::uid},
    {"source", Treatment::path},
    {"status", Treatment::keep},
    {"study_time", Treatment::time},
    {"study_uid", Treatment::uid},
    {"transfer_syntax", Treatment::keep},
    {"view", Treatment::keep},
    {"warnings", Treatment::keep},
    {"x_max", Treatment::number},
    {"x_min", Treatment::number},
    {"y_max", Treatment::number},
    {"y_min", Treatment::number},
};

}  // namespace

std::optional<Treatment> treatment_of(std::string_view column) {
  const auto* const found = std::find_if(std::begin(shared), std::end(shared),
                                         [column](const Entry& entry) { return entry.first == column; });
  if (found == std::end(shared)) return std::nullopt;
  return found->second;
}

std::vector<Column> treated(const std::vector<std::string>& columns, const std::vector<Column>& own) {
  std::vector<Column> all;
  for (const std::string& name : columns) {
    const auto chosen = std::find_if(own.begin(), own.end(), [&name](const Column& one) { return one.name == name; });
    const std::optional<Treatment> treatment = chosen != own.end() ? chosen->treatment : treatment_of(name);
    if (!treatment) throw std::logic_error("column " + name + " has no treatment under --pseudonymize");
    all.push_back({name, *treatment});
  }
  return all;
}

}  // namespace cxrval::deid
