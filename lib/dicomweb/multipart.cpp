// SPDX-License-Identifier: Apache-2.0
#include "dicomweb/multipart.hpp"

#include "dicomweb/header_text.hpp"

#include <algorithm>
#include <charconv>
#include <system_error>

namespace cxrval::dicomweb {
namespace {

constexpr std::string_view line_end = "\r\n";

bool is_blank(char c) {
  return c == ' ' || c == '\t';
}

}  // namespace

MultipartReader::MultipartReader(const std::string& boundary, PartSink& sink)
    : delimiter_("\r\n--" + boundary), sink_(sink), kept_(line_end) {
  // The first delimiter may stand at the very beginning: the line end in front of it is put there.
}

const char* MultipartReader::feed(std::string_view bytes) {
  if (problem_ != nullptr || state_ == State::epilogue) return problem_;
  if (state_ == State::body && kept().empty() && expected_ && *expected_ - seen_ >= bytes.size()) {
    seen_ += bytes.size();
    is_ok(sink_.part_bytes(bytes));
    return problem_;
  }
  kept_.erase(0, begin_);
  begin_ = 0;
  kept_.append(bytes);
  bool further = true;
  while (further && problem_ == nullptr) {
    switch (state_) {
      case State::preamble:
        further = find_first_delimiter();
        break;
      case State::delimiter:
        further = read_delimiter();
        break;
      case State::head:
        further = read_head();
        break;
      case State::body:
        further = read_body();
        break;
      case State::epilogue:
        kept_.clear();
        begin_ = 0;
        further = false;
        break;
    }
  }
  return problem_;
}

bool MultipartReader::is_ok(const char* problem) {
  problem_ = problem;
  return problem == nullptr;
}

bool MultipartReader::find_first_delimiter() {
  const std::string_view text = kept();
  const std::size_t at = text.find(delimiter_);
  if (at == std::string_view::npos) {
    if (text.size() >= delimiter_.size()) {
      seen_ += text.size() - delimiter_.size() + 1;
      drop(text.size() - delimiter_.size() + 1);
    }
    return seen_ > longest_head ? is_ok("a multipart does not begin") : false;
  }
  drop(at);
  state_ = State::delimiter;
  return true;
}

// What is kept begins with the delimiter's text, which is one only when two hyphens or the end of its line follow.
bool MultipartReader::read_delimiter() {
  constexpr std::size_t most_padding = 256;
  const std::string_view rest = kept().substr(delimiter_.size());
  if (rest.size() < 2) return false;
  std::size_t end = 0;
  while (end < rest.size() && is_blank(rest[end])) ++end;
  const bool closes = rest.starts_with("--");
  const bool opens = rest.substr(end).starts_with(line_end);
  if (!closes && !opens) {
    const bool may_open = end < most_padding && (end == rest.size() || rest.substr(end) == "\r");
    if (may_open) return false;
    return pass_by();
  }
  at_start_ = false;
  if (in_part_) {
    if (expected_ && *expected_ != seen_) return is_ok("a part is shorter or longer than its length");
    in_part_ = false;
    if (!is_ok(sink_.end_part())) return false;
  }
  if (closes) {
    state_ = State::epilogue;
    return true;
  }
  // The line end stays: the head ends with an empty line, which is the next one when there are no headers.
  drop(delimiter_.size() + end);
  head_scanned_ = 0;
  state_ = State::head;
  return true;
}

bool MultipartReader::read_head() {
  constexpr std::string_view empty_line = "\r\n\r\n";
  const std::string_view text = kept();
  const std::size_t at = text.find(empty_line, head_scanned_);
  if ((at == std::string_view::npos ? text.size() : at) > longest_head) {
    return is_ok("a part's headers are longer than 64 KiB");
  }
  if (at == std::string_view::npos) {
    head_scanned_ = text.size() < empty_line.size() ? 0 : text.size() - empty_line.size() + 1;
    return false;
  }
  if (!parse_head(text.substr(0, at))) return false;
  // The empty line's own end stays: with a part that has no bytes it belongs to the delimiter.
  drop(at + line_end.size());
  at_start_ = true;
  state_ = State::body;
  return true;
}

// Bytes that only look like a delimiter: the first of them goes, and the search goes on behind it.
bool MultipartReader::pass_by() {
  if (at_start_) {
    at_start_ = false;
    drop(line_end.size());
  } else if (in_part_) {
    if (!take_bytes(1)) return false;
  } else {
    drop(1);
  }
  state_ = in_part_ ? State::body : State::preamble;
  return true;
}

bool MultipartReader::take_bytes(std::size_t count) {
  const std::string_view bytes = kept().substr(0, count);
  seen_ += bytes.size();
  if (expected_ && seen_ > *expected_) return is_ok("a part is shorter or longer than its length");
  const bool taken = is_ok(sink_.part_bytes(bytes));
  drop(count);
  return taken;
}

bool MultipartReader::read_body() {
  if (at_start_) {
    const std::string_view text = kept();
    if (text.starts_with(delimiter_)) {
      state_ = State::delimiter;
      return true;
    }
    if (delimiter_.starts_with(text)) return false;
    at_start_ = false;
    drop(line_end.size());
  }
  const std::string_view text = kept();
  if (expected_ && seen_ < *expected_ && !text.empty()) {
    // Nothing needs to be looked for: the delimiter must stand behind so many bytes.
    return take_bytes(static_cast<std::size_t>(std::min<std::uint64_t>(*expected_ - seen_, text.size())));
  }
  const std::size_t at = text.find(delimiter_);
  if (at != std::string_view::npos) {
    if (at > 0 && !take_bytes(at)) return false;
    state_ = State::delimiter;
    return true;
  }
  if (text.size() >= delimiter_.size()) take_bytes(text.size() - delimiter_.size() + 1);
  return false;
}

bool MultipartReader::parse_head(std::string_view lines) {
  PartHead head;
  while (!lines.empty()) {
    lines.remove_prefix(line_end.size());  // every line has its end in front of it
    const std::size_t end = lines.find(line_end);
    if (!parse_head_line(lines.substr(0, end), head)) return is_ok("a part's headers are damaged");
    lines.remove_prefix(end == std::string_view::npos ? lines.size() : end);
  }
  expected_ = head.content_length;
  seen_ = 0;
  in_part_ = true;
  return is_ok(sink_.begin_part(head));
}

bool MultipartReader::parse_head_line(std::string_view line, PartHead& head) {
  if (line.empty()) return true;
  if (is_blank(line.front())) return true;  // a folded header goes on; those that matter have no need to
  const std::size_t colon = line.find(':');
  if (colon == std::string_view::npos) return false;
  const std::string_view name = trimmed(line.substr(0, colon));
  const std::string_view value = trimmed(line.substr(colon + 1));
  if (is_name(name, "content-type")) head.content_type = value;
  if (is_name(name, "content-length")) {
    std::uint64_t length = 0;
    const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), length);
    if (error != std::errc() || end != value.data() + value.size()) return false;
    head.content_length = length;
  }
  return true;
}

}  // namespace cxrval::dicomweb
