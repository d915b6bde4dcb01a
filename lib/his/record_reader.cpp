// SPDX-License-Identifier: Apache-2.0
#include "his/record_reader.hpp"

#include <optional>
#include <utility>

namespace cxrval::his {
namespace {

constexpr std::size_t field_limit = std::size_t{1} << 20;

}  // namespace

bool OpenRecord::begins(std::span<const std::string_view> open) const {
  return !is_open() && paths_.record.given() && paths_.record.ends(open);
}

void OpenRecord::begin(std::size_t depth, Position position, bool repaired) {
  depth_ = depth;
  record_.kind = kind_;
  record_.position = position;
  record_.repaired = repaired;
}

void OpenRecord::start(std::span<const std::string_view> open, const xml::Tag& tag) {
  const std::size_t steps = open.size() - depth_;
  if (field_ != nullptr) keep_problem("holds an element inside a text field");
  for (std::size_t k = 0; k < paths_.given_count; ++k) {
    const RecordPaths::Given& given = paths_.given[k];
    if (given.size != steps || (steps > 0 && given.last != open.back())) continue;
    const std::size_t i = given.field;
    const Path& path = paths_.fields[i];
    if (!path.is(open.last(steps))) continue;
    if (path.attribute().empty()) {
      field_ = slot_of(i);
      field_depth_ = open.size();
    } else if (std::optional<std::string> value = tag.attribute(path.attribute())) {
      *slot_of(i) = std::move(*value);
    }
  }
}

std::string* OpenRecord::slot_of(std::size_t field) {
  if (given_[field]) keep_problem("gives a field twice");
  given_[field] = true;
  return &record_.fields[field];
}

void OpenRecord::keep_problem(const char* reason) {
  if (record_.problem.empty()) record_.problem = reason;
}

void OpenRecord::text(std::string_view piece) {
  if (field_ == nullptr) return;
  if (field_->size() + piece.size() > field_limit) {
    keep_problem("has a field of more than 1 MiB");
  } else {
    *field_ += piece;
  }
}

void OpenRecord::end(std::size_t depth) {
  if (depth == field_depth_) field_ = nullptr;
}

Record OpenRecord::take() {
  Record taken = std::move(record_);
  record_ = {};
  drop();
  return taken;
}

void OpenRecord::drop() {
  for (std::string& field : record_.fields) field.clear();
  record_.problem.clear();
  given_.reset();
  depth_ = 0;
  field_ = nullptr;
  field_depth_ = 0;
}

void OpenRecord::close_below(std::size_t depth) {
  if (field_depth_ > depth) field_ = nullptr;
  if (depth_ > depth) drop();
}

RecordReader::RecordReader(const Paths& paths, const Selection& selection)
    : selection_(selection), session_(RecordKind::session, paths.session), report_(RecordKind::report, paths.report) {}

void RecordReader::start(std::string_view name, const xml::Tag& tag, const Where& where) {
  open_.push_back(name);
  const std::size_t depth = open_.size();
  if (!report_.is_open() && session_.begins(open_)) {
    session_.begin(depth, where(tag), repaired_);
    ++harvest_.sessions;
    session_slot_ = harvest_.records.size();
    keep({});
  }
  if (report_.begins(open_)) report_.begin(depth, where(tag), repaired_);
  if (session_.is_open()) session_.start(open_, tag);
  if (report_.is_open()) report_.start(open_, tag);
}

void RecordReader::text(std::string_view piece) {
  session_.text(piece);
  report_.text(piece);
}

void RecordReader::end() {
  const std::size_t depth = open_.size();
  if (report_.depth() == depth) end_report();
  if (session_.depth() == depth) end_session();
  session_.end(depth);
  report_.end(depth);
  open_.pop_back();
}

void RecordReader::end_report() {
  const std::string_view service = report_.record().trimmed(Field::service_id);
  if (selection_.takes(service)) {
    keep(report_.take());
    return;
  }
  ++harvest_.other_services;
  if (selection_.resembles(service)) ++harvest_.look_alikes[std::string(service)];
  report_.drop();
}

void RecordReader::end_session() {
  const Record& session = session_.record();
  for (std::size_t i = session_slot_ + 1; i < harvest_.records.size(); ++i) {
    Record& report = harvest_.records[i];
    std::string& id = report.fields[static_cast<std::size_t>(Field::session_id)];
    if (report.kind == RecordKind::report && trimmed(id).empty()) id = session[Field::session_id];
  }
  if (session_slot_ < harvest_.records.size()) harvest_.records[session_slot_] = session_.take();
  session_.drop();
}

void RecordReader::keep(Record&& record) {
  if (harvest_.records.size() < record_limit) {
    harvest_.records.push_back(std::move(record));
  } else {
    harvest_.too_many = true;
  }
}

RecordReader::Mark RecordReader::mark() const {
  return {open_.size(),
          harvest_.records.size(),
          {{}, harvest_.look_alikes, harvest_.other_services, harvest_.sessions, harvest_.too_many}};
}

void RecordReader::undo(const Mark& mark) {
  std::vector<Record> records = std::move(harvest_.records);
  records.resize(mark.records);
  harvest_ = mark.counts;
  harvest_.records = std::move(records);
  session_.close_below(mark.depth);
  report_.close_below(mark.depth);
  open_.resize(mark.depth);
}

Harvest RecordReader::take() {
  if (session_.is_open() && session_slot_ < harvest_.records.size()) harvest_.records.resize(session_slot_);
  return std::move(harvest_);
}

}  // namespace cxrval::his
