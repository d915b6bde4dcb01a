// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string_view>

namespace cxrval::his {

// The decisions whose files differ: 4210/QD-BYT of 2017, and 130/QD-BYT of 2023 with 4750 and 3176, which amend it.
enum class Decree { qd4210, qd130 };

// How one inner file is written.
struct TableForm {
  Decree decree;
  std::string_view name;     // LOAIHOSO
  std::string_view wrapper;  // the root round the list; empty where there is none
  std::string_view list;     // round the rows; empty for XML1, which has one
  std::string_view row;
  std::span<const std::string_view> fields;  // in the order of the decision
};

// XML1 to XML5: sessions, drugs, services, results, clinical notes.
const TableForm& table_form(Decree decree, int number);

}  // namespace cxrval::his
