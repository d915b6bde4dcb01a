// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/error.hpp"
#include "his/trim.hpp"
#include "xml/reader.hpp"

#include <array>
#include <bitset>
#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <utility>

namespace cxrval::his {

// The elements that the pipeline needs; every other one is passed over. All versions (QD 4210, 130, 4750, 3176) use
// these names.
enum class Field {
  ma_lk,
  stt,
  ma_bn,
  ngay_sinh,
  gioi_tinh,
  ngay_vao,
  ngay_ra,
  ma_cskcb,
  ma_dich_vu,
  ngay_kq,
  mo_ta,
  ket_luan,
  none
};

constexpr std::size_t field_count = static_cast<std::size_t>(Field::none);

enum class RecordKind { session, result };  // TONG_HOP, CHI_TIET_CLS

// A record as it stands in the file.
struct Record {
  RecordKind kind = RecordKind::session;
  std::array<std::string, field_count> fields;
  std::string problem;  // why its text is unusable, or empty
  base::Place place;

  const std::string& operator[](Field field) const { return fields[static_cast<std::size_t>(field)]; }
  std::string_view trimmed(Field field) const { return his::trimmed((*this)[field]); }
};

// Finds the records in a stream of XML events, whatever wraps them.
class RecordParser {
 public:
  // Takes each complete record.
  using Sink = std::function<void(Record&&)>;

  explicit RecordParser(Sink sink) : sink_(std::move(sink)) {}

  // `place` is where a record that begins with this event stands.
  void feed(const xml::Event& event, const base::Place& place);
  bool inside_record() const { return record_depth_ != 0; }

 private:
  void start(const xml::Event& event, const base::Place& place);
  void text(std::string_view piece);
  void end(const xml::Event& event);

  Sink sink_;
  Record record_;
  std::bitset<field_count> given_;
  std::size_t record_depth_ = 0;  // of the record's element; 0 outside
  Field field_ = Field::none;
};

}  // namespace cxrval::his
