// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/error.hpp"
#include "his/dossier.hpp"

#include <algorithm>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

namespace cxrval::his::fixtures {

// Gives at most `piece` bytes a call, so that tags are split at every place.
class Dripping final : public base::ByteSource {
 public:
  Dripping(std::string bytes, std::size_t piece) : bytes_(std::move(bytes)), piece_(piece) {}

  std::size_t read(char* buffer, std::size_t size) override {
    const std::size_t count = std::min({size, piece_, bytes_.size() - at_});
    bytes_.copy(buffer, count, at_);
    at_ += count;
    return count;
  }
  const std::string& name() const override { return name_; }

 private:
  std::string bytes_;
  std::size_t piece_;
  std::size_t at_ = 0;
  std::string name_ = "a.xml";
};

// A file cut and read.
struct File {
  std::vector<Segment> segments;
  std::vector<Dossier> dossiers;
  Envelope envelope;

  // `file:line:column: reason`, or empty.
  std::string fault() const {
    return envelope.fault ? base::to_string(envelope.fault->place) + ": " + envelope.fault->reason : "";
  }
  // Of the first dossier: `line:column: reason`, or empty.
  std::string flaw() const {
    const auto flawed = std::find_if(dossiers.begin(), dossiers.end(), [](const Dossier& one) { return one.flaw; });
    if (flawed == dossiers.end()) return "";
    const Position at = flawed->flaw->position;
    return std::to_string(at.line) + ':' + std::to_string(at.column) + ": " + flawed->flaw->reason;
  }
  // The values of a field, in the order of the records of a kind, with ; between them.
  std::string values(RecordKind kind, Field field) const {
    std::string all;
    for (const Dossier& dossier : dossiers) {
      for (const Record& record : dossier.records) {
        if (record.kind == kind) all += (all.empty() ? "" : ";") + record[field];
      }
    }
    return all;
  }
  std::string sessions() const { return values(RecordKind::session, Field::session_id); }
  std::string descriptions() const { return values(RecordKind::report, Field::description); }
};

inline File read_file(const std::string& text, const Profile& profile = moh_profile(), std::size_t piece = 1 << 20) {
  Dripping source(text, piece);
  Splitter splitter(source, profile);
  Selection selection;
  selection.services = profile.services;
  selection.all = profile.services.empty();
  File file;
  Segment segment;
  while (splitter.next(segment)) {
    file.segments.push_back(segment);
    file.dossiers.push_back(read_dossier(segment, profile, selection));
  }
  file.envelope = splitter.envelope();
  return file;
}

// Everything that was read, to compare.
inline std::string dump(const File& file) {
  const auto at = [](Position position) {
    return std::to_string(position.line) + ':' + std::to_string(position.column);
  };
  std::string all = file.envelope.facility_id + '|' + file.fault() + '|' + std::to_string(file.envelope.dossiers) +
                    '|' + std::to_string(file.envelope.stray_dossiers) + '|' + at(file.envelope.declared_position) +
                    '\n';
  for (std::size_t i = 0; i < file.dossiers.size(); ++i) {
    const Dossier& dossier = file.dossiers[i];
    all += at(dossier.position) + (file.segments[i].whole ? "+" : "-") + (dossier.enveloped ? "e " : "- ");
    all += file.segments[i].path + '|' + file.segments[i].bytes + '|' + std::to_string(dossier.other_services);
    if (dossier.flaw) all += '|' + at(dossier.flaw->position) + dossier.flaw->reason + dossier.flaw->detail;
    for (const Record& record : dossier.records) {
      all += "\n " + at(record.position) + (record.repaired ? "r" : "") + record.problem;
      for (const std::string& field : record.fields) all += '|' + field;
    }
    all += '\n';
  }
  return all;
}

}  // namespace cxrval::his::fixtures
