// SPDX-License-Identifier: Apache-2.0
#include "his/envelope.hpp"

#include "base/number.hpp"
#include "his/encoding.hpp"
#include "his/time_form.hpp"
#include "his/trim.hpp"
#include "xml/plain_document.hpp"

#include <algorithm>

namespace cxrval::his {
namespace {

constexpr std::size_t capture_limit = 256;
constexpr std::size_t hold_limit = std::size_t{16} << 10;
constexpr std::string_view utf8_mark = "\xEF\xBB\xBF";
constexpr std::string_view stand_in = "<_/>";

}  // namespace

void EnvelopeReader::feed(std::string_view bytes, const std::string& encoding, Position position) {
  if (problem_ != nullptr || parser_.fault()) return;
  const Utf8 text = as_utf8(bytes, encoding, converted_);
  if (text.problem != nullptr) {
    problem_ = text.problem;
    problem_position_ = position;
    return;
  }
  const bool jumps = !(position == fed_to_);
  if (holds_) {
    hold(text.document, jumps, position);
  } else {
    if (jumps) parser_.jump(position);
    parser_.feed(text.document);
  }
  fed_to_ = text.document.data() == bytes.data() ? xml::advanced(position, bytes) : Position{};
}

void EnvelopeReader::hold(std::string_view bytes, bool jumps, Position position) {
  if (jumps) jumps_.push_back({held_.size(), position});
  held_ += bytes;
  if (held_.size() > hold_limit || jumps_.size() > hold_limit) release();
}

// Lets the parser read what was held.
void EnvelopeReader::release() {
  holds_ = false;
  const std::string_view held = held_;
  for (std::size_t i = 0; i < jumps_.size(); ++i) {
    const std::size_t end = i + 1 < jumps_.size() ? jumps_[i + 1].offset : held.size();
    parser_.jump(jumps_[i].position);
    parser_.feed(held.substr(jumps_[i].offset, end - jumps_[i].offset));
  }
  held_.clear();
  jumps_.clear();
}

void EnvelopeReader::finish() {
  if (holds_ && problem_ == nullptr && xml::read_plain(held_, {}, *this)) return;
  if (holds_) release();
  parser_.finish();
}

Position EnvelopeReader::position_of(const xml::Tag& tag) const {
  if (!holds_) return tag.position();
  const std::size_t begin = held_.rfind('<', tag.end());
  auto jump = jumps_.rbegin();
  while (jump->offset > begin) ++jump;
  std::string_view before = std::string_view(held_).substr(jump->offset, begin - jump->offset);
  if (jump->offset == 0 && before.starts_with(utf8_mark)) before.remove_prefix(utf8_mark.size());
  return xml::advanced(jump->position, before);
}

void EnvelopeReader::feed_stand_in(Position position) {
  feed(stand_in, {}, position);
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
    count_position_ = position_of(tag);
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
