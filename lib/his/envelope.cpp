// SPDX-License-Identifier: Apache-2.0
#include "his/envelope.hpp"

#include "base/number.hpp"
#include "his/encoding.hpp"
#include "his/time_form.hpp"
#include "his/trim.hpp"

#include <algorithm>

namespace cxrval::his {
namespace {

constexpr std::size_t capture_limit = 256;
constexpr std::string_view placeholder = "<_/>";

}  // namespace

void EnvelopeReader::feed(std::string_view bytes, const std::string& encoding, Position position) {
  if (problem_ != nullptr || parser_.fault()) return;
  const Utf8 text = as_utf8(bytes, encoding, converted_);
  if (text.problem != nullptr) {
    problem_ = text.problem;
    problem_position_ = position;
    return;
  }
  if (!(position == fed_to_)) parser_.jump(position);
  parser_.feed(text.document);
  fed_to_ = text.document.data() == bytes.data() ? xml::advanced(position, bytes) : Position{};
}

void EnvelopeReader::feed_placeholder(Position position) {
  feed(placeholder, {}, position);
  fed_to_ = {};
}

void EnvelopeReader::start(std::string_view name, const xml::Tag& tag) noexcept {
  capture_ = nullptr;
  if (name == profile_.facility) {
    capture_ = &facility_;
  } else if (name == profile_.made) {
    capture_ = &made_;
  } else if (name == profile_.dossier_count) {
    capture_ = &count_;
    count_position_ = tag.position();
  }
  if (capture_ == nullptr) return;
  capture_->clear();
  is_envelope_ = true;
}

void EnvelopeReader::text(std::string_view piece) noexcept {
  if (capture_ == nullptr) return;
  capture_->append(piece.substr(0, capture_limit - std::min(capture_limit, capture_->size())));
}

void EnvelopeReader::end(std::string_view) noexcept {
  capture_ = nullptr;
}

void EnvelopeReader::give(Envelope& envelope, const std::string& file) const {
  envelope.facility_id = trimmed(facility_);
  envelope.made = parse_time(trimmed(made_), profile_.time_forms, base::DateOnly::start_of_day);
  envelope.declared = base::parse_integer<std::size_t>(trimmed(count_));
  envelope.declared_position = count_position_;
  if (envelope.fault) return;
  if (problem_ != nullptr) {
    envelope.fault = base::Fault{{file, problem_position_.line, problem_position_.column}, problem_};
  } else if (const std::optional<xml::Fault>& fault = parser_.fault()) {
    envelope.fault = base::Fault{{file, fault->position.line, fault->position.column}, fault->reason};
  }
}

}  // namespace cxrval::his
