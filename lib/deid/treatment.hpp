// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cxrval::deid {

// What becomes of a column's cells in a table that may be shared. Whatever a treatment cannot read becomes empty.
enum class Treatment {
  keep,        // says nothing about who the patient is
  number,      // kept where it is written with digits, signs, points, colons, exponents and backslashes alone
  patient_id,  // normalised, then a pseudonym; the first such column is the patient whose dates move
  session_id,
  facility_id,
  accession,
  uid,         // several values are parted by backslashes
  class_uid,   // kept under the standard's own root 1.2.840.10008 (PS3.5 section 9), else like uid
  service_id,  // kept but for what names a facility: CC.RRRR.PPPP.K.WWWWW becomes CC.RRRR.PPPP.K
  time,        // moved by whole weeks; empty where the row names no patient
  birth_year,  // the age band at the row's first time, under another name: age_band instead of birth_year
  age,         // DICOM's Age String as an age band, under another name: stated_age_band instead of age
  text,        // free text: empty unless it is to be kept
  path,        // a keyed hash, unless it is one
  drop,        // always empty
};

struct Column {
  std::string name;
  Treatment treatment = Treatment::drop;
};

// The treatment of the columns that tables share (docs/deidentification.md lists them); nothing for any other name.
std::optional<Treatment> treatment_of(std::string_view column);

// The columns with their treatments, those of `own` before the shared ones. Throws std::logic_error for a column that
// has none: a new column must be thought about before it can be written.
std::vector<Column> treated(const std::vector<std::string>& columns, const std::vector<Column>& own = {});

}  // namespace cxrval::deid
