// SPDX-License-Identifier: Apache-2.0
#include "his/dossier_reader.hpp"

#include "his/encoding.hpp"
#include "his/trim.hpp"
#include "xml/repair.hpp"

#include <algorithm>
#include <utility>

namespace cxrval::his {
namespace {

constexpr std::size_t table_limit = 256;

char upper(char c) {
  return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
}

bool same_table(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) { return upper(x) == upper(y); });
}

// Hands the elements of an inner document on; they all stand where its payload does.
class InnerHandler final : public xml::Handler {
 public:
  InnerHandler(RecordReader& records, Position position)
      : records_(records), where_([position](const xml::Tag&) { return position; }) {}

  void start(std::string_view name, const xml::Tag& tag) noexcept override { records_.start(name, tag, where_); }
  void text(std::string_view piece) noexcept override { records_.text(piece); }
  void end(std::string_view) noexcept override { records_.end(); }

 private:
  RecordReader& records_;
  RecordReader::Where where_;
};

std::string detail_of(const xml::Fault& fault) {
  return "payload:" + std::to_string(fault.position.line) + ':' + std::to_string(fault.position.column);
}

}  // namespace

std::string about(const Segment& segment, const Profile& profile, const std::string& reason) {
  if (segment.enveloped) return profile.dossier + ' ' + reason;
  return (profile.dossier.empty() ? "record " : "record outside any " + profile.dossier + ' ') + reason;
}

Position Places::at(std::size_t offset) {
  if (offset < offset_) {
    offset_ = 0;
    position_ = first_;
  }
  position_ = xml::advanced(position_, bytes_.substr(offset_, offset - offset_));
  offset_ = std::min(offset, bytes_.size());
  return position_;
}

DossierReader::DossierReader(const Segment& segment, std::string_view bytes, const Profile& profile,
                             const Selection& selection)
    : segment_(segment),
      profile_(profile),
      paths_(profile),
      records_(paths_, selection),
      places_(bytes, segment.position) {}

DossierReader::Outcome DossierReader::read(const Form& form) {
  form_ = form;
  records_.set_repaired(form.repaired);
  std::string_view path = segment_.path;
  while (!path.empty()) {
    const std::size_t slash = path.find('/');
    records_.wrap(path.substr(0, slash));
    path.remove_prefix(slash == std::string_view::npos ? path.size() : slash + 1);
  }
  xml::Parser parser(*this);
  parser.parse(form.document);
  if (form.contents != nullptr && next_content_ < form.contents->size() && !parser.fault()) outcome_.misfit = true;
  if (const std::optional<xml::Fault>& fault = parser.fault()) {
    outcome_.fault = Flaw{places_.at(offset_in_bytes(fault->offset)), fault->reason, {}};
  }
  Harvest harvest = records_.take();
  Dossier& dossier = outcome_.dossier;
  if (harvest.too_many) keep_flaw({segment_.position, about(segment_, profile_, "holds more than 65536 records"), {}});
  dossier.records = std::move(harvest.records);
  dossier.look_alikes = std::move(harvest.look_alikes);
  dossier.other_services = harvest.other_services;
  return std::move(outcome_);
}

std::size_t DossierReader::offset_in_bytes(std::size_t offset) const {
  if (form_.to_hollow != nullptr) offset = form_.to_hollow->original(offset);
  if (form_.to_bytes != nullptr) offset = form_.to_bytes->original(offset);
  return offset;
}

Position DossierReader::position_of(const xml::Tag& tag) {
  const std::size_t begin = form_.document.rfind('<', tag.end());
  return places_.at(offset_in_bytes(begin == std::string_view::npos ? tag.end() : begin));
}

void DossierReader::keep_flaw(Flaw flaw) {
  if (!outcome_.dossier.flaw) outcome_.dossier.flaw = std::move(flaw);
}

void DossierReader::start(std::string_view name, const xml::Tag& tag) noexcept {
  ++depth_;
  if (inside_ == Inside::skipped) return;
  if (inside_ == Inside::payload) inside_ = Inside::nested;
  records_.start(name, tag, [this](const xml::Tag& one) { return position_of(one); });
  if (inside_ == Inside::nested || profile_.payload.empty()) return;
  if (name == profile_.payload_table) {
    inside_ = Inside::table;
    inside_depth_ = depth_;
    table_depth_ = depth_;
    table_.clear();
  } else if (name == profile_.payload) {
    start_payload(tag);
  } else if (inside_ == Inside::table) {
    inside_ = Inside::nothing;
  }
}

