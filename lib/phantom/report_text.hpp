// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "phantom/hospital.hpp"
#include "phantom/radiograph.hpp"
#include "phantom/random.hpp"

#include <span>
#include <string>

namespace cxrval::phantom {

// An invented Vietnamese report of a frontal chest radiograph: four paragraphs (chest wall, pleura, lung, mediastinum)
// in MO_TA, a line in KET_LUAN.
struct ReportText {
  std::string description;
  std::string conclusion;
  bool reader_abnormal = false;    // the reader reports a finding
  bool template_abnormal = false;  // Table 2's rule: some region's templates are all missing
  std::string style;  // template_normal, free_normal, hedged_normal, telegraphic_normal, worded_normal, abnormal,
                      // finding_after_templates, and those of wording.hpp
};

// The reader sees the lesions, or misses them all (about one abnormal study in eight), or reports one that is not there
// (about one normal study in thirty).
ReportText write_report(std::span<const Lesion> lesions, Random& random);

// Results that are no chest X-ray reports, with invented texts and values; times are left to the caller.
Service other_exam_service(View exam, Random& random);
Service laboratory_service(Random& random);
Service tomography_service();  // of the chest
// The code is one of chest radiographs that is not chest_service, or chest_service with an addition; without a text.
Service look_alike_service(Random& random);

}  // namespace cxrval::phantom
