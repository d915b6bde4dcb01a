// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "his/paths.hpp"
#include "his/record.hpp"
#include "his/selection.hpp"
#include "xml/parser.hpp"

#include <bitset>
#include <cstddef>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace cxrval::his {

// What the elements of a dossier gave.
struct Harvest {
  std::vector<Record> records;  // sessions and selected reports, in the order of their start tags
  std::map<std::string, std::size_t> look_alikes;
  std::size_t other_services = 0;
  std::size_t sessions = 0;  // begun
  bool too_many = false;     // records over record_limit were dropped
};

constexpr std::size_t record_limit = 65536;  // of a dossier

// One kind of record while its element is open.
class OpenRecord {
 public:
  OpenRecord(RecordKind kind, const RecordPaths& paths) : kind_(kind), paths_(paths) {}

  bool is_open() const { return depth_ != 0; }
  std::size_t depth() const { return depth_; }
  // Whether a record begins with the last of these elements, the path from the root.
  bool begins(std::span<const std::string_view> open) const;
  void begin(std::size_t depth, Position position, bool repaired);
  void start(std::span<const std::string_view> open, const xml::Tag& tag);
  void text(std::string_view piece);
  void end(std::size_t depth);  // of an element inside
  Record take();
  // Forgets the record, and keeps the memory of its texts.
  void drop();
  // Forgets fields of elements deeper than `depth`, and the record if it is one.
  void close_below(std::size_t depth);

  const Record& record() const { return record_; }

 private:
  std::string* slot_of(std::size_t field);
  void keep_problem(const char* reason);

  RecordKind kind_;
  const RecordPaths& paths_;
  Record record_;
  std::bitset<field_count> given_;
  std::size_t depth_ = 0;  // of the record's element; 0 while there is none
  std::size_t field_depth_ = 0;
  std::string* field_ = nullptr;
};

// Finds the records in the elements of a dossier, whatever wraps them. A report inside a session's element that names
// no session gets the code of that one.
class RecordReader {
 public:
  using Where = std::function<Position(const xml::Tag&)>;

  RecordReader(const Paths& paths, const Selection& selection);

  // An element around all that follows.
  void wrap(std::string_view name) { open_.push_back(name); }
  // Whether what begins from now on was repaired.
  void set_repaired(bool repaired) { repaired_ = repaired; }

  // Names must hold until their end().
  void start(std::string_view name, const xml::Tag& tag, const Where& where);
  void text(std::string_view piece);
  void end();

  // What a document inside the dossier gives can be taken back, all of it.
  struct Mark {
    std::size_t depth;
    std::size_t records;
    Harvest counts;  // without the records
  };
  Mark mark() const;
  void undo(const Mark& mark);

  const Harvest& harvest() const { return harvest_; }
  // The harvest, without records that are still open. The reader is used up.
  Harvest take();

 private:
  void end_session();
  void end_report();
  void keep(Record&& record);

  const Selection& selection_;
  OpenRecord session_;
  OpenRecord report_;
  std::size_t session_slot_ = 0;  // of the open session in the records
  std::vector<std::string_view> open_;
  Harvest harvest_;
  bool repaired_ = false;
};

}  // namespace cxrval::his
