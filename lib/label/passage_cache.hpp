// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "label/passage.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace cxrval::label {

// Remembers what passages say, because reports repeat their sentences. What is remembered is the reader's own result
// for the same bytes, so that nothing depends on what is remembered. A passage is kept when it comes a second time, in
// one of a fixed number of places where it may take that of another: at most 8,192 passages of at most 1,024 bytes.
class PassageCache {
 public:
  explicit PassageCache(const Rules& rules);

  // As PassageReader::read.
  const Passage& read(std::string_view utf8);

 private:
  struct Slot {
    std::string bytes;
    Passage passage;
  };

  PassageReader reader_;
  std::vector<Slot> slots_;
  std::vector<std::uint64_t> hashes_;  // of the slots
  std::vector<std::uint32_t> seen_;    // halves of the hashes of passages that came once
};

}  // namespace cxrval::label
