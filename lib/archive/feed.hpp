// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/bytes.hpp"

#include <cstddef>
#include <cstdint>
#include <exception>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace cxrval::archive {

// The bytes of an archive, block by block, on their way to a library that reads them. The last ones are kept, so that
// one can go back to where the library failed, and look at the archive's end.
class Feed {
 public:
  explicit Feed(std::unique_ptr<base::ByteSource> source);

  const std::string& name() const { return source_->name(); }

  // The next bytes, until the next call; empty at the end. Throws what the source throws.
  std::string_view next_block();
  // The same for callers that exceptions must not pass through: nothing when the source threw, for rethrow().
  std::optional<std::string_view> block() noexcept;
  void rethrow();

  // Offset in the archive of the byte that next_block() will begin with.
  std::uint64_t position() const { return end_ - (kept_.size() - at_); }
  // Moves to where `mark` stands first at or behind `from`, which is no longer ago than the last two blocks. When it is
  // not found the feed is at its end.
  bool seek(std::string_view mark, std::uint64_t from);

  // The last bytes that were read from the source; enough for the end of a zip's directory.
  std::string_view kept() const { return kept_; }
  // Reads to the end. Whether there are only zeros at and behind `from`.
  bool rest_is_zeros(std::uint64_t from);
  // How many zeros in a row end what was read.
  std::size_t zeros_at_end() const;

 private:
  bool pull();
  void move_to(std::uint64_t offset);

  std::unique_ptr<base::ByteSource> source_;
  std::string kept_;
  std::size_t at_ = 0;     // in kept_: what was not given yet
  std::uint64_t end_ = 0;  // offset in the archive of the end of kept_
  std::exception_ptr error_;
};

}  // namespace cxrval::archive
