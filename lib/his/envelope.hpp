// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "his/profile.hpp"
#include "his/splitter.hpp"
#include "xml/parser.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace cxrval::his {

// Reads what stands around the dossiers of a file, piece by piece.
class EnvelopeReader final : private xml::Handler {
 public:
  explicit EnvelopeReader(const Profile& profile) : profile_(profile), parser_(*this) {}

  // `encoding` as the file declares it. What was fed before ended at `position`, or something was left out there.
  void feed(std::string_view bytes, const std::string& encoding, Position position);
  // Stands for a dossier that is the root itself, or stands behind it.
  void feed_stand_in(Position position);
  void finish();

  // Facility, time and count so far, and what is wrong with the XML, if the file is called `file`.
  void give(Envelope& envelope, const std::string& file) const;
  // Whether an element that belongs to an envelope came.
  bool is_envelope() const { return is_envelope_; }

 private:
  void start(std::string_view name, const xml::Tag& tag) noexcept override;
  void text(std::string_view piece) noexcept override;
  void end(std::string_view name) noexcept override;

  // Where the first of the bytes from `offset` of held_ on stands.
  struct Jump {
    std::size_t offset;
    Position position;
  };

  void hold(std::string_view bytes, bool jumps, Position position);
  void release();
  Position position_of(const xml::Tag& tag) const;

  const Profile& profile_;
  xml::Parser parser_;
  std::string held_;  // an envelope that is short so far: it may be plain as a whole
  std::vector<Jump> jumps_;
  bool holds_ = true;
  std::string converted_;
  std::string facility_;
  std::string made_;
  std::string count_;
  Position count_position_;
  Position fed_to_;
  std::string* capture_ = nullptr;
  bool is_envelope_ = false;
  const char* problem_ = nullptr;  // of the encoding
  Position problem_position_;
};

}  // namespace cxrval::his
