// SPDX-License-Identifier: Apache-2.0
#include "his/record.hpp"

#include <algorithm>
#include <utility>

namespace cxrval::his {
namespace {

constexpr std::size_t field_limit = std::size_t{1} << 20;

constexpr std::array<std::string_view, field_count> names = {"MA_LK",      "STT",      "MA_BN",   "NGAY_SINH",
                                                             "GIOI_TINH",  "NGAY_VAO", "NGAY_RA", "MA_CSKCB",
                                                             "MA_DICH_VU", "NGAY_KQ",  "MO_TA",   "KET_LUAN"};

Field field_named(std::string_view name) {
  const auto found = std::find(names.begin(), names.end(), name);
  return static_cast<Field>(found - names.begin());
}

void keep_first(std::string& problem, const char* reason) {
  if (problem.empty()) problem = reason;
}

}  // namespace

void RecordParser::feed(const xml::Event& event, const base::Place& place) {
  switch (event.kind) {
    case xml::EventKind::start:
      return start(event, place);
    case xml::EventKind::text:
      return text(event.text);
    case xml::EventKind::end:
      return end(event);
  }
}

void RecordParser::start(const xml::Event& event, const base::Place& place) {
  if (record_depth_ == 0) {
    const bool session = event.name == "TONG_HOP";
    if (!session && event.name != "CHI_TIET_CLS") return;
    record_ = {};
    record_.kind = session ? RecordKind::session : RecordKind::result;
    record_.place = place;
    given_.reset();
    record_depth_ = event.depth;
    return;
  }
  if (field_ != Field::none) keep_first(record_.problem, "holds an element inside a text field");
  if (event.depth != record_depth_ + 1) return;
  field_ = field_named(event.name);
  if (field_ == Field::none) return;
  const auto index = static_cast<std::size_t>(field_);
  if (given_[index]) keep_first(record_.problem, "gives a field twice");
  given_[index] = true;
}

void RecordParser::text(std::string_view piece) {
  if (field_ == Field::none) return;
  std::string& value = record_.fields[static_cast<std::size_t>(field_)];
  if (value.size() + piece.size() > field_limit) {
    keep_first(record_.problem, "has a field of more than 1 MiB");
  } else {
    value += piece;
  }
}

void RecordParser::end(const xml::Event& event) {
  if (record_depth_ == 0) return;
  if (event.depth == record_depth_ + 1) field_ = Field::none;
  if (event.depth != record_depth_) return;
  record_depth_ = 0;
  sink_(std::move(record_));
  record_ = {};
}

}  // namespace cxrval::his
