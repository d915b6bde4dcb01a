// SPDX-License-Identifier: Apache-2.0
#include "his/splitter.hpp"

#include "his/encoding.hpp"
#include "his/envelope.hpp"
#include "his/paths.hpp"
#include "his/tags.hpp"
#include "his/window.hpp"

#include <algorithm>
#include <utility>
#include <vector>

namespace cxrval::his {
namespace {

constexpr std::size_t segment_limit = std::size_t{96} << 20;
constexpr std::size_t comment_limit = std::size_t{1} << 20;  // a longer one hides nothing
constexpr std::size_t depth_limit = 64;
constexpr std::size_t nowhere = std::string_view::npos;
constexpr std::string_view comment_begin = "<!--";
constexpr std::string_view comment_end = "-->";
constexpr std::string_view doctype = "<!DOCTYPE";

std::string_view last_step(std::string_view path) {
  return path.substr(path.rfind('/') + 1);
}

}  // namespace

// Offsets are those of the window, whose beginning moves on only when a segment or a stretch of the envelope is done.
class Splitter::Impl {
 public:
  Impl(base::ByteSource& source, const Profile& profile)
      : file_(source.name()),
        profile_(profile),
        session_path_(profile.session),
        report_path_(profile.report),
        source_(source),
        window_(source_),
        reader_(profile) {}

  bool next(Segment& segment);
  const Envelope& envelope() const { return envelope_; }

 private:
  enum class Kind { dossier, session, report };
  struct Start {
    std::size_t at;
    Kind kind;
    std::string_view name;
  };

  bool find_start(Start& start);
  bool pass_tag(std::size_t at, Start& start);
  void pass_end_tag(std::string_view name);
  bool cut(const Start& start, Segment& segment);
  std::size_t find_end(const Start& start, bool& whole);
  bool begins_another(const Start& start, std::string_view name) const;

  std::size_t find_tag(std::size_t at, std::size_t limit);
  std::size_t behind_comment(std::size_t at);
  std::size_t behind_tag(std::size_t at);
  void pass_envelope(std::size_t count);
  std::string path() const;
  void stop(std::size_t at, const std::string& reason);
  void finish();

