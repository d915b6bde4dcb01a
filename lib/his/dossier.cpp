// SPDX-License-Identifier: Apache-2.0
#include "his/dossier.hpp"

#include "base/number.hpp"
#include "his/trim.hpp"

#include <algorithm>
#include <cctype>
#include <utility>

namespace cxrval::his {
namespace {

constexpr std::size_t record_limit = 65536;
constexpr std::size_t loose_records = 1024;  // outside any HOSO, handed out together
constexpr std::size_t capture_limit = 256;

std::string table_name(std::string_view text) {
  std::string name(trimmed(text));
  std::transform(name.begin(), name.end(), name.begin(),
                 [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  return name;
}

bool is_wanted(const std::string& table) {
  return table.empty() || table == "XML1" || table == "XML4";
}

}  // namespace

bool Selection::takes(std::string_view service) const {
  return std::find(services.begin(), services.end(), service) != services.end();
}

DossierReader::DossierReader(base::ByteSource& source, Selection selection)
    : source_(source),
      selection_(std::move(selection)),
      xml_(source),
      parser_([this](Record&& record) { take(std::move(record)); }) {}

base::Result<bool> DossierReader::next(Dossier& dossier) {
  if (ended_) return false;
  xml::Event event;
  while (true) {
    const base::Result<bool> more = xml_.next(event);
    if (!more) return tl::unexpected(more.error());
    if (!*more) break;
    if (step(event)) {
      finish(dossier);
      return true;
    }
  }
  ended_ = true;
  if (!envelope_ && !any_record_) {
    return base::fault({source_.name()}, "holds no session: neither GIAMDINHHS nor TONG_HOP nor CHI_TIET_CLS");
  }
  if (dossier_.records.empty() && dossier_.other_services == 0 && !dossier_.fault) return false;
  finish(dossier);
  return true;
}

void DossierReader::finish(Dossier& dossier) {
  dossier = std::exchange(dossier_, {});
  dossier.facility_id = trimmed(facility_id_);
  dossier.enveloped = in_hoso_;
  in_hoso_ = false;
}

std::optional<base::Place> DossierReader::miscount() const {
  const std::string_view text = trimmed(declared_);
  if (text.empty() || base::parse_integer<std::size_t>(text) == hoso_count_) return std::nullopt;
  return declared_place_;
}

// True when a dossier is complete.
bool DossierReader::step(const xml::Event& event) {
  switch (event.kind) {
    case xml::EventKind::start:
      start(event);
      return false;
    case xml::EventKind::end:
      return end(event);
    case xml::EventKind::text:
      break;
  }
  if (content_ == Content::payload) {
    payload_.feed(event.text);
  } else if (capture_ != nullptr) {
    capture_->append(event.text.substr(0, capture_limit - std::min(capture_limit, capture_->size())));
  } else if (content_ != Content::skipped) {
    parser_.feed(event, {});
  }
  return false;
}

void DossierReader::start(const xml::Event& event) {
  if (content_ == Content::none && start_outside_content(event)) return;
  if (content_ == Content::skipped) return;
  if (content_ == Content::payload) content_ = Content::nested;
  parser_.feed(event, xml_.place(event));
}

// Whether the event belongs to the envelope.
bool DossierReader::start_outside_content(const xml::Event& event) {
  capture_ = nullptr;
  if (parser_.inside_record()) return false;
  if (event.name == "GIAMDINHHS") {
    envelope_ = true;
  } else if (event.name == "MACSKCB" && !in_hoso_) {
    facility_id_.clear();
    capture_ = &facility_id_;
  } else if (event.name == "SOLUONGHOSO" && !in_hoso_) {
    declared_.clear();
    declared_place_ = xml_.place(event);
    capture_ = &declared_;
  } else if (event.name == "HOSO" && !in_hoso_) {
    in_hoso_ = true;
    ++hoso_count_;
    dossier_.place = xml_.place(event);
  } else if (event.name == "FILEHOSO") {
    table_.clear();
  } else if (event.name == "LOAIHOSO") {
    table_.clear();
    capture_ = &table_;
  } else if (event.name == "NOIDUNGFILE") {
    table_ = table_name(table_);
    content_ = is_wanted(table_) ? Content::payload : Content::skipped;
    content_place_ = xml_.place(event);
    content_depth_ = event.depth;
    sessions_in_content_ = 0;
    payload_ = {};
  } else {
    return false;
  }
  return true;
}

bool DossierReader::end(const xml::Event& event) {
  capture_ = nullptr;
  if (content_ != Content::none) {
    if (event.depth == content_depth_) {
      end_content();
    } else if (content_ == Content::nested) {
      parser_.feed(event, {});
    }
    return false;
  }
  if (parser_.inside_record()) {
    parser_.feed(event, {});
    return !in_hoso_ && dossier_.records.size() >= loose_records;
  }
  return in_hoso_ && event.name == "HOSO";
}

void DossierReader::end_content() {
  std::optional<std::string> problem;
  if (content_ == Content::payload && !payload_.empty()) problem = read_payload();
  if (content_ != Content::skipped && table_ == "XML1" && !problem && sessions_in_content_ == 0) {
    problem = "has no TONG_HOP";
  }
  content_ = Content::none;
  if (!problem || dossier_.fault) return;
  const std::string what = table_.empty() ? "payload " : table_ + " payload ";
  dossier_.fault = base::Fault{content_place_, what + *problem};
}

// Takes the records of the payload, all or none of them; what is wrong with it otherwise.
std::optional<std::string> DossierReader::read_payload() {
  const tl::expected<std::string, std::string> bytes = payload_.finish();
  if (!bytes) return bytes.error();
  const std::size_t records_before = dossier_.records.size();
  const std::size_t others_before = dossier_.other_services;
  const auto source = base::memory_source(*bytes, "payload");
  xml::Reader inner(*source);
  RecordParser parser([this](Record&& record) { take(std::move(record)); });
  xml::Event event;
  while (true) {
    const base::Result<bool> more = inner.next(event);
    if (more && !*more) return std::nullopt;
    if (more) {
      parser.feed(event, content_place_);
      continue;
    }
    dossier_.records.resize(records_before);
    dossier_.other_services = others_before;
    if (!dossier_.fault) dossier_.fault_detail = base::to_string(more.error().place);
    return more.error().reason;
  }
}

void DossierReader::take(Record&& record) {
  any_record_ = true;
  if (record.kind == RecordKind::session) {
    ++sessions_in_content_;
  } else if (!selection_.takes(record.trimmed(Field::ma_dich_vu))) {
    ++dossier_.other_services;
    return;
  }
  if (dossier_.records.size() < record_limit) {
    dossier_.records.push_back(std::move(record));
  } else if (!dossier_.fault) {
    dossier_.fault = base::Fault{dossier_.place, "HOSO holds more than 65536 records"};
  }
}

}  // namespace cxrval::his
