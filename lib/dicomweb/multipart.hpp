// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace cxrval::dicomweb {

// What stands in front of a part's bytes.
struct PartHead {
  std::string content_type;  // as sent; empty without one
  std::optional<std::uint64_t> content_length;
};

// Takes the parts of a multipart body as they come. A reason that is not nullptr ends the reading with it.
class PartSink {
 public:
  virtual ~PartSink() = default;
  virtual const char* begin_part(const PartHead& head) = 0;
  virtual const char* part_bytes(std::string_view bytes) = 0;
  // The part is complete: its delimiter was seen, and its length is the one that its head declared, if it did.
  virtual const char* end_part() = 0;
};

// Cuts a multipart body (RFC 2046 section 5.1) into its parts, piece by piece, in bounded memory: the heads of a part
// may take 64 KiB together, and no more of a part's bytes is kept than a delimiter is long.
class MultipartReader {
 public:
  // The sink must outlive it.
  MultipartReader(const std::string& boundary, PartSink& sink);

  // Nullptr, or why the body is no such multipart: "a multipart does not begin" (within 64 KiB), "a part's headers are
  // longer than 64 KiB", "a part's headers are damaged", "a part is shorter or longer than its length", or the sink's
  // own reason. Nothing can be fed after one.
  const char* feed(std::string_view bytes);

  // The closing delimiter was seen. A body that ends without it was cut.
  bool is_complete() const { return state_ == State::epilogue; }

  static constexpr std::size_t longest_head = std::size_t{64} << 10;

 private:
  enum class State { preamble, delimiter, head, body, epilogue };

  // Each looks at what is kept and says whether it came further; problem_ tells why nothing can.
  bool find_first_delimiter();
  bool read_delimiter();
  bool read_head();
  bool read_body();
  bool pass_by();
  bool take_bytes(std::size_t count);
  bool parse_head(std::string_view lines);
  bool parse_head_line(std::string_view line, PartHead& head);
  bool is_ok(const char* problem);
  void drop(std::size_t bytes) { begin_ += bytes; }
  std::string_view kept() const { return std::string_view(kept_).substr(begin_); }

  const std::string delimiter_;  // CRLF, two hyphens and the boundary
  PartSink& sink_;
  State state_ = State::preamble;
  bool in_part_ = false;
  bool at_start_ = false;  // of a part's bytes: the end of its head's last line is still kept
  std::string kept_;
  std::size_t begin_ = 0;  // of what is not done with
  std::size_t head_scanned_ = 0;
  std::optional<std::uint64_t> expected_;
  std::uint64_t seen_ = 0;  // bytes of this part
  const char* problem_ = nullptr;
};

}  // namespace cxrval::dicomweb
