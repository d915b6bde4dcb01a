// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "report/number_style.hpp"
#include "sheet.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace cxrval::validation_report {

// Every sentence of the page stands where it is used, in both languages side by side; names that come from tables
// (measures, reasons, warnings) are translated here. A name that is not known stays as it is.
class Language {
 public:
  explicit Language(bool vietnamese);

  const char* operator()(const char* english, const char* vietnamese) const {
    return vietnamese_ ? vietnamese : english;
  }
  const char* code() const { return vietnamese_ ? "vi" : "en"; }
  const report::NumberStyle& numbers() const { return numbers_; }

  std::string count(std::optional<std::uint64_t> count) const { return report::write_count(count, numbers_); }
  std::string number(std::optional<double> number, int digits = 3) const {
    return report::write_number(number, digits, numbers_);
  }
  // "0.653 (0.635 to 0.671)" of the columns estimate, low and high.
  std::string interval(const Sheet::Row& row) const;
  std::string limits(const Sheet::Row& row) const;     // "0.635 to 0.671", empty without them
  std::string p_value(std::optional<double> p) const;  // "0.034", "< 0.001"

  std::string measure(std::string_view name) const;  // "Sensitivity"
  std::string reason(std::string_view code) const;   // of match
  std::string warning(std::string_view name) const;  // of label-reports
  std::string flag(std::string_view name) const;     // of a pair
  std::string tool(std::string_view name) const;     // what it does, in a few words
  std::string unit(std::string_view name) const;     // "studies", "patients"
  std::string method(std::string_view name) const;   // of an interval, within a sentence
  std::string steps(std::string_view names) const;   // of label-reports, as a list

 private:
  bool vietnamese_;
  report::NumberStyle numbers_;
};

}  // namespace cxrval::validation_report
