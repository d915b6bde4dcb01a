// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <vector>

namespace cxrval::xml {

// From the byte offsets of a text that was made of another one by leaving bytes out and putting bytes in, back to the
// offsets of that one. Edits are told in the order of the text.
class OffsetMap {
 public:
  // At `offset` of the new text, `count` bytes of the old one were left out.
  void leave_out(std::size_t offset, std::size_t count);
  // From `offset` on, `count` bytes of the new text are not in the old one; they stand where the byte behind them does.
  void put_in(std::size_t offset, std::size_t count);

  std::size_t original(std::size_t offset) const;

 private:
  struct Edit {
    std::size_t offset;    // in the new text, from which on
    std::size_t original;  // is this one, and so on byte by byte
    bool still;            // but for bytes put in, which all stand at `original`
  };

  std::vector<Edit> edits_;
};

}  // namespace cxrval::xml