  std::string file_;
  const Profile& profile_;
  Path session_path_;
  Path report_path_;
  FileSource source_;
  Window window_;
  EnvelopeReader reader_;
  Envelope envelope_;
  std::vector<std::string> open_;   // the elements around the window's beginning
  Position position_{1, 1};         // of the window's beginning
  std::size_t no_comment_end_ = 0;  // before this offset no comment ends
  std::size_t searched_ = 0;        // the offset to go on from, outside dossiers
  std::size_t segments_ = 0;
  bool root_seen_ = false;
  bool session_since_dossier_ = false;
  bool done_ = false;
};

bool Splitter::Impl::next(Segment& segment) {
  if (done_) return false;
  Start start{};
  if (find_start(start) && cut(start, segment)) return true;
  finish();
  return false;
}

// The next < at or behind `at` with enough behind it to read its name; nowhere at the end of the file, or of `limit`.
std::size_t Splitter::Impl::find_tag(std::size_t at, std::size_t limit) {
  while (true) {
    const std::size_t found = window_.bytes().find('<', at);
    if (found != nowhere && window_.bytes().size() - found > raw_name_limit) return found;
    at = found == nowhere ? window_.bytes().size() : found;
    if (at > limit || !window_.grow()) return found;
  }
}

// Behind the comment at `at`, or nowhere when it does not end: before its --> stands no other --, so that a comment
// that lost its end does not reach to that of the next one (XML 1.0, section 2.5).
std::size_t Splitter::Impl::behind_comment(std::size_t at) {
  std::size_t from = std::max(at + comment_begin.size(), no_comment_end_);
  while (true) {
    const std::string_view bytes = window_.bytes();
    const std::size_t end = bytes.find("--", from);
    if (end != nowhere && bytes.size() - end >= comment_end.size()) {
      return bytes.substr(end).starts_with(comment_end) ? end + comment_end.size() : nowhere;
    }
    from = std::max(from, bytes.size() - std::min(bytes.size(), comment_end.size() - 1));
    no_comment_end_ = from;
    if (bytes.size() > at + comment_limit || !window_.grow()) return nowhere;
  }
}

// Behind the > of the tag at `at`, or behind its name when that > does not come.
std::size_t Splitter::Impl::behind_tag(std::size_t at) {
  while (true) {
    const std::string_view rest = window_.bytes().substr(at, raw_tag_limit);
    const std::size_t end = end_of_raw_tag(rest);
    if (end != nowhere) return at + end + 1;
    const bool broken = rest.find('<', 1) != nowhere || rest.size() == raw_tag_limit;
    if (broken || !window_.grow()) return nowhere;
  }
}

// The start of the next segment, the envelope before it passed on.
bool Splitter::Impl::find_start(Start& start) {
  while (true) {
    const std::size_t at = find_tag(searched_, comment_limit);
    if (at == nowhere) {
      pass_envelope(window_.bytes().size());
      if (window_.grow()) continue;
      return false;
    }
    searched_ = at + 1;
    const std::string_view rest = window_.bytes().substr(at);
    if (rest.starts_with(comment_begin)) {
      const std::size_t behind = behind_comment(at);
      if (behind != nowhere) searched_ = behind;
    } else if (rest.starts_with(doctype) && !root_seen_) {
      stop(at, "has a DOCTYPE, which is not read; remove it");
      return false;
    } else if (pass_tag(at, start)) {
      pass_envelope(start.at);
      start.at = 0;
      return true;
    }
    if (searched_ > comment_limit) pass_envelope(searched_);
  }
}

// Whether the tag outside dossiers starts a segment.
bool Splitter::Impl::pass_tag(std::size_t at, Start& start) {
  const RawTag tag = raw_tag(window_.bytes().substr(at));
  if (tag.name.empty()) return false;
  if (tag.is_end) {
    pass_end_tag(tag.name);
    return false;
  }
  std::vector<std::string_view> names(open_.begin(), open_.end());
  names.push_back(tag.name);
  if (tag.name == profile_.dossier) {
    start = {at, Kind::dossier, profile_.dossier};
  } else if (session_path_.ends(names)) {
    start = {at, Kind::session, last_step(profile_.session)};
  } else if (report_path_.ends(names)) {
    start = {at, Kind::report, last_step(profile_.report)};
  } else {
    const std::string name(tag.name);
    const std::size_t behind = behind_tag(at);
    root_seen_ = true;
    const bool holds_something = behind == nowhere || window_.bytes()[behind - 2] != '/';
    if (holds_something && open_.size() < depth_limit) open_.push_back(name);
    return false;
  }
  return true;
}

void Splitter::Impl::pass_end_tag(std::string_view name) {
  if (name == profile_.dossier && !name.empty()) {
    if (!session_since_dossier_) {
      ++envelope_.dossiers;
      ++envelope_.stray_dossiers;
    }
    session_since_dossier_ = false;
    return;
  }
  const auto innermost = std::find(open_.rbegin(), open_.rend(), name);
  if (innermost != open_.rend()) open_.erase(innermost.base() - 1, open_.end());
}

bool Splitter::Impl::cut(const Start& start, Segment& segment) {
  bool whole = true;
  const std::size_t end = find_end(start, whole);
  if (end > segment_limit) {
    stop(0, std::string(start.name) + " is larger than 96 MiB");
    return false;
  }
  segment.bytes.assign(window_.bytes().substr(0, end));
  segment.encoding = source_.encoding();
  segment.path = path();
  segment.position = position_;
  segment.whole = whole;
  segment.enveloped = start.kind == Kind::dossier;
  if (open_.empty()) reader_.feed_stand_in(position_);
  root_seen_ = true;
  position_ = xml::advanced(position_, segment.bytes);
  window_.drop(end);
  no_comment_end_ -= std::min(no_comment_end_, end);
  searched_ = 0;
  ++segments_;
  if (segment.enveloped) {
    ++envelope_.dossiers;
    session_since_dossier_ = false;
  } else if (start.kind == Kind::session) {
    session_since_dossier_ = true;
  }
  return true;
}

// Behind the segment that begins with the window.
std::size_t Splitter::Impl::find_end(const Start& start, bool& whole) {
  std::size_t at = behind_tag(0);
  if (at != nowhere && window_.bytes()[at - 2] == '/') return at;
  at = 1;
  while (true) {
    const std::size_t tag_at = find_tag(at, segment_limit);
    if (tag_at == nowhere || tag_at > segment_limit) {
      whole = false;
      return window_.bytes().size();
    }
    at = tag_at + 1;
    if (window_.bytes().substr(tag_at).starts_with(comment_begin)) {
      const std::size_t behind = behind_comment(tag_at);
      if (behind != nowhere) at = behind;
      continue;
    }
    const RawTag tag = raw_tag(window_.bytes().substr(tag_at));
    if (tag.is_end && tag.name == start.name) {
      const std::size_t behind = behind_tag(tag_at);
      return behind != nowhere ? behind : std::min(window_.bytes().find('<', at), window_.bytes().size());
    }
    if (!tag.is_end && begins_another(start, tag.name)) {
      whole = false;
      return tag_at;
    }
  }
}

// Whether a start tag shows that the end tag before it is missing.
bool Splitter::Impl::begins_another(const Start& start, std::string_view name) const {
  if (name.empty()) return false;
  return name == start.name || name == profile_.dossier ||
         (start.kind == Kind::report && name == last_step(profile_.session));
}

void Splitter::Impl::pass_envelope(std::size_t count) {
  const std::string_view bytes = window_.bytes().substr(0, count);
  if (!bytes.empty()) reader_.feed(bytes, source_.encoding(), position_);
  position_ = xml::advanced(position_, bytes);
  window_.drop(bytes.size());
  no_comment_end_ -= std::min(no_comment_end_, bytes.size());
  searched_ -= std::min(searched_, bytes.size());
}

std::string Splitter::Impl::path() const {
  std::string path;
  for (const std::string& name : open_) {
    if (!path.empty()) path += '/';
    path += name;
  }
  return path;
}

void Splitter::Impl::stop(std::size_t at, const std::string& reason) {
  if (envelope_.fault) return;
  const Position position = xml::advanced(position_, window_.bytes().substr(0, at));
  envelope_.fault.emplace();
  envelope_.fault->place = {file_, position.line, position.column};
  envelope_.fault->reason = reason;
}

void Splitter::Impl::finish() {
  done_ = true;
  if (source_.problem() != nullptr) stop(0, source_.problem());
  if (!envelope_.fault) reader_.finish();
  reader_.give(envelope_, file_);
  if (envelope_.fault || segments_ > 0 || envelope_.stray_dossiers > 0 || reader_.is_envelope()) return;
  envelope_.fault.emplace();
  envelope_.fault->place.file = file_;
  std::string& reason = envelope_.fault->reason = "holds no session: ";
  const char* before = "neither ";
  for (const std::string_view name :
       {std::string_view(profile_.dossier), last_step(profile_.session), last_step(profile_.report)}) {
    if (name.empty()) continue;
    reason.append(before).append(name);
    before = " nor ";
  }
}

Splitter::Splitter(base::ByteSource& source, const Profile& profile) : impl_(std::make_unique<Impl>(source, profile)) {}
Splitter::~Splitter() = default;

bool Splitter::next(Segment& segment) {
  return impl_->next(segment);
}

const Envelope& Splitter::envelope() const {
  return impl_->envelope();
}

}  // namespace cxrval::his
