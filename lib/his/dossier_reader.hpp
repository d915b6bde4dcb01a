// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "his/dossier.hpp"
#include "his/hollow.hpp"
#include "his/payload.hpp"
#include "his/record_reader.hpp"
#include "xml/parser.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cxrval::his {

// From an offset in a document that is parsed to where that stands in the file. Offsets are best asked for in rising
// order.
class Places {
 public:
  Places(std::string_view bytes, Position first) : bytes_(bytes), position_(first), first_(first) {}
  Position at(std::size_t offset);

 private:
  std::string_view bytes_;
  std::size_t offset_ = 0;
  Position position_;
  Position first_;
};

// A reason as one of the dossier as a whole: which element it speaks of.
std::string about(const Segment& segment, const Profile& profile, const std::string& reason);

// A dossier as it is given to the parser.
struct Form {
  std::string_view document;
  const std::vector<Content>* contents = nullptr;  // what was left out of it
  const xml::OffsetMap* to_hollow = nullptr;       // when it was repaired after it was made hollow
  const xml::OffsetMap* to_bytes = nullptr;        // from the hollow document
  bool repaired = false;
};

// Reads one form of a dossier. Its document must outlive it.
class DossierReader final : private xml::Handler {
 public:
  DossierReader(const Segment& segment, std::string_view bytes, const Profile& profile, const Selection& selection);

  // Of the form as a whole; the dossier is complete but for a flaw of that kind.
  struct Outcome {
    Dossier dossier;
    std::optional<Flaw> fault;  // it is not well-formed
    bool misfit = false;        // what was left out must not be: the parser has to see it
  };
  Outcome read(const Form& form);

 private:
  enum class Inside { nothing, table, payload, nested, skipped };

  void start(std::string_view name, const xml::Tag& tag) noexcept override;
  void text(std::string_view piece) noexcept override;
  void end(std::string_view name) noexcept override;

  void start_payload(const xml::Tag& tag);
  void take_content(const xml::Tag& tag);
  void end_payload();
  std::optional<std::string> read_payload();
  std::optional<std::string> read_inner(std::string_view bytes);
  Position position_of(const xml::Tag& tag);
  std::size_t offset_in_bytes(std::size_t offset) const;
  void keep_flaw(Flaw flaw);

  const Segment& segment_;
  const Profile& profile_;
  Paths paths_;
  RecordReader records_;
  Places places_;
  Form form_;
  Outcome outcome_;
  std::size_t next_content_ = 0;
  std::size_t depth_ = 0;
  Inside inside_ = Inside::nothing;
  std::size_t inside_depth_ = 0;  // of the table's or payload's element
  std::string table_;             // of the payload that follows
  std::size_t table_depth_ = 0;
  std::string_view content_;  // of the payload, where it was left out
  Payload payload_;
  Position payload_position_;
  std::size_t sessions_before_ = 0;
  std::string detail_;  // of the payload's problem
};

}  // namespace cxrval::his
