// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/civil_time.hpp"
#include "image_headers.hpp"
#include "material.hpp"
#include "options.hpp"
#include "sr/report.hpp"

#include <optional>
#include <string>
#include <vector>

namespace cxrval::result_to_sr {

struct Composed {
  sr::Report report;
  std::string bytes;
  bool headers_differ = false;  // the images' headers, in an element of the report's
};

// The report of a study whose images have been found fit, with their headers in the same order. Its UIDs are UUIDs made
// of hashes: that of the report is of its content, that of the series of the study and the algorithm, so that a report
// that says something else is another object of the same series. Fault: neither `time` nor the study's date and time.
base::Result<Composed> compose(const Study& study, const std::vector<ImageHeader>& headers, const Options& options,
                               std::optional<base::CivilTime> time);

}  // namespace cxrval::result_to_sr
