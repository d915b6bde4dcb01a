// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "phantom/random.hpp"
#include "phantom/report_text.hpp"

namespace cxrval::phantom {

// Wording that a careless search for the templates gets wrong, in a part of the reports. The text and its style change,
// and with it the label where the rule of Table 2 says so; never what the reader saw.
//
// From template_normal, label still normal, but not by the bytes as they stand:
//   decomposed        letters with marks in pieces (Unicode's combining marks)
//   capitals          everything in capital letters
//   odd_blanks        no-break spaces and runs of spaces
//   odd_commas        a blank before the comma and none behind it
//   markup            HTML tags and character references
// From template_normal, label now abnormal, though a search over line breaks or for most regions says normal:
//   wrapped_template  a template goes over a line break
//   region_missing    one region is not mentioned
// From abnormal, label still abnormal, though most words of a template stand there:
//   hedged_template   "Chưa loại trừ hình tràn dịch màng phổi" in place of the pleura's template
// From finding_after_templates, label still normal though the reader saw a finding:
//   one_sided         the lung's template holds for one side only
void reword(ReportText& text, Random& random);

}  // namespace cxrval::phantom