void DossierReader::start_payload(const xml::Tag& tag) {
  const std::vector<std::string>& take = profile_.payload_take;
  const std::string_view table = trimmed(table_);
  const auto taken =
      std::find_if(take.begin(), take.end(), [&](const std::string& one) { return same_table(one, table); });
  const bool wanted = take.empty() || table.empty() || taken != take.end();
  table_ = taken == take.end() ? "" : *taken;
  inside_ = wanted ? Inside::payload : Inside::skipped;
  inside_depth_ = depth_;
  content_ = {};
  take_content(tag);
  if (!wanted) return;
  if (content_.find('&') != std::string_view::npos) outcome_.misfit = true;
  payload_ = {};
  payload_position_ = position_of(tag);
  sessions_before_ = records_.harvest().sessions;
}

// What was left out behind the tag, if anything was.
void DossierReader::take_content(const xml::Tag& tag) {
  if (form_.contents == nullptr || next_content_ == form_.contents->size()) return;
  std::size_t offset = tag.end() + 1;
  if (form_.to_hollow != nullptr) offset = form_.to_hollow->original(offset);
  const Content& next = (*form_.contents)[next_content_];
  if (next.offset > offset) return;
  if (next.offset < offset) {
    outcome_.misfit = true;
    return;
  }
  content_ = next.text;
  ++next_content_;
}

void DossierReader::text(std::string_view piece) noexcept {
  switch (inside_) {
    case Inside::skipped:
      return;
    case Inside::payload:
      return payload_.feed(piece);
    case Inside::table:
      table_.append(piece.substr(0, table_limit - std::min(table_limit, table_.size())));
      return;
    case Inside::nothing:
    case Inside::nested:
      records_.text(piece);
  }
}

void DossierReader::end(std::string_view) noexcept {
  if (inside_ != Inside::nothing && depth_ == inside_depth_) {
    if (inside_ != Inside::table) end_payload();
    inside_ = Inside::nothing;
  }
  if (inside_ != Inside::skipped) records_.end();
  --depth_;
  if (depth_ + 1 < table_depth_) table_.clear();
}

void DossierReader::end_payload() {
  const bool holds_sessions = !table_.empty() && table_ == profile_.payload_take.front();
  std::optional<std::string> problem;
  if (inside_ == Inside::payload && !outcome_.misfit) problem = read_payload();
  if (inside_ != Inside::skipped && holds_sessions && !problem && records_.harvest().sessions == sessions_before_) {
    const std::string& path = profile_.session;
    problem = "has no " + path.substr(path.rfind('/') + 1);
  }
  if (problem) {
    const std::string detail = std::exchange(detail_, {});
    keep_flaw({payload_position_, (table_.empty() ? "payload " : table_ + " payload ") + *problem, detail});
  }
  table_.clear();
}

// What is wrong with the payload, if anything is.
std::optional<std::string> DossierReader::read_payload() {
  payload_.feed(content_);
  if (payload_.empty()) return std::nullopt;
  const tl::expected<std::string, std::string> bytes = payload_.finish();
  if (!bytes) return bytes.error();
  return read_inner(*bytes);
}

// Takes the records of an inner document, all or none of them.
std::optional<std::string> DossierReader::read_inner(std::string_view bytes) {
  std::string converted;
  const Utf8 inner = document_as_utf8(bytes, converted);
  if (inner.problem != nullptr) return inner.problem;
  const RecordReader::Mark mark = records_.mark();
  const bool from_repaired = form_.repaired && content_.empty();
  InnerHandler handler(records_, payload_position_);
  const auto read = [&](std::string_view document) {
    xml::Parser parser(handler);
    parser.parse(document);
    if (parser.fault()) records_.undo(mark);
    return parser.fault();
  };
  records_.set_repaired(from_repaired);
  const std::optional<xml::Fault> fault = read(inner.document);
  bool done = !fault;
  if (fault) {
    records_.set_repaired(true);
    const std::optional<xml::Repaired> repaired = xml::repair(inner.document);
    done = repaired && !read(repaired->document);
  }
  records_.set_repaired(form_.repaired);
  if (done) return std::nullopt;
  detail_ = detail_of(*fault);
  return fault->reason;
}

}  // namespace cxrval::his
