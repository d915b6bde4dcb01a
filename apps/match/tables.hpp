// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "part.hpp"
#include "table/row.hpp"
#include "table/row_encoder.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace cxrval::match_tool {

// The columns and rows of the tables that match writes of records; docs/formats.md describes them.
std::vector<table::Column> pair_columns(const Context& context);
std::vector<table::Column> unmatched_study_columns(const Context& context);
std::vector<table::Column> unmatched_report_columns(const Context& context);
std::vector<table::Column> alternative_columns();

struct EncodedRows {
  std::string text;
  std::size_t records = 0;
};

// `components` are those of all parts before it.
EncodedRows encode_pairs(const Context& context, const Part& part, std::uint64_t components,
                         const table::RowEncoder& encoder);
EncodedRows encode_unmatched_studies(const Context& context, const Part& part, const table::RowEncoder& encoder);
EncodedRows encode_unmatched_reports(const Context& context, const Part& part, const table::RowEncoder& encoder);
EncodedRows encode_alternatives(const Context& context, const Part& part, std::uint64_t components,
                                const table::RowEncoder& encoder);

}  // namespace cxrval::match_tool
